//! The shapes of requests: which members an operation takes, of which type, within which bounds.
//! Operations write their input down in this grammar, `check` holds a request against it in the
//! service's order: JSON types first, then all broken constraints together. Message texts: as the
//! Kinesis service gives them (kinesalite's suite, which its author ran on AWS).

use super::failure::Failure;
use super::pattern::Pattern;
use crate::quota::Quotas;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A named part of a request or structure.
pub struct Member {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

/// A member that must be there.
pub const fn required(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: true }
}

/// A member that may be absent or null.
pub const fn optional(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: false }
}

/// What a value must look like.
pub enum Shape {
    Boolean,
    /// A whole number of 32 bits.
    Integer(Range),
    /// A whole number of 64 bits.
    Long(Range),
    Double,
    /// Seconds since 1970, with fractions.
    Timestamp,
    /// Base64 in JSON; bounds count the bytes it stands for.
    Blob(Range),
    Text(Text),
    List {
        of: &'static Shape,
        count: Range,
    },
    /// Texts by name.
    Map {
        key: Range,
        value: Range,
        count: Range,
    },
    Structure(&'static [Member]),
    /// Taken as it is: the operation reads it itself.
    Any,
}

/// A text's length in characters, form and allowed values; empty `one_of` allows all.
pub struct Text {
    pub length: Range,
    pub pattern: Option<Pattern>,
    pub one_of: &'static [&'static str],
}

/// Bounds, both included.
#[derive(Clone, Copy)]
pub struct Range {
    pub least: i64,
    pub most: Bound,
}

/// An upper bound: part of the API's grammar, or a limit of the profile.
#[derive(Clone, Copy)]
pub enum Bound {
    None,
    Fixed(i64),
    Quota(fn(&Quotas) -> u64),
}

impl Range {
    /// Anything.
    pub const ANY: Range = Range { least: i64::MIN, most: Bound::None };

    pub const fn at_least(least: i64) -> Range {
        Range { least, most: Bound::None }
    }

    pub const fn between(least: i64, most: i64) -> Range {
        Range { least, most: Bound::Fixed(most) }
    }

    pub const fn up_to(least: i64, most: fn(&Quotas) -> u64) -> Range {
        Range { least, most: Bound::Quota(most) }
    }

    fn most(self, quotas: &Quotas) -> Option<i64> {
        match self.most {
            Bound::None => None,
            Bound::Fixed(most) => Some(most),
            Bound::Quota(most) => Some(i64::try_from(most(quotas)).unwrap_or(i64::MAX)),
        }
    }
}

impl Shape {
    /// A text of any length and form.
    pub const TEXT: Shape = Shape::text(Range::ANY);

    pub const fn text(length: Range) -> Shape {
        Shape::Text(Text { length, pattern: None, one_of: &[] })
    }

    pub const fn pattern(length: Range, pattern: Pattern) -> Shape {
        Shape::Text(Text { length, pattern: Some(pattern), one_of: &[] })
    }

    pub const fn one_of(values: &'static [&'static str]) -> Shape {
        Shape::Text(Text { length: Range::ANY, pattern: None, one_of: values })
    }

    /// The type's name in messages.
    fn type_name(&self) -> &'static str {
        match self {
            Shape::Boolean => "an Boolean",
            Shape::Integer(_) => "an Integer",
            Shape::Long(_) => "an Long",
            Shape::Double => "an Double",
            Shape::Timestamp => "milliseconds since epoch",
            Shape::Blob(_) => "a Blob",
            _ => "an String",
        }
    }
}

/// Holds a request against its members: a SerializationException for the first value of a wrong
/// type, else a ValidationException that lists every broken constraint.
pub fn check(fields: &Map<String, Value>, members: &[Member], quotas: &Quotas) -> Result<(), Failure> {
    check_types(fields, members).map_err(Failure::serialization)?;
    let mut broken = Vec::new();
    check_members(fields, members, "", quotas, &mut broken);
    match broken.len() {
        0 => Ok(()),
        count => {
            let noun = if count == 1 { "error" } else { "errors" };
            Err(Failure::validation(format!("{count} validation {noun} detected: {}", broken.join("; "))))
        }
    }
}

/// The value of a member; null counts as absent.
fn present<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields.get(name).filter(|value| !value.is_null())
}

fn check_types(fields: &Map<String, Value>, members: &[Member]) -> Result<(), String> {
    members.iter().try_for_each(|member| match present(fields, member.name) {
        Some(value) => check_type(value, &member.shape),
        None => Ok(()),
    })
}

