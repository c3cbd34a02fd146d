//! The API: a table of calls, direct puts within their limits, a delivery stream's life.

use crate::common::{pass_ms, profile, quiet};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::Simulation;
use stream_engine::api::{self, Response};

fn world(id: &str) -> Simulation {
    Simulation::new(&quiet(1), Rc::new(profile(id)))
}

fn call(world: &mut Simulation, operation: &str, body: &Value) -> (u16, Value) {
    let target = format!("Firehose_20150804.{operation}");
    let Response { status, body, .. } = api::call(world, &target, &body.to_string());
    (status, serde_json::from_str(&body).expect("an answer is JSON"))
}

fn target() -> Value {
    json!({ "RoleARN": "arn:aws:iam::123456789012:role/firehose", "BucketARN": "arn:aws:s3:::lake" })
}

fn direct(world: &mut Simulation) {
    let body = json!({ "DeliveryStreamName": "direct", "ExtendedS3DestinationConfiguration": target() });
    let (status, answer) = call(world, "CreateDeliveryStream", &body);
    assert_eq!(status, 200, "{answer}");
    pass_ms(world, 11_000);
}

#[test]
fn creation_is_refused_under_the_services_names() {
    let hints = |size: u64, seconds: u64| json!({ "SizeInMBs": size, "IntervalInSeconds": seconds });
    for (id, hints, status, code) in [
        ("aws-2026", hints(5, 300), 200, ""),
        ("aws-2026", hints(128, 0), 200, ""),
        ("aws-2026", hints(129, 300), 400, "ValidationException"),
        ("aws-2026", hints(0, 300), 400, "ValidationException"),
        ("aws-2026", hints(5, 901), 400, "ValidationException"),
        ("exam-2022", hints(5, 60), 200, ""),
        ("exam-2022", hints(5, 30), 400, "InvalidArgumentException"),
    ] {
        let mut world = world(id);
        let mut target = target();
        target["BufferingHints"] = hints.clone();
        let body = json!({ "DeliveryStreamName": "direct", "S3DestinationConfiguration": target });
        let (found, answer) = call(&mut world, "CreateDeliveryStream", &body);
        assert_eq!((found, answer["__type"].as_str().unwrap_or("")), (status, code), "{id} {hints}: {answer}");
    }
    let kinesis = |name: &str| {
        let arn = format!("arn:aws:kinesis:us-east-1:123456789012:stream/{name}");
        json!({ "KinesisStreamARN": arn, "RoleARN": "arn:aws:iam::123456789012:role/firehose" })
    };
    for (name, value, code) in [
        ("DeliveryStreamType", json!("KinesisStreamAsSource"), "InvalidArgumentException"),
        ("KinesisStreamSourceConfiguration", kinesis("telemetry"), "InvalidArgumentException"),
        ("DeliveryStreamName", json!("with space"), "ValidationException"),
        ("ExtendedS3DestinationConfiguration", json!(null), "InvalidArgumentException"),
        ("ExtendedS3DestinationConfiguration", json!({ "RoleARN": "r", "BucketARN": "lake" }), "ValidationException"),
    ] {
        let mut body = json!({ "DeliveryStreamName": "direct", "ExtendedS3DestinationConfiguration": target() });
        body[name] = value;
        let (status, answer) = call(&mut world("aws-2026"), "CreateDeliveryStream", &body);
        assert_eq!((status, &answer["__type"]), (400, &json!(code)), "{name}: {answer}");
    }
    let missing = json!({
        "DeliveryStreamName": "direct",
        "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": kinesis("other"),
        "ExtendedS3DestinationConfiguration": target(),
    });
    assert_eq!(call(&mut world("aws-2026"), "CreateDeliveryStream", &missing).1["__type"], "ResourceNotFoundException");
}

