//! Queues as such: created, found, listed, tagged, purged, deleted.

use crate::client::Client;
use serde_json::{Value, json};

const URL: &str = "https://sqs.us-east-1.amazonaws.com/123456789012/";

#[test]
fn a_queue_is_created_found_and_listed() {
    let mut client = Client::new("orders", json!({}));
    assert_eq!(client.url, format!("{URL}orders"));
    // Again with what it has: the same queue.
    assert_eq!(client.create("orders", json!({ "VisibilityTimeout": "30" })), client.url);
    let found = client.ok("GetQueueUrl", json!({ "QueueName": "orders" }));
    assert_eq!(found["QueueUrl"], client.url);
    let error = client.refused("GetQueueUrl", json!({ "QueueName": "other" }));
    assert_eq!(error.code, "com.amazonaws.sqs#QueueDoesNotExist");
    assert_eq!(error.query_code, "AWS.SimpleQueueService.NonExistentQueue");
    assert_eq!((error.message.as_str(), error.status), ("The specified queue does not exist.", 400));
    let error = client.refused("GetQueueUrl", json!({ "QueueName": "orders", "QueueOwnerAWSAccountId": "1" }));
    assert_eq!(error.query_code, "AWS.SimpleQueueService.NonExistentQueue");
}

#[test]
fn names_follow_the_rules() {
    let long = "q".repeat(81);
    let just = "q".repeat(80);
    let fifo = |value: &str| json!({ "FifoQueue": value });
    let table = [
        ("", json!({}), "InvalidParameterValue"),
        ("a b", json!({}), "InvalidParameterValue"),
        ("a.fifo", json!({}), "InvalidParameterValue"),
        (long.as_str(), json!({}), "InvalidParameterValue"),
        ("a", fifo("true"), "InvalidParameterValue"),
        ("a.fifo", fifo("false"), "InvalidParameterValue"),
        ("a", fifo("false"), "InvalidAttributeName"),
        (".fifo", fifo("true"), "InvalidParameterValue"),
        (just.as_str(), json!({}), "ok"),
        ("A-b_9", json!({}), "ok"),
        ("a.fifo", fifo("true"), "ok"),
    ];
    for (name, attributes, expected) in table {
        let call = json!({ "QueueName": name, "Attributes": attributes });
        let outcome = Client::under("aws-2026").call("CreateQueue", call);
        let code = outcome.map_or_else(|error| error.query_code, |_| "ok".to_owned());
        assert_eq!(code, expected, "{name} {attributes}");
    }
    let error = Client::under("aws-2026").refused("CreateQueue", json!({}));
    assert_eq!(error.code, "com.amazon.coral.service#MissingRequiredParameterException");
    assert_eq!(error.message, "The request must contain the parameter QueueName.");
}

#[test]
fn another_value_of_an_attribute_is_another_queue() {
    let mut client = Client::new("orders", json!({ "DelaySeconds": "2" }));
    let call = json!({ "QueueName": "orders", "Attributes": { "DelaySeconds": "3" } });
    let error = client.refused("CreateQueue", call);
    assert_eq!(
        (error.code.as_str(), error.query_code.as_str()),
        ("com.amazonaws.sqs#QueueNameExists", "QueueAlreadyExists")
    );
    assert_eq!(
        error.message,
        "A queue already exists with the same name and a different value for attribute DelaySeconds"
    );
    // What isn't asked for isn't compared.
    client.create("orders", json!({}));
}

#[test]
fn a_deleted_name_is_free_after_a_minute() {
    let mut client = Client::new("orders", json!({}));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    assert_eq!(client.ok("DeleteQueue", json!({})), Value::Null);
    for operation in ["DeleteQueue", "ReceiveMessage", "GetQueueAttributes", "PurgeQueue", "ListQueueTags"] {
        assert_eq!(client.refused(operation, json!({})).code, "com.amazonaws.sqs#QueueDoesNotExist", "{operation}");
    }
    client.pass_ms(59_000);
    let error = client.refused("CreateQueue", json!({ "QueueName": "orders" }));
    assert_eq!(error.query_code, "AWS.SimpleQueueService.QueueDeletedRecently");
    assert_eq!(
        error.message,
        "You must wait 60 seconds after deleting a queue before you can create another with the same name."
    );
    client.pass_ms(1_000);
    client.create("orders", json!({}));
    assert_eq!(client.receive(), Vec::<Value>::new());
}

