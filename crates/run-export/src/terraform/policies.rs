//! Documents that no run holds: what Firehose may do, and who takes a role.

use super::ACCOUNT;
use crate::blueprint::{BUCKET_ACTIONS, STREAM_ACTIONS};
use crate::hcl::Value;

/// A policy that lets Firehose do what it must.
pub fn delivery_policy(bucket: &str, stream: Option<Value>) -> Value {
    let statement = |actions: &[&str], resources: Vec<Value>| {
        let actions = actions.iter().map(|action| Value::from(*action)).collect();
        Value::Object(vec![
            ("Effect".to_owned(), "Allow".into()),
            ("Action".to_owned(), Value::List(actions)),
            ("Resource".to_owned(), Value::List(resources)),
        ])
    };
    let arn = format!("aws_s3_bucket.{bucket}.arn");
    let objects = Value::Template(format!("${{{arn}}}/*"));
    let mut statements = vec![statement(&BUCKET_ACTIONS, vec![Value::Raw(arn), objects])];
    statements.extend(stream.map(|stream| statement(&STREAM_ACTIONS, vec![stream])));
    policy(statements)
}

/// The account itself decides who takes a role that names nobody.
pub fn own_account() -> Value {
    let root = Value::Template(format!("arn:aws:iam::{ACCOUNT}:root"));
    trust(Value::Object(vec![("AWS".to_owned(), root)]))
}

pub fn trust(principal: Value) -> Value {
    policy(vec![Value::Object(vec![
        ("Effect".to_owned(), "Allow".into()),
        ("Principal".to_owned(), principal),
        ("Action".to_owned(), "sts:AssumeRole".into()),
    ])])
}

fn policy(statements: Vec<Value>) -> Value {
    Value::JsonEncode(Box::new(Value::Object(vec![
        ("Version".to_owned(), "2012-10-17".into()),
        ("Statement".to_owned(), Value::List(statements)),
    ])))
}
