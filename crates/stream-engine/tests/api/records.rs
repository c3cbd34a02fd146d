//! Putting and getting.

use crate::client::{Client, INVALID, NOT_FOUND, VALIDATION, arn, base64};
use crate::common::profile;
use serde_json::{Value, json};

fn batch(records: Vec<Value>) -> Value {
    json!({ "StreamName": "gold", "Records": records })
}

fn entry(key: &str, data: &str) -> Value {
    json!({ "PartitionKey": key, "Data": base64(data) })
}

#[test]
fn a_record_comes_back_with_key_data_number_and_time() {
    let mut client = Client::with_stream(1);
    let stored = client.put("truck ж", "payload");
    let iterator = client.iterator("0", "TRIM_HORIZON");
    let answer = client.done("GetRecords", json!({ "ShardIterator": iterator }));
    let record = &answer["Records"][0];
    assert_eq!(record["PartitionKey"], "truck ж");
    assert_eq!(record["Data"], base64("payload"));
    assert_eq!(record["SequenceNumber"], stored["SequenceNumber"]);
    assert_eq!(record["ApproximateArrivalTimestamp"], 1_767_225_615.0);
    assert_eq!(answer["MillisBehindLatest"], 0);
    assert!(answer["NextShardIterator"].is_string() && answer["ChildShards"].is_null());
    assert_ne!(answer["NextShardIterator"], iterator);
    assert!(client.world.keys().is_empty(), "a client's keys are not kept for the whole run");
}

#[test]
fn shards_that_count_together_take_turns_and_numbers_rise_in_each() {
    let mut client = Client::with_stream(3);
    let keys = ["a", "b", "e", "f", "a", "b", "e"];
    let first = client.done("PutRecords", batch(keys.map(|key| entry(key, "x")).to_vec()));
    assert_eq!(first["FailedRecordCount"], 0);
    client.put("a", "later");
    for shard in 0..3 {
        let iterator = client.iterator(&shard.to_string(), "TRIM_HORIZON");
        let answer = client.done("GetRecords", json!({ "ShardIterator": iterator }));
        let numbers: Vec<&str> = answer["Records"]
            .as_array()
            .expect("records")
            .iter()
            .filter_map(|one| one["SequenceNumber"].as_str())
            .collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "of one length, so texts compare as numbers");
        for (nth, number) in numbers.iter().enumerate() {
            let body = json!({
                "StreamName": "gold", "ShardId": shard.to_string(),
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": number,
            });
            let iterator = client.done("GetShardIterator", body)["ShardIterator"].clone();
            let left = client.done("GetRecords", json!({ "ShardIterator": iterator }));
            assert_eq!(left["Records"].as_array().map(Vec::len), Some(numbers.len() - nth - 1));
        }
    }
}

#[test]
fn what_is_wrong_with_a_put_is_said_by_name() {
    let mut client = Client::with_stream(1);
    let large = base64(&"x".repeat(1 << 20));
    let too_large = base64(&"x".repeat((1 << 20) + 1));
    let two_to_the_128 = "340282366920938463463374607431768211456";
    client.check_refusals(&[
        ("PutRecord", json!({ "StreamName": "gold", "PartitionKey": "k", "Data": too_large }), VALIDATION),
        ("PutRecord", json!({ "StreamName": "gold", "PartitionKey": "k", "Data": large }), VALIDATION),
        (
            "PutRecord",
            json!({ "StreamName": "gold", "PartitionKey": "k", "Data": "", "ExplicitHashKey": two_to_the_128 }),
            INVALID,
        ),
        (
            "PutRecord",
            json!({ "StreamName": "gold", "PartitionKey": "k", "Data": "", "SequenceNumberForOrdering": "5" }),
            INVALID,
        ),
        ("PutRecord", json!({ "StreamName": "gold", "PartitionKey": "k", "Data": "a" }), "SerializationException"),
        ("PutRecords", batch(Vec::new()), VALIDATION),
        ("PutRecords", batch(vec![entry("k", ""); 501]), VALIDATION),
        ("PutRecords", batch(vec![entry("k", ""), entry("", "")]), VALIDATION),
        ("PutRecords", batch(vec![entry("k", &"x".repeat(1_000_000)); 11]), INVALID),
        ("PutRecords", json!({ "StreamName": "nope", "Records": [entry("k", "")] }), NOT_FOUND),
    ]);
    let start =
        client.done("DescribeStream", json!({ "StreamName": "gold" }))["StreamDescription"]["Shards"][0].clone();
    let number = &start["SequenceNumberRange"]["StartingSequenceNumber"];
    let ordered = json!({ "StreamName": "gold", "PartitionKey": "k", "Data": "", "SequenceNumberForOrdering": number });
    client.done("PutRecord", ordered);
}

#[test]
fn a_batch_is_refused_in_part() {
    let mut client = Client::under(profile("aws-2026"));
    client.create("gold", 1);
    for _ in 0..2 {
        client.done("PutRecords", batch(vec![entry("k", ""); 499]));
    }
    let answer = client.done("PutRecords", batch(vec![entry("k", ""); 3]));
    assert_eq!(answer["FailedRecordCount"], 1);
    assert_eq!(answer["Records"][2]["ErrorCode"], "ProvisionedThroughputExceededException");
    let text = "Rate exceeded for shard shardId-000000000000 in stream gold under account 123456789012.";
    assert_eq!(answer["Records"][2]["ErrorMessage"], text);
    let one = json!({ "StreamName": "gold", "PartitionKey": "k", "Data": "" });
    assert_eq!(client.refused("PutRecord", one), "ProvisionedThroughputExceededException");
}

