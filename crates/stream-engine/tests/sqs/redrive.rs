//! Dead-letter queues: who may be one, what goes there, and back.

use crate::client::{Client, bodies};
use serde_json::{Value, json};

fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:123456789012:{name}")
}

fn policy(name: &str, count: Value) -> Value {
    let policy = json!({ "deadLetterTargetArn": arn(name), "maxReceiveCount": count });
    json!({ "RedrivePolicy": policy.to_string() })
}

/// A queue with a dead-letter queue; gives the latter's URL.
fn pair(suffix: &str, count: u64) -> (Client, String) {
    let mut client = Client::under("aws-2026");
    let kind = || match suffix {
        "" => json!({}),
        _ => json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" }),
    };
    let dead = client.create(&format!("dead{suffix}"), kind());
    let mut attributes = kind();
    attributes["RedrivePolicy"] = policy(&format!("dead{suffix}"), count.into())["RedrivePolicy"].clone();
    attributes["VisibilityTimeout"] = "10".into();
    client.url = client.create(&format!("orders{suffix}"), attributes);
    (client, dead)
}

#[test]
fn policies_are_checked() {
    let mut client = Client::new("orders", json!({}));
    client.create("dead", json!({}));
    client.create("dead.fifo", json!({ "FifoQueue": "true" }));
    client.create("closed", json!({ "RedriveAllowPolicy": "{\"redrivePermission\":\"denyAll\"}" }));
    let only = json!({ "redrivePermission": "byQueue", "sourceQueueArns": [arn("orders")] });
    client.create("mine", json!({ "RedriveAllowPolicy": only.to_string() }));
    let table = [
        (policy("dead", 1.into()), "ok"),
        (policy("dead", 1_000.into()), "ok"),
        (policy("dead", "5".into()), "ok"),
        (policy("mine", 5.into()), "ok"),
        (policy("dead", 0.into()), "InvalidParameterValue"),
        (policy("dead", 1_001.into()), "InvalidParameterValue"),
        (policy("none", 5.into()), "InvalidParameterValue"),
        (policy("dead.fifo", 5.into()), "InvalidParameterValue"),
        (policy("closed", 5.into()), "InvalidParameterValue"),
        (json!({ "RedrivePolicy": "" }), "ok"),
    ];
    for (attributes, expected) in table {
        let outcome = client.call("SetQueueAttributes", json!({ "Attributes": attributes }));
        let code = outcome.map_or_else(|error| error.query_code, |_| "ok".to_owned());
        assert_eq!(code, expected, "{attributes}");
    }
    assert_eq!(client.attribute("RedrivePolicy"), "");
    let other = json!({ "QueueName": "other", "Attributes": policy("mine", 5.into()) });
    assert_eq!(client.refused("CreateQueue", other).query_code, "InvalidParameterValue");
}

#[test]
fn a_message_received_too_often_goes_to_the_dead_letter_queue() {
    let (mut client, dead) = pair("", 2);
    let sent = client.ok("SendMessage", json!({ "MessageBody": "a" }));
    for _ in 0..2 {
        assert_eq!(client.bodies(), ["a"]);
        client.pass_ms(10_000);
    }
    assert_eq!(client.bodies(), Vec::<String>::new());
    let call = json!({ "QueueUrl": dead, "AttributeNames": ["All"] });
    let message = client.receive_with(call).remove(0);
    assert_eq!(message["MessageId"], sent["MessageId"]);
    let attributes = &message["Attributes"];
    assert_eq!(attributes["ApproximateReceiveCount"], "3");
    assert_eq!(attributes["DeadLetterQueueSourceArn"], arn("orders"));
    assert_eq!(attributes["SentTimestamp"], "1767225600000");
    let sources = client.ok("ListDeadLetterSourceQueues", json!({ "QueueUrl": dead }));
    assert_eq!(sources["queueUrls"], json!([client.url]));
    assert_eq!(client.ok("ListDeadLetterSourceQueues", json!({}))["queueUrls"], json!([]));
}

#[test]
fn a_dead_letter_lets_its_group_go_on() {
    let (mut client, dead) = pair(".fifo", 1);
    client.send("a", "g");
    client.send("b", "g");
    assert_eq!(bodies(&client.receive_with(json!({ "MaxNumberOfMessages": 1 }))), ["a"]);
    client.pass_ms(10_000);
    assert_eq!(client.bodies(), ["b"]);
    assert_eq!(bodies(&client.receive_with(json!({ "QueueUrl": dead }))), ["a"]);
}

#[test]
fn without_its_dead_letter_queue_a_message_is_given_on_and_on() {
    let (mut client, dead) = pair("", 1);
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    client.ok("DeleteQueue", json!({ "QueueUrl": dead }));
    for _ in 0..4 {
        assert_eq!(client.bodies(), ["a"]);
        client.pass_ms(10_000);
    }
}

