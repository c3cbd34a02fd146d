//! What the CLI itself checks of a request before it sends it, and the request as it goes over the
//! wire: bytes as Base64, moments as seconds.

use super::timestamp;
use crate::failure::Failure;
use crate::model::{Field, Type};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Number;

/// The body of a request. `is_raw` tells that blobs are given as they are, not as Base64.
pub fn body(request: &Value, input: &[Field], is_raw: bool) -> Result<String, Failure> {
    let structure = Type::Structure(input.to_vec());
    let request = if is_raw { request.clone() } else { decoded(request.clone(), &structure)? };
    let mut report = Vec::new();
    check(&request, &structure, "", &mut report);
    match report.is_empty() {
        true => Ok(wire(request, &structure, is_raw).compact()),
        false => Err(Failure::parameter(&format!("Parameter validation failed:\n{}", report.join("\n")))),
    }
}

/// Every blob read from Base64 and written down anew, so that the service gets what was meant.
fn decoded(value: Value, of: &Type) -> Result<Value, Failure> {
    each(value, of, &|of, value| match (of, value) {
        (Type::Blob, Value::Text(text)) => match bytes(&text) {
            Some(bytes) => Ok(Value::Text(STANDARD.encode(bytes))),
            None => Err(Failure::general(&format!("Invalid base64: \"{text}\""))),
        },
        (_, value) => Ok(value),
    })
}

fn wire(value: Value, of: &Type, is_raw: bool) -> Value {
    let one = |of: &Type, value: Value| {
        Ok::<Value, Failure>(match (of, value) {
            (Type::Blob, Value::Text(text)) if is_raw => Value::Text(STANDARD.encode(text)),
            (Type::Timestamp, Value::Text(text)) => timestamp::read(&text).map_or(Value::Null, Value::from),
            (Type::Timestamp, Value::Number(number)) => Value::from(number.as_f64().unwrap_or(0.0).floor() as i64),
            (Type::Double, Value::Number(number)) => {
                Value::Number(number.as_f64().and_then(Number::from_f64).unwrap_or(number))
            }
            (_, value) => value,
        })
    };
    each(value, of, &one).unwrap_or(Value::Null)
}

/// Changes every scalar of a value by its type.
fn each<F>(value: Value, of: &Type, change: &F) -> Result<Value, Failure>
where
    F: Fn(&Type, Value) -> Result<Value, Failure>,
{
    Ok(match (of, value) {
        (Type::Structure(fields), Value::Object(found)) => {
            let one = |(name, value): (String, Value)| match fields.iter().find(|field| field.name == name) {
                Some(field) => Ok((name, each(value, &field.of, change)?)),
                None => Ok((name, value)),
            };
            Value::Object(found.into_iter().map(one).collect::<Result<_, Failure>>()?)
        }
        (Type::Map(of), Value::Object(found)) => {
            let one = |(name, value)| Ok((name, each(value, of, change)?));
            Value::Object(found.into_iter().map(one).collect::<Result<_, Failure>>()?)
        }
        (Type::List { of, .. }, Value::List(found)) => {
            Value::List(found.into_iter().map(|value| each(value, of, change)).collect::<Result<_, Failure>>()?)
        }
        (of, value) => change(of, value)?,
    })
}

/// Base64 as Python reads it: what isn't of its alphabet is passed over, the padding must be whole.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut plain = String::new();
    for char in text.chars() {
        match char {
            '=' if plain.len() % 4 >= 2 => {
                plain.push('=');
                if plain.len().is_multiple_of(4) {
                    break;
                }
            }
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => {
                plain.retain(|char| char != '=');
                plain.push(char);
            }
            _ => {}
        }
    }
    // The last letter's spare bits don't count.
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    );
    engine.decode(plain).ok()
}

