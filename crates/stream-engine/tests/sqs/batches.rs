//! Batch calls: rules for the whole, results for each entry.

use crate::client::Client;
use serde_json::{Value, json};

fn entry(id: &str, body: &str) -> Value {
    json!({ "Id": id, "MessageBody": body })
}

#[test]
fn a_batch_is_refused_as_a_whole_for_its_form() {
    let many: Vec<Value> = (0..11).map(|nth| entry(&format!("id{nth}"), "x")).collect();
    let long = "i".repeat(81);
    let table = [
        (json!(null), "MissingParameter", "The request must contain the parameter Entries."),
        (
            json!([]),
            "AWS.SimpleQueueService.EmptyBatchRequest",
            "There should be at least one SendMessageBatchRequestEntry in the request.",
        ),
        (
            json!(many),
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            "Maximum number of entries per request are 10. You have sent 11.",
        ),
        (
            json!([entry("a", "x"), entry("a", "y")]),
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            "Id a repeated.",
        ),
        (
            json!([entry("a:b", "x")]),
            "AWS.SimpleQueueService.InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
        ),
        (
            json!([entry(&long, "x")]),
            "AWS.SimpleQueueService.InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
        ),
    ];
    for (entries, code, message) in table {
        let error = Client::new("orders", json!({})).refused("SendMessageBatch", json!({ "Entries": entries }));
        assert_eq!((error.query_code.as_str(), error.message.as_str()), (code, message));
        assert_eq!(error.status, 400);
    }
}

#[test]
fn a_batch_has_a_size_of_its_own() {
    let mut client = Client::new("orders", json!({}));
    let half = "x".repeat(1 << 19);
    client.ok("SendMessageBatch", json!({ "Entries": [entry("1", &half), entry("2", &half)] }));
    let entries = json!([entry("1", &half), entry("2", &half), entry("3", "x")]);
    let error = client.refused("SendMessageBatch", json!({ "Entries": entries }));
    assert_eq!(error.code, "com.amazonaws.sqs#BatchRequestTooLong");
    assert_eq!(error.message, "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.");
}

#[test]
fn entries_succeed_and_fail_for_themselves() {
    let mut client = Client::new("orders", json!({ "MaximumMessageSize": "1024" }));
    let entries = json!([entry("good", "a"), entry("long", &"x".repeat(1_025)), entry("empty", "")]);
    let answer = client.ok("SendMessageBatch", json!({ "Entries": entries }));
    assert_eq!(answer["Successful"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer["Successful"][0]["Id"], "good");
    assert_eq!(answer["Successful"][0]["MD5OfMessageBody"], "0cc175b9c0f1b6a831c399e269772661");
    let failed = json!([
        {
            "Id": "long",
            "SenderFault": true,
            "Code": "InvalidParameterValue",
            "Message": "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
        },
        {
            "Id": "empty",
            "SenderFault": true,
            "Code": "MissingParameter",
            "Message": "The request must contain the parameter MessageBody.",
        },
    ]);
    assert_eq!(answer["Failed"], failed);
    // A list without entries is left out.
    let answer = client.ok("SendMessageBatch", json!({ "Entries": [entry("1", "a")] }));
    assert!(answer.get("Failed").is_none());
}

#[test]
fn a_fifo_batch_needs_groups_and_ids_for_all() {
    let mut client = Client::fifo(json!({}));
    let send = |client: &mut Client, entry: Value| client.refused("SendMessageBatch", json!({ "Entries": [entry] }));
    let error = send(&mut client, json!({ "Id": "1", "MessageBody": "a", "MessageGroupId": "g" }));
    assert_eq!(error.query_code, "InvalidParameterValue");
    assert!(error.message.starts_with("The queue should either have ContentBasedDeduplication enabled"));
    let error = send(&mut client, json!({ "Id": "1", "MessageBody": "a", "MessageDeduplicationId": "d" }));
    assert_eq!(error.query_code, "InvalidParameterValue");
    assert_eq!(error.message, "The request must contain the parameter MessageGroupId.");
}

#[test]
fn a_fifo_batch_keeps_the_order_of_its_entries() {
    let mut client = Client::fifo(json!({ "ContentBasedDeduplication": "true" }));
    let entries: Vec<Value> = (0..10)
        .map(|nth| json!({ "Id": nth.to_string(), "MessageBody": format!("m{nth}"), "MessageGroupId": "g" }))
        .collect();
    let answer = client.ok("SendMessageBatch", json!({ "Entries": entries }));
    let numbers: Vec<&str> = answer["Successful"]
        .as_array()
        .expect("all")
        .iter()
        .filter_map(|entry| entry["SequenceNumber"].as_str())
        .collect();
    assert!(numbers.len() == 10 && numbers.is_sorted(), "{numbers:?}");
    assert_eq!(client.bodies(), (0..10).map(|nth| format!("m{nth}")).collect::<Vec<_>>());
}

#[test]
fn deletes_and_changes_come_in_batches() {
    let mut client = Client::new("orders", json!({}));
    (0..3).for_each(|nth| _ = client.ok("SendMessage", json!({ "MessageBody": format!("m{nth}") })));
    let got = client.receive();
    let handle = |nth: usize| got[nth]["ReceiptHandle"].clone();
    let entries = json!([
        { "Id": "1", "ReceiptHandle": handle(0), "VisibilityTimeout": 0 },
        { "Id": "2", "ReceiptHandle": handle(1), "VisibilityTimeout": -1 },
        { "Id": "3", "ReceiptHandle": "x", "VisibilityTimeout": 1 },
    ]);
    let answer = client.ok("ChangeMessageVisibilityBatch", json!({ "Entries": entries }));
    assert_eq!(answer["Successful"], json!([{ "Id": "1" }]));
    let codes: Vec<&Value> = answer["Failed"].as_array().expect("two").iter().map(|entry| &entry["Code"]).collect();
    assert_eq!(codes, ["InvalidParameterValue", "ReceiptHandleIsInvalid"]);
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "1");
    let entries = json!([{ "Id": "1", "ReceiptHandle": handle(1) }, { "Id": "2", "ReceiptHandle": "x" }]);
    let answer = client.ok("DeleteMessageBatch", json!({ "Entries": entries }));
    assert_eq!((&answer["Successful"], &answer["Failed"][0]["Id"]), (&json!([{ "Id": "1" }]), &json!("2")));
    for operation in ["DeleteMessageBatch", "ChangeMessageVisibilityBatch"] {
        let error = client.refused(operation, json!({ "Entries": [] }));
        assert_eq!(error.code, "com.amazonaws.sqs#EmptyBatchRequest");
    }
}
