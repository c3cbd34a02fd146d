//! Lists: streams, shards and their filters, page by page.

use crate::client::{Client, INVALID, NOT_FOUND, arn};
use crate::common::profile;
use serde_json::{Value, json};

fn ids(answer: &Value) -> Vec<u64> {
    let number = |shard: &Value| shard["ShardId"].as_str().and_then(|id| id[8..].parse().ok()).expect("an id");
    answer["Shards"].as_array().expect("a list").iter().map(number).collect()
}

#[test]
fn streams_are_listed_by_name_and_page_by_page() {
    let mut client = Client::new();
    for name in ["c", "a", "b"] {
        client.create(name, 1);
    }
    let first = client.done("ListStreams", json!({ "Limit": 2 }));
    assert_eq!((&first["StreamNames"], &first["HasMoreStreams"]), (&json!(["a", "b"]), &json!(true)));
    assert_eq!(first["StreamSummaries"][0]["StreamARN"], arn("a"));
    let rest = json!({ "StreamNames": ["c"], "HasMoreStreams": false });
    for body in [json!({ "NextToken": first["NextToken"] }), json!({ "ExclusiveStartStreamName": "b" })] {
        let answer = client.done("ListStreams", body);
        assert_eq!(json!({ "StreamNames": answer["StreamNames"], "HasMoreStreams": answer["HasMoreStreams"] }), rest);
    }
    client.check_refusals(&[("ListStreams", json!({ "NextToken": "x" }), INVALID)]);
    client.pass_ms(300_001);
    client.check_refusals(&[("ListStreams", json!({ "NextToken": first["NextToken"] }), "ExpiredNextTokenException")]);

    let mut then = Client::under(profile("exam-2022"));
    then.create("a", 1);
    assert_eq!(then.done("ListStreams", json!({})), json!({ "StreamNames": ["a"], "HasMoreStreams": false }));
}

#[test]
fn shards_are_described_and_listed_page_by_page() {
    let mut client = Client::with_stream(5);
    let page = client.done("DescribeStream", json!({ "StreamName": "gold", "Limit": 2 }))["StreamDescription"].clone();
    assert_eq!((ids(&page), &page["HasMoreShards"]), (vec![0, 1], &json!(true)));
    let body = json!({ "StreamName": "gold", "Limit": 9, "ExclusiveStartShardId": "shardId-000000000001" });
    let page = client.done("DescribeStream", body)["StreamDescription"].clone();
    assert_eq!((ids(&page), &page["HasMoreShards"]), (vec![2, 3, 4], &json!(false)));

    let first = client.done("ListShards", json!({ "StreamName": "gold", "MaxResults": 3 }));
    assert_eq!(ids(&first), [0, 1, 2]);
    let second = client.done("ListShards", json!({ "NextToken": first["NextToken"] }));
    assert_eq!((ids(&second), &second["NextToken"]), (vec![3, 4], &Value::Null));
    client.check_refusals(&[
        ("ListShards", json!({}), INVALID),
        ("ListShards", json!({ "StreamName": "gold", "NextToken": first["NextToken"] }), INVALID),
        ("ListShards", json!({ "NextToken": "AAAA" }), INVALID),
        ("ListShards", json!({ "StreamName": "nope" }), NOT_FOUND),
        ("ListShards", json!({ "StreamName": "gold", "ShardFilter": { "Type": "AT_TIMESTAMP" } }), INVALID),
        ("ListShards", json!({ "StreamName": "gold", "ShardFilter": { "Type": "AFTER_SHARD_ID" } }), INVALID),
    ]);
    client.pass_ms(300_001);
    client.check_refusals(&[("ListShards", json!({ "NextToken": first["NextToken"] }), "ExpiredNextTokenException")]);
}

#[test]
fn filters_show_the_shards_of_their_time() {
    let mut client = Client::with_stream(1);
    let epoch = client.world.account().epoch;
    let before = epoch.ms(client.world.now()) as f64 / 1_000.0;
    client.pass_ms(10_000);
    client.done("SplitShard", json!({ "StreamName": "gold", "ShardToSplit": "0", "NewStartingHashKey": "1000" }));
    client.pass_ms(30_000);
    client.pass_ms(60_000);
    client.done("MergeShards", json!({ "StreamName": "gold", "ShardToMerge": "1", "AdjacentShardToMerge": "2" }));
    client.pass_ms(30_000);
    let between = epoch.ms(client.world.now()) as f64 / 1_000.0 - 60.0;
    let of = |client: &mut Client, filter: Value| {
        ids(&client.done("ListShards", json!({ "StreamName": "gold", "ShardFilter": filter })))
    };
    let table = [
        (json!({ "Type": "FROM_TRIM_HORIZON" }), vec![0, 1, 2, 3]),
        (json!({ "Type": "AT_TRIM_HORIZON" }), vec![0]),
        (json!({ "Type": "AT_LATEST" }), vec![3]),
        (json!({ "Type": "AT_TIMESTAMP", "Timestamp": before }), vec![0]),
        (json!({ "Type": "AT_TIMESTAMP", "Timestamp": between }), vec![1, 2]),
        (json!({ "Type": "FROM_TIMESTAMP", "Timestamp": between }), vec![1, 2, 3]),
        (json!({ "Type": "AFTER_SHARD_ID", "ShardId": "shardId-000000000001" }), vec![2, 3]),
    ];
    for (filter, expected) in table {
        assert_eq!(of(&mut client, filter.clone()), expected, "{filter}");
    }
    client.pass_ms(24 * 3_600_000);
    assert_eq!(of(&mut client, json!({ "Type": "FROM_TRIM_HORIZON" })), [3]);
}