fn check(value: &Value, of: &Type, name: &str, report: &mut Vec<String>) {
    let shown_name = if name.is_empty() { "input" } else { name.trim_start_matches('.') };
    let mut wrong_type = |types: &str| {
        report.push(format!(
            "Invalid type for parameter {shown_name}, value: {}, type: {}, valid types: {types}",
            value.shown(),
            value.python_type()
        ));
    };
    match (of, value) {
        (Type::Any, _)
        | (Type::Blob, Value::Text(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::Double, Value::Number(_)) => {}
        (Type::Structure(fields), Value::Object(found)) => check_structure(found, fields, name, report),
        (Type::Map(of), Value::Object(found)) => {
            found.iter().for_each(|(key, value)| check(value, of, &format!("{name}.{key}"), report));
        }
        (Type::List { of, least }, Value::List(found)) => {
            check_length(found.len(), *least, shown_name, report);
            let entries = found.iter().enumerate();
            entries.for_each(|(nth, value)| check(value, of, &format!("{name}[{nth}]"), report));
        }
        (Type::Text { least, .. }, Value::Text(text)) => check_length(text.chars().count(), *least, shown_name, report),
        (Type::Document, Value::Text(_)) => {}
        (Type::Integer { least } | Type::Long { least }, Value::Number(number)) if !number.is_f64() => {
            let number = number.as_i64().unwrap_or(i64::MAX);
            if let Some(least) = least.filter(|least| number < *least) {
                report.push(format!(
                    "Invalid range for parameter {shown_name}, value: {number}, valid min value: {least}"
                ));
            }
        }
        (Type::Integer { .. } | Type::Long { .. }, Value::Bool(_)) => {}
        (Type::Timestamp, Value::Number(_)) => {}
        (Type::Timestamp, Value::Text(text)) if timestamp::read(text).is_some() => {}
        (Type::Timestamp, _) => wrong_type("<class 'datetime.datetime'>, timestamp-string"),
        (Type::Blob, _) => wrong_type("<class 'bytes'>, <class 'bytearray'>, file-like object"),
        (Type::Boolean, _) => wrong_type("<class 'bool'>"),
        (Type::Double, _) => wrong_type("<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>"),
        (Type::Integer { .. } | Type::Long { .. }, _) => wrong_type("<class 'int'>"),
        (Type::Text { .. } | Type::Document, _) => wrong_type("<class 'str'>"),
        (Type::List { .. }, _) => wrong_type("<class 'list'>, <class 'tuple'>"),
        (Type::Map(_) | Type::Structure(_), _) => wrong_type("<class 'dict'>"),
    }
}

fn check_length(length: usize, least: Option<i64>, name: &str, report: &mut Vec<String>) {
    if let Some(least) = least.filter(|least| (length as i64) < *least) {
        report.push(format!("Invalid length for parameter {name}, value: {length}, valid min length: {least}"));
    }
}

fn check_structure(found: &[(String, Value)], fields: &[Field], name: &str, report: &mut Vec<String>) {
    let shown_name = if name.is_empty() { "input" } else { name.trim_start_matches('.') };
    let missing = fields.iter().filter(|field| field.required && found.iter().all(|(known, _)| known != field.name));
    for field in missing {
        report.push(format!("Missing required parameter in {shown_name}: \"{}\"", field.name));
    }
    let known = |name: &str| fields.iter().find(|field| field.name == name);
    for (unknown, _) in found.iter().filter(|(name, _)| known(name).is_none()) {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        report.push(format!("Unknown parameter in {shown_name}: \"{unknown}\", must be one of: {}", names.join(", ")));
    }
    for (member, value) in found {
        if let Some(field) = known(member) {
            check(value, &field.of, &format!("{name}.{member}"), report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // As Python's `base64.b64decode` takes them.
    #[test]
    fn base64_passes_over_foreign_characters_and_wants_whole_padding() {
        let texts = [
            ("YQ==", Some("a")),
            ("Y Q\n==", Some("a")),
            ("YQ", None),
            ("YQ=", None),
            ("a b!", None),
            ("", Some("")),
            ("YWI=trailing", Some("ab")),
        ];
        for (text, wanted) in texts {
            assert_eq!(bytes(text), wanted.map(|text| text.as_bytes().to_vec()), "{text}");
        }
    }
}
