//! Messages: sent, received with their attributes, deleted, hidden.

use crate::client::{Client, bodies};
use serde_json::{Value, json};

fn text(value: &str) -> Value {
    json!({ "DataType": "String", "StringValue": value })
}

#[test]
fn a_message_comes_back_with_the_digests_that_clients_check() {
    let mut client = Client::new("orders", json!({}));
    let attributes = json!({ "General": text("Kenobi"), "Hello": text("There"), "Help.Me": text("Me") });
    let sent = client.ok("SendMessage", json!({ "MessageBody": "msg", "MessageAttributes": attributes }));
    assert_eq!(sent["MD5OfMessageBody"], "6e2baaf3b97dbeef01c0043275f9a0e7");
    assert_eq!(sent["MD5OfMessageAttributes"], "4c360f3fdafd970e05fae2f149d997f5");
    assert!(sent.get("SequenceNumber").is_none());
    let names = [
        (json!([]), None),
        (json!(["All"]), Some(attributes.clone())),
        (json!([".*"]), Some(attributes.clone())),
        (json!(["*"]), Some(attributes.clone())),
        (json!(["Help.*"]), Some(json!({ "Help.Me": text("Me") }))),
        (json!(["Hello", "None"]), Some(json!({ "Hello": text("There") }))),
        (json!(["None"]), None),
    ];
    for (asked, expected) in names {
        let call = json!({ "MessageAttributeNames": asked, "VisibilityTimeout": 0 });
        let message = client.receive_with(call).remove(0);
        assert_eq!(message["MD5OfBody"], sent["MD5OfMessageBody"]);
        assert_eq!(message["MessageId"], sent["MessageId"]);
        assert_eq!(message.get("MessageAttributes"), expected.as_ref(), "{asked}");
        assert_eq!(message.get("MD5OfMessageAttributes").is_some(), expected.is_some());
    }
}

