//! Registered consumers and what is pushed to them.

use crate::client::{Client, IN_USE, INVALID, LIMIT, NOT_FOUND, VALIDATION, arn, base64};
use crate::common::profile;
use serde_json::{Value, json};
use stream_engine::api::kinesis::events;

/// A client with stream `gold` and the ACTIVE consumer `app`; its ARN.
fn with_consumer(shards: u32) -> (Client, Value) {
    let mut client = Client::with_stream(shards);
    let arn = register(&mut client, "app");
    client.pass_ms(10_000);
    (client, arn)
}

fn register(client: &mut Client, name: &str) -> Value {
    let body = json!({ "StreamARN": arn("gold"), "ConsumerName": name });
    client.done("RegisterStreamConsumer", body)["Consumer"]["ConsumerARN"].clone()
}

fn subscription(consumer: &Value, shard: &str, kind: &str) -> Value {
    json!({ "ConsumerARN": consumer, "ShardId": shard, "StartingPosition": { "Type": kind } })
}

fn subscribe(client: &mut Client, consumer: &Value, shard: &str, kind: &str) -> String {
    let answer = client.done("SubscribeToShard", subscription(consumer, shard, kind));
    answer["SubscriptionId"].as_str().expect("an id").to_owned()
}

/// Data of all records pushed since the last read, and the events themselves.
fn pushed(client: &mut Client, id: &str) -> (Vec<String>, Vec<Value>) {
    let events = events(&mut client.world, id);
    let events = events.as_array().expect("a list").clone();
    let records = events.iter().flat_map(|event| event["Records"].as_array().expect("a list"));
    (records.filter_map(|record| record["Data"].as_str().map(str::to_owned)).collect(), events)
}

#[test]
fn a_consumer_is_creating_then_active_then_deleting_then_gone() {
    let mut client = Client::with_stream(1);
    let body = json!({ "StreamARN": arn("gold"), "ConsumerName": "app" });
    let consumer = client.done("RegisterStreamConsumer", body)["Consumer"].clone();
    let name = format!("{}/consumer/app:1767225615", arn("gold"));
    let expected = json!({
        "ConsumerName": "app", "ConsumerARN": name, "ConsumerStatus": "CREATING",
        "ConsumerCreationTimestamp": 1_767_225_615,
    });
    assert_eq!(consumer, expected);
    let asked = subscription(&consumer["ConsumerARN"], "0", "LATEST");
    client.check_refusals(&[
        ("RegisterStreamConsumer", json!({ "StreamARN": arn("gold"), "ConsumerName": "app" }), IN_USE),
        ("RegisterStreamConsumer", json!({ "StreamARN": arn("nope"), "ConsumerName": "app" }), NOT_FOUND),
        ("SubscribeToShard", asked.clone(), IN_USE),
        ("DescribeStreamConsumer", json!({ "StreamARN": arn("gold"), "ConsumerName": "other" }), NOT_FOUND),
        ("DescribeStreamConsumer", json!({ "StreamARN": arn("gold") }), INVALID),
        ("DescribeStreamConsumer", json!({ "ConsumerARN": arn("gold") }), VALIDATION),
    ]);
    client.pass_ms(10_000);
    let described =
        client.done("DescribeStreamConsumer", json!({ "ConsumerARN": name }))["ConsumerDescription"].clone();
    assert_eq!((&described["ConsumerStatus"], &described["StreamARN"]), (&json!("ACTIVE"), &json!(arn("gold"))));
    client.check_refusals(&[("DeleteStream", json!({ "StreamName": "gold" }), IN_USE)]);
    client.done("DeregisterStreamConsumer", json!({ "StreamARN": arn("gold"), "ConsumerName": "app" }));
    client.check_refusals(&[("SubscribeToShard", asked, IN_USE)]);
    client.pass_ms(10_000);
    client.check_refusals(&[("DeregisterStreamConsumer", json!({ "ConsumerARN": name }), NOT_FOUND)]);
    client.done("DeleteStream", json!({ "StreamName": "gold" }));
}

#[test]
fn a_stream_has_twenty_consumers_and_five_creating() {
    let mut client = Client::with_stream(1);
    for nth in 0..20 {
        if nth == 5 {
            let sixth = json!({ "StreamARN": arn("gold"), "ConsumerName": "sixth" });
            client.check_refusals(&[("RegisterStreamConsumer", sixth, LIMIT)]);
        }
        if nth % 5 == 0 {
            client.pass_ms(10_000);
        }
        register(&mut client, &format!("app-{nth:02}"));
    }
    client.pass_ms(10_000);
    let more = json!({ "StreamARN": arn("gold"), "ConsumerName": "more" });
    client.check_refusals(&[("RegisterStreamConsumer", more, LIMIT)]);
    let (mut names, mut body) = (Vec::new(), json!({ "StreamARN": arn("gold"), "MaxResults": 7 }));
    loop {
        let page = client.done("ListStreamConsumers", body.clone());
        names.extend(page["Consumers"].as_array().expect("a list").iter().map(|one| one["ConsumerName"].clone()));
        if page["NextToken"].is_null() {
            break;
        }
        body["NextToken"] = page["NextToken"].clone();
    }
    assert_eq!(names, (0..20).map(|nth| json!(format!("app-{nth:02}"))).collect::<Vec<_>>());
    body["NextToken"] = json!("no token");
    client.check_refusals(&[("ListStreamConsumers", body, INVALID)]);
    client.done("DeleteStream", json!({ "StreamName": "gold", "EnforceConsumerDeletion": true }));
}

