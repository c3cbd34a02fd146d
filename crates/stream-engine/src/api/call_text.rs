//! Calls that were made over the wire, as texts: the log holds target and JSON.

use super::json::{Json, Object};
use super::summary::count;
use crate::command::Reply;
use serde_json::Value;

/// Members that name what a call is about, the best first.
const SUBJECTS: [&str; 16] = [
    "StreamName",
    "StreamARN",
    "QueueUrl",
    "QueueName",
    "TableName",
    "DeliveryStreamName",
    "FunctionName",
    "ConsumerName",
    "ConsumerARN",
    "RoleName",
    "KeyId",
    "Bucket",
    "AliasName",
    "UUID",
    "ShardIterator",
    "ResourceARN",
];

/// How operations begin whose answer is a list before all else.
const LISTING: [&str; 6] = ["List", "Scan", "Receive", "Lookup", "GetRecords", "PutRecords"];

/// What a target's service is called there and in the AWS CLI. Beside the services themselves, which lead on to all
/// that they can do: whoever only reads a log is linked without it.
const CLI_NAMES: [(&str, &str); 10] = [
    ("Kinesis_20131202", "kinesis"),
    ("AmazonSQS", "sqs"),
    ("DynamoDB_20120810", "dynamodb"),
    ("Firehose_20150804", "firehose"),
    ("AmazonS3", "s3api"),
    ("AWSLambda", "lambda"),
    ("TrentService", "kms"),
    ("AmazonIdentityManagement", "iam"),
    ("CloudTrail_20131101", "cloudtrail"),
    ("GraniteServiceVersion20100801", "cloudwatch"),
];

/// The operation that a target names.
pub(crate) fn operation(target: &str) -> &str {
    target.rsplit('.').next().unwrap_or(target)
}

/// The service's name in the AWS CLI; the target's own word for one that isn't there.
pub(crate) fn service(target: &str) -> &str {
    let prefix = target.rsplit_once('.').map_or(target, |(prefix, _)| prefix);
    let prefix = prefix.rsplit('.').next().unwrap_or(prefix);
    CLI_NAMES.iter().find(|(known, _)| *known == prefix).map_or(prefix, |(_, cli_name)| cli_name)
}

/// What a call is about: the first of its members that names something.
pub(crate) fn subject(target: &str, body: &str) -> String {
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    let named = SUBJECTS.iter().find_map(|name| value.get(name)?.as_str());
    named.map_or_else(|| service(target), own_name).to_owned()
}

/// What a queue's URL or an ARN ends with: the name that its owner gave.
fn own_name(name: &str) -> &str {
    match name.starts_with("https://") || name.starts_with("arn:") {
        true => name.rsplit(['/', ':']).next().unwrap_or(name),
        false => name,
    }
}

/// What came of a call in a word or two.
///
/// # Errors
/// The error's name; how many entries failed, if the call as a whole went through.
pub(crate) fn result(target: &str, reply: &Reply) -> Result<String, String> {
    if !reply.error.is_empty() {
        return Err(reply.error.clone());
    }
    let answer: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let failed = answer.get("FailedRecordCount").and_then(Value::as_u64);
    let failed = failed.or_else(|| Some(answer.get("Failed")?.as_array()?.len() as u64)).unwrap_or(0);
    if failed > 0 {
        return Err(format!("{failed} failed"));
    }
    if let Some(shard) = answer.get("ShardId").and_then(Value::as_str) {
        return Ok(format!("stored in {}", shard.replace("shardId-00000000", "shardId-…")));
    }
    let told = match operation(target) {
        // Left out of the answer if there are none.
        "ReceiveMessage" if answer.get("Messages").is_none() => Some(count(0, "message")),
        of if LISTING.iter().any(|start| of.starts_with(start)) => {
            let list = |(name, value): (&String, &Value)| Some(count(value.as_array()?.len() as u64, &noun(name)));
            answer.as_object().and_then(|answer| answer.iter().find_map(list))
        }
        _ => None,
    };
    Ok(told.unwrap_or_else(|| "done".to_owned()))
}

/// Of one entry of the list with this name: `table name` of `TableNames`.
fn noun(list: &str) -> String {
    let mut noun = String::new();
    for letter in list.strip_suffix('s').unwrap_or(list).chars() {
        if letter.is_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.push(letter.to_ascii_lowercase());
    }
    noun
}

/// The JSON over several lines; what is no JSON as it is.
pub fn pretty(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(value) => json(&value).pretty(),
        Err(_) => body.to_owned(),
    }
}

/// The members of a request; None if it is no JSON object.
pub(crate) fn fields(body: &str) -> Option<Object> {
    match serde_json::from_str(if body.is_empty() { "{}" } else { body }).ok()? {
        Value::Object(fields) => Some(object(&fields)),
        _ => None,
    }
}

fn object(fields: &serde_json::Map<String, Value>) -> Object {
    fields.iter().fold(Object::default(), |object, (name, value)| object.with(name, json(value)))
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(_) | Value::Number(_) => Json::Number(value.to_string()),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(entries) => Json::List(entries.iter().map(json).collect()),
        Value::Object(fields) => Json::Object(object(fields)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::service::services;

    #[test]
    fn a_reply_says_in_a_word_what_came_of_it() {
        let said = |target: &str, error: &str, body: &str| {
            let reply = Reply { status: 200, error: error.to_owned(), body: body.to_owned() };
            result(target, &reply).unwrap_or_else(|why| format!("! {why}"))
        };
        let of = |error: &str, body: &str| said("Kinesis_20131202.PutRecords", error, body);
        assert_eq!(of("ResourceInUseException", "{}"), "! ResourceInUseException");
        assert_eq!(of("", r#"{"FailedRecordCount":1,"Records":[{},{}]}"#), "! 1 failed");
        assert_eq!(of("", r#"{"FailedRecordCount":0,"Records":[{},{}]}"#), "2 records");
        assert_eq!(of("", r#"{"Failed":[{}],"Successful":[{}]}"#), "! 1 failed");
        assert_eq!(of("", r#"{"ShardId":"shardId-000000000002","SequenceNumber":"1"}"#), "stored in shardId-…0002");
        assert_eq!(said("AmazonSQS.ReceiveMessage", "", r#"{"Messages":[{}]}"#), "1 message");
        assert_eq!(said("AmazonSQS.ReceiveMessage", "", "{}"), "0 messages");
        assert_eq!(said("DynamoDB_20120810.ListTables", "", r#"{"TableNames":[]}"#), "0 table names");
        assert_eq!(said("AWSLambda.CreateEventSourceMapping", "", r#"{"FunctionResponseTypes":[]}"#), "done");
        assert_eq!(of("", ""), "done");
    }

    #[test]
    fn the_names_are_those_of_the_services() {
        let names: Vec<_> = services().iter().map(|service| (service.prefix, service.cli_name)).collect();
        assert_eq!(names, CLI_NAMES);
    }
}
