//! What producers and consumers could do, held against what they need; and the goals that count it.

use crate::common::{consumer, pass_ms, prices, producer, profile, quiet, quotas};
use crate::world::{READER, STREAM_ARN, WRITER, allow, call, endpoint, secure, setup, through};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::goal::{Look, Measure};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::security::survey::{Kind, Surveyed};
use stream_engine::security::{Caller, NetworkPath, SecurityCommand, Tls};
use stream_engine::{Command, Quotas, Scenario, Simulation};

fn scenario() -> Scenario {
    let call = |actor: &str, arn: &str| SecurityCommand::Call {
        actor: actor.to_owned(),
        caller: Some(Caller::principal(arn)),
    };
    let security = setup().into_iter().chain([call("trucks", WRITER), call("dashboard", READER)]).collect();
    Scenario { producers: vec![producer("trucks")], consumers: vec![consumer("dashboard")], security, ..quiet(2) }
}

fn busy_under(quotas: Quotas) -> Simulation {
    Simulation::new(&scenario(), Rc::new(quotas))
}

fn measure(run: &Simulation, measure: Measure, window_s: u64) -> u64 {
    measure.value(&Look { run, prices: &prices(), of: 0, window_s }).0
}

/// Things allowed beyond need, and things missing.
fn counts(run: &Simulation) -> (u64, u64) {
    (measure(run, Measure::PermissionsBeyondNeed, 0), measure(run, Measure::PermissionsMissing, 0))
}

fn goes(run: &mut Simulation, actor: &str, caller: Caller) {
    secure(run, SecurityCommand::Call { actor: actor.to_owned(), caller: Some(caller) });
}

fn encrypt(run: &mut Simulation, key: &str) {
    let body = json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
    assert_eq!(call(run, &Caller::default(), "Kinesis_20131202.StartStreamEncryption", &body).status, 200);
    pass_ms(run, quotas().model_update_stream_ms);
}

fn allowed(surveyed: &Surveyed) -> Vec<&str> {
    surveyed.cells.iter().filter(|cell| cell.refusal.is_none()).map(|cell| cell.action.as_str()).collect()
}

#[test]
fn who_may_do_nothing_lacks_what_it_needs_and_has_nothing_beyond() {
    let run = busy_under(quotas());
    assert_eq!(counts(&run), (0, 5), "PutRecord, PutRecords; GetRecords, GetShardIterator, ListShards");
    let survey = run.survey();
    let ways: Vec<(&str, bool)> = survey.iter().map(|one| (one.actor.as_str(), one.own)).collect();
    assert_eq!(ways, [("trucks", true), ("dashboard", true)], "there is one way");
}

#[test]
fn what_is_allowed_over_the_internet_is_beyond_need() {
    let mut run = busy_under(quotas());
    let put =
        json!({ "Effect": "Allow", "Action": ["kinesis:PutRecord", "kinesis:PutRecords"], "Resource": STREAM_ARN });
    allow(&mut run, WRITER, "write", &put);
    assert_eq!(counts(&run), (2, 3), "it can put, over the internet");
    let id = endpoint(&mut run, "kinesis", None);
    goes(&mut run, "trucks", through(WRITER, &id));
    assert_eq!(counts(&run), (2, 3), "it still could");
    let mut only = put;
    only["Condition"] = json!({ "StringEquals": { "aws:SourceVpce": id } });
    allow(&mut run, WRITER, "write", &only);
    assert_eq!(counts(&run), (0, 3));
    let survey = run.survey();
    assert_eq!(allowed(&survey[0]), ["kinesis:PutRecord", "kinesis:PutRecords"]);
    assert_eq!((&survey[1].path, allowed(&survey[1])), (&NetworkPath::Internet, vec![]));
}

#[test]
fn an_administrator_has_all_operations_of_kinesis_and_kms_beyond_need() {
    let mut run = busy_under(quotas());
    secure(&mut run, SecurityCommand::CreateKey { alias: "alias/trucks".to_owned(), document: None });
    allow(&mut run, WRITER, "all", &json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }));
    let survey = run.survey();
    let of = |kind: Kind| survey[0].cells.iter().filter(|cell| cell.kind == kind && cell.beyond).count();
    assert_eq!([of(Kind::Put), of(Kind::UseKey)], [2, 2]);
    assert!(of(Kind::Manage) >= 15 && of(Kind::ManageKeys) >= 10 && of(Kind::Look) >= 8);
    assert_eq!(survey[0].beyond(), survey[0].cells.len());
    assert!(survey[1].cells.iter().all(|cell| !cell.beyond));
    let before: Vec<usize> = ["exam-2022", "aws-2026"].map(|id| busy_under(profile(id)).survey()[0].cells.len()).into();
    assert!(before[0] < before[1], "operations that came later are no operations of 2022: {before:?}");
}