#[test]
fn records_are_pushed_as_they_come() {
    let (mut client, consumer) = with_consumer(1);
    client.put("k", "before");
    let id = subscribe(&mut client, &consumer, "0", "TRIM_HORIZON");
    let (data, events) = pushed(&mut client, &id);
    assert_eq!(data, [base64("before")]);
    assert_eq!(events[0]["MillisBehindLatest"], 0);
    assert_eq!(events[0]["ContinuationSequenceNumber"], events[0]["Records"][0]["SequenceNumber"]);
    let stored = client.put("k", "now");
    let (data, events) = pushed(&mut client, &id);
    assert_eq!(data, [base64("now")]);
    assert_eq!(events[0]["ContinuationSequenceNumber"], stored["SequenceNumber"]);
    client.pass_ms(300_000);
    client.put("k", "too late");
    client.pass_ms(1_000);
    assert!(pushed(&mut client, &id).1.is_empty());
    let body = json!({
        "ConsumerARN": consumer, "ShardId": "0",
        "StartingPosition": { "Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": stored["SequenceNumber"] },
    });
    let id = client.done("SubscribeToShard", body)["SubscriptionId"].as_str().expect("an id").to_owned();
    assert_eq!(pushed(&mut client, &id).0, [base64("too late")]);
}

#[test]
fn a_new_subscription_takes_over_after_five_seconds() {
    let (mut client, consumer) = with_consumer(2);
    let first = subscribe(&mut client, &consumer, "0", "LATEST");
    assert!(pushed(&mut client, &first).0.is_empty());
    subscribe(&mut client, &consumer, "1", "LATEST");
    client.pass_ms(4_999);
    client.check_refusals(&[
        ("SubscribeToShard", subscription(&consumer, "0", "LATEST"), IN_USE),
        ("SubscribeToShard", subscription(&consumer, "9", "LATEST"), NOT_FOUND),
        ("SubscribeToShard", subscription(&consumer, "0", "AT_TIMESTAMP"), INVALID),
        ("SubscribeToShard", subscription(&json!(format!("{}/consumer/x:1", arn("gold"))), "0", "LATEST"), NOT_FOUND),
    ]);
    client.pass_ms(1);
    let second = subscribe(&mut client, &consumer, "0", "LATEST");
    client.put("a", "x");
    client.pass_ms(100);
    assert!(pushed(&mut client, &first).1.is_empty(), "its connection was taken over");
    assert_eq!(pushed(&mut client, &second).0.len(), 1);
}

#[test]
fn two_mebibytes_a_second_are_pushed_to_each_consumer() {
    let mut client = Client::under(profile("aws-2026"));
    client.create("gold", 1);
    let consumers = [register(&mut client, "a"), register(&mut client, "b")];
    client.pass_ms(10_000);
    for _ in 0..6 {
        for _ in 0..10 {
            client.put("k", &"x".repeat(100_000));
        }
        client.pass_ms(1_000);
    }
    let ids = consumers.map(|consumer| subscribe(&mut client, &consumer, "0", "TRIM_HORIZON"));
    // A full second's room at once, then two mebibytes a second, to both.
    for second in 0..3 {
        for id in &ids {
            let got = pushed(&mut client, id).0.len();
            assert!((18..=21).contains(&got), "{got} in second {second}");
        }
        client.pass_ms(1_000);
    }
}

#[test]
fn the_last_event_of_a_closed_shard_names_its_children() {
    let (mut client, consumer) = with_consumer(1);
    let id = subscribe(&mut client, &consumer, "0", "LATEST");
    client.put("k", "x");
    client.done("SplitShard", json!({ "StreamName": "gold", "ShardToSplit": "0", "NewStartingHashKey": "9" }));
    client.pass_ms(31_000);
    let (data, events) = pushed(&mut client, &id);
    assert_eq!(data, [base64("x")]);
    let last = events.last().expect("an event");
    assert!(last["ContinuationSequenceNumber"].is_null());
    assert_eq!(last["ChildShards"][1]["ShardId"], "shardId-000000000002");
    assert_eq!(last["ChildShards"][1]["ParentShards"], json!(["shardId-000000000000"]));
    client.pass_ms(10_000);
    assert!(pushed(&mut client, &id).1.is_empty());
}

#[test]
fn a_client_that_does_not_read_holds_the_push_up_and_loses_nothing() {
    let (mut client, consumer) = with_consumer(1);
    let id = subscribe(&mut client, &consumer, "0", "LATEST");
    for nth in 0..200 {
        client.put("k", &nth.to_string());
        client.pass_ms(100);
    }
    let (first, events) = pushed(&mut client, &id);
    assert_eq!(events.len(), 64);
    client.pass_ms(100);
    let (second, _) = pushed(&mut client, &id);
    assert_eq!([first, second].concat(), (0..200).map(|nth: i32| base64(&nth.to_string())).collect::<Vec<_>>());
    assert!(pushed(&mut client, "no subscription").1.is_empty());
}
