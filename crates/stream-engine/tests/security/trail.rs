//! CloudTrail: which calls are recorded, what of them, and how they are looked up.

use crate::common::{done, pass_ms, put as put_command, split};
use crate::world::{WRITER, allow, call, endpoint, outcome, put, through, world};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::security::Caller;

const LOOKUP: &str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";

fn lookup(world: &mut Simulation, body: &Value) -> Value {
    let answer = call(world, &Caller::default(), LOOKUP, body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

fn by(key: &str, value: &str) -> Value {
    json!({ "LookupAttributes": [{ "AttributeKey": key, "AttributeValue": value }] })
}

fn names(answer: &Value) -> Vec<&str> {
    answer["Events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["EventName"].as_str().expect("a name"))
        .collect()
}

#[test]
fn control_plane_calls_are_recorded_and_data_is_not() {
    let mut world = world();
    done(&mut world, split(0, 1 << 100));
    done(&mut world, put_command("truck-1", b"x"));
    put(&mut world, &Caller::default());
    call(&mut world, &Caller::default(), "TrentService.CreateKey", &json!({}));
    let found = lookup(&mut world, &json!({}));
    assert_eq!(names(&found), ["CreateKey", "SplitShard"]);
    // Looking up is a call, too.
    assert_eq!(names(&lookup(&mut world, &json!({})))[0], "LookupEvents");
    let event = &lookup(&mut world, &by("EventName", "SplitShard"))["Events"][0];
    assert_eq!((&event["EventSource"], &event["Username"]), (&json!("kinesis.amazonaws.com"), &json!("root")));
    assert_eq!(event["Resources"][0]["ResourceName"], "telemetry");
    let record: Value = serde_json::from_str(event["CloudTrailEvent"].as_str().expect("a text")).expect("JSON");
    assert_eq!(record["eventTime"], "2026-01-01T00:00:00Z");
    assert_eq!(record["userIdentity"]["type"], "Root");
    assert_eq!(record["sourceIPAddress"], "203.0.113.10");
    assert_eq!(record["requestParameters"]["shardToSplit"], "shardId-000000000000");
}

#[test]
fn a_refused_call_is_recorded_with_its_error_and_its_way() {
    let mut world = world();
    allow(&mut world, WRITER, "none", &json!({ "Effect": "Deny", "Action": "*", "Resource": "*" }));
    let id = endpoint(&mut world, "kms", None);
    let refused = call(&mut world, &through(WRITER, &id), "TrentService.ListKeys", &json!({}));
    assert_eq!(outcome(&refused), "AccessDeniedException");
    let event = &lookup(&mut world, &by("EventName", "ListKeys"))["Events"][0];
    let record: Value = serde_json::from_str(event["CloudTrailEvent"].as_str().expect("a text")).expect("JSON");
    assert_eq!(record["errorCode"], "AccessDeniedException");
    assert_eq!(record["vpcEndpointId"], id);
    assert_eq!(record["userIdentity"]["arn"], "arn:aws:sts::123456789012:assumed-role/writer/session");
    assert_eq!((&record["readOnly"], &event["ReadOnly"]), (&json!(true), &json!("true")));
}

#[test]
fn events_are_looked_up_by_attribute_time_and_page() {
    let mut world = world();
    for nth in 0..5 {
        call(&mut world, &Caller::default(), "TrentService.CreateKey", &json!({ "Description": nth.to_string() }));
        pass_ms(&mut world, 1_000);
    }
    let start = 1_767_225_600.0;
    let middle = json!({ "StartTime": start + 1.0, "EndTime": start + 3.0 });
    assert_eq!(names(&lookup(&mut world, &middle)).len(), 3);
    let mut asked = by("EventSource", "kms.amazonaws.com");
    asked["MaxResults"] = 2.into();
    let (mut pages, mut ids) = (Vec::new(), Vec::new());
    loop {
        let page = lookup(&mut world, &asked);
        let events = page["Events"].as_array().expect("events").clone();
        pages.push(events.len());
        ids.extend(events.into_iter().map(|event| event["EventId"].clone()));
        match page["NextToken"].as_str() {
            Some(token) => asked["NextToken"] = token.into(),
            None => break,
        }
    }
    assert_eq!(pages, [2, 2, 1]);
    assert_eq!(names(&lookup(&mut world, &by("EventId", ids[3].as_str().expect("a text")))), ["CreateKey"]);
    assert!(names(&lookup(&mut world, &by("ReadOnly", "false"))).iter().all(|name| *name == "CreateKey"));

    let two = json!({ "LookupAttributes": [by("EventName", "a")["LookupAttributes"][0], by("EventName", "b")["LookupAttributes"][0]] });
    for (body, code) in [
        (two, "InvalidLookupAttributesException"),
        (json!({ "MaxResults": 51 }), "InvalidMaxResultsException"),
        (json!({ "NextToken": "x" }), "InvalidNextTokenException"),
        (json!({ "StartTime": 2, "EndTime": 1 }), "InvalidTimeRangeException"),
    ] {
        assert_eq!(outcome(&call(&mut world, &Caller::default(), LOOKUP, &body)), code);
    }
}
