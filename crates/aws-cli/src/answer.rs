//! An answer of a service as the CLI has it: members in the order of the API's model, moments as
//! texts, and nothing that the model doesn't know.

use crate::arguments::timestamp;
use crate::model::{Field, Type};
use crate::value::Value;

/// The body of an answer; an empty one has no members.
pub fn read(body: &str, output: &[Field]) -> Value {
    match serde_json::from_str(body) {
        Ok(Value::Object(fields)) => Value::Object(structure(fields, output)),
        _ => Value::Object(Vec::new()),
    }
}

fn structure(mut found: Vec<(String, Value)>, fields: &[Field]) -> Vec<(String, Value)> {
    let take = |field: &Field| {
        let place = found.iter().position(|(name, value)| name == field.name && *value != Value::Null)?;
        let (name, value) = found.swap_remove(place);
        Some((name, typed(value, &field.of)))
    };
    fields.iter().filter_map(take).collect()
}

fn typed(value: Value, of: &Type) -> Value {
    match (of, value) {
        (Type::Structure(fields), Value::Object(found)) => Value::Object(structure(found, fields)),
        (Type::Map(of), Value::Object(found)) => {
            Value::Object(found.into_iter().map(|(name, value)| (name, typed(value, of))).collect())
        }
        (Type::List { of, .. }, Value::List(found)) => {
            Value::List(found.into_iter().map(|value| typed(value, of)).collect())
        }
        (Type::Timestamp, Value::Number(number)) => Value::Text(timestamp::shown(number.as_f64().unwrap_or(0.0))),
        (Type::Timestamp, Value::Text(text)) => match timestamp::read(&text) {
            Some(seconds) => Value::Text(timestamp::shown(seconds as f64)),
            None => Value::Text(text),
        },
        (Type::Double, Value::Number(number)) => {
            Value::Number(number.as_f64().and_then(serde_json::Number::from_f64).unwrap_or(number))
        }
        (Type::Document, Value::Text(text)) => serde_json::from_str(&text).unwrap_or(Value::Text(text)),
        (_, value) => value,
    }
}
