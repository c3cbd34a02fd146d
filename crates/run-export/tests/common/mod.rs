//! Runs to be taken away, and the limits they live under.
#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::{Command, History, NewRecord, Quotas, Scenario};

/// Today's limits.
pub fn quotas() -> Rc<Quotas> {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
    let (_, content) = lab_content::read::read(root).expect("the content reads");
    Rc::new(content.profiles.last().expect("a profile").limits.clone())
}

/// A run at its start.
pub fn history(scenario: Value) -> History {
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    History::new(Rc::new(scenario), quotas())
}

/// A call over the wire, at the present moment.
pub fn call(history: &mut History, target: &str, body: Value) -> Value {
    let command = Command::Call { target: target.to_owned(), body: body.to_string() };
    match history.act(command) {
        Ok(stream_engine::Answer::Reply(reply)) if reply.status == 200 => {
            serde_json::from_str(&reply.body).unwrap_or_default()
        }
        other => panic!("{target}: {other:?}"),
    }
}

/// Lets time pass.
pub fn pass_s(history: &mut History, seconds: u64) {
    let to = history.present().now() + seconds * 1_000_000;
    history.seek(to);
}

/// A record put as the page puts it.
pub fn put(history: &mut History, key: &str, data: &[u8]) {
    let record = NewRecord { partition_key: key.to_owned(), explicit_hash_key: None, data: data.to_vec() };
    let command = Command::PutRecord { stream: Default::default(), record, sequence_number_for_ordering: None };
    history.act(command).expect("there is room");
}

/// Everything at once, as a lab may have it.
pub fn everything() -> History {
    let mut history = history(json!({
        "seed": 7,
        "streams": [
            { "name": "telemetry", "shards": 2, "retention_hours": 48 },
            { "name": "clicks", "shards": 4, "mode": "OnDemand" },
        ],
        "queues": [
            { "name": "orders.fifo", "high_throughput": true, "content_based_deduplication": true,
              "dead_letter_queue": "dead.fifo", "max_receive_count": 3 },
            { "name": "dead.fifo", "visibility_timeout_seconds": 60 },
        ],
        "functions": [{ "name": "handler" }],
        "mappings": [{ "function": "handler", "batch_size": 50, "parallelization_factor": 2,
            "maximum_retry_attempts": 5, "bisect_batch_on_function_error": true, "report_batch_item_failures": true,
            "filters": ["{\"data\":{\"kind\":[\"alarm\"]}}"] }],
        "delivery_streams": [{ "name": "to-s3", "stream": 0, "bucket": "lake", "prefix": "raw/" }],
    }));
    let arn = history.present().account().arn("kinesis", "stream/telemetry");
    call(
        &mut history,
        "Kinesis_20131202.RegisterStreamConsumer",
        json!({ "StreamARN": arn, "ConsumerName": "alarms" }),
    );
    call(&mut history, "TrentService.CreateKey", json!({ "Description": "telemetry's" }));
    let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis" });
    call(&mut history, "Kinesis_20131202.StartStreamEncryption", body);
    call(
        &mut history,
        "AmazonIdentityManagement.CreateRole",
        json!({ "RoleName": "reader", "AssumeRolePolicyDocument":
        json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }] }).to_string() }),
    );
    let policy = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "kinesis:GetRecords", "Resource": arn,
        "Condition": { "StringEquals": { "aws:ResourceTag/owner": "${aws:username}" } } }] });
    let body = json!({ "RoleName": "reader", "PolicyName": "read", "PolicyDocument": policy.to_string() });
    call(&mut history, "AmazonIdentityManagement.PutRolePolicy", body);
    pass_s(&mut history, 60);
    history
}
