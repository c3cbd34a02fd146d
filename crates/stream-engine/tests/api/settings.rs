//! What is set on streams and on the account.

use crate::client::{Client, IN_USE, INVALID, LIMIT, NOT_FOUND, VALIDATION, arn, base64};
use crate::common::profile;
use serde_json::{Value, json};

fn summary(client: &mut Client) -> Value {
    client.done("DescribeStreamSummary", json!({ "StreamName": "gold" }))["StreamDescriptionSummary"].clone()
}

#[test]
fn tags_come_and_go() {
    let mut client = Client::with_stream(1);
    client.done("AddTagsToStream", json!({ "StreamName": "gold", "Tags": { "b": "2", "a": "1", "c": "" } }));
    client.done("AddTagsToStream", json!({ "StreamARN": arn("gold"), "Tags": { "a": "3" } }));
    client.done("RemoveTagsFromStream", json!({ "StreamName": "gold", "TagKeys": ["c", "none"] }));
    let first = client.done("ListTagsForStream", json!({ "StreamName": "gold", "Limit": 1 }));
    assert_eq!(first, json!({ "Tags": [{ "Key": "a", "Value": "3" }], "HasMoreTags": true }));
    let rest = client.done("ListTagsForStream", json!({ "StreamName": "gold", "ExclusiveStartTagKey": "a" }));
    assert_eq!(rest, json!({ "Tags": [{ "Key": "b", "Value": "2" }], "HasMoreTags": false }));
    let ten = |from: u32| (from..from + 10).map(|nth| (nth.to_string(), json!(""))).collect::<serde_json::Map<_, _>>();
    for from in [10, 20, 30, 40] {
        client.done("AddTagsToStream", json!({ "StreamName": "gold", "Tags": ten(from) }));
    }
    client.check_refusals(&[
        ("AddTagsToStream", json!({ "StreamName": "gold", "Tags": ten(50) }), INVALID),
        ("AddTagsToStream", json!({ "StreamName": "gold", "Tags": { "a;b": "" } }), INVALID),
        ("AddTagsToStream", json!({ "StreamName": "gold", "Tags": { "a%b": "" } }), INVALID),
        ("AddTagsToStream", json!({ "StreamName": "gold", "Tags": {} }), VALIDATION),
        ("AddTagsToStream", json!({ "StreamName": "gold", "Tags": { "a": 1 } }), "SerializationException"),
        ("AddTagsToStream", json!({ "StreamName": "nope", "Tags": { "a": "" } }), NOT_FOUND),
        ("RemoveTagsFromStream", json!({ "StreamName": "gold", "TagKeys": ["a,b"] }), INVALID),
        ("RemoveTagsFromStream", json!({ "StreamName": "gold", "TagKeys": [] }), VALIDATION),
        ("ListTagsForStream", json!({ "StreamName": "nope" }), NOT_FOUND),
    ]);
}

#[test]
fn retention_is_raised_and_lowered() {
    let mut client = Client::with_stream(1);
    let hours = |hours: i64| json!({ "StreamName": "gold", "RetentionPeriodHours": hours });
    client.done("IncreaseStreamRetentionPeriod", hours(48));
    assert_eq!(summary(&mut client)["RetentionPeriodHours"], 48);
    let lower = client.call("IncreaseStreamRetentionPeriod", hours(47)).expect_err("that is less");
    assert_eq!(
        lower.1,
        "Requested retention period (47 hours) for stream gold can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API."
    );
    client.done("DecreaseStreamRetentionPeriod", hours(24));
    client.check_refusals(&[
        ("DecreaseStreamRetentionPeriod", hours(23), INVALID),
        ("DecreaseStreamRetentionPeriod", hours(25), INVALID),
        ("IncreaseStreamRetentionPeriod", hours(8_761), INVALID),
        ("IncreaseStreamRetentionPeriod", hours(0), VALIDATION),
    ]);
}

#[test]
fn encryption_starts_and_stops() {
    let mut client = Client::with_stream(1);
    let body = json!({ "StreamName": "gold", "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis" });
    client.done("StartStreamEncryption", body.clone());
    client.check_refusals(&[("StopStreamEncryption", body.clone(), IN_USE)]);
    client.pass_ms(30_000);
    let shown = summary(&mut client);
    assert_eq!((&shown["EncryptionType"], &shown["KeyId"]), (&json!("KMS"), &json!("alias/aws/kinesis")));
    assert_eq!(client.put("k", "x")["EncryptionType"], "KMS");
    client.done("StopStreamEncryption", body.clone());
    client.pass_ms(30_000);
    assert_eq!(summary(&mut client)["EncryptionType"], "NONE");
    for _ in 0..23 {
        client.done("StartStreamEncryption", body.clone());
        client.pass_ms(30_000);
    }
    client.check_refusals(&[
        ("StartStreamEncryption", body, LIMIT),
        ("StartStreamEncryption", json!({ "StreamName": "gold", "EncryptionType": "AES", "KeyId": "k" }), VALIDATION),
        ("StopStreamEncryption", json!({ "StreamName": "nope", "EncryptionType": "KMS", "KeyId": "k" }), NOT_FOUND),
    ]);
}

