//! FIFO queues beyond the golden cases: deduplication by scope and time, groups, attempts.

use crate::client::{Client, bodies};
use serde_json::{Value, json};

fn send(client: &mut Client, body: &str, group: &str, id: &str) -> Value {
    let call = json!({ "MessageBody": body, "MessageGroupId": group, "MessageDeduplicationId": id });
    client.ok("SendMessage", call)
}

#[test]
fn a_duplicate_gets_the_first_ones_answer() {
    let mut client = Client::fifo(json!({}));
    let first = send(&mut client, "a", "g", "d");
    client.pass_ms(299_999);
    let second = send(&mut client, "b", "g", "d");
    assert_eq!((&first["MessageId"], &first["SequenceNumber"]), (&second["MessageId"], &second["SequenceNumber"]));
    // The digest is that of what was sent.
    assert_ne!(first["MD5OfMessageBody"], second["MD5OfMessageBody"]);
    client.pass_ms(1);
    let third = send(&mut client, "c", "g", "d");
    assert_ne!(first["MessageId"], third["MessageId"]);
    assert_eq!(client.bodies(), ["a", "c"]);
}

#[test]
fn five_minutes_count_from_the_first_accepted_send() {
    let mut client = Client::fifo(json!({}));
    send(&mut client, "a", "g", "d");
    for _ in 0..9 {
        client.pass_ms(60_000);
        send(&mut client, "b", "g", "d");
    }
    // At five minutes a new one was stored, and counts again.
    assert_eq!(client.bodies(), ["a", "b"]);
}

#[test]
fn the_scope_is_the_queue_or_the_group() {
    for (scope, expected) in [("queue", vec!["a"]), ("messageGroup", vec!["a", "b"])] {
        let mut client = Client::fifo(json!({ "DeduplicationScope": scope }));
        send(&mut client, "a", "g1", "d");
        send(&mut client, "b", "g2", "d");
        send(&mut client, "c", "g1", "d");
        assert_eq!(client.bodies(), expected, "{scope}");
    }
}

#[test]
fn a_receive_without_timeout_leaves_the_group_open() {
    let mut client = Client::fifo(json!({ "ContentBasedDeduplication": "true" }));
    (0..3).for_each(|nth| _ = client.send(&format!("m{nth}"), "g"));
    let call = json!({ "MaxNumberOfMessages": 2, "VisibilityTimeout": 0 });
    assert_eq!(bodies(&client.receive_with(call.clone())), ["m0", "m1"]);
    assert_eq!(bodies(&client.receive_with(call)), ["m0", "m1"]);
}

#[test]
fn an_attempt_is_repeated_until_something_changed() {
    let mut client = Client::fifo(json!({ "ContentBasedDeduplication": "true", "VisibilityTimeout": "30" }));
    (0..4).for_each(|nth| _ = client.send(&format!("m{nth}"), "g"));
    let call = json!({ "MaxNumberOfMessages": 2, "ReceiveRequestAttemptId": "once" });
    let first = client.receive_with(call.clone());
    client.pass_ms(20_000);
    let again = client.receive_with(call.clone());
    assert_eq!(first, again);
    // The timeout began anew.
    client.pass_ms(20_000);
    assert_eq!(client.bodies(), Vec::<String>::new());
    client.delete(&again[0]);
    assert_eq!(client.receive_with(call.clone()), Vec::<Value>::new());
    client.delete(&again[1]);
    assert_eq!(bodies(&client.receive_with(call)), ["m2", "m3"]);
    let error = Client::new("orders", json!({})).refused("ReceiveMessage", json!({ "ReceiveRequestAttemptId": "x" }));
    assert_eq!(error.query_code, "InvalidParameterValue");
}

#[test]
fn one_stuck_group_hides_what_lies_beyond_the_window() {
    use crate::common::{quiet, quotas};
    use stream_engine::{Quotas, Simulation};
    let limits = Quotas { sqs_fifo_group_lookup_window_messages: 100, ..quotas() };
    let mut client = Client { world: Simulation::new(&quiet(1), limits.into()), url: String::new() };
    client.url = client.create("q.fifo", json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" }));
    (0..100).for_each(|nth| _ = client.send(&format!("s{nth}"), "stuck"));
    client.send("other", "free");
    let first = client.receive_with(json!({ "MaxNumberOfMessages": 1 })).remove(0);
    assert_eq!(client.bodies(), Vec::<String>::new());
    client.delete(&first);
    assert_eq!(client.receive_with(json!({ "MaxNumberOfMessages": 10 })).len(), 10);
    assert_eq!(client.bodies(), ["other"]);
}

#[test]
fn the_queue_gives_no_more_than_may_be_in_flight() {
    use crate::common::{quiet, quotas};
    use stream_engine::{Quotas, Simulation};
    let limits = Quotas { sqs_fifo_in_flight_max_messages: 12, sqs_standard_in_flight_max_messages: 12, ..quotas() };
    let mut client = Client { world: Simulation::new(&quiet(1), limits.into()), url: String::new() };
    client.url = client.create("q.fifo", json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" }));
    (0..30).for_each(|nth| _ = client.send(&format!("m{nth}"), &format!("g{nth}")));
    // No error at the limit of a FIFO queue.
    let counts: Vec<usize> = (0..3).map(|_| client.receive().len()).collect();
    assert_eq!(counts, [10, 2, 0]);
    client.url = client.create("orders", json!({}));
    (0..30).for_each(|nth| _ = client.ok("SendMessage", json!({ "MessageBody": format!("m{nth}") })));
    assert_eq!((client.receive().len(), client.receive().len()), (10, 2));
    let error = client.refused("ReceiveMessage", json!({}));
    assert_eq!((error.code.as_str(), error.status), ("com.amazonaws.sqs#OverLimit", 403));
    // A long poll gets nothing instead.
    assert_eq!(client.receive_with(json!({ "WaitTimeSeconds": 1 })), Vec::<Value>::new());
}