#[test]
fn a_queue_is_told_by_the_path_of_its_url() {
    let mut client = Client::new("orders", json!({}));
    for url in [
        "http://localhost:9324/123456789012/orders",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders/",
        "orders",
    ] {
        client.ok("ListQueueTags", json!({ "QueueUrl": url }));
    }
    for url in ["https://sqs.us-east-1.amazonaws.com/210987654321/orders", "https://x/123456789012/other"] {
        let error = client.refused("ListQueueTags", json!({ "QueueUrl": url }));
        assert_eq!(error.code, "com.amazonaws.sqs#QueueDoesNotExist", "{url}");
    }
    assert_eq!(client.refused("ListQueueTags", json!({ "QueueUrl": "" })).query_code, "InvalidAddress");
    let error = client.refused("ListQueueTags", json!({ "QueueUrl": null }));
    assert_eq!(error.message, "The request must contain the parameter QueueUrl.");
}

#[test]
fn lists_come_by_prefix_and_page() {
    let mut client = Client::under("aws-2026");
    assert_eq!(client.ok("ListQueues", json!({})), json!({}));
    (0..25).for_each(|nth| _ = client.create(&format!("a-{nth:02}"), json!({})));
    client.create("b", json!({}));
    let all = client.ok("ListQueues", json!({}));
    assert_eq!(all["QueueUrls"].as_array().map(Vec::len), Some(26));
    assert!(all.get("NextToken").is_none());
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = client.ok("ListQueues", json!({ "QueueNamePrefix": "a-", "MaxResults": 10, "NextToken": token }));
        seen.extend(page["QueueUrls"].as_array().expect("a page").clone());
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    let expected: Vec<Value> = (0..25).map(|nth| format!("{URL}a-{nth:02}").into()).collect();
    assert_eq!(seen, expected);
    for call in [json!({ "MaxResults": 0 }), json!({ "MaxResults": 1_001 }), json!({ "NextToken": "?" })] {
        assert_eq!(client.refused("ListQueues", call).query_code, "InvalidParameterValue");
    }
}

#[test]
fn tags_are_kept() {
    let mut client = Client::under("aws-2026");
    let call = json!({ "QueueName": "orders", "tags": { "team": "data" } });
    client.url = client.ok("CreateQueue", call)["QueueUrl"].as_str().expect("a URL").to_owned();
    client.ok("TagQueue", json!({ "Tags": { "stage": "test", "empty": "" } }));
    let tags = client.ok("ListQueueTags", json!({}));
    assert_eq!(tags["Tags"], json!({ "team": "data", "stage": "test", "empty": "" }));
    client.ok("UntagQueue", json!({ "TagKeys": ["stage", "empty", "none"] }));
    assert_eq!(client.ok("ListQueueTags", json!({}))["Tags"], json!({ "team": "data" }));
    client.ok("UntagQueue", json!({ "TagKeys": ["team"] }));
    assert_eq!(client.ok("ListQueueTags", json!({})), json!({}));
}

#[test]
fn a_purge_empties_and_can_be_repeated_after_a_minute() {
    let mut client = Client::fifo(json!({ "ContentBasedDeduplication": "true" }));
    client.send("a", "g");
    client.send("b", "g");
    client.receive_with(json!({ "MaxNumberOfMessages": 1 }));
    client.ok("PurgeQueue", json!({}));
    assert_eq!(client.bodies(), Vec::<String>::new());
    assert_eq!(client.attribute("ApproximateNumberOfMessagesNotVisible"), "0");
    let error = client.refused("PurgeQueue", json!({}));
    assert_eq!((error.query_code.as_str(), error.status), ("AWS.SimpleQueueService.PurgeQueueInProgress", 403));
    assert_eq!(error.message, "Only one PurgeQueue operation on q.fifo is allowed every 60 seconds.");
    // A purge forgets what was sent, too.
    client.send("a", "g");
    assert_eq!(client.bodies(), ["a"]);
    client.pass_ms(60_000);
    client.ok("PurgeQueue", json!({}));
}

