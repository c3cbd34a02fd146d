//! Queue attributes: defaults, bounds, what each kind of queue has.

use crate::client::Client;
use serde_json::json;

#[test]
fn a_new_queue_shows_the_services_defaults() {
    let mut client = Client::new("orders", json!({}));
    let shown = client.ok("GetQueueAttributes", json!({ "AttributeNames": ["All"] }));
    assert_eq!(
        shown["Attributes"],
        json!({
            "ApproximateNumberOfMessages": "0",
            "ApproximateNumberOfMessagesDelayed": "0",
            "ApproximateNumberOfMessagesNotVisible": "0",
            "CreatedTimestamp": "1767225600",
            "DelaySeconds": "0",
            "LastModifiedTimestamp": "1767225600",
            "MaximumMessageSize": "1048576",
            "MessageRetentionPeriod": "345600",
            "QueueArn": "arn:aws:sqs:us-east-1:123456789012:orders",
            "ReceiveMessageWaitTimeSeconds": "0",
            "SqsManagedSseEnabled": "true",
            "VisibilityTimeout": "30",
        })
    );
    assert_eq!(client.ok("GetQueueAttributes", json!({})), json!({}));
    let mut client = Client::fifo(json!({}));
    for (name, value) in [
        ("FifoQueue", "true"),
        ("ContentBasedDeduplication", "false"),
        ("DeduplicationScope", "queue"),
        ("FifoThroughputLimit", "perQueue"),
    ] {
        assert_eq!(client.attribute(name), value, "{name}");
    }
}

#[test]
fn values_are_held_against_their_bounds() {
    let table = [
        ("VisibilityTimeout", "43200", "ok"),
        ("VisibilityTimeout", "43201", "InvalidAttributeValue"),
        ("VisibilityTimeout", "-1", "InvalidAttributeValue"),
        ("VisibilityTimeout", "", "InvalidAttributeValue"),
        ("MaximumMessageSize", "1023", "InvalidAttributeValue"),
        ("MaximumMessageSize", "1048577", "InvalidAttributeValue"),
        ("MessageRetentionPeriod", "59", "InvalidAttributeValue"),
        ("MessageRetentionPeriod", "1209600", "ok"),
        ("DelaySeconds", "901", "InvalidAttributeValue"),
        ("ReceiveMessageWaitTimeSeconds", "21", "InvalidAttributeValue"),
        ("KmsDataKeyReusePeriodSeconds", "59", "InvalidAttributeValue"),
        ("SqsManagedSseEnabled", "maybe", "InvalidAttributeValue"),
        ("ContentBasedDeduplication", "true", "InvalidAttributeName"),
        ("FifoQueue", "true", "InvalidAttributeName"),
        ("DeduplicationScope", "queue", "InvalidAttributeName"),
        ("QueueArn", "x", "InvalidAttributeName"),
        ("Nonsense", "x", "InvalidAttributeName"),
        ("RedrivePolicy", "x", "InvalidParameterValue"),
        ("RedrivePolicy", "{}", "InvalidParameterValue"),
        ("RedriveAllowPolicy", "{\"redrivePermission\":\"perhaps\"}", "InvalidParameterValue"),
        ("RedriveAllowPolicy", "{\"redrivePermission\":\"byQueue\"}", "InvalidParameterValue"),
        ("RedriveAllowPolicy", "{\"redrivePermission\":\"denyAll\"}", "ok"),
        ("Policy", "{}", "ok"),
    ];
    for (name, value, expected) in table {
        let mut client = Client::new("orders", json!({}));
        let outcome = client.call("SetQueueAttributes", json!({ "Attributes": { name: value } }));
        let code = outcome.map_or_else(|error| error.query_code, |_| "ok".to_owned());
        assert_eq!(code, expected, "{name} = {value}");
    }
    let mut client = Client::new("orders", json!({}));
    let error = client.refused("GetQueueAttributes", json!({ "AttributeNames": ["Nonsense"] }));
    assert_eq!(error.message, "Unknown Attribute Nonsense.");
}

#[test]
fn a_refused_change_changes_nothing() {
    let mut client = Client::new("orders", json!({}));
    let call = json!({ "Attributes": { "DelaySeconds": "5", "VisibilityTimeout": "-1" } });
    client.refused("SetQueueAttributes", call);
    assert_eq!(client.attribute("DelaySeconds"), "0");
}

#[test]
fn a_fifo_queue_stays_one() {
    let mut client = Client::fifo(json!({}));
    let error = client.refused("SetQueueAttributes", json!({ "Attributes": { "FifoQueue": "false" } }));
    assert_eq!(
        error.message,
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
    );
    let error =
        client.refused("SetQueueAttributes", json!({ "Attributes": { "FifoThroughputLimit": "perMessageGroupId" } }));
    assert_eq!(error.query_code, "InvalidAttributeValue");
    let high = json!({ "FifoThroughputLimit": "perMessageGroupId", "DeduplicationScope": "messageGroup" });
    client.ok("SetQueueAttributes", json!({ "Attributes": high }));
    client.ok("SetQueueAttributes", json!({ "Attributes": { "ContentBasedDeduplication": "true" } }));
    assert_eq!(client.attribute("ContentBasedDeduplication"), "true");
}

#[test]
fn one_kind_of_encryption_at_a_time() {
    let mut client = Client::new("orders", json!({ "KmsMasterKeyId": "key", "KmsDataKeyReusePeriodSeconds": "6000" }));
    assert_eq!(
        (client.attribute("SqsManagedSseEnabled"), client.attribute("KmsMasterKeyId")),
        ("false".to_owned(), "key".to_owned())
    );
    client.ok("SetQueueAttributes", json!({ "Attributes": { "SqsManagedSseEnabled": "true" } }));
    assert_eq!(client.attribute("KmsMasterKeyId"), "");
    let both = json!({ "Attributes": { "SqsManagedSseEnabled": "true", "KmsMasterKeyId": "key" } });
    assert_eq!(client.refused("SetQueueAttributes", both).query_code, "InvalidAttributeName");
}

#[test]
fn a_change_is_stamped_and_a_longer_retention_brings_nothing_back() {
    let mut client = Client::new("orders", json!({ "MessageRetentionPeriod": "60" }));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    client.pass_ms(61_000);
    client.ok("SetQueueAttributes", json!({ "Attributes": { "MessageRetentionPeriod": "600" } }));
    assert_eq!(client.attribute("LastModifiedTimestamp"), "1767225661");
    assert_eq!(client.attribute("CreatedTimestamp"), "1767225600");
    assert_eq!(client.bodies(), Vec::<String>::new());
    client.ok("SendMessage", json!({ "MessageBody": "b" }));
    client.pass_ms(100_000);
    client.ok("SetQueueAttributes", json!({ "Attributes": { "MessageRetentionPeriod": "60" } }));
    assert_eq!(client.bodies(), Vec::<String>::new());
}