#[test]
fn a_delivery_stream_is_created_described_changed_and_deleted() {
    let mut world = world("aws-2026");
    let body = json!({ "DeliveryStreamName": "direct", "ExtendedS3DestinationConfiguration": target() });
    let made = call(&mut world, "CreateDeliveryStream", &body).1;
    assert_eq!(made["DeliveryStreamARN"], "arn:aws:firehose:us-east-1:123456789012:deliverystream/direct");
    assert_eq!(call(&mut world, "CreateDeliveryStream", &body).1["__type"], "ResourceInUseException");
    let name = json!({ "DeliveryStreamName": "direct" });
    let record = json!({ "DeliveryStreamName": "direct", "Record": { "Data": "eA==" } });
    let described =
        |world: &mut Simulation| call(world, "DescribeDeliveryStream", &name).1["DeliveryStreamDescription"].clone();
    assert_eq!(described(&mut world)["DeliveryStreamStatus"], "CREATING");
    assert_eq!(call(&mut world, "PutRecord", &record).1["__type"], "ResourceNotFoundException");
    pass_ms(&mut world, 11_000);
    let now = described(&mut world);
    assert_eq!((&now["DeliveryStreamStatus"], &now["VersionId"]), (&json!("ACTIVE"), &json!("1")));
    let hints = &now["Destinations"][0]["S3DestinationDescription"]["BufferingHints"];
    assert_eq!(*hints, json!({ "SizeInMBs": 5, "IntervalInSeconds": 300 }));
    assert_eq!(call(&mut world, "PutRecord", &record).0, 200);

    let mut update = json!({
        "DeliveryStreamName": "direct",
        "CurrentDeliveryStreamVersionId": "1",
        "DestinationId": "destinationId-000000000001",
        "ExtendedS3DestinationUpdate": { "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 } },
    });
    assert_eq!(call(&mut world, "UpdateDestination", &update).0, 200);
    assert_eq!(call(&mut world, "UpdateDestination", &update).1["__type"], "ConcurrentModificationException");
    (update["CurrentDeliveryStreamVersionId"], update["DestinationId"]) = (json!("2"), json!("other"));
    assert_eq!(call(&mut world, "UpdateDestination", &update).1["__type"], "ResourceNotFoundException");
    pass_ms(&mut world, 61_000);
    let list = api::call(&mut world, "AmazonS3.ListObjectsV2", "{\"Bucket\":\"lake\"}").body;
    assert!(list.contains("/direct-2-2026-01-01-00-00-11-"), "{list}");

    assert_eq!(call(&mut world, "ListDeliveryStreams", &json!({})).1["DeliveryStreamNames"], json!(["direct"]));
    assert_eq!(call(&mut world, "DeleteDeliveryStream", &name).0, 200);
    assert_eq!(call(&mut world, "DeleteDeliveryStream", &name).1["__type"], "ResourceInUseException");
    pass_ms(&mut world, 11_000);
    assert_eq!(call(&mut world, "DescribeDeliveryStream", &name).1["__type"], "ResourceNotFoundException");
}

#[test]
fn names_come_in_order_page_by_page() {
    let mut world = world("aws-2026");
    for name in ["c", "a", "b"] {
        let body = json!({ "DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": target() });
        assert_eq!(call(&mut world, "CreateDeliveryStream", &body).0, 200);
    }
    let page = call(&mut world, "ListDeliveryStreams", &json!({ "Limit": 2 })).1;
    assert_eq!(page, json!({ "DeliveryStreamNames": ["a", "b"], "HasMoreDeliveryStreams": true }));
    let rest = json!({ "Limit": 2, "ExclusiveStartDeliveryStreamName": "b" });
    let page = call(&mut world, "ListDeliveryStreams", &rest).1;
    assert_eq!(page, json!({ "DeliveryStreamNames": ["c"], "HasMoreDeliveryStreams": false }));
}

#[test]
fn puts_are_limited_by_size_by_count_and_by_second() {
    let mut world = world("aws-2026");
    direct(&mut world);
    let data = |bytes: usize| json!({ "Data": api::data::base64(&vec![b'x'; bytes]) });
    let one = |bytes| json!({ "DeliveryStreamName": "direct", "Record": data(bytes) });
    let many = |count, bytes| json!({ "DeliveryStreamName": "direct", "Records": vec![data(bytes); count] });
    assert_eq!(call(&mut world, "PutRecord", &one(1_024_000)).0, 200);
    assert_eq!(call(&mut world, "PutRecord", &one(1_024_001)).1["__type"], "ValidationException");
    assert_eq!(call(&mut world, "PutRecordBatch", &many(0, 1)).1["__type"], "ValidationException");
    assert_eq!(call(&mut world, "PutRecordBatch", &many(501, 1)).1["__type"], "ValidationException");
    assert_eq!(call(&mut world, "PutRecordBatch", &many(5, 1_000_000)).1["__type"], "InvalidArgumentException");
    pass_ms(&mut world, 2_000);
    let mut failed = 0;
    for _ in 0..12 {
        let (status, answer) = call(&mut world, "PutRecordBatch", &many(500, 10));
        assert_eq!(status, 200);
        failed += answer["FailedPutCount"].as_u64().unwrap_or(0);
        let refused = answer["RequestResponses"].as_array().into_iter().flatten();
        let refused = refused.filter(|entry| entry["ErrorCode"] == "ServiceUnavailableException").count() as u64;
        assert_eq!(refused, answer["FailedPutCount"].as_u64().unwrap_or(0));
    }
    assert_eq!(failed, 1_000, "5 000 records a second");
    let (status, answer) = call(&mut world, "PutRecord", &one(1));
    assert_eq!((status, &answer["__type"]), (500, &json!("ServiceUnavailableException")));
    pass_ms(&mut world, 1_000);
    assert_eq!(call(&mut world, "PutRecord", &one(1)).0, 200);
}

#[test]
fn a_stream_with_a_kinesis_source_takes_no_puts() {
    let mut world = world("aws-2026");
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";
    let body = json!({
        "DeliveryStreamName": "piped",
        "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": { "KinesisStreamARN": arn, "RoleARN": "arn:aws:iam::123456789012:role/f" },
        "ExtendedS3DestinationConfiguration": target(),
    });
    assert_eq!(call(&mut world, "CreateDeliveryStream", &body).0, 200);
    pass_ms(&mut world, 11_000);
    let put = json!({ "DeliveryStreamName": "piped", "Record": { "Data": "eA==" } });
    assert_eq!(call(&mut world, "PutRecord", &put).1["__type"], "InvalidArgumentException");
    let described = call(&mut world, "DescribeDeliveryStream", &json!({ "DeliveryStreamName": "piped" })).1;
    let source = &described["DeliveryStreamDescription"]["Source"]["KinesisStreamSourceDescription"];
    assert_eq!(source["KinesisStreamARN"], arn);
}
