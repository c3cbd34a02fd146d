//! Creating, deleting, resharding: what a stream goes through.

use crate::client::{Client, IN_USE, INVALID, LIMIT, NOT_FOUND, VALIDATION, arn, base64};
use crate::common::profile;
use serde_json::{Value, json};

#[test]
fn a_stream_is_creating_then_active_then_deleting_then_gone() {
    let mut client = Client::new();
    client.done("CreateStream", json!({ "StreamName": "a", "ShardCount": 2 }));
    assert_eq!(client.status("a"), "CREATING");
    let description = client.done("DescribeStream", json!({ "StreamName": "a" }));
    assert_eq!(description["StreamDescription"]["Shards"], json!([]));
    client.check_refusals(&[
        ("PutRecord", json!({ "StreamName": "a", "PartitionKey": "k", "Data": "" }), NOT_FOUND),
        ("GetShardIterator", json!({ "StreamName": "a", "ShardId": "0", "ShardIteratorType": "LATEST" }), NOT_FOUND),
        ("SplitShard", json!({ "StreamName": "a", "ShardToSplit": "0", "NewStartingHashKey": "9" }), IN_USE),
        ("MergeShards", json!({ "StreamName": "a", "ShardToMerge": "0", "AdjacentShardToMerge": "1" }), IN_USE),
        ("CreateStream", json!({ "StreamName": "a", "ShardCount": 1 }), IN_USE),
    ]);
    client.pass_ms(14_999);
    assert_eq!(client.status("a"), "CREATING");
    client.pass_ms(1);
    assert_eq!(client.status("a"), "ACTIVE");
    client.done("DeleteStream", json!({ "StreamName": "a" }));
    assert_eq!(client.status("a"), "DELETING");
    client.check_refusals(&[
        ("PutRecord", json!({ "StreamName": "a", "PartitionKey": "k", "Data": "" }), NOT_FOUND),
        ("CreateStream", json!({ "StreamName": "a", "ShardCount": 1 }), IN_USE),
    ]);
    client.pass_ms(15_000);
    client.check_refusals(&[("DescribeStream", json!({ "StreamName": "a" }), NOT_FOUND)]);
    assert_eq!(client.done("ListStreams", json!({}))["StreamNames"], json!([]));
}

#[test]
fn a_stream_deleted_on_the_way_does_not_come_back_by_an_old_task() {
    let mut client = Client::new();
    client.done("CreateStream", json!({ "StreamName": "a", "ShardCount": 2 }));
    client.pass_ms(5_000);
    client.done("DeleteStream", json!({ "StreamName": "a" }));
    client.pass_ms(10_000);
    assert_eq!(client.status("a"), "DELETING");
    client.pass_ms(5_000);
    client.done("CreateStream", json!({ "StreamName": "a", "ShardCount": 1 }));
    client.pass_ms(14_999);
    assert_eq!(client.status("a"), "CREATING");
}

#[test]
fn iterators_of_an_earlier_life_are_refused() {
    let mut client = Client::with_stream(1);
    let before = client.iterator("0", "TRIM_HORIZON");
    client.done("DeleteStream", json!({ "StreamName": "gold" }));
    client.pass_ms(15_000);
    let (code, text) = client.call("GetRecords", json!({ "ShardIterator": before })).expect_err("it is gone");
    assert_eq!(code, NOT_FOUND);
    assert_eq!(text, "Shard shardId-000000000000 in stream gold under account 123456789012 does not exist");
    client.create("gold", 1);
    assert_eq!(client.refused("GetRecords", json!({ "ShardIterator": before })), NOT_FOUND);
}

#[test]
fn places_of_deleted_streams_are_used_again() {
    let mut client = Client::new();
    let size = |client: &Client| client.world.to_bytes().len();
    let mut first = 0;
    for nth in 0..2_000 {
        let name = format!("s{nth:04}");
        client.create(&name, 3);
        client.done("PutRecord", json!({ "StreamName": name, "PartitionKey": "k", "Data": base64("x") }));
        client.done("DeleteStream", json!({ "StreamName": name }));
        client.pass_ms(15_000);
        // By then the bounded logs are full: CloudTrail's events, and the bill's meters of streams that are gone.
        if nth == 1_200 {
            first = size(&client);
        }
    }
    assert_eq!(client.world.streams().len(), 1);
    // Counted seconds and running numbers grow, streams do not.
    assert!(size(&client) < first + 40_000, "{} after {first}", size(&client));
}

#[test]
fn the_account_has_a_shard_quota_and_five_streams_in_creating() {
    let mut client = Client::new();
    client.create("hundred", 100);
    let (code, text) =
        client.call("CreateStream", json!({ "StreamName": "b", "ShardCount": 100_000 })).expect_err("too many");
    assert_eq!(code, LIMIT);
    assert_eq!(
        text,
        "This request would exceed the shard limit for the account 123456789012 in us-east-1. Current shard count for the account: 100. Limit: 20000. Number of additional shards that would have resulted from this request: 100000. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits."
    );
    for nth in 0..5 {
        client.done("CreateStream", json!({ "StreamName": format!("c{nth}"), "ShardCount": 1 }));
    }
    client.check_refusals(&[("CreateStream", json!({ "StreamName": "c5", "ShardCount": 1 }), LIMIT)]);
    let limits = client.done("DescribeLimits", json!({}));
    assert_eq!((&limits["OpenShardCount"], &limits["ShardLimit"]), (&json!(105), &json!(20_000)));
}