#[test]
fn shard_metrics_are_switched_on_and_off() {
    let mut client = Client::with_stream(1);
    let of = |metrics: &[&str]| json!({ "StreamName": "gold", "ShardLevelMetrics": metrics });
    let answer = client.done("EnableEnhancedMonitoring", of(&["OutgoingBytes", "IncomingBytes"]));
    assert_eq!(answer["CurrentShardLevelMetrics"], json!([]));
    assert_eq!(answer["DesiredShardLevelMetrics"], json!(["IncomingBytes", "OutgoingBytes"]));
    let answer = client.done("DisableEnhancedMonitoring", of(&["IncomingBytes"]));
    assert_eq!(answer["DesiredShardLevelMetrics"], json!(["OutgoingBytes"]));
    assert_eq!(summary(&mut client)["EnhancedMonitoring"], json!([{ "ShardLevelMetrics": ["OutgoingBytes"] }]));
    let all = client.done("EnableEnhancedMonitoring", of(&["ALL"]));
    assert_eq!(all["DesiredShardLevelMetrics"].as_array().map(Vec::len), Some(7));
    client.check_refusals(&[
        ("EnableEnhancedMonitoring", of(&["Other"]), VALIDATION),
        ("EnableEnhancedMonitoring", of(&[]), VALIDATION),
        ("DisableEnhancedMonitoring", json!({ "StreamName": "nope", "ShardLevelMetrics": ["ALL"] }), NOT_FOUND),
    ]);
}

#[test]
fn a_stream_can_be_set_to_take_larger_records() {
    let mut client = Client::with_stream(1);
    let large = json!({ "StreamName": "gold", "PartitionKey": "k", "Data": base64(&"x".repeat(3 << 20)) });
    client.check_refusals(&[("PutRecord", large.clone(), VALIDATION)]);
    let size = |kib: u64| json!({ "StreamARN": arn("gold"), "MaxRecordSizeInKiB": kib });
    client.done("UpdateMaxRecordSize", size(4_096));
    client.pass_ms(30_000);
    assert_eq!(summary(&mut client)["MaxRecordSizeInKiB"], 4_096);
    client.done("PutRecord", large);
    client.check_refusals(&[
        ("UpdateMaxRecordSize", size(1_023), INVALID),
        ("UpdateMaxRecordSize", size(10_241), INVALID),
        ("UpdateMaxRecordSize", json!({ "StreamARN": arn("nope"), "MaxRecordSizeInKiB": 2_048 }), NOT_FOUND),
    ]);
}

#[test]
fn streams_and_consumers_have_policies_and_tags_of_their_own() {
    let mut client = Client::with_stream(1);
    let registered = client.done("RegisterStreamConsumer", json!({ "StreamARN": arn("gold"), "ConsumerName": "app" }));
    let consumer = registered["Consumer"]["ConsumerARN"].clone();
    for resource in [json!(arn("gold")), consumer] {
        let of = || json!({ "ResourceARN": resource });
        assert_eq!(client.done("GetResourcePolicy", of())["Policy"], "{}");
        client.check_refusals(&[("DeleteResourcePolicy", of(), NOT_FOUND)]);
        client.done("PutResourcePolicy", json!({ "ResourceARN": resource, "Policy": "{\"Statement\":[]}" }));
        assert_eq!(client.done("GetResourcePolicy", of())["Policy"], "{\"Statement\":[]}");
        client.done("DeleteResourcePolicy", of());
        client.done("TagResource", json!({ "ResourceARN": resource, "Tags": { "team": "a", "b": "" } }));
        client.done("UntagResource", json!({ "ResourceARN": resource, "TagKeys": ["b"] }));
        let tags = json!({ "Tags": [{ "Key": "team", "Value": "a" }] });
        assert_eq!(client.done("ListTagsForResource", of()), tags);
    }
    client.check_refusals(&[
        ("PutResourcePolicy", json!({ "ResourceARN": arn("gold"), "Policy": "no JSON" }), INVALID),
        ("PutResourcePolicy", json!({ "ResourceARN": "gold", "Policy": "{}" }), VALIDATION),
        ("GetResourcePolicy", json!({ "ResourceARN": arn("nope") }), NOT_FOUND),
        ("TagResource", json!({ "ResourceARN": arn("gold"), "Tags": { "a;": "" } }), INVALID),
        ("UntagResource", json!({ "ResourceARN": arn("nope"), "TagKeys": ["b"] }), NOT_FOUND),
        ("ListTagsForResource", json!({ "ResourceARN": format!("{}/consumer/app:1", arn("gold")) }), NOT_FOUND),
    ]);
}

#[test]
fn the_account_can_have_on_demand_advantage() {
    let mut client = Client::new();
    let shown = client.done("DescribeAccountSettings", json!({}));
    assert_eq!(shown["MinimumThroughputBillingCommitment"]["Status"], "DISABLED");
    let to = |status: &str| json!({ "MinimumThroughputBillingCommitment": { "Status": status } });
    let enabled = client.done("UpdateAccountSettings", to("ENABLED"));
    assert_eq!(enabled["MinimumThroughputBillingCommitment"]["Status"], "ENABLED");
    assert_eq!(client.done("DescribeAccountSettings", json!({})), enabled);
    client.check_refusals(&[
        ("UpdateAccountSettings", to("MAYBE"), VALIDATION),
        ("UpdateAccountSettings", json!({}), VALIDATION),
    ]);
}

#[test]
fn an_operation_is_unknown_before_its_day() {
    let newer = [
        "UpdateMaxRecordSize",
        "PutResourcePolicy",
        "GetResourcePolicy",
        "DeleteResourcePolicy",
        "TagResource",
        "UntagResource",
        "ListTagsForResource",
        "DescribeAccountSettings",
        "UpdateAccountSettings",
    ];
    let mut then = Client::under(profile("exam-2022"));
    for operation in newer {
        assert_eq!(then.refused(operation, json!({})), "UnknownOperationException", "{operation}");
    }
    let mut now = Client::new();
    for operation in newer {
        assert!(
            now.call(operation, json!({})).map_or_else(|refusal| refusal.0 != "UnknownOperationException", |_| true)
        );
    }
}
