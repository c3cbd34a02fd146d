//! The API of event source mappings: a table of calls, and a mapping's life.

use crate::common::{done, pass_ms, profile, put, quiet};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::Simulation;
use stream_engine::api::{self, Response};

const STREAM: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";

fn world() -> Simulation {
    Simulation::new(&quiet(1), Rc::new(profile("aws-2026")))
}

fn call(world: &mut Simulation, operation: &str, body: &Value) -> (u16, Value) {
    let Response { status, body, .. } = api::call(world, &format!("AWSLambda.{operation}"), &body.to_string());
    (status, serde_json::from_str(&body).expect("an answer is JSON"))
}

fn create(world: &mut Simulation) -> Value {
    let body = json!({ "EventSourceArn": STREAM, "FunctionName": "handler", "StartingPosition": "TRIM_HORIZON" });
    let (status, answer) = call(world, "CreateEventSourceMapping", &body);
    assert_eq!(status, 200, "{answer}");
    answer
}

#[test]
fn requests_that_make_no_sense_are_refused_under_the_services_names() {
    let whole = json!({ "EventSourceArn": STREAM, "FunctionName": "f", "StartingPosition": "LATEST" });
    let queue = "arn:aws:sqs:us-east-1:123456789012:failed";
    for (member, value, status, code) in [
        ("BatchSize", json!(10_000), 200, ""),
        ("BatchSize", json!(10_001), 400, "ValidationException"),
        ("BatchSize", json!(0), 400, "ValidationException"),
        ("BatchSize", json!("many"), 400, "SerializationException"),
        ("MaximumBatchingWindowInSeconds", json!(300), 200, ""),
        ("MaximumBatchingWindowInSeconds", json!(301), 400, "ValidationException"),
        ("ParallelizationFactor", json!(10), 200, ""),
        ("ParallelizationFactor", json!(11), 400, "ValidationException"),
        ("MaximumRetryAttempts", json!(-1), 200, ""),
        ("MaximumRetryAttempts", json!(10_001), 400, "ValidationException"),
        ("MaximumRecordAgeInSeconds", json!(-1), 200, ""),
        ("MaximumRecordAgeInSeconds", json!(59), 400, "InvalidParameterValueException"),
        ("MaximumRecordAgeInSeconds", json!(60), 200, ""),
        ("MaximumRecordAgeInSeconds", json!(604_801), 400, "ValidationException"),
        ("TumblingWindowInSeconds", json!(901), 400, "ValidationException"),
        ("StartingPosition", json!("SOMEWHERE"), 400, "ValidationException"),
        ("StartingPosition", json!(null), 400, "InvalidParameterValueException"),
        ("StartingPosition", json!("AT_TIMESTAMP"), 400, "InvalidParameterValueException"),
        ("StartingPositionTimestamp", json!(1_767_225_600), 400, "InvalidParameterValueException"),
        ("EventSourceArn", json!(null), 400, "InvalidParameterValueException"),
        ("EventSourceArn", json!(format!("{STREAM}x")), 400, "InvalidParameterValueException"),
        ("FunctionName", json!(null), 400, "ValidationException"),
        ("FunctionResponseTypes", json!(["ReportBatchItemFailures"]), 200, ""),
        ("FunctionResponseTypes", json!(["Other"]), 400, "ValidationException"),
        ("DestinationConfig", json!({ "OnFailure": { "Destination": queue } }), 200, ""),
        ("DestinationConfig", json!({ "OnFailure": { "Destination": "arn:aws:s3:::b" } }), 200, ""),
        (
            "DestinationConfig",
            json!({ "OnFailure": { "Destination": "elsewhere" } }),
            400,
            "InvalidParameterValueException",
        ),
        ("FilterCriteria", json!({ "Filters": [{ "Pattern": "{\"data\":{\"a\":[1]}}" }] }), 200, ""),
        (
            "FilterCriteria",
            json!({ "Filters": [{ "Pattern": "{\"data\":1}" }] }),
            400,
            "InvalidParameterValueException",
        ),
        ("FilterCriteria", json!({ "Filters": [{ "Pattern": "[" }] }), 400, "InvalidParameterValueException"),
    ] {
        let mut body = whole.clone();
        body[member] = value.clone();
        let (found, answer) = call(&mut world(), "CreateEventSourceMapping", &body);
        assert_eq!((found, answer["__type"].as_str().unwrap_or("")), (status, code), "{member} {value}: {answer}");
    }
    let mut past = Simulation::new(&quiet(1), Rc::new(profile("exam-2022")));
    let mut body = whole;
    body["DestinationConfig"] = json!({ "OnFailure": { "Destination": "arn:aws:s3:::b" } });
    assert_eq!(call(&mut past, "CreateEventSourceMapping", &body).0, 400, "no bucket took failed batches in 2022");
}

