//! Message attributes: read and checked on the way in, chosen and shown on the way out.

use crate::api::failure::Failure;
use crate::quota::Quotas;
use crate::sqs::Refused;
use crate::sqs::digest::{AttributeValue, Value as Content};
use crate::sqs::refused::Code;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Bytes of a name or type at most.
const NAME_BYTES_MAX: usize = 256;

fn invalid(message: impl Into<String>) -> Failure {
    Refused::new(Code::InvalidParameterValue, message).into()
}

/// The attributes of a request.
pub fn read(value: Option<&Value>, quotas: &Quotas) -> Result<BTreeMap<String, AttributeValue>, Failure> {
    let Some(value) = value else { return Ok(BTreeMap::new()) };
    let fields = value.as_object().ok_or_else(|| Failure::serialization("Expected map or null"))?;
    let (count, most) = (fields.len() as u64, quotas.sqs_message_attributes_max);
    if count > most {
        return Err(invalid(format!("Number of message attributes [{count}] exceeds the allowed maximum [{most}].")));
    }
    fields.iter().map(|(name, value)| Ok((name.clone(), read_one(name, value)?))).collect()
}

fn read_one(name: &str, value: &Value) -> Result<AttributeValue, Failure> {
    check_name(name)?;
    let fields = value.as_object().ok_or_else(|| Failure::serialization("Expected null"))?;
    let text = |member: &str| match fields.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(Failure::serialization("Start of structure or map found where not expected.")),
    };
    let data_type = text("DataType")?.filter(|data_type| !data_type.is_empty()).ok_or_else(|| {
        invalid(format!("The message (user) attribute '{name}' must contain a non-empty message attribute type."))
    })?;
    let kind = data_type.split('.').next().unwrap_or_default();
    if !["String", "Number", "Binary"].contains(&kind) {
        return Err(invalid(format!(
            "The type of message (user) attribute '{name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String."
        )));
    }
    if data_type.len() > NAME_BYTES_MAX {
        return Err(invalid("Message (user) attribute types must be shorter than 256 Bytes"));
    }
    let member = if kind == "Binary" { "BinaryValue" } else { "StringValue" };
    let found = text(member)?.filter(|found| !found.is_empty()).ok_or_else(|| {
        invalid(format!("Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."))
    })?;
    let value = match kind {
        "Binary" => Content::Binary(
            STANDARD
                .decode(found)
                .map_err(|_| Failure::serialization(format!("'{found}' can not be converted to a Blob")))?,
        ),
        "Number" if found.trim().parse::<f64>().is_err() => {
            return Err(invalid(format!("Can't cast the value of message (user) attribute '{name}' to a number.")));
        }
        _ => {
            super::sending::check_characters(found).map_err(|refused| invalid(refused.message))?;
            Content::Text(found.to_owned())
        }
    };
    Ok(AttributeValue { data_type: data_type.to_owned(), value })
}

fn check_name(name: &str) -> Result<(), Failure> {
    if name.len() > NAME_BYTES_MAX {
        return Err(invalid("Message (user) attribute names must be shorter than 256 Bytes"));
    }
    let plain = |char: char| char.is_alphanumeric() || "_.-".contains(char);
    if name.is_empty() || !name.chars().all(plain) {
        return Err(invalid(
            "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ",
        ));
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("aws.") || lower.starts_with("amazon.") || name.starts_with('.') || name.ends_with('.') {
        return Err(invalid(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
        ));
    }
    Ok(())
}

/// The attributes that a receive asks for: by name, by `prefix.*`, or `All`.
pub fn chosen<'a>(
    attributes: &'a BTreeMap<String, AttributeValue>,
    names: &'a [&'a str],
) -> impl Iterator<Item = (&'a String, &'a AttributeValue)> + Clone {
    let wanted = |name: &str, asked: &str| match asked.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix.strip_suffix('.').unwrap_or(prefix)),
        None => asked == "All" || asked == name,
    };
    attributes.iter().filter(move |(name, _)| names.iter().any(|asked| wanted(name, asked)))
}

/// Attributes as an answer has them.
pub fn shown<'a>(attributes: impl Iterator<Item = (&'a String, &'a AttributeValue)>) -> Map<String, Value> {
    let shown = |value: &AttributeValue| match &value.value {
        Content::Text(text) => json!({ "StringValue": text, "DataType": value.data_type }),
        Content::Binary(bytes) => json!({ "BinaryValue": STANDARD.encode(bytes), "DataType": value.data_type }),
    };
    attributes.map(|(name, value)| (name.clone(), shown(value))).collect()
}
