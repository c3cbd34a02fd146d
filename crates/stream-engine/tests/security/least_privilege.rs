//! Least privilege: the writer can put and nothing else, the reader can read and nothing else,
//! nothing leaves the private path, and all is encrypted at rest.

use crate::common::{pass_ms, quotas};
use crate::world::{READER, STREAM_ARN, WRITER, allow, call, endpoint, outcome, secure, through, world};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::security::{Caller, SecurityCommand};

/// The world with the challenge solved, and its endpoint.
fn solved() -> (Simulation, String) {
    let mut world = world();
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Resource": STREAM_ARN,
        "Action": ["kinesis:PutRecord", "kinesis:PutRecords", "kinesis:Get*", "kinesis:ListShards"],
    }] });
    let id = endpoint(&mut world, "kinesis", Some(policy.to_string()));
    secure(&mut world, SecurityCommand::CreateKey { alias: "alias/trucks".to_owned(), document: None });
    let key = world.security().keys.find("alias/trucks", world.now()).expect("the key").arn.clone();
    let only = json!({ "StringEquals": { "aws:SourceVpce": id } });
    let via = json!({ "StringEquals": { "kms:ViaService": "kinesis.us-east-1.amazonaws.com" } });
    for (principal, actions, key_action) in [
        (WRITER, json!(["kinesis:PutRecord", "kinesis:PutRecords"]), "kms:GenerateDataKey"),
        (READER, json!(["kinesis:Get*", "kinesis:ListShards"]), "kms:Decrypt"),
    ] {
        let statement = json!({ "Effect": "Allow", "Action": actions, "Resource": STREAM_ARN, "Condition": only });
        allow(&mut world, principal, "stream", &statement);
        let statement = json!({ "Effect": "Allow", "Action": key_action, "Resource": key, "Condition": via });
        allow(&mut world, principal, "key", &statement);
    }
    let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
    assert_eq!(call(&mut world, &Caller::default(), "Kinesis_20131202.StartStreamEncryption", &body).status, 200);
    pass_ms(&mut world, quotas().model_update_stream_ms);
    (world, id)
}

/// Calls of every kind, each well formed.
fn calls(world: &mut Simulation) -> Vec<(&'static str, Value)> {
    let name = "telemetry";
    let shard = "shardId-000000000000";
    // A shard gives a few iterators a second.
    pass_ms(world, 1_000);
    let iterator = json!({ "StreamName": name, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
    let answer = call(world, &Caller::default(), "Kinesis_20131202.GetShardIterator", &iterator);
    let given: Value = serde_json::from_str(&answer.body).expect("JSON");
    let record = json!({ "PartitionKey": "truck-1", "Data": "eA==" });
    vec![
        ("PutRecord", json!({ "StreamName": name, "PartitionKey": "truck-1", "Data": "eA==" })),
        ("PutRecords", json!({ "StreamName": name, "Records": [record] })),
        ("GetShardIterator", iterator),
        ("GetRecords", given),
        ("ListShards", json!({ "StreamName": name })),
        ("DescribeStream", json!({ "StreamName": name })),
        ("DescribeStreamSummary", json!({ "StreamName": name })),
        ("ListStreams", json!({})),
        ("CreateStream", json!({ "StreamName": "other", "ShardCount": 1 })),
        ("DeleteStream", json!({ "StreamName": name })),
        ("SplitShard", json!({ "StreamName": name, "ShardToSplit": shard, "NewStartingHashKey": "100" })),
        ("UpdateShardCount", json!({ "StreamName": name, "TargetShardCount": 4, "ScalingType": "UNIFORM_SCALING" })),
        ("StopStreamEncryption", json!({ "StreamName": name, "EncryptionType": "KMS", "KeyId": "alias/trucks" })),
        ("RegisterStreamConsumer", json!({ "StreamARN": STREAM_ARN, "ConsumerName": "spy" })),
        ("DecreaseStreamRetentionPeriod", json!({ "StreamName": name, "RetentionPeriodHours": 24 })),
    ]
}

/// The operations that this caller can carry out.
fn possible(world: &mut Simulation, caller: &Caller) -> Vec<&'static str> {
    let all = calls(world);
    let mut done = Vec::new();
    for (operation, body) in all {
        let answer = call(world, caller, &format!("Kinesis_20131202.{operation}"), &body);
        match outcome(&answer).as_str() {
            "200" => done.push(operation),
            refused => assert_eq!(refused, "AccessDeniedException", "{operation}"),
        }
    }
    done
}

#[test]
fn each_can_do_its_own_and_nothing_else_and_only_on_the_private_path() {
    let (mut world, id) = solved();
    assert_eq!(possible(&mut world, &through(WRITER, &id)), ["PutRecord", "PutRecords"]);
    assert_eq!(possible(&mut world, &through(READER, &id)), ["GetShardIterator", "GetRecords", "ListShards"]);
    for principal in [WRITER, READER] {
        assert_eq!(possible(&mut world, &Caller::principal(principal)), [] as [&str; 0]);
        let other = endpoint(&mut world, "kinesis", None);
        assert_eq!(possible(&mut world, &through(principal, &other)), [] as [&str; 0]);
    }
    let record = json!({ "StreamName": "telemetry", "PartitionKey": "truck-1", "Data": "eA==" });
    let stored = call(&mut world, &through(WRITER, &id), "Kinesis_20131202.PutRecord", &record);
    assert_eq!(serde_json::from_str::<Value>(&stored.body).expect("JSON")["EncryptionType"], "KMS");
}

#[test]
fn one_piece_less_and_it_doesn_t_work() {
    let drop_policy = |principal: &str, policy: &str| SecurityCommand::DeletePolicy {
        principal: principal.to_owned(),
        policy_name: policy.to_owned(),
    };
    for (taken, operation, expected) in [
        (drop_policy(WRITER, "stream"), "PutRecord", "AccessDeniedException"),
        (drop_policy(WRITER, "key"), "PutRecord", "KMSAccessDeniedException"),
        (SecurityCommand::DisableKey { key: "alias/trucks".to_owned() }, "PutRecord", "KMSDisabledException"),
    ] {
        let (mut world, id) = solved();
        secure(&mut world, taken.clone());
        let (_, body) = calls(&mut world).into_iter().find(|(name, _)| *name == operation).expect("a call");
        let answer = call(&mut world, &through(WRITER, &id), &format!("Kinesis_20131202.{operation}"), &body);
        assert_eq!(outcome(&answer), expected, "{taken:?}");
    }
}
