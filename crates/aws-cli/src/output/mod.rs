//! An answer as the CLI prints it.

mod table;
mod text;
mod yaml;

use crate::value::Value;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

/// `--output`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Json,
    Text,
    Table,
    Yaml,
    YamlStream,
    Off,
}

impl Format {
    /// By its name; JSON otherwise.
    pub fn named(name: Option<&str>) -> Format {
        match name {
            Some("text") => Format::Text,
            Some("table") => Format::Table,
            Some("yaml") => Format::Yaml,
            Some("yaml-stream") => Format::YamlStream,
            Some("off") => Format::Off,
            _ => Format::Json,
        }
    }

    /// The whole answer of an operation; `columns` is the width that a table has.
    pub fn whole(self, operation: &str, answer: &Value, columns: usize) -> String {
        let is_empty = matches!(answer, Value::Object(fields) if fields.is_empty());
        match self {
            Format::Off => String::new(),
            Format::Text => text::text(answer),
            Format::Table => table::table(operation, answer, columns),
            _ if is_empty => String::new(),
            Format::Json => json(answer),
            Format::Yaml if answer.is_scalar() => answer.compact() + "\n",
            Format::Yaml => yaml::yaml(answer),
            Format::YamlStream => yaml::yaml(&Value::List(vec![answer.clone()])),
        }
    }
}

/// JSON with four spaces, and a line end.
pub fn json(value: &Value) -> String {
    let mut out = Vec::new();
    let formatter = PrettyFormatter::with_indent(b"    ");
    value.serialize(&mut Serializer::with_formatter(&mut out, formatter)).expect("names are texts");
    out.push(b'\n');
    String::from_utf8(out).expect("JSON is UTF-8")
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// JSON as a value.
    pub fn value(json: &str) -> Value {
        serde_json::from_str(json).expect("samples are JSON")
    }
}