#[test]
fn permissions_are_statements_of_the_policy() {
    let mut client = Client::new("orders", json!({}));
    let add = |label: &str, accounts: &[&str]| json!({ "Label": label, "AWSAccountIds": accounts, "Actions": ["ReceiveMessage"] });
    client.ok("AddPermission", add("one", &["111111111111", "222222222222"]));
    let policy: Value = serde_json::from_str(&client.attribute("Policy")).expect("a policy");
    let statement = json!({
        "Sid": "one",
        "Effect": "Allow",
        "Principal": { "AWS": ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
        "Action": "SQS:ReceiveMessage",
        "Resource": "arn:aws:sqs:us-east-1:123456789012:orders",
    });
    assert_eq!(policy["Statement"], json!([statement]));
    assert_eq!(policy["Id"], "arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy");
    let error = client.refused("AddPermission", add("one", &["111111111111"]));
    assert_eq!(error.message, "Value one for parameter Label is invalid. Reason: Already exists.");
    let error = client.refused("RemovePermission", json!({ "Label": "two" }));
    assert_eq!(error.message, "Value two for parameter Label is invalid. Reason: can't find label.");
    client.ok("RemovePermission", json!({ "Label": "one" }));
    assert_eq!(client.attribute("Policy"), "");
    let call = json!({ "Label": "x", "AWSAccountIds": ["1"], "Actions": ["Fly"] });
    assert_eq!(client.refused("AddPermission", call).query_code, "InvalidParameterValue");
}

#[test]
fn whatever_is_sent_gets_an_answer() {
    let mut client = Client::new("orders", json!({}));
    let values = [
        json!(null),
        json!(1e300),
        json!(-1),
        json!("x"),
        json!([]),
        json!({}),
        json!([[{}]]),
        json!({ "a": 1 }),
        json!(true),
    ];
    let members = [
        "QueueUrl",
        "QueueName",
        "Attributes",
        "tags",
        "Tags",
        "TagKeys",
        "MessageBody",
        "MessageAttributes",
        "Entries",
        "ReceiptHandle",
        "VisibilityTimeout",
        "MaxNumberOfMessages",
        "WaitTimeSeconds",
        "AttributeNames",
        "NextToken",
        "MaxResults",
        "Label",
        "Actions",
        "AWSAccountIds",
        "SourceArn",
        "DestinationArn",
        "TaskHandle",
        "DelaySeconds",
    ];
    let operations = [
        "AddPermission",
        "CancelMessageMoveTask",
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
        "CreateQueue",
        "DeleteMessage",
        "DeleteMessageBatch",
        "GetQueueAttributes",
        "GetQueueUrl",
        "ListDeadLetterSourceQueues",
        "ListMessageMoveTasks",
        "ListQueueTags",
        "ListQueues",
        "ReceiveMessage",
        "RemovePermission",
        "SendMessage",
        "SendMessageBatch",
        "SetQueueAttributes",
        "StartMessageMoveTask",
        "TagQueue",
        "UntagQueue",
        "NoSuchOperation",
    ];
    for operation in operations {
        for member in members {
            for value in &values {
                let mut call = json!({ "QueueUrl": client.url });
                call[member] = value.clone();
                let answer = client.respond(operation, &call);
                assert!([200, 400, 403, 404].contains(&answer.status), "{operation} {call}");
            }
        }
    }
    let error = client.refused("NoSuchOperation", json!({}));
    assert_eq!(error.code, "com.amazon.coral.service#UnknownOperationException");
    let error = client.refused("SendMessage", json!({ "MessageBody": ["x"] }));
    assert_eq!(error.code, "com.amazon.coral.service#SerializationException");
}
