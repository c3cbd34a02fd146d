//! A call as a command, and back.

use crate::terminal::Terminal;
use aws_cli::command_line;
use serde_json::json;

#[test]
fn a_call_is_written_as_the_command_that_makes_it() {
    let calls = [
        (
            "Kinesis_20131202.PutRecord",
            json!({ "StreamName": "gold", "PartitionKey": "it's", "Data": "YQ==" }),
            "aws kinesis put-record --stream-name gold --data 'YQ==' --partition-key 'it'\\''s'",
        ),
        (
            "Kinesis_20131202.PutRecords",
            json!({ "StreamName": "gold", "Records": [{ "Data": "YQ==", "PartitionKey": "a" }] }),
            r#"aws kinesis put-records --records '[{"Data":"YQ==","PartitionKey":"a"}]' --stream-name gold"#,
        ),
        (
            "Kinesis_20131202.DeleteStream",
            json!({ "StreamName": "gold", "EnforceConsumerDeletion": true }),
            "aws kinesis delete-stream --stream-name gold --enforce-consumer-deletion",
        ),
        (
            "AWSLambda.UpdateEventSourceMapping",
            json!({ "UUID": "x", "Enabled": false, "BatchSize": 5 }),
            "aws lambda update-event-source-mapping --uuid x --no-enabled --batch-size 5",
        ),
        (
            "Kinesis_20131202.RemoveTagsFromStream",
            json!({ "StreamName": "gold", "TagKeys": ["a", "b c"] }),
            "aws kinesis remove-tags-from-stream --stream-name gold --tag-keys a 'b c'",
        ),
        (
            "AmazonSQS.SendMessage",
            json!({ "QueueUrl": "https://sqs.us-east-1.amazonaws.com/1/q", "MessageBody": "-x" }),
            "aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/1/q --message-body=-x",
        ),
        (
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
            json!({}),
            "aws cloudtrail lookup-events",
        ),
        (
            "AmazonSQS.SendMessage",
            json!({ "QueueUrl": "q", "MessageBody": "file://x" }),
            r#"aws sqs send-message --cli-input-json '{"MessageBody":"file://x","QueueUrl":"q"}'"#,
        ),
        (
            "AmazonSQS.SendMessage",
            json!({ "QueueUrl": "q", "MessageBody": "a\u{202e}b" }),
            r#"aws sqs send-message --cli-input-json '{"MessageBody":"a\u202eb","QueueUrl":"q"}'"#,
        ),
        (
            "AmazonS3.GetObject",
            json!({ "Bucket": "b", "Key": "k" }),
            "aws s3api get-object --bucket b --key k /dev/stdout",
        ),
    ];
    for (target, body, wanted) in calls {
        assert_eq!(command_line(target, &body.to_string()).as_deref(), Some(wanted), "{target}");
    }
    assert_eq!(command_line("Kinesis_20131202.SubscribeToShard", "{}"), None);
    assert_eq!(command_line("Kinesis_20131202.Nothing", "{}"), None);
    assert_eq!(command_line("nothing", "{}"), None);
    assert_eq!(command_line("AmazonSQS.SendMessage", "no JSON"), None);
}

#[test]
fn a_command_makes_the_call_that_it_was_written_for() {
    let calls = [
        ("Kinesis_20131202.CreateStream", json!({ "StreamName": "gold", "ShardCount": 2 })),
        (
            "AmazonSQS.CreateQueue",
            json!({ "QueueName": "q.fifo", "Attributes": { "FifoQueue": "true" }, "tags": { "a b": "c,d" } }),
        ),
        (
            "TrentService.CreateKey",
            json!({ "Description": "--x", "MultiRegion": false, "Tags": [{ "TagKey": "a", "TagValue": "=" }] }),
        ),
        (
            "AmazonSQS.SendMessage",
            json!({
                "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo",
                "MessageBody": "{\"a\": [1, 2]}\n'\"$X`",
                "MessageGroupId": "g",
                "MessageDeduplicationId": "d",
                "MessageAttributes": { "k": { "DataType": "Binary", "BinaryValue": "AAEC" } },
            }),
        ),
    ];
    let mut terminal = Terminal::new();
    for (target, body) in calls {
        let line = command_line(target, &body.to_string()).expect("a command");
        terminal.done(&line);
    }
    let got = terminal.done("aws sqs receive-message --queue-url https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo --message-attribute-names All --query 'Messages[0].[Body,MessageAttributes.k.BinaryValue]'");
    assert_eq!(got, "[\n    \"{\\\"a\\\": [1, 2]}\\n'\\\"$X`\",\n    \"AAEC\"\n]\n");
}
