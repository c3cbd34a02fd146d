//! Server-side encryption: which keys a call needs, and what happens when one can't be used.

use crate::common::{consumer, pass_ms, producer, quiet, quotas};
use crate::world::{PARTNER, READER, STREAM_ARN, WRITER, allow, call, message, outcome, put, secure, world};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::security::{Caller, SecurityCommand};
use stream_engine::{Scenario, Simulation};

const KEY: &str = "alias/trucks";

/// Encrypts the stream from a moment after this call on.
fn encrypt(world: &mut Simulation, key: &str) {
    let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
    let answer = call(world, &Caller::default(), "Kinesis_20131202.StartStreamEncryption", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    pass_ms(world, quotas().model_update_stream_ms);
}

fn decrypt(world: &mut Simulation, key: &str) {
    let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
    let answer = call(world, &Caller::default(), "Kinesis_20131202.StopStreamEncryption", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    pass_ms(world, quotas().model_update_stream_ms);
}

/// A world whose writer and reader may use the stream, with a customer key.
fn keyed() -> Simulation {
    let mut world = world();
    allow(&mut world, WRITER, "write", &json!({ "Effect": "Allow", "Action": "kinesis:Put*", "Resource": STREAM_ARN }));
    allow(&mut world, READER, "read", &json!({ "Effect": "Allow", "Action": "kinesis:Get*", "Resource": STREAM_ARN }));
    secure(&mut world, SecurityCommand::CreateKey { alias: KEY.to_owned(), document: None });
    world
}

fn key_arn(world: &Simulation) -> String {
    world.security().keys.find(KEY, world.now()).expect("the key").arn.clone()
}

/// Reads both shards from their beginning: the encryption of each record, or the refusal.
fn read(world: &mut Simulation, caller: &Caller) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for shard in ["shardId-000000000000", "shardId-000000000001"] {
        let body = json!({ "StreamName": "telemetry", "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
        let answer = call(world, caller, "Kinesis_20131202.GetShardIterator", &body);
        let iterator: Value = serde_json::from_str(&answer.body).expect("JSON");
        let answer = call(world, caller, "Kinesis_20131202.GetRecords", &iterator);
        if answer.status != 200 {
            return Err(format!("{}: {}", outcome(&answer), message(&answer)));
        }
        let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
        let records = answer["Records"].as_array().expect("records").clone();
        found.extend(records.iter().map(|record| record["EncryptionType"].as_str().unwrap_or("NONE").to_owned()));
        pass_ms(world, 1_000);
    }
    Ok(found)
}

#[test]
fn a_producer_without_generate_data_key_is_denied_by_kms() {
    let mut world = keyed();
    let writer = Caller::principal(WRITER);
    encrypt(&mut world, KEY);
    let refused = put(&mut world, &writer);
    assert_eq!((outcome(&refused).as_str(), refused.status), ("KMSAccessDeniedException", 400));
    let user = "User: arn:aws:sts::123456789012:assumed-role/writer/session";
    let text = format!("{user} is not authorized to perform: kms:GenerateDataKey on resource: {}", key_arn(&world));
    assert_eq!(message(&refused), text);
    let statement = json!({ "Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": key_arn(&world) });
    allow(&mut world, WRITER, "key", &statement);
    let answer = put(&mut world, &writer);
    assert_eq!(serde_json::from_str::<Value>(&answer.body).expect("JSON")["EncryptionType"], "KMS");
}

#[test]
fn the_key_is_used_by_way_of_kinesis_for_this_stream_only() {
    let mut world = keyed();
    encrypt(&mut world, KEY);
    let writer = Caller::principal(WRITER);
    for (condition, allowed) in [
        (json!({ "StringEquals": { "kms:ViaService": "kinesis.us-east-1.amazonaws.com" } }), true),
        (json!({ "StringEquals": { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } }), false),
        (json!({ "StringEquals": { "kms:EncryptionContext:aws:kinesis:arn": STREAM_ARN } }), true),
        (json!({ "StringEquals": { "kms:EncryptionContext:aws:kinesis:arn": format!("{STREAM_ARN}-2") } }), false),
        (json!({ "Bool": { "aws:ViaAWSService": "true" } }), true),
    ] {
        let action = "kms:GenerateDataKey";
        let statement = json!({ "Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition });
        allow(&mut world, WRITER, "key", &statement);
        assert_eq!(put(&mut world, &writer).status == 200, allowed, "{condition}");
    }
}

#[test]
fn a_key_policy_without_the_account_shuts_identity_policies_out() {
    let mut world = keyed();
    encrypt(&mut world, KEY);
    allow(&mut world, WRITER, "key", &json!({ "Effect": "Allow", "Action": "kms:*", "Resource": "*" }));
    let writer = Caller::principal(WRITER);
    assert_eq!(put(&mut world, &writer).status, 200);
    let only = |principal: &str| {
        let statement =
            json!({ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "kms:*", "Resource": "*" });
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
        SecurityCommand::PutKeyPolicy { key: KEY.to_owned(), document }
    };
    secure(&mut world, only(READER));
    assert_eq!(outcome(&put(&mut world, &writer)), "KMSAccessDeniedException");
    assert_eq!(outcome(&put(&mut world, &Caller::default())), "KMSAccessDeniedException", "the root user, too");
    secure(&mut world, only(WRITER));
    let (principal, policy_name) = ("role/writer".to_owned(), "key".to_owned());
    secure(&mut world, SecurityCommand::DeletePolicy { principal, policy_name });
    assert_eq!(put(&mut world, &writer).status, 200, "named directly, it needs no identity policy");
}

#[test]
fn the_key_that_kinesis_keeps_needs_no_permission_inside_the_account() {
    let mut world = keyed();
    encrypt(&mut world, "alias/aws/kinesis");
    assert_eq!(put(&mut world, &Caller::principal(WRITER)).status, 200);
    assert_eq!(read(&mut world, &Caller::principal(READER)), Ok(vec!["KMS".to_owned()]));
    // And none helps outside of it.
    allow(&mut world, PARTNER, "all", &json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }));
    let statement =
        json!({ "Effect": "Allow", "Principal": { "AWS": PARTNER }, "Action": "kinesis:*", "Resource": STREAM_ARN });
    let policy = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
    let asked = json!({ "ResourceARN": STREAM_ARN, "Policy": policy });
    let answer = call(&mut world, &Caller::default(), "Kinesis_20131202.PutResourcePolicy", &asked);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body = json!({ "StreamARN": STREAM_ARN, "PartitionKey": "truck-1", "Data": "eA==" });
    let refused = call(&mut world, &Caller::principal(PARTNER), "Kinesis_20131202.PutRecord", &body);
    assert_eq!(outcome(&refused), "KMSAccessDeniedException");
    decrypt(&mut world, "alias/aws/kinesis");
    let partner = Caller::principal(PARTNER);
    assert_eq!(call(&mut world, &partner, "Kinesis_20131202.PutRecord", &body).status, 200);
    // By name it means a stream of its own account.
    let refused = put(&mut world, &partner);
    assert_eq!(message(&refused), "Stream telemetry under account 999988887777 not found.");
}

#[test]
fn records_stay_as_they_were_written() {
    let mut world = keyed();
    let (root, reader) = (Caller::default(), Caller::principal(READER));
    put(&mut world, &root);
    encrypt(&mut world, KEY);
    assert_eq!(read(&mut world, &reader), Ok(vec!["NONE".to_owned()]), "it needs no key");
    put(&mut world, &root);
    let refused = read(&mut world, &reader).expect_err("the second is encrypted");
    let text = "KMSAccessDeniedException: User arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to decrypt records in stream telemetry";
    assert_eq!(refused, text);
    allow(&mut world, READER, "key", &json!({ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" }));
    assert_eq!(read(&mut world, &reader).map(|found| found.join(" ")), Ok("NONE KMS".to_owned()));
    decrypt(&mut world, KEY);
    put(&mut world, &root);
    assert_eq!(read(&mut world, &reader).map(|found| found.join(" ")), Ok("NONE KMS NONE".to_owned()));
    secure(&mut world, SecurityCommand::DisableKey { key: KEY.to_owned() });
    assert!(read(&mut world, &reader).expect_err("what is encrypted still needs its key").starts_with("KMSDisabled"));
    assert_eq!(put(&mut world, &root).status, 200, "writing doesn't any more");
}

#[test]
fn each_state_of_a_key_has_its_exception() {
    let mut world = keyed();
    encrypt(&mut world, KEY);
    let root = Caller::default();
    let key = || KEY.to_owned();
    let arn = key_arn(&world);
    let mut check = |command: SecurityCommand, code: &str, text: &str| {
        secure(&mut world, command);
        let answer = put(&mut world, &root);
        assert_eq!((outcome(&answer).as_str(), message(&answer).as_str()), (code, text));
    };
    check(SecurityCommand::DisableKey { key: key() }, "KMSDisabledException", &format!("{arn} is disabled."));
    check(SecurityCommand::EnableKey { key: key() }, "200", "");
    let rate = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    check(SecurityCommand::ThrottleKms(true), "KMSThrottlingException", rate);
    check(SecurityCommand::ThrottleKms(false), "200", "");
    let delete = SecurityCommand::ScheduleKeyDeletion { key: key(), pending_window_days: Some(7) };
    check(delete, "KMSInvalidStateException", &format!("{arn} is pending deletion."));
    pass_ms(&mut world, 7 * 24 * 3_600 * 1_000);
    assert_eq!(outcome(&put(&mut world, &root)), "KMSNotFoundException");
}

#[test]
fn a_key_that_nobody_made_is_taken_until_somebody_makes_one() {
    let start = |world: &mut Simulation, key: &str| {
        let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
        call(world, &Caller::default(), "Kinesis_20131202.StartStreamEncryption", &body)
    };
    let mut without = world();
    assert_eq!(start(&mut without, "arn:aws:kms:us-east-1:123456789012:key/some-key").status, 200);
    pass_ms(&mut without, quotas().model_update_stream_ms);
    assert_eq!(put(&mut without, &Caller::default()).status, 200);
    let mut with = keyed();
    assert_eq!(outcome(&start(&mut with, "some-key")), "KMSNotFoundException");
    secure(&mut with, SecurityCommand::DisableKey { key: KEY.to_owned() });
    assert_eq!(outcome(&start(&mut with, KEY)), "KMSDisabledException");
}

#[test]
fn a_disabled_key_stalls_producers_and_consumers_until_it_is_enabled() {
    let security = vec![SecurityCommand::CreateKey { alias: KEY.to_owned(), document: None }];
    let (producers, consumers) = (vec![producer("trucks")], vec![consumer("dashboard")]);
    let mut run = Simulation::new(&Scenario { producers, consumers, security, ..quiet(2) }, Rc::new(quotas()));
    encrypt(&mut run, KEY);
    pass_ms(&mut run, 3_000);
    let counts = |run: &Simulation| (run.streams()[0].kept as u64, run.consumers()[0].records);
    let before = counts(&run);
    assert!(before.1 > 100, "{before:?}");
    secure(&mut run, SecurityCommand::DisableKey { key: KEY.to_owned() });
    pass_ms(&mut run, 3_000);
    assert_eq!(counts(&run), before);
    secure(&mut run, SecurityCommand::EnableKey { key: KEY.to_owned() });
    pass_ms(&mut run, 3_000);
    let after = counts(&run);
    assert!(after.0 > before.0 + 200 && after.1 > before.1 + 100, "{before:?} {after:?}");
}
