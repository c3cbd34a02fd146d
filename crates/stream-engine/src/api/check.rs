//! Holds a request against its shapes in the service's order: JSON types first, then broken
//! constraints together. Message texts: as the Kinesis service gives them (kinesalite's suite, which
//! its author ran on AWS).

use super::failure::Failure;
use super::shape::{Limits, Member, Range, Shape, Text, whole};
use crate::error::{self, Constraint, outside};
use crate::kinesis::put_records::buffer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Broken constraints that a text lists at most (kinesalite's suite, run on AWS).
const LISTED_MOST: usize = 10;

/// Holds a request against its members: a SerializationException for the first value of a wrong
/// type, else a ValidationException that lists the broken constraints.
pub fn check(fields: &Map<String, Value>, members: &[Member], limits: Limits) -> Result<(), Failure> {
    check_types(fields, members).map_err(Failure::serialization)?;
    let mut broken = Broken { limits, found: Vec::new() };
    broken.check_members(fields, members, None);
    let mut found = broken.found;
    found.truncate(LISTED_MOST);
    match found.is_empty() {
        true => Ok(()),
        false => Err(Failure::validation(error::list(&found))),
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

/// Where a value stands in a request; written out only when something is wrong with it.
#[derive(Clone, Copy)]
struct Path<'a> {
    above: Option<&'a Path<'a>>,
    name: &'a str,
    /// Its number in a list, from 1.
    nth: usize,
}

impl Path<'_> {
    fn text(&self) -> String {
        let above = self.above.map_or_else(String::new, |above| above.text() + ".");
        match self.nth {
            0 => above + &lower_first(self.name),
            nth => format!("{above}{nth}.member"),
        }
    }
}

/// What was found wrong so far.
struct Broken<'a> {
    limits: Limits<'a>,
    found: Vec<Constraint>,
}

impl Broken<'_> {
    fn add(&mut self, shown: &str, path: &Path, must: String) {
        self.found.push(Constraint::new(shown, path.text(), must));
    }

    fn check_members(&mut self, fields: &Map<String, Value>, members: &[Member], above: Option<&Path>) {
        for member in members {
            let path = Path { above, name: member.name, nth: 0 };
            match present(fields, member.name) {
                Some(value) => self.check_value(value, &member.shape, &path),
                None if member.required && member.unless.is_none_or(|other| present(fields, other).is_none()) => {
                    self.found.push(Constraint::missing(path.text()));
                }
                None => {}
            }
            if self.found.len() >= LISTED_MOST {
                return;
            }
        }
    }

    fn check_value(&mut self, value: &Value, shape: &Shape, path: &Path) {
        match (shape, value) {
            (Shape::Integer(range) | Shape::Long(range), Value::Number(_)) => {
                let number = whole(value, matches!(shape, Shape::Integer(_)));
                for must in range.check(number, "value", &self.limits) {
                    self.add(&number.to_string(), path, must);
                }
            }
            (Shape::Text(text), Value::String(found)) => self.check_text(found, text, path),
            (Shape::Blob(range), Value::String(text)) => {
                let bytes = decoded_length(text);
                for must in range.check(bytes as i64, "length", &self.limits) {
                    self.add(&buffer(bytes), path, must);
                }
            }
            (Shape::List { of, count }, Value::Array(entries)) => {
                for must in count.check(entries.len() as i64, "length", &self.limits) {
                    let shown: Vec<String> = entries.iter().map(|entry| of.shown(entry)).collect();
                    self.add(&format!("[{}]", shown.join(", ")), path, must);
                }
                self.check_entries(entries, of, path);
            }
            (Shape::Map { key, value, count }, Value::Object(fields)) => {
                self.check_map(fields, [key, value, count].map(|range| *range), path);
            }
            (Shape::Structure(members), Value::Object(fields)) => self.check_members(fields, members, Some(path)),
            _ => {}
        }
    }

    fn check_text(&mut self, found: &str, text: &Text, path: &Path) {
        if let Some(pattern) = text.pattern.filter(|pattern| !pattern.matches(found)) {
            let must = format!("Member must satisfy regular expression pattern: {}", pattern.text());
            self.add(found, path, must);
        }
        for must in text.length.check(utf16_length(found), "length", &self.limits) {
            self.add(found, path, must);
        }
        if !text.one_of.is_empty() && !text.one_of.contains(&found) {
            self.add(found, path, format!("Member must satisfy enum value set: [{}]", text.one_of.join(", ")));
        }
    }

    fn check_map(&mut self, fields: &Map<String, Value>, [key, value, count]: [Range; 3], path: &Path) {
        let texts = || fields.iter().map(|(key, value)| (key.as_str(), value.as_str().unwrap_or("")));
        let mut broken = count.check(fields.len() as i64, "length", &self.limits);
        if texts().any(|(name, _)| !key.holds(name, &self.limits)) {
            broken.push(format!("Map keys must satisfy constraint: {}", key.lengths(&self.limits)));
        }
        if texts().any(|(_, text)| !value.holds(text, &self.limits)) {
            broken.push(format!("Map value must satisfy constraint: {}", value.lengths(&self.limits)));
        }
        for must in broken {
            let entries: Vec<String> = texts().map(|(key, value)| format!("{key}={value}")).collect();
            self.add(&format!("{{{}}}", entries.join(", ")), path, must);
        }
    }

    /// Entries of a list: structures one by one; texts all together, as the service reports them.
    fn check_entries(&mut self, entries: &[Value], of: &Shape, path: &Path) {
        let Shape::Text(text) = of else {
            for (nth, entry) in entries.iter().enumerate() {
                self.check_value(entry, of, &Path { above: Some(path), name: "", nth: nth + 1 });
                if self.found.len() >= LISTED_MOST {
                    return;
                }
            }
            return;
        };
        let limits = self.limits;
        let found = || entries.iter().filter_map(Value::as_str);
        let must = if !text.one_of.is_empty() && found().any(|found| !text.one_of.contains(&found)) {
            format!("[Member must satisfy enum value set: [{}]]", text.one_of.join(", "))
        } else if text.one_of.is_empty() && found().any(|found| !text.length.holds(found, &limits)) {
            text.length.lengths(&limits)
        } else {
            return;
        };
        let shown: Vec<&str> = found().collect();
        self.add(&format!("[{}]", shown.join(", ")), path, format!("Member must satisfy constraint: {must}"));
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
    fn check(self, found: i64, what: &str, limits: &Limits) -> Vec<String> {
        outside(what, found, self.least, self.most(limits)).collect()
    }

    fn holds(self, text: &str, limits: &Limits) -> bool {
        self.check(utf16_length(text), "length", limits).is_empty()
    }

    fn lengths(self, limits: &Limits) -> String {
        let most = self.most(limits).map(|most| format!("Member must have length less than or equal to {most}"));
        let least = Some(format!("Member must have length greater than or equal to {}", self.least.max(0)));
        format!("[{}]", most.into_iter().chain(least).collect::<Vec<_>>().join(", "))
    }
}

/// Characters as the service counts them.
fn utf16_length(text: &str) -> i64 {
    (if text.is_ascii() { text.len() } else { text.encode_utf16().count() }) as i64
}

/// Bytes that a checked Base64 text stands for.
fn decoded_length(text: &str) -> usize {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    (text.len() / 4 * 3).saturating_sub(padding)
}

/// `StreamName` → `streamName`, as messages spell members.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
}
