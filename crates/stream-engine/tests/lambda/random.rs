//! Random calls of all services around a stream, valid and not, with time between: an answer for
//! each, no panic, the same again from bytes.

use crate::common::{profile, quiet};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::api;
use stream_engine::rng::Generator;
use stream_engine::{Simulation, Time};

fn pick<'a>(chance: &mut Generator, values: &[&'a str]) -> &'a str {
    values[chance.below(values.len() as u64) as usize]
}

/// A value that may or may not fit.
fn value(chance: &mut Generator) -> Value {
    match chance.below(9) {
        0 => json!(null),
        1 => json!(chance.below(20)),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1.5e300),
        5 => json!("text"),
        6 => json!([{ "Pattern": "{\"data\":{\"a\":[1]}}" }]),
        7 => json!({ "OnFailure": { "Destination": "arn:aws:s3:::failed" } }),
        _ => json!(chance.below(2) == 1),
    }
}

fn request(chance: &mut Generator, uuids: &[String]) -> (&'static str, Value) {
    let stream = pick(chance, &["telemetry", "second", "third"]).to_owned();
    let arn = format!("arn:aws:kinesis:us-east-1:123456789012:stream/{stream}");
    let uuid = uuids.get(chance.below(uuids.len() as u64 + 1) as usize).cloned().unwrap_or_default();
    let function = pick(chance, &["f", "g", "h"]);
    let delivery = pick(chance, &["direct", "piped"]);
    let target = json!({ "RoleARN": "r", "BucketARN": "arn:aws:s3:::lake", "BufferingHints": { "IntervalInSeconds": chance.below(90) } });
    match chance.below(17) {
        0 => ("Kinesis_20131202.CreateStream", json!({ "StreamName": stream, "ShardCount": chance.between(1, 3) })),
        1 => ("Kinesis_20131202.DeleteStream", json!({ "StreamName": stream })),
        2 => (
            "Kinesis_20131202.UpdateShardCount",
            json!({ "StreamName": stream, "TargetShardCount": chance.between(1, 4), "ScalingType": "UNIFORM_SCALING" }),
        ),
        3..=5 => {
            let record = || json!({ "PartitionKey": "key", "Data": "eyJhIjoxfQ==" });
            let records: Vec<Value> = (0..chance.between(1, 200)).map(|_| record()).collect();
            ("Kinesis_20131202.PutRecords", json!({ "StreamName": stream, "Records": records }))
        }
        6 | 7 => {
            let position = pick(chance, &["LATEST", "TRIM_HORIZON", "NOWHERE"]);
            let body = json!({ "EventSourceArn": arn, "FunctionName": function, "StartingPosition": position });
            ("AWSLambda.CreateEventSourceMapping", body)
        }
        8 => ("AWSLambda.UpdateEventSourceMapping", json!({ "UUID": uuid, "FunctionName": function })),
        9 => ("AWSLambda.UpdateEventSourceMapping", json!({ "UUID": uuid, "Enabled": chance.below(2) == 1 })),
        10 => ("AWSLambda.DeleteEventSourceMapping", json!({ "UUID": uuid })),
        11 => ("AWSLambda.ListEventSourceMappings", json!({ "MaxItems": 3 })),
        12 => {
            let mut body = json!({ "DeliveryStreamName": delivery, "ExtendedS3DestinationConfiguration": target });
            if delivery == "piped" {
                body["DeliveryStreamType"] = json!("KinesisStreamAsSource");
                body["KinesisStreamSourceConfiguration"] = json!({ "KinesisStreamARN": arn, "RoleARN": "r" });
            }
            ("Firehose_20150804.CreateDeliveryStream", body)
        }
        13 => ("Firehose_20150804.DeleteDeliveryStream", json!({ "DeliveryStreamName": delivery })),
        14 => (
            "Firehose_20150804.PutRecord",
            json!({ "DeliveryStreamName": delivery, "Record": { "Data": "eyJhIjoxfQ==" } }),
        ),
        15 => ("AmazonS3.ListObjectsV2", json!({ "Bucket": "lake", "MaxKeys": 2 })),
        _ => ("Firehose_20150804.DescribeDeliveryStream", json!({ "DeliveryStreamName": delivery })),
    }
}

const MEMBERS: [&str; 12] = [
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "ParallelizationFactor",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "TumblingWindowInSeconds",
    "FunctionResponseTypes",
    "DestinationConfig",
    "FilterCriteria",
    "StartingPosition",
    "Marker",
    "Record",
];

#[test]
fn random_calls_get_answers_and_break_nothing() {
    let mut worked = 0;
    for seed in 0..60 {
        let mut chance = Generator::named(seed, "random");
        let id = pick(&mut chance, &["exam-2022", "aws-2025", "aws-2026"]);
        let mut world = Simulation::new(&quiet(2), Rc::new(profile(id)));
        let mut uuids: Vec<String> = Vec::new();
        for _ in 0..150 {
            let (target, mut body) = request(&mut chance, &uuids);
            if chance.below(3) == 0 {
                let member = pick(&mut chance, &MEMBERS);
                body[member] = value(&mut chance);
            }
            let answer = api::call(&mut world, target, &body.to_string());
            assert!([200, 400, 403, 404, 409, 500].contains(&answer.status), "seed {seed} {target}: {}", answer.body);
            worked += u32::from(answer.status == 200);
            let told: Value = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
            if let (200, Some(uuid)) = (answer.status, told["UUID"].as_str()) {
                uuids.push(uuid.to_owned());
            }
            let pause = [0, 10_000, 900_000, 20_000_000][chance.below(4) as usize];
            world.run_until(world.now() + chance.below(pause + 1));
        }
        let mut again = Simulation::from_bytes(&world.to_bytes()).expect("it was just written");
        let end = Time(world.now().0 + 600_000_000);
        world.run_until(end);
        again.run_until(end);
        assert_eq!(world.to_bytes(), again.to_bytes(), "seed {seed}");
        let running: u32 = world.lambda().functions.values().map(|function| function.running).sum();
        assert_eq!(running, world.lambda().running, "seed {seed}");
        assert_eq!(running, world.lambda().mappings.values().map(|mapping| mapping.running_lanes()).sum::<u32>());
    }
    assert!(worked > 3_000, "{worked}");
}
