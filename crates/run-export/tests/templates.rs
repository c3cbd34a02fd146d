//! The templates of runs: the same text each time, in files that other tools check too (`tests/templates/` at the root),
//! and syntax that a parser of HCL reads.

mod common;

use common::{call, everything, history, pass_s};
use run_export::{cloud_formation, terraform};
use serde_json::{Value, json};
use stream_engine::{History, Simulation};

/// Compares with the kept text; a changed one is left beside cargo's other temporary files.
fn check(name: &str, text: &str) {
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    if std::fs::read_to_string(&kept).is_ok_and(|kept| kept == text) {
        return;
    }
    let left = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&left, text).expect("cargo's temporary folder can be written");
    panic!("{} differs: the new text is in {}", kept.display(), left.display());
}

/// The bodies of all blocks with this head.
fn blocks<'a>(body: &'a hcl::Body, kind: &str, label: &str) -> Vec<&'a hcl::Body> {
    let fits = |block: &&hcl::Block| {
        block.identifier() == kind && block.labels().first().is_some_and(|first| first.as_str() == label)
    };
    body.blocks().filter(fits).map(|block| block.body()).collect()
}

fn read(run: &Simulation) -> hcl::Body {
    let text = terraform(run);
    hcl::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn everything_at_once_gives_the_kept_templates() {
    let history = everything();
    check("everything.template.json", &cloud_formation(history.present()));
    check("everything.tf", &terraform(history.present()));
}

#[test]
fn a_stream_that_was_split_comes_out_as_it_is_now() {
    let mut run = history(json!({ "seed": 1, "streams": [{ "name": "my-stream", "shards": 1 }] }));
    call(
        &mut run,
        "Kinesis_20131202.UpdateShardCount",
        json!({ "StreamName": "my-stream", "TargetShardCount": 2, "ScalingType": "UNIFORM_SCALING" }),
    );
    pass_s(&mut run, 40);
    call(
        &mut run,
        "Kinesis_20131202.IncreaseStreamRetentionPeriod",
        json!({ "StreamName": "my-stream", "RetentionPeriodHours": 72 }),
    );
    call(
        &mut run,
        "Kinesis_20131202.AddTagsToStream",
        json!({ "StreamName": "my-stream", "Tags": { "team": "trucks" } }),
    );
    pass_s(&mut run, 60);
    check("stream.template.json", &cloud_formation(run.present()));
    let template: Value = serde_json::from_str(&cloud_formation(run.present())).expect("JSON");
    let properties = &template["Resources"]["MyStreamStream"]["Properties"];
    assert_eq!((&properties["ShardCount"], &properties["RetentionPeriodHours"]), (&json!(2), &json!(72)));
    let body = read(run.present());
    let stream = blocks(&body, "resource", "aws_kinesis_stream")[0];
    let argument = |name: &str| stream.attributes().find(|one| one.key() == name).map(|one| one.expr().to_string());
    assert_eq!(argument("shard_count").as_deref(), Some("2"));
    assert_eq!(argument("retention_period").as_deref(), Some("72"));
}

#[test]
fn what_is_gone_is_not_in_them() {
    let mut run =
        history(json!({ "seed": 1, "streams": [{ "name": "one", "shards": 1 }, { "name": "two", "shards": 1 }] }));
    call(&mut run, "Kinesis_20131202.DeleteStream", json!({ "StreamName": "one" }));
    let template: Value = serde_json::from_str(&cloud_formation(run.present())).expect("JSON");
    let resources: Vec<&String> = template["Resources"].as_object().expect("resources").keys().collect();
    assert_eq!(resources, ["TwoStream"]);
    assert_eq!(blocks(&read(run.present()), "resource", "aws_kinesis_stream").len(), 1);
}

#[test]
fn no_account_of_the_labs_stands_in_them() {
    let history: History = everything();
    let account = &history.present().account().id;
    for text in [cloud_formation(history.present()), terraform(history.present())] {
        assert!(!text.contains(account.as_str()), "{text}");
    }
    // A variable of a policy is no interpolation of the template's.
    assert!(terraform(history.present()).contains("= \"$${aws:username}\""));
    let template: Value = serde_json::from_str(&cloud_formation(history.present())).expect("JSON");
    let policy = &template["Resources"]["ReaderRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!(policy["Resource"]["Fn::Sub"], "arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/telemetry");
    assert_eq!(policy["Condition"]["StringEquals"]["aws:ResourceTag/owner"], "${aws:username}");
}

#[test]
fn every_block_of_everything_is_read_by_a_parser() {
    let history = everything();
    let body = read(history.present());
    for (kind, count) in [
        ("aws_kinesis_stream", 2),
        ("aws_sqs_queue", 2),
        ("aws_kinesis_stream_consumer", 1),
        ("aws_lambda_event_source_mapping", 1),
        ("aws_kinesis_firehose_delivery_stream", 1),
        ("aws_kms_key", 1),
    ] {
        assert_eq!(blocks(&body, "resource", kind).len(), count, "{kind}");
    }
}
