//! What every call has in common: an answer for anything that is sent.

use crate::common::{quiet, quotas};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::api::{self, Response};

fn world() -> Simulation {
    Simulation::new(&quiet(3), quotas().into())
}

fn call(world: &mut Simulation, operation: &str, body: &Value) -> Response {
    api::call(world, &format!("Kinesis_20131202.{operation}"), &body.to_string())
}

fn json(response: &Response) -> Value {
    serde_json::from_str(&response.body).expect("an answer is JSON")
}

#[test]
fn a_record_lands_in_the_shard_of_its_key() {
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "truck-1", "Data": "eA==" });
    let answer = call(&mut world(), "PutRecord", &body);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers, [("Content-Type", "application/x-amz-json-1.1".to_owned())]);
    assert_eq!(json(&answer)["ShardId"], "shardId-000000000002");
    assert_eq!(json(&answer)["SequenceNumber"].as_str().map(str::len), Some(56));
}

#[test]
fn types_come_before_constraints_and_constraints_come_all_together() {
    let refused = |body: Value| json(&call(&mut world(), "PutRecord", &body));
    let broken = refused(json!({ "StreamName": "", "PartitionKey": 1 }));
    assert_eq!(broken["__type"], "SerializationException");
    let broken = refused(json!({ "StreamName": "a b", "PartitionKey": "" }));
    assert_eq!(broken["__type"], "ValidationException");
    let text = broken["message"].as_str().expect("a text");
    assert!(text.starts_with("3 validation errors detected: "), "{text}");
    for part in ["'partitionKey'", "null at 'data'", "'a b' at 'streamName'"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn whatever_is_sent_gets_an_answer() {
    let deep = "[".repeat(100_000);
    let huge = format!("{{\"StreamName\":{}}}", "9".repeat(5_000));
    let bodies = ["", "{", "null", "[]", "1e999", "{\"StreamName\":1e999}", deep.as_str(), huge.as_str()];
    for target in ["", ".", "Kinesis_20131202", "Kinesis_20131202.", "Kinesis_20131202.PutRecord", "\u{0}.x"] {
        for body in bodies {
            let answer = api::call(&mut world(), target, body);
            assert_eq!(answer.status, 400, "{target} {}", &body[..body.len().min(20)]);
            assert!(json(&answer)["__type"].is_string());
        }
    }
}

#[test]
fn a_state_written_down_goes_on_as_the_original_does() {
    let mut world = world();
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "a", "Data": "eA==" });
    call(&mut world, "PutRecord", &body);
    let bytes = world.to_bytes();
    let mut again = Simulation::from_bytes(&bytes).expect("it was just written");
    assert_eq!(again.to_bytes(), bytes);
    assert_eq!(call(&mut again, "PutRecord", &body), call(&mut world, "PutRecord", &body));
    assert_eq!(again.to_bytes(), world.to_bytes());
}