#[test]
fn a_dead_letters_age_is_that_of_its_profile() {
    // 2022: counted from the first sending in all queues. Later text excepts FIFO queues.
    for (profile, left) in [("exam-2022", 0), ("aws-2026", 1)] {
        let mut client = Client::under(profile);
        let fifo = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true", "MessageRetentionPeriod": "100" });
        let dead = client.create("dead.fifo", fifo);
        let mut attributes = policy("dead.fifo", 1.into());
        attributes["FifoQueue"] = "true".into();
        attributes["ContentBasedDeduplication"] = "true".into();
        client.url = client.create("orders.fifo", attributes);
        client.send("a", "g");
        client.receive();
        client.pass_ms(60_000);
        assert_eq!(client.bodies(), Vec::<String>::new());
        client.pass_ms(60_000);
        assert_eq!(client.receive_with(json!({ "QueueUrl": dead })).len(), left, "{profile}");
    }
}

fn fill_dead(client: &mut Client, count: usize) {
    (0..count).for_each(|nth| _ = client.ok("SendMessage", json!({ "MessageBody": format!("m{nth}") })));
    for _ in 0..2 {
        while !client.receive().is_empty() {}
        client.pass_ms(10_000);
    }
}

#[test]
fn a_move_task_brings_messages_back() {
    let (mut client, dead) = pair("", 1);
    fill_dead(&mut client, 25);
    let start = json!({ "SourceArn": arn("dead"), "MaxNumberOfMessagesPerSecond": 10 });
    let handle = client.ok("StartMessageMoveTask", start.clone())["TaskHandle"].clone();
    assert!(client.refused("StartMessageMoveTask", start).message.starts_with("There is already a task running."));
    let list = |client: &mut Client| {
        client.ok("ListMessageMoveTasks", json!({ "SourceArn": arn("dead") }))["Results"][0].clone()
    };
    let task = list(&mut client);
    assert_eq!((&task["Status"], &task["TaskHandle"]), (&json!("RUNNING"), &handle));
    assert_eq!(task["ApproximateNumberOfMessagesToMove"], 25);
    assert_eq!(task["ApproximateNumberOfMessagesMoved"], 10);
    assert_eq!(task["MaxNumberOfMessagesPerSecond"], 10);
    client.pass_ms(3_000);
    let task = list(&mut client);
    assert_eq!((&task["Status"], &task["ApproximateNumberOfMessagesMoved"]), (&json!("COMPLETED"), &json!(25)));
    assert!(task.get("TaskHandle").is_none());
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "25");
    // They count as new.
    let message = client.receive_with(json!({ "AttributeNames": ["ApproximateReceiveCount"] })).remove(0);
    assert_eq!(message["Attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(client.receive_with(json!({ "QueueUrl": dead })), Vec::<Value>::new());
}

#[test]
fn a_move_task_is_cancelled_or_fails() {
    let (mut client, dead) = pair("", 1);
    fill_dead(&mut client, 25);
    let start = json!({ "SourceArn": arn("dead"), "MaxNumberOfMessagesPerSecond": 10 });
    let handle = client.ok("StartMessageMoveTask", start.clone())["TaskHandle"].clone();
    let cancelled = client.ok("CancelMessageMoveTask", json!({ "TaskHandle": handle }));
    assert_eq!(cancelled["ApproximateNumberOfMessagesMoved"], 10);
    client.pass_ms(5_000);
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "10");
    let error = client.refused("CancelMessageMoveTask", json!({ "TaskHandle": handle }));
    assert_eq!((error.code.as_str(), error.status), ("com.amazonaws.sqs#ResourceNotFoundException", 404));
    assert_eq!(
        client.refused("CancelMessageMoveTask", json!({ "TaskHandle": "?" })).query_code,
        "InvalidParameterValue"
    );

    // What was sent to the dead-letter queue itself has nowhere to go back to.
    client.ok("PurgeQueue", json!({ "QueueUrl": dead }));
    client.ok("SendMessage", json!({ "QueueUrl": dead, "MessageBody": "own" }));
    client.ok("StartMessageMoveTask", start);
    let tasks = client.ok("ListMessageMoveTasks", json!({ "SourceArn": arn("dead"), "MaxResults": 10 }));
    let first = &tasks["Results"][0];
    assert_eq!(
        (&first["Status"], &first["FailureReason"]),
        (&json!("FAILED"), &json!("CouldNotDetermineMessageSource"))
    );
    assert_eq!(tasks["Results"][1]["Status"], "CANCELLED");
    let onward = json!({ "SourceArn": arn("dead"), "DestinationArn": arn("orders") });
    client.ok("StartMessageMoveTask", onward);
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "11");
}

#[test]
fn move_tasks_need_a_dead_letter_queue_and_a_profile_that_knows_them() {
    let (mut client, _) = pair("", 1);
    let start = |source: &str| json!({ "SourceArn": source });
    let error = client.refused("StartMessageMoveTask", start(&arn("orders")));
    assert_eq!(error.message, "Source queue must be configured as a Dead Letter Queue.");
    assert_eq!(client.refused("StartMessageMoveTask", start(&arn("none"))).status, 404);
    assert_eq!(client.refused("StartMessageMoveTask", start("dead")).query_code, "InvalidParameterValue");
    let mut call = start(&arn("dead"));
    call["MaxNumberOfMessagesPerSecond"] = 501.into();
    assert_eq!(client.refused("StartMessageMoveTask", call).query_code, "InvalidParameterValue");
    let error = Client::under("exam-2022").refused("StartMessageMoveTask", start(&arn("dead")));
    assert_eq!(error.code, "com.amazon.coral.service#UnknownOperationException");
}
