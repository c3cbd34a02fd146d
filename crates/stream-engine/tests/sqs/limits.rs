//! Throughput limits of FIFO queues, and size: much in one queue.

use crate::client::Client;
use serde_json::{Value, json};

fn single(nth: u64) -> Value {
    json!({ "MessageBody": nth.to_string(), "MessageGroupId": format!("g{nth}") })
}

/// Calls that are let through at this instant, of so many.
fn through(client: &mut Client, operation: &str, count: u64, call: impl Fn(u64) -> Value) -> usize {
    (0..count)
        .filter(|nth| match client.call(operation, call(*nth)) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!((error.code.as_str(), error.status), ("com.amazonaws.sqs#RequestThrottled", 400));
                false
            }
        })
        .count()
}

#[test]
fn three_hundred_calls_a_second_for_each_action() {
    let mut client = Client::fifo(json!({ "ContentBasedDeduplication": "true" }));
    assert_eq!(through(&mut client, "SendMessage", 400, single), 300);
    // Each action has a limit of its own.
    assert_eq!(through(&mut client, "ReceiveMessage", 400, |_| json!({})), 300);
    client.pass_ms(500);
    assert_eq!(through(&mut client, "SendMessage", 400, |nth| single(nth + 1_000)), 150);
    let batch = |nth: u64| {
        let entry =
            |of: u64| json!({ "Id": of.to_string(), "MessageBody": format!("{nth}-{of}"), "MessageGroupId": "g" });
        json!({ "Entries": (0..10).map(entry).collect::<Vec<_>>() })
    };
    client.pass_ms(1_000);
    assert_eq!(through(&mut client, "SendMessageBatch", 400, batch), 300);
    assert_eq!(client.world.sqs().queues().map(|queue| queue.totals.sent).sum::<u64>(), 3_450);
}

#[test]
fn a_standard_queue_has_no_such_limit() {
    let mut client = Client::new("orders", json!({}));
    assert_eq!(through(&mut client, "SendMessage", 2_000, |nth| json!({ "MessageBody": nth.to_string() })), 2_000);
}

#[test]
fn high_throughput_counts_for_each_partition_up_to_the_region() {
    let high = json!({
        "ContentBasedDeduplication": "true",
        "DeduplicationScope": "messageGroup",
        "FifoThroughputLimit": "perMessageGroupId",
    });
    // One group is one partition: no gain.
    let one = |nth: u64| json!({ "MessageBody": nth.to_string(), "MessageGroupId": "g" });
    assert_eq!(through(&mut Client::fifo(high.clone()), "SendMessage", 1_000, one), 300);
    let many = through(&mut Client::fifo(high.clone()), "SendMessage", 5_000, single);
    assert!(many > 4_500, "{many}");
    // The 2022 limit of the Region: 3 000 calls a second.
    let mut client = Client::under("exam-2022");
    let mut attributes = high;
    attributes["FifoQueue"] = "true".into();
    client.url = client.create("q.fifo", attributes);
    let many = through(&mut client, "SendMessage", 5_000, single);
    assert!((2_500..=3_000).contains(&many), "{many}");
}

#[test]
fn a_queue_of_many_messages_and_groups_answers_as_a_small_one() {
    let mut client = Client::fifo(json!({
        "ContentBasedDeduplication": "true",
        "DeduplicationScope": "messageGroup",
        "FifoThroughputLimit": "perMessageGroupId",
    }));
    for second in 0..20 {
        for call in 0..200 {
            let entry = |of: u64| {
                let nth = second * 2_000 + call * 10 + of;
                json!({ "Id": of.to_string(), "MessageBody": nth.to_string(), "MessageGroupId": format!("g{}", nth % 500) })
            };
            client.ok("SendMessageBatch", json!({ "Entries": (0..10).map(entry).collect::<Vec<_>>() }));
        }
        client.pass_ms(1_000);
    }
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "40000");
    let got = client.receive();
    let bodies: Vec<u64> = got.iter().filter_map(|message| message["Body"].as_str()?.parse().ok()).collect();
    assert_eq!(bodies, (0..10).map(|nth| nth * 500).collect::<Vec<u64>>());
}