fn check_type(value: &Value, shape: &Shape) -> Result<(), String> {
    const STRUCTURE: &str = "Start of structure or map found where not expected.";
    const LIST: &str = "Start of list found where not expected";
    let expected = |what: &str| Err(format!("Expected {what}"));
    match (shape, value) {
        (Shape::Any, _) => Ok(()),
        (Shape::Structure(members), Value::Object(fields)) => check_types(fields, members),
        (Shape::Map { .. }, Value::Object(fields)) => {
            fields.values().filter(|value| !value.is_null()).try_for_each(|value| check_type(value, &Shape::TEXT))
        }
        (Shape::List { of, .. }, Value::Array(entries)) => {
            entries.iter().filter(|entry| !entry.is_null()).try_for_each(|entry| check_type(entry, of))
        }
        (_, Value::Object(_)) => Err(STRUCTURE.to_owned()),
        (_, Value::Array(_)) => Err(LIST.to_owned()),
        (Shape::Structure(_), _) => expected("null"),
        (Shape::Map { .. }, _) => expected("map or null"),
        (Shape::List { .. }, _) => expected("list or null"),
        (Shape::Text(_), Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => Ok(()),
        (Shape::Blob(_), Value::String(text)) => check_base64(text),
        (Shape::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(()),
        (Shape::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(()),
        (Shape::Boolean, Value::String(text)) => {
            Err(format!("'{}' can not be converted to an Boolean", text.to_uppercase()))
        }
        (Shape::Integer(_) | Shape::Long(_) | Shape::Double | Shape::Timestamp, Value::Number(_)) => Ok(()),
        (_, other) => {
            let class = match other {
                Value::Bool(_) => "java.lang.Boolean",
                Value::Number(_) => "com.amazon.coral.value.json.numbers.TruncatingBigNumber",
                _ => "java.lang.String",
            };
            Err(format!("class {class} can not be converted to {}", shape.type_name()))
        }
    }
}

fn check_base64(text: &str) -> Result<(), String> {
    let refused = |why: String| Err(format!("'{text}' can not be converted to a Blob: {why}"));
    if !text.len().is_multiple_of(4) {
        return refused(format!("Base64 encoded length is expected a multiple of 4 bytes but found: {}", text.len()));
    }
    let body = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let foreign = |c: &char| !(c.is_ascii_alphanumeric() || *c == '+' || *c == '/');
    match body.chars().find(foreign) {
        Some(foreign) => refused(format!("Invalid Base64 character: '{foreign}'")),
        None if STANDARD.decode(text).is_err() => refused("Invalid last non-pad Base64 character dectected".to_owned()),
        None => Ok(()),
    }
}

fn check_members(
    fields: &Map<String, Value>,
    members: &[Member],
    parent: &str,
    quotas: &Quotas,
    broken: &mut Vec<String>,
) {
    for member in members {
        let path = format!("{parent}{}", lower_first(member.name));
        match present(fields, member.name) {
            Some(value) => check_value(value, &member.shape, &path, quotas, broken),
            None if member.required => {
                broken.push(format!("Value null at '{path}' failed to satisfy constraint: Member must not be null"));
            }
            None => {}
        }
    }
}

fn check_value(value: &Value, shape: &Shape, path: &str, quotas: &Quotas, broken: &mut Vec<String>) {
    let mut breaks = |shown: &str, constraint: String| {
        broken.push(format!("Value '{shown}' at '{path}' failed to satisfy constraint: {constraint}"));
    };
    match (shape, value) {
        (Shape::Integer(range) | Shape::Long(range), Value::Number(_)) => {
            let number = whole(value, matches!(shape, Shape::Integer(_)));
            range.check(number, "value", quotas).into_iter().for_each(|text| breaks(&number.to_string(), text));
        }
        (Shape::Text(text), Value::String(found)) => {
            let length = found.encode_utf16().count() as i64;
            if let Some(pattern) = text.pattern.filter(|pattern| !pattern.matches(found)) {
                breaks(found, format!("Member must satisfy regular expression pattern: {}", pattern.text()));
            }
            text.length.check(length, "length", quotas).into_iter().for_each(|text| breaks(found, text));
            if !text.one_of.is_empty() && !text.one_of.contains(&found.as_str()) {
                breaks(found, format!("Member must satisfy enum value set: [{}]", text.one_of.join(", ")));
            }
        }
        (Shape::Blob(range), Value::String(text)) => {
            let bytes = decoded_length(text);
            let shown = format!("java.nio.HeapByteBuffer[pos=0 lim={bytes} cap={bytes}]");
            range.check(bytes, "length", quotas).into_iter().for_each(|text| breaks(&shown, text));
        }
        (Shape::List { of, count }, Value::Array(entries)) => {
            let found = count.check(entries.len() as i64, "length", quotas);
            if !found.is_empty() {
                let shown: Vec<String> = entries.iter().map(|entry| of.shown(entry)).collect();
                let shown = format!("[{}]", shown.join(", "));
                found.into_iter().for_each(|text| breaks(&shown, text));
            }
            check_entries(entries, of, path, quotas, broken);
        }
        (Shape::Map { key, value, count }, Value::Object(fields)) => {
            let found = count.check(fields.len() as i64, "length", quotas);
            let texts: Vec<(&str, &str)> =
                fields.iter().map(|(key, value)| (key.as_str(), value.as_str().unwrap_or(""))).collect();
            let entries = texts.iter().map(|(key, value)| format!("{key}={value}"));
            let shown = format!("{{{}}}", entries.collect::<Vec<_>>().join(", "));
            found.into_iter().for_each(|text| breaks(&shown, text));
            if texts.iter().any(|(name, _)| !key.holds(name, quotas)) {
                breaks(&shown, format!("Map keys must satisfy constraint: {}", key.lengths(quotas)));
            }
            if texts.iter().any(|(_, text)| !value.holds(text, quotas)) {
                breaks(&shown, format!("Map value must satisfy constraint: {}", value.lengths(quotas)));
            }
        }
        (Shape::Structure(members), Value::Object(fields)) => {
            check_members(fields, members, &format!("{path}."), quotas, broken);
        }
        _ => {}
    }
}

/// Entries of a list: structures one by one; texts all together, as the service reports them.
fn check_entries(entries: &[Value], of: &Shape, path: &str, quotas: &Quotas, broken: &mut Vec<String>) {
    match of {
        Shape::Text(text) if text.one_of.is_empty() => {
            let short_or_long = |entry: &Value| entry.as_str().is_some_and(|found| !text.length.holds(found, quotas));
            if entries.iter().any(short_or_long) {
                let shown: Vec<&str> = entries.iter().filter_map(Value::as_str).collect();
                broken.push(format!(
                    "Value '[{}]' at '{path}' failed to satisfy constraint: Member must satisfy constraint: {}",
                    shown.join(", "),
                    text.length.lengths(quotas)
                ));
            }
        }
        Shape::Text(text) => {
            let unknown = |entry: &Value| entry.as_str().is_some_and(|found| !text.one_of.contains(&found));
            if entries.iter().any(unknown) {
                let shown: Vec<&str> = entries.iter().filter_map(Value::as_str).collect();
                broken.push(format!(
                    "Value '[{}]' at '{path}' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [{}]]",
                    shown.join(", "),
                    text.one_of.join(", ")
                ));
            }
        }
        _ => {
            for (nth, entry) in entries.iter().enumerate() {
                check_value(entry, of, &format!("{path}.{}.member", nth + 1), quotas, broken);
            }
        }
    }
}

impl Shape {
    /// How an entry reads inside a message about its list.
    fn shown(&self, entry: &Value) -> String {
        match (self, entry) {
            (_, Value::String(text)) => text.clone(),
            (Shape::Structure(_), _) => "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310".to_owned(),
            (_, other) => other.to_string(),
        }
    }
}

impl Range {
    /// The bounds that a number is outside of.
    fn check(self, found: i64, what: &str, quotas: &Quotas) -> Vec<String> {
        let least = (found < self.least).then_some(("greater", self.least));
        let most = self.most(quotas).filter(|most| found > *most).map(|most| ("less", most));
        let text = |(word, bound)| format!("Member must have {what} {word} than or equal to {bound}");
        least.into_iter().chain(most).map(text).collect()
    }

    fn holds(self, text: &str, quotas: &Quotas) -> bool {
        self.check(text.encode_utf16().count() as i64, "length", quotas).is_empty()
    }

    fn lengths(self, quotas: &Quotas) -> String {
        let most = self.most(quotas).map(|most| format!("Member must have length less than or equal to {most}"));
        let least = Some(format!("Member must have length greater than or equal to {}", self.least.max(0)));
        format!("[{}]", most.into_iter().chain(least).collect::<Vec<_>>().join(", "))
    }
}

/// Bytes that a checked Base64 text stands for.
fn decoded_length(text: &str) -> i64 {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    (text.len() / 4 * 3).saturating_sub(padding) as i64
}

/// A JSON number as the service takes it: fractions cut off, too large ones at the type's end.
pub(super) fn whole(value: &Value, integer: bool) -> i64 {
    let number = value.as_i64().unwrap_or_else(|| {
        let float = value.as_f64().unwrap_or(0.0);
        // A cast from a float ends at the type's bounds.
        float as i64
    });
    if integer { number.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) } else { number }
}

/// `StreamName` → `streamName`, as messages spell members.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
}