#[test]
fn reads_and_iterators_have_a_rate_of_each_shard() {
    let mut client = Client::under(profile("aws-2026"));
    client.create("gold", 2);
    let iterators: Vec<Value> = (0..5).map(|_| client.iterator("0", "LATEST")).collect();
    let asked = json!({ "StreamName": "gold", "ShardId": "0", "ShardIteratorType": "LATEST" });
    assert_eq!(client.refused("GetShardIterator", asked), "ProvisionedThroughputExceededException");
    client.iterator("1", "LATEST");
    for iterator in &iterators {
        client.done("GetRecords", json!({ "ShardIterator": iterator }));
    }
    let sixth = json!({ "ShardIterator": iterators[0] });
    assert_eq!(client.refused("GetRecords", sixth), "ProvisionedThroughputExceededException");
}

#[test]
fn an_iterator_is_opaque_sealed_and_lives_five_minutes() {
    let mut client = Client::with_stream(1);
    let iterator = client.iterator("shardId-0", "TRIM_HORIZON");
    let text = iterator.as_str().expect("a text").to_owned();
    let bytes = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.decode(&text).expect("Base64")
    };
    assert_eq!(&bytes[..8], [0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(bytes.len() % 16, 8);
    let changed = |at: usize| {
        let other = if &text[at..=at] == "A" { "B" } else { "A" };
        text[..at].to_owned() + other + &text[at + 1..]
    };
    for wrong in [changed(0), changed(12), changed(60), changed(150), text[..64].to_owned(), "x".to_owned()] {
        let refusal = client.call("GetRecords", json!({ "ShardIterator": wrong })).expect_err("it was changed");
        assert_eq!(refusal, (INVALID.to_owned(), "Invalid ShardIterator.".to_owned()));
    }
    client.pass_ms(300_000);
    client.done("GetRecords", json!({ "ShardIterator": text }));
    client.pass_ms(1);
    let (code, message) = client.call("GetRecords", json!({ "ShardIterator": text })).expect_err("it is old");
    assert_eq!(code, "ExpiredIteratorException");
    assert_eq!(
        message,
        "Iterator expired. The iterator was created at time Thu Jan 01 00:00:15 UTC 2026 while right now it is Thu Jan 01 00:05:15 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds."
    );
}

#[test]
fn what_is_wrong_with_an_iterator_s_position_is_said_by_name() {
    let mut client = Client::with_stream(2);
    let of = |shard: &str, kind: &str, number: Value, at: Value| {
        json!({
            "StreamName": "gold", "ShardId": shard, "ShardIteratorType": kind,
            "StartingSequenceNumber": number, "Timestamp": at,
        })
    };
    let number = client.put("a", "x")["SequenceNumber"].clone();
    client.check_refusals(&[
        ("GetShardIterator", of("9", "LATEST", Value::Null, Value::Null), NOT_FOUND),
        ("GetShardIterator", of("nine", "LATEST", Value::Null, Value::Null), NOT_FOUND),
        ("GetShardIterator", of("0", "OLDEST", Value::Null, Value::Null), VALIDATION),
        ("GetShardIterator", of("0", "AT_TIMESTAMP", Value::Null, Value::Null), INVALID),
        ("GetShardIterator", of("0", "AT_TIMESTAMP", Value::Null, json!(4e9)), INVALID),
        ("GetShardIterator", of("0", "LATEST", number.clone(), Value::Null), INVALID),
        ("GetShardIterator", of("0", "AT_SEQUENCE_NUMBER", Value::Null, Value::Null), INVALID),
        ("GetShardIterator", of("1", "AT_SEQUENCE_NUMBER", number.clone(), Value::Null), INVALID),
        ("GetShardIterator", of("0", "AT_SEQUENCE_NUMBER", json!("0"), Value::Null), "InternalFailure"),
    ]);
    let body = json!({
        "StreamARN": arn("gold"), "ShardId": "0", "ShardIteratorType": "AT_SEQUENCE_NUMBER",
        "StartingSequenceNumber": number,
    });
    client.done("GetShardIterator", body);
}

#[test]
fn what_retention_leaves_is_numbered_as_before() {
    let mut client = Client::with_stream(2);
    let mut numbers = Vec::new();
    for nth in 0..40 {
        let records = (0..100).map(|key| entry(&format!("{nth}/{key}"), "x")).collect();
        let answer = client.done("PutRecords", batch(records));
        let stored = answer["Records"].as_array().expect("records").iter();
        let in_first = stored.filter(|one| one["ShardId"] == "shardId-000000000000");
        numbers.extend(in_first.map(|one| one["SequenceNumber"].clone()));
        client.pass_ms(3_600_000);
    }
    // Retention is 24 hours: the first sixteen batches are past it.
    let iterator = client.iterator("0", "TRIM_HORIZON");
    let answer = client.done("GetRecords", json!({ "ShardIterator": iterator }));
    let left: Vec<&Value> =
        answer["Records"].as_array().expect("records").iter().map(|one| &one["SequenceNumber"]).collect();
    assert!(left.len() > 500 && left.len() < numbers.len());
    assert_eq!(left, numbers[numbers.len() - left.len()..].iter().collect::<Vec<_>>());
}
