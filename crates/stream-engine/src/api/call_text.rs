//! Calls that were made over the wire, as texts: the log holds target and JSON.

use super::json::{Json, Object};
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
    named.unwrap_or_else(|| service(target)).to_owned()
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
    fn the_names_are_those_of_the_services() {
        let names: Vec<_> = services().iter().map(|service| (service.prefix, service.cli_name)).collect();
        assert_eq!(names, CLI_NAMES);
    }
}
