//! Calls of clients: who is let in, by which way, and what a refusal says.

use crate::world::{PARTNER, READER, STREAM_ARN, WRITER, allow, call, endpoint, message, outcome, put, through, world};
use serde_json::json;
use stream_engine::api;
use stream_engine::security::Caller;

#[test]
fn the_root_user_may_do_everything_and_needs_no_mention() {
    let mut world = world();
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "truck-1", "Data": "eA==" }).to_string();
    let plain = api::call(&mut world.clone(), "Kinesis_20131202.PutRecord", &body);
    assert_eq!(plain.status, 200);
    assert_eq!(api::call_as(&mut world, &Caller::default(), "Kinesis_20131202.PutRecord", &body), plain);
}

#[test]
fn a_refusal_says_who_what_on_what_and_why() {
    let mut world = world();
    let writer = Caller::principal(WRITER);
    let refused = put(&mut world, &writer);
    assert_eq!((outcome(&refused).as_str(), refused.status), ("AccessDeniedException", 400));
    let user =
        "User: arn:aws:sts::123456789012:assumed-role/writer/session is not authorized to perform: kinesis:PutRecord";
    let on = format!("{user} on resource: {STREAM_ARN}");
    let because = format!("{on} because no identity-based policy allows the kinesis:PutRecord action");
    assert_eq!(message(&refused), because);

    let all = json!({ "Effect": "Allow", "Action": "kinesis:*", "Resource": "*" });
    allow(&mut world, WRITER, "all", &all);
    assert_eq!(put(&mut world, &writer).status, 200);
    allow(&mut world, WRITER, "none", &json!({ "Effect": "Deny", "Action": "kinesis:Put*", "Resource": "*" }));
    let denied = put(&mut world, &writer);
    assert_eq!(message(&denied), format!("{on} with an explicit deny in an identity-based policy"));
}

#[test]
fn an_endpoint_lets_through_what_its_policy_allows() {
    let mut world = world();
    allow(&mut world, WRITER, "all", &json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }));
    let reads = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kinesis:Get*","Resource":"*"}]}"#;
    let narrow = endpoint(&mut world, "kinesis", Some(reads.to_owned()));
    let wide = endpoint(&mut world, "kinesis", None);
    let other = endpoint(&mut world, "sqs", None);
    let refused = put(&mut world, &through(WRITER, &narrow));
    assert!(message(&refused).ends_with("because no VPC endpoint policy allows the kinesis:PutRecord action"));
    assert_eq!(put(&mut world, &through(WRITER, &wide)).status, 200);
    // The name of an endpoint for another service, or of none, leads nowhere.
    for nowhere in [other.as_str(), "vpce-none"] {
        let refused = put(&mut world, &through(WRITER, nowhere));
        assert_eq!((refused.status, outcome(&refused).as_str()), (0, "EndpointConnectionError"));
    }
}

#[test]
fn plain_http_reaches_no_stream() {
    let mut world = world();
    let plain = Caller { secure_transport: false, ..Caller::default() };
    let refused = put(&mut world, &plain);
    assert_eq!((refused.status, outcome(&refused).as_str()), (0, "EndpointConnectionError"));
    assert!(world.trail().events.is_empty());
}

#[test]
fn a_caller_that_nobody_knows_has_no_valid_token() {
    let mut world = world();
    let nobody = Caller::principal("arn:aws:iam::123456789012:user/nobody");
    assert_eq!(outcome(&put(&mut world, &nobody)), "UnrecognizedClientException");
    assert_eq!(outcome(&put(&mut world, &Caller::principal("nonsense"))), "UnrecognizedClientException");
}

#[test]
fn authorisation_comes_before_existence_and_after_the_shape() {
    let mut world = world();
    let writer = Caller::principal(WRITER);
    let shape = call(&mut world, &writer, "Kinesis_20131202.PutRecord", &json!({ "StreamName": "" }));
    assert_eq!(outcome(&shape), "ValidationException");
    let body = json!({ "StreamName": "nowhere", "PartitionKey": "a", "Data": "eA==" });
    let denied = call(&mut world, &writer, "Kinesis_20131202.PutRecord", &body);
    assert_eq!(outcome(&denied), "AccessDeniedException");
    let missing = call(&mut world, &Caller::default(), "Kinesis_20131202.PutRecord", &body);
    assert_eq!(outcome(&missing), "ResourceNotFoundException");
}

#[test]
fn a_writer_may_write_and_nothing_else() {
    let mut world = world();
    let actions = json!(["kinesis:PutRecord", "kinesis:PutRecords"]);
    allow(&mut world, WRITER, "write", &json!({ "Effect": "Allow", "Action": actions, "Resource": STREAM_ARN }));
    assert_eq!(put(&mut world, &Caller::principal(WRITER)).status, 200);
    assert_eq!(outcome(&put(&mut world, &Caller::principal(READER))), "AccessDeniedException");
    assert_eq!(outcome(&put(&mut world, &Caller::principal(PARTNER))), "AccessDeniedException");
}

#[test]
fn a_queues_policy_decides_on_its_messages() {
    let mut world = world();
    let root = Caller::default();
    let arn = "arn:aws:sqs:us-east-1:123456789012:orders";
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
    let only_tls = json!({
        "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": arn,
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    });
    let writes =
        json!({ "Effect": "Allow", "Principal": { "AWS": WRITER }, "Action": "SQS:SendMessage", "Resource": arn });
    let policy = json!({ "Version": "2012-10-17", "Statement": [only_tls, writes] }).to_string();
    let made = json!({ "QueueName": "orders", "Attributes": { "Policy": policy } });
    assert_eq!(call(&mut world, &root, "AmazonSQS.CreateQueue", &made).status, 200);

    let send = json!({ "QueueUrl": url, "MessageBody": "x" });
    let batch = json!({ "QueueUrl": url, "Entries": [{ "Id": "a", "MessageBody": "x" }] });
    let writer = Caller::principal(WRITER);
    assert_eq!(call(&mut world, &writer, "AmazonSQS.SendMessage", &send).status, 200);
    assert_eq!(call(&mut world, &writer, "AmazonSQS.SendMessageBatch", &batch).status, 200, "no action of its own");
    let receive = call(&mut world, &writer, "AmazonSQS.ReceiveMessage", &json!({ "QueueUrl": url }));
    assert_eq!((receive.status, outcome(&receive).as_str()), (403, "com.amazon.coral.service#AccessDeniedException"));
    // SQS takes plain HTTP, and this queue refuses it, even to the root user.
    let plain = Caller { secure_transport: false, ..Caller::default() };
    let refused = call(&mut world, &plain, "AmazonSQS.SendMessage", &send);
    assert!(message(&refused).ends_with("with an explicit deny in a resource-based policy"), "{}", message(&refused));
    assert_eq!(call(&mut world, &root, "AmazonSQS.SendMessage", &send).status, 200);
}