#[test]
fn the_same_mapping_twice_is_a_conflict_and_an_unknown_one_is_missing() {
    let mut world = world();
    let uuid = create(&mut world)["UUID"].clone();
    let body = json!({ "EventSourceArn": STREAM, "FunctionName": "handler", "StartingPosition": "LATEST" });
    let (status, answer) = call(&mut world, "CreateEventSourceMapping", &body);
    assert_eq!((status, &answer["__type"]), (409, &json!("ResourceConflictException")));
    assert!(answer["Message"].as_str().is_some_and(|text| text.contains(uuid.as_str().unwrap_or("?"))), "{answer}");
    for operation in ["GetEventSourceMapping", "UpdateEventSourceMapping", "DeleteEventSourceMapping"] {
        let (status, answer) = call(&mut world, operation, &json!({ "UUID": "there-is-none" }));
        assert_eq!((status, &answer["__type"]), (404, &json!("ResourceNotFoundException")), "{operation}");
    }
    let response = api::call(&mut world, "AWSLambda.GetEventSourceMapping", "{\"UUID\":\"x\"}");
    assert!(response.headers.contains(&("x-amzn-ErrorType", "ResourceNotFoundException".to_owned())));
}

#[test]
fn a_mapping_is_created_works_is_changed_and_goes() {
    let mut world = world();
    let made = create(&mut world);
    assert_eq!((&made["State"], &made["BatchSize"]), (&json!("Creating"), &json!(100)));
    assert_eq!(made["MaximumRetryAttempts"], -1);
    assert_eq!(made["LastProcessingResult"], "No records processed");
    assert_eq!(made["FunctionArn"], "arn:aws:lambda:us-east-1:123456789012:function:handler");
    let id = json!({ "UUID": made["UUID"] });
    let (status, answer) = call(&mut world, "DeleteEventSourceMapping", &id);
    assert_eq!((status, &answer["__type"]), (400, &json!("ResourceInUseException")));
    done(&mut world, put("a", b"x"));
    pass_ms(&mut world, 4_000);
    assert_eq!(call(&mut world, "GetEventSourceMapping", &id).1["State"], "Creating");
    pass_ms(&mut world, 3_000);
    let now = call(&mut world, "GetEventSourceMapping", &id).1;
    assert_eq!((&now["State"], &now["LastProcessingResult"]), (&json!("Enabled"), &json!("OK")));

    let mut change = id.clone();
    (change["Enabled"], change["BatchSize"]) = (json!(false), json!(7));
    let answer = call(&mut world, "UpdateEventSourceMapping", &change).1;
    assert_eq!((&answer["State"], &answer["BatchSize"]), (&json!("Disabling"), &json!(7)));
    pass_ms(&mut world, 6_000);
    assert_eq!(call(&mut world, "GetEventSourceMapping", &id).1["State"], "Disabled");
    done(&mut world, put("a", b"x"));
    pass_ms(&mut world, 60_000);
    assert_eq!(world.lambda().functions["handler"].invocations, 1);

    assert_eq!(call(&mut world, "DeleteEventSourceMapping", &id).1["State"], "Deleting");
    pass_ms(&mut world, 6_000);
    assert_eq!(call(&mut world, "GetEventSourceMapping", &id).0, 404);
    assert_eq!(call(&mut world, "ListEventSourceMappings", &json!({})).1["EventSourceMappings"], json!([]));
}

#[test]
fn lists_filter_and_page() {
    let mut world = world();
    for nth in 0..5 {
        let body = json!({ "EventSourceArn": STREAM, "FunctionName": format!("f{nth}"), "StartingPosition": "LATEST" });
        assert_eq!(call(&mut world, "CreateEventSourceMapping", &body).0, 200);
    }
    let names = |answer: &Value| {
        let all = answer["EventSourceMappings"].as_array().cloned().unwrap_or_default();
        all.iter()
            .map(|one| one["FunctionArn"].as_str().unwrap_or("").rsplit(':').next().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    let first = call(&mut world, "ListEventSourceMappings", &json!({ "MaxItems": 3 })).1;
    assert_eq!(names(&first), ["f0", "f1", "f2"]);
    let second = json!({ "MaxItems": 3, "Marker": first["NextMarker"] });
    let second = call(&mut world, "ListEventSourceMappings", &second).1;
    assert_eq!((names(&second), second.get("NextMarker")), (vec!["f3".to_owned(), "f4".to_owned()], None));
    let one = call(&mut world, "ListEventSourceMappings", &json!({ "FunctionName": "f3" })).1;
    assert_eq!(names(&one), ["f3"]);
    let none = json!({ "EventSourceArn": "arn:aws:kinesis:us-east-1:123456789012:stream/other" });
    assert!(names(&call(&mut world, "ListEventSourceMappings", &none).1).is_empty());
}