#[test]
fn calls_of_one_kind_have_a_rate() {
    let mut client = Client::under(profile("aws-2026"));
    let create = |nth: u32| json!({ "StreamName": format!("s{nth}"), "ShardCount": 1 });
    (0..5).for_each(|nth| _ = client.done("CreateStream", create(nth)));
    let (code, text) = client.call("CreateStream", create(5)).expect_err("the sixth in a second");
    assert_eq!((code.as_str(), &text[..13]), (LIMIT, "Rate exceeded"));
    client.pass_ms(15_000);
    client.done("CreateStream", create(5));
    (0..20).for_each(|_| _ = client.done("DescribeStreamSummary", json!({ "StreamName": "s0" })));
    client.check_refusals(&[("DescribeStreamSummary", json!({ "StreamName": "s0" }), LIMIT)]);
}

#[test]
fn on_demand_streams_begin_with_four_shards_and_are_not_resharded() {
    let mut client = Client::new();
    let on_demand = json!({ "StreamMode": "ON_DEMAND" });
    client.check_refusals(&[
        ("CreateStream", json!({ "StreamName": "d", "StreamModeDetails": on_demand, "ShardCount": 2 }), VALIDATION),
        (
            "CreateStream",
            json!({ "StreamName": "d", "StreamModeDetails": { "StreamMode": "PROVISIONED" } }),
            VALIDATION,
        ),
        ("CreateStream", json!({ "StreamName": "d", "StreamModeDetails": { "StreamMode": "X" } }), VALIDATION),
    ]);
    client.done("CreateStream", json!({ "StreamName": "neither" }));
    client.done("CreateStream", json!({ "StreamName": "d", "StreamModeDetails": on_demand }));
    client.pass_ms(15_000);
    let neither = client.done("DescribeStream", json!({ "StreamName": "neither" }))["StreamDescription"].clone();
    assert_eq!(neither["Shards"].as_array().map(Vec::len), Some(4));
    let summary =
        client.done("DescribeStreamSummary", json!({ "StreamName": "d" }))["StreamDescriptionSummary"].clone();
    assert_eq!((&summary["OpenShardCount"], &summary["StreamModeDetails"]), (&json!(4), &on_demand));
    client.check_refusals(&[
        ("SplitShard", json!({ "StreamName": "d", "ShardToSplit": "0", "NewStartingHashKey": "9" }), VALIDATION),
        ("MergeShards", json!({ "StreamName": "d", "ShardToMerge": "0", "AdjacentShardToMerge": "1" }), VALIDATION),
        (
            "UpdateShardCount",
            json!({ "StreamName": "d", "TargetShardCount": 8, "ScalingType": "UNIFORM_SCALING" }),
            VALIDATION,
        ),
    ]);
}

#[test]
fn the_mode_is_switched_twice_a_day() {
    let mut client = Client::with_stream(1);
    let to = |mode: &str| json!({ "StreamARN": arn("gold"), "StreamModeDetails": { "StreamMode": mode } });
    client.done("UpdateStreamMode", to("ON_DEMAND"));
    assert_eq!(client.status("gold"), "UPDATING");
    client.check_refusals(&[("UpdateStreamMode", to("PROVISIONED"), IN_USE)]);
    client.pass_ms(30_000);
    client.done("UpdateStreamMode", to("PROVISIONED"));
    client.pass_ms(30_000);
    client.check_refusals(&[("UpdateStreamMode", to("ON_DEMAND"), LIMIT)]);
    client.pass_ms(24 * 3_600_000);
    client.done("UpdateStreamMode", to("ON_DEMAND"));
}

#[test]
fn resharding_takes_its_time_and_answers_as_the_service_does() {
    let mut client = Client::with_stream(2);
    let count = json!({ "StreamARN": arn("gold"), "TargetShardCount": 4, "ScalingType": "UNIFORM_SCALING" });
    let answer = client.done("UpdateShardCount", count);
    let expected =
        json!({ "StreamName": "gold", "StreamARN": arn("gold"), "CurrentShardCount": 2, "TargetShardCount": 4 });
    assert_eq!(answer, expected);
    assert_eq!(client.status("gold"), "UPDATING");
    client.pass_ms(30_000);
    client.check_refusals(&[
        ("SplitShard", json!({ "StreamName": "gold", "ShardToSplit": "0", "NewStartingHashKey": "9" }), INVALID),
        ("SplitShard", json!({ "StreamName": "gold", "ShardToSplit": "x", "NewStartingHashKey": "9" }), NOT_FOUND),
        ("SplitShard", json!({ "StreamName": "gold", "ShardToSplit": "77", "NewStartingHashKey": "9" }), NOT_FOUND),
        ("MergeShards", json!({ "StreamName": "gold", "ShardToMerge": "3", "AdjacentShardToMerge": "2" }), INVALID),
        ("MergeShards", json!({ "StreamName": "gold", "ShardToMerge": "2", "AdjacentShardToMerge": "99" }), NOT_FOUND),
    ]);
    assert_eq!(
        client.done("MergeShards", json!({ "StreamName": "gold", "ShardToMerge": "2", "AdjacentShardToMerge": "x-3" })),
        Value::Null
    );
}

#[test]
fn streams_are_named_by_arn_too() {
    let mut client = Client::with_stream(1);
    client.done("DescribeStream", json!({ "StreamARN": arn("gold") }));
    let other = "arn:aws:kinesis:us-east-1:999999999999:stream/gold";
    let (code, text) = client.call("DescribeStream", json!({ "StreamARN": other })).expect_err("another account's");
    assert_eq!((code.as_str(), text.as_str()), (NOT_FOUND, "Stream gold under account 999999999999 not found."));
    client.check_refusals(&[
        ("DescribeStream", json!({ "StreamARN": "arn:aws:sqs:us-east-1:123456789012:gold" }), VALIDATION),
        ("DescribeStream", json!({}), VALIDATION),
        ("DeleteStream", json!({ "StreamName": "nope" }), NOT_FOUND),
    ]);
}