/// Least privilege, all of it.
fn solved() -> (Simulation, String) {
    let mut run = busy_under(quotas());
    let id = endpoint(&mut run, "kinesis", None);
    secure(&mut run, SecurityCommand::CreateKey { alias: "alias/trucks".to_owned(), document: None });
    let only = json!({ "StringEquals": { "aws:SourceVpce": id } });
    for (actor, principal, actions, key_action) in [
        ("trucks", WRITER, json!("kinesis:PutRecord*"), "kms:GenerateDataKey"),
        (
            "dashboard",
            READER,
            json!(["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]),
            "kms:Decrypt",
        ),
    ] {
        let via = json!({ "StringEquals": { "kms:ViaService": "kinesis.us-east-1.amazonaws.com" } });
        let stream = json!({ "Effect": "Allow", "Action": actions, "Resource": STREAM_ARN, "Condition": only });
        allow(&mut run, principal, "stream", &stream);
        allow(
            &mut run,
            principal,
            "key",
            &json!({ "Effect": "Allow", "Action": key_action, "Resource": "*", "Condition": via }),
        );
        goes(&mut run, actor, through(principal, &id));
    }
    encrypt(&mut run, "alias/trucks");
    (run, id)
}

#[test]
fn least_privilege_has_nothing_beyond_and_nothing_missing() {
    let (mut run, id) = solved();
    assert_eq!(counts(&run), (0, 0));
    pass_ms(&mut run, 10_000);
    assert_eq!(measure(&run, Measure::PublicCalls, 5), 0);
    assert_eq!(measure(&run, Measure::StoredUnencrypted, 5), 0);
    assert_eq!(measure(&run, Measure::DeniedPuts, 5), 0);
    assert!(measure(&run, Measure::StoredUnencrypted, 60) > 0, "what was stored before");
    goes(&mut run, "dashboard", Caller::principal(READER));
    assert_eq!(counts(&run), (0, 3), "the reader's condition keeps it on the private way");
    goes(&mut run, "dashboard", through(READER, &id));
    allow(&mut run, WRITER, "key", &json!({ "Effect": "Allow", "Action": "kms:*", "Resource": "*" }));
    assert!(counts(&run).0 > 10, "keys can be managed over the internet");
}

#[test]
fn the_key_that_aws_keeps_is_nobody_s_permission() {
    let mut run = busy_under(quotas());
    encrypt(&mut run, "alias/aws/kinesis");
    assert!(run.survey().iter().flat_map(|one| &one.cells).all(|cell| cell.kind != Kind::UseKey));
    pass_ms(&mut run, 5_000);
    assert_eq!(measure(&run, Measure::StoredUnencrypted, 3), 0);
}

#[test]
fn calls_over_the_internet_are_counted_whether_carried_out_or_not() {
    let mut run = busy_under(quotas());
    pass_ms(&mut run, 3_000);
    let denied = measure(&run, Measure::DeniedPuts, 2);
    assert!(denied >= 190, "a hundred records a second: {denied}");
    let public = measure(&run, Measure::PublicCalls, 2);
    assert!(public >= denied, "and the reader's: {public}");
}

#[test]
fn old_tls_is_refused_since_2023_and_was_taken_in_2022() {
    let outcome = |quotas: Quotas, tls: Tls| {
        let mut run = busy_under(quotas);
        let put = json!({ "Effect": "Allow", "Action": "kinesis:PutRecord", "Resource": STREAM_ARN });
        allow(&mut run, WRITER, "write", &put);
        goes(&mut run, "trucks", Caller { tls, ..Caller::principal(WRITER) });
        pass_ms(&mut run, 2_000);
        let refused = run.calls().iter_back().find_map(|call| match &call.outcome {
            stream_engine::event::Outcome::Whole(whole) if call.actor == stream_engine::event::Actor::Producer(0) => {
                whole.result.as_ref().err().map(stream_engine::error::Refusal::code)
            }
            _ => None,
        });
        (refused, run.streams()[0].kept > 0)
    };
    assert_eq!(outcome(profile("exam-2022"), Tls::V1_0), (None, true));
    assert_eq!(outcome(profile("aws-2025"), Tls::V1_1), (Some("SSLError"), false));
    assert_eq!(outcome(quotas(), Tls::V1_0), (Some("SSLError"), false));
    assert_eq!(outcome(quotas(), Tls::V1_3), (None, true));
}

#[test]
fn a_control_sees_whether_its_setting_holds() {
    let (run, id) = solved();
    let secured = |command: SecurityCommand| Command::Secure(command).holds(&run);
    let trucks = || "trucks".to_owned();
    assert_eq!(secured(SecurityCommand::Call { actor: trucks(), caller: Some(through(WRITER, &id)) }), Some(true));
    assert_eq!(secured(SecurityCommand::Call { actor: trucks(), caller: None }), Some(false));
    assert_eq!(secured(SecurityCommand::EnableKey { key: "alias/trucks".to_owned() }), Some(true));
    assert_eq!(secured(SecurityCommand::ModifyVpcEndpoint { id, document: None }), Some(true));
    assert_eq!(secured(SecurityCommand::CreateUser { user_name: "eve".to_owned() }), None);
    let call = |operation: &str, body: Value| {
        Command::Call { target: format!("Kinesis_20131202.{operation}"), body: body.to_string() }.holds(&run)
    };
    let start = |key: &str| json!({ "StreamName": "telemetry", "EncryptionType": "KMS", "KeyId": key });
    assert_eq!(call("StartStreamEncryption", start("alias/trucks")), Some(true));
    assert_eq!(call("StartStreamEncryption", start("alias/aws/kinesis")), Some(false));
    assert_eq!(call("StopStreamEncryption", start("alias/trucks")), Some(false));
    assert_eq!(call("ListShards", json!({ "StreamName": "telemetry" })), None);
    assert_eq!(run.streams()[usize::from(StreamId(0).0)].name, "telemetry");
}
