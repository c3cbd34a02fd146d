//! Beside other services: enhanced fan-out, queues as destinations, streams that go, the bill.

use crate::common::{done, pass_ms, put, put_at, quiet, simulation, split};
use crate::scenes::{function, handler, mapped, mapping, put_many, run, scene};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::api;
use stream_engine::bill::Dimension;
use stream_engine::consumers::lambda::function::{FunctionSetup, Poison};
use stream_engine::consumers::lambda::setup::MappingSetup;

fn call(world: &mut Simulation, target: &str, body: &Value) -> Value {
    let response = api::call(world, target, &body.to_string());
    assert_eq!(response.status, 200, "{target}: {}", response.body);
    serde_json::from_str(&response.body).unwrap_or(Value::Null)
}

/// A mapping by consumer ARN, at work.
fn fan_out(run: &mut Simulation, more: &Value) {
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";
    let asked = json!({ "StreamARN": stream, "ConsumerName": "pushed" });
    let consumer = call(run, "Kinesis_20131202.RegisterStreamConsumer", &asked)["Consumer"]["ConsumerARN"].clone();
    pass_ms(run, 60_000);
    let mut body = json!({ "EventSourceArn": consumer, "FunctionName": "handler", "StartingPosition": "TRIM_HORIZON" });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    let made = call(run, "AWSLambda.CreateEventSourceMapping", &body);
    assert_eq!(made["EventSourceArn"], consumer);
    pass_ms(run, 10_000);
}

#[test]
fn a_mapping_by_consumer_arn_is_pushed_and_leaves_the_shared_reads_alone() {
    let mut run = simulation(&quiet(2));
    done(&mut run, put_at(0, b"early"));
    fan_out(&mut run, &json!({}));
    assert_eq!(mapped(&run).records, 1);
    // Across several subscriptions of five minutes each.
    for nth in 0..100_u128 {
        done(&mut run, put_at(nth << 121, b"x"));
        pass_ms(&mut run, 10_000);
    }
    assert_eq!(mapped(&run).records, 101);
    assert!(mapped(&run).seconds.window(run.now(), 1_000).map(|second| second.iterator_age_ms).max() < Some(500));
    let shared = run.streams()[0].shards.iter().flat_map(|shard| shard.seconds.window(run.now(), 3_000));
    assert_eq!(shared.map(|second| second.get_records_records).sum::<u32>(), 0);
}

#[test]
fn pushes_wait_for_room_follow_resharding_and_end_windows() {
    let mut run = simulation(&quiet(1));
    let slow = json!({ "BatchSize": 10, "TumblingWindowInSeconds": 30 });
    fan_out(&mut run, &slow);
    (0..5).for_each(|_| {
        put_many(&mut run, 900);
        pass_ms(&mut run, 1_000);
    });
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 60_000);
    put_many(&mut run, 50);
    pass_ms(&mut run, 120_000);
    assert_eq!(mapped(&run).records, 4_550);
    assert_eq!(mapped(&run).windows.iter().map(|ended| ended.window.records).sum::<u64>(), 4_550);
    let bytes = run.to_bytes();
    assert_eq!(Simulation::from_bytes(&bytes).expect("it was just written").to_bytes(), bytes);
}

#[test]
fn a_standard_queue_gets_the_record_of_a_failed_batch() {
    let setup = MappingSetup {
        maximum_retry_attempts: Some(0),
        bisect_batch_on_function_error: true,
        on_failure: Some("arn:aws:sqs:us-east-1:123456789012:failed".to_owned()),
        ..mapping()
    };
    let function = FunctionSetup { poison: Some(Poison::Marker("BOOM".to_owned())), ..function() };
    let mut run = run(1, function, setup);
    let url = call(&mut run, "AmazonSQS.CreateQueue", &json!({ "QueueName": "failed" }))["QueueUrl"].clone();
    for data in ["fine", "BOOM", "fine"] {
        done(&mut run, put("a", data.as_bytes()));
    }
    pass_ms(&mut run, 5_000);
    let got = call(&mut run, "AmazonSQS.ReceiveMessage", &json!({ "QueueUrl": url, "MaxNumberOfMessages": 10 }));
    let messages = got["Messages"].as_array().cloned().unwrap_or_default();
    assert_eq!(messages.len(), 1);
    let told: Value = serde_json::from_str(messages[0]["Body"].as_str().unwrap_or("")).expect("the body is JSON");
    let number = run.streams()[0].shards[0].sequence_number(1).expect("it is stored").to_string();
    assert_eq!(told["KinesisBatchInfo"]["startSequenceNumber"], number);
    assert!(told.get("payload").is_none(), "metadata only");
}

#[test]
fn a_stream_that_goes_and_one_that_comes_in_its_place() {
    let mut run = run(1, FunctionSetup { invocation_us: 90_000_000, ..function() }, mapping());
    put_many(&mut run, 150);
    pass_ms(&mut run, 2_000);
    assert_eq!(handler(&run).running, 1);
    call(&mut run, "Kinesis_20131202.DeleteStream", &json!({ "StreamName": "telemetry" }));
    pass_ms(&mut run, 60_000);
    call(&mut run, "Kinesis_20131202.CreateStream", &json!({ "StreamName": "telemetry", "ShardCount": 1 }));
    pass_ms(&mut run, 60_000);
    put_many(&mut run, 10);
    pass_ms(&mut run, 200_000);
    assert_eq!((mapped(&run).records, mapped(&run).expired), (0, 150), "another stream is not read");
    assert_eq!((handler(&run).running, run.lambda().running), (0, 0));
}

#[test]
fn a_mapping_on_a_stream_that_is_being_created_waits_for_its_shards() {
    let mut run = simulation(&scene(1, function(), mapping()));
    call(&mut run, "Kinesis_20131202.CreateStream", &json!({ "StreamName": "later", "ShardCount": 2 }));
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/later";
    let body = json!({ "EventSourceArn": arn, "FunctionName": "other", "StartingPosition": "LATEST" });
    call(&mut run, "AWSLambda.CreateEventSourceMapping", &body);
    pass_ms(&mut run, 60_000);
    let record = json!({ "StreamName": "later", "PartitionKey": "a", "Data": "eA==" });
    call(&mut run, "Kinesis_20131202.PutRecord", &record);
    pass_ms(&mut run, 3_000);
    assert_eq!(run.lambda().functions["other"].invocations, 1);
}

#[test]
fn invocations_are_on_the_bill() {
    let mut run = run(1, FunctionSetup { memory_mb: Some(512), ..function() }, mapping());
    put_many(&mut run, 100);
    pass_ms(&mut run, 3_000);
    let count = |dimension| run.bill().counts().find(|(found, ..)| *found == dimension).map(|(.., count)| count);
    assert_eq!(count(Dimension::LambdaRequests), Some(1));
    assert_eq!(count(Dimension::LambdaDuration), Some(512 * 20), "10 ms, and 100 µs for each record");
}
