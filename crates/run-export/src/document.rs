//! Texts and policy documents of the lab's account, made fit for another one.

use serde_json::Value;
use stream_engine::account::Account;
use stream_engine::api::json::{Json, Object};

/// What stands for account and Region in a template, and how it writes a variable of a policy (`${aws:username}`).
pub struct Stand {
    pub account: &'static str,
    pub region: &'static str,
    /// The escaped `${`.
    pub dollar: &'static str,
}

/// The text with account and Region replaced; None if neither stands in it.
pub fn elsewhere(text: &str, account: &Account, stand: &Stand) -> Option<String> {
    if !text.contains(&account.id) {
        return None;
    }
    let own = text.replace("${", stand.dollar);
    let here = format!(":{}:{}", account.region, account.id);
    let there = format!(":{}:{}", stand.region, stand.account);
    Some(own.replace(&here, &there).replace(&account.id, stand.account))
}

/// A document as JSON; what is no JSON becomes a text.
pub fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// JSON as the engine's writer has it, each text by `write`.
pub fn json(value: &Value, write: &impl Fn(&str) -> Json) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(_) | Value::Number(_) => Json::Number(value.to_string()),
        Value::String(text) => write(text),
        Value::Array(entries) => Json::List(entries.iter().map(|entry| json(entry, write)).collect()),
        Value::Object(fields) => Json::Object(
            fields.iter().fold(Object::default(), |object, (name, value)| object.with(name, json(value, write))),
        ),
    }
}