#[test]
fn binary_and_number_attributes_and_the_trace_header() {
    let mut client = Client::new("orders", json!({}));
    let attributes = json!({
        "blob": { "DataType": "Binary.png", "BinaryValue": "AAEC" },
        "count": { "DataType": "Number", "StringValue": "-1.5e3" },
    });
    let trace = json!({ "AWSTraceHeader": text("Root=1-5759e988-bd862e3fe1be46a994272793") });
    let call = json!({ "MessageBody": "msg", "MessageAttributes": attributes, "MessageSystemAttributes": trace });
    let sent = client.ok("SendMessage", call);
    assert!(sent["MD5OfMessageSystemAttributes"].is_string());
    let call = json!({ "MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["AWSTraceHeader"] });
    let message = client.receive_with(call).remove(0);
    assert_eq!(message["MessageAttributes"], attributes);
    assert_eq!(message["Attributes"], json!({ "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793" }));
}

#[test]
fn malformed_messages_are_refused() {
    let long = "n".repeat(257);
    let many: serde_json::Map<String, Value> = (0..11).map(|nth| (format!("a{nth}"), text("x"))).collect();
    let attribute = |name: &str, value: Value| json!({ "MessageBody": "a", "MessageAttributes": { name: value } });
    let table = [
        (json!({}), "MissingParameter"),
        (json!({ "MessageBody": "" }), "MissingParameter"),
        (json!({ "MessageBody": "a\u{1}b" }), "InvalidMessageContents"),
        (json!({ "MessageBody": "a\u{ffff}" }), "InvalidMessageContents"),
        (json!({ "MessageBody": "a\t\n\u{e000}" }), "ok"),
        (json!({ "MessageBody": "a", "DelaySeconds": 901 }), "InvalidParameterValue"),
        (json!({ "MessageBody": "a", "DelaySeconds": -1 }), "InvalidParameterValue"),
        (json!({ "MessageBody": "a", "DelaySeconds": 900 }), "ok"),
        (json!({ "MessageBody": "a", "MessageDeduplicationId": "d" }), "InvalidParameterValue"),
        (json!({ "MessageBody": "a", "MessageGroupId": "a b" }), "InvalidParameterValue"),
        (json!({ "MessageBody": "a", "MessageGroupId": "" }), "InvalidParameterValue"),
        (json!({ "MessageBody": "a", "MessageAttributes": many }), "InvalidParameterValue"),
        (attribute(&long, text("x")), "InvalidParameterValue"),
        (attribute("a b", text("x")), "InvalidParameterValue"),
        (attribute("AWS.x", text("x")), "InvalidParameterValue"),
        (attribute("x.", text("x")), "InvalidParameterValue"),
        (attribute("x", text("")), "InvalidParameterValue"),
        (attribute("x", json!({ "StringValue": "x" })), "InvalidParameterValue"),
        (attribute("x", json!({ "DataType": "Date", "StringValue": "x" })), "InvalidParameterValue"),
        (attribute("x", json!({ "DataType": "Number", "StringValue": "x" })), "InvalidParameterValue"),
        (attribute("x", json!({ "DataType": "Binary", "StringValue": "x" })), "InvalidParameterValue"),
        (attribute("x", json!({ "DataType": 1 })), "SerializationException"),
        (attribute("x", json!("x")), "SerializationException"),
        (attribute("x.y_z-1", json!({ "DataType": "String.custom", "StringValue": "x" })), "ok"),
    ];
    for (call, expected) in table {
        let outcome = Client::new("orders", json!({})).call("SendMessage", call.clone());
        let code = outcome.map_or_else(|error| error.query_code, |_| "ok".to_owned());
        assert_eq!(code, expected, "{call}");
    }
}

#[test]
fn size_is_limited_by_profile_and_queue_with_attributes_counted() {
    for (profile, most) in [("exam-2022", 262_144), ("aws-2026", 1 << 20)] {
        let mut client = Client::under(profile);
        client.url = client.create("orders", json!({}));
        client.ok("SendMessage", json!({ "MessageBody": "x".repeat(most) }));
        let error = client.refused("SendMessage", json!({ "MessageBody": "x".repeat(most + 1) }));
        let text = format!("One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.");
        assert_eq!((error.query_code.as_str(), error.message), ("InvalidParameterValue", text));
    }
    let mut client = Client::new("orders", json!({ "MaximumMessageSize": "1024" }));
    // Name, type and value count: 1 + 6 + 1.
    let call = |bytes: usize| json!({ "MessageBody": "x".repeat(bytes), "MessageAttributes": { "k": text("v") } });
    client.ok("SendMessage", call(1_016));
    assert_eq!(client.refused("SendMessage", call(1_017)).query_code, "InvalidParameterValue");
}

#[test]
fn system_attributes_come_by_name() {
    let mut client = Client::fifo(json!({}));
    client.pass_ms(1_500);
    let call = json!({ "MessageBody": "a", "MessageGroupId": "g", "MessageDeduplicationId": "d" });
    let sent = client.ok("SendMessage", call);
    client.pass_ms(2_000);
    let message = client.receive_with(json!({ "AttributeNames": ["All"], "VisibilityTimeout": 0 })).remove(0);
    let attributes = &message["Attributes"];
    assert_eq!(attributes["SentTimestamp"], "1767225601500");
    assert_eq!(attributes["ApproximateFirstReceiveTimestamp"], "1767225603500");
    assert_eq!(attributes["ApproximateReceiveCount"], "1");
    assert_eq!((&attributes["MessageGroupId"], &attributes["MessageDeduplicationId"]), (&json!("g"), &json!("d")));
    assert_eq!(attributes["SequenceNumber"], sent["SequenceNumber"]);
    assert!(attributes["SenderId"].as_str().is_some_and(|id| id.starts_with("AIDA")));
    client.pass_ms(1_000);
    let call =
        json!({ "MessageSystemAttributeNames": ["ApproximateReceiveCount"], "AttributeNames": ["SentTimestamp"] });
    let again = client.receive_with(call).remove(0);
    assert_eq!(again["Attributes"], json!({ "SentTimestamp": "1767225601500", "ApproximateReceiveCount": "2" }));
    assert_ne!(again["ReceiptHandle"], message["ReceiptHandle"]);
    let error = client.refused("ReceiveMessage", json!({ "AttributeNames": ["Nonsense"] }));
    assert_eq!(error.query_code, "InvalidAttributeName");
}

#[test]
fn bounds_of_a_receive() {
    for (member, value, reason) in [
        ("MaxNumberOfMessages", 0, "Must be between 1 and 10, if provided."),
        ("MaxNumberOfMessages", 11, "Must be between 1 and 10, if provided."),
        ("WaitTimeSeconds", -1, "Must be >= 0 and <= 20, if provided."),
        ("WaitTimeSeconds", 21, "Must be >= 0 and <= 20, if provided."),
        ("VisibilityTimeout", 43_201, "Must be >= 0 and <= 43200, if provided."),
    ] {
        let error = Client::new("orders", json!({})).refused("ReceiveMessage", json!({ member: value }));
        assert_eq!(error.message, format!("Value {value} for parameter {member} is invalid. Reason: {reason}"));
    }
}

#[test]
fn a_direct_call_does_not_wait() {
    let mut client = Client::new("orders", json!({}));
    let before = client.world.now();
    assert_eq!(client.receive_with(json!({ "WaitTimeSeconds": 20 })), Vec::<Value>::new());
    assert_eq!(client.world.now(), before);
}

#[test]
fn delays_hold_a_message_back() {
    let mut client = Client::new("orders", json!({ "DelaySeconds": "10" }));
    client.ok("SendMessage", json!({ "MessageBody": "queue" }));
    client.ok("SendMessage", json!({ "MessageBody": "own", "DelaySeconds": 2 }));
    client.ok("SendMessage", json!({ "MessageBody": "none", "DelaySeconds": 0 }));
    assert_eq!(client.attribute("ApproximateNumberOfMessagesDelayed"), "2");
    assert_eq!(client.bodies(), ["none"]);
    client.pass_ms(2_000);
    assert_eq!(client.bodies(), ["own"]);
    client.pass_ms(7_999);
    assert_eq!(client.bodies(), Vec::<String>::new());
    client.pass_ms(1);
    assert_eq!(client.bodies(), ["queue"]);
}

#[test]
fn a_standard_queue_takes_a_late_delete_and_an_early_handle_does_nothing() {
    let mut client = Client::new("orders", json!({ "VisibilityTimeout": "2" }));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    let first = client.receive().remove(0);
    client.pass_ms(3_000);
    let second = client.receive().remove(0);
    client.delete(&first);
    assert_eq!(client.attribute("ApproximateNumberOfMessagesNotVisible"), "1");
    client.pass_ms(3_000);
    client.delete(&second);
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "0");
    // Deleting twice is as good as once.
    client.delete(&second);
}

#[test]
fn visibility_is_changed_from_the_call_on() {
    let mut client = Client::new("orders", json!({ "VisibilityTimeout": "30" }));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    let message = client.receive().remove(0);
    let change = |client: &mut Client, seconds: i64| {
        let call = json!({ "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": seconds });
        client.call("ChangeMessageVisibility", call)
    };
    client.pass_ms(20_000);
    change(&mut client, 20).expect("it is in flight");
    client.pass_ms(19_999);
    assert_eq!(client.bodies(), Vec::<String>::new());
    client.pass_ms(1);
    assert_eq!(client.attribute("ApproximateNumberOfMessages"), "1");
    // On a standard queue the last handle still holds a message that is visible again.
    change(&mut client, 5).expect("the handle is the last");
    assert_eq!(client.bodies(), Vec::<String>::new());
    change(&mut client, 0).expect("it is in flight");
    assert_eq!(client.bodies(), ["a"]);
    assert!(
        change(&mut client, 1).expect_err("an earlier handle").message.contains("does not exist or is not available")
    );
    for seconds in [-1, 43_201] {
        assert_eq!(change(&mut client, seconds).expect_err("out of bounds").query_code, "InvalidParameterValue");
    }
}

#[test]
fn twelve_hours_are_counted_from_the_receive() {
    let mut client = Client::new("orders", json!({}));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    let message = client.receive_with(json!({ "VisibilityTimeout": 100 })).remove(0);
    client.pass_ms(50_000);
    let call = |seconds: u64| json!({ "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": seconds });
    let error = client.refused("ChangeMessageVisibility", call(43_200));
    assert!(error.message.ends_with("Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"));
    client.ok("ChangeMessageVisibility", call(43_150));
}

#[test]
fn handles_of_other_queues_are_none() {
    let mut client = Client::new("orders", json!({}));
    client.ok("SendMessage", json!({ "MessageBody": "a" }));
    let message = client.receive().remove(0);
    let other = client.create("other", json!({}));
    let call = json!({ "QueueUrl": other, "ReceiptHandle": message["ReceiptHandle"] });
    assert_eq!(client.refused("DeleteMessage", call).code, "com.amazonaws.sqs#ReceiptHandleIsInvalid");
    let error = client.refused("DeleteMessage", json!({ "ReceiptHandle": "x" }));
    assert_eq!(error.message, "The input receipt handle \"x\" is not a valid receipt handle.");
    assert_eq!(client.refused("DeleteMessage", json!({})).query_code, "MissingParameter");
}

#[test]
fn fair_queues_come_with_their_profile() {
    for (profile, expected) in [("exam-2022", "InvalidParameterValue"), ("aws-2025", "ok"), ("aws-2026", "ok")] {
        let mut client = Client::under(profile);
        client.url = client.create("orders", json!({}));
        let outcome = client.call("SendMessage", json!({ "MessageBody": "a", "MessageGroupId": "tenant" }));
        let code = outcome.map_or_else(|error| error.query_code, |_| "ok".to_owned());
        assert_eq!(code, expected, "{profile}");
        if code == "ok" {
            // Tenants share the queue, and nothing is locked.
            client.ok("SendMessage", json!({ "MessageBody": "b", "MessageGroupId": "tenant" }));
            assert_eq!(bodies(&client.receive_with(json!({}))), ["a"]);
            let message = client.receive_with(json!({ "AttributeNames": ["MessageGroupId"] })).remove(0);
            assert_eq!(message["Attributes"], json!({ "MessageGroupId": "tenant" }));
        }
    }
}
