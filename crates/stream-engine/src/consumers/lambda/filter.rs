//! Event filtering: patterns that a record must match to reach the function. Equality with one of
//! several values only; the service also knows prefixes, ranges, negation and existence.

use serde_json::{Map, Value};

/// Whether the text is a pattern that this filter understands: an object whose leaves are lists of
/// texts, numbers, booleans or null.
pub fn is_pattern(text: &str) -> bool {
    fn holds(value: &Value) -> bool {
        match value {
            Value::Object(fields) => !fields.is_empty() && fields.values().all(holds),
            Value::Array(values) => {
                !values.is_empty() && values.iter().all(|value| !value.is_object() && !value.is_array())
            }
            _ => false,
        }
    }
    serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object() && holds(&value))
}

/// The patterns of a mapping, read once for many records.
pub struct Filter {
    patterns: Vec<Map<String, Value>>,
}

impl Filter {
    /// Texts that aren't patterns match nothing.
    pub fn new(patterns: &[String]) -> Filter {
        let read = |text: &String| serde_json::from_str(text).unwrap_or_default();
        Filter { patterns: patterns.iter().map(read).collect() }
    }

    /// Whether everything passes.
    pub fn is_open(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a record passes: any pattern is enough. Data that isn't JSON fails a pattern about data.
    pub fn passes(&self, partition_key: &str, data: &[u8]) -> bool {
        let data = serde_json::from_slice(data).unwrap_or(Value::Null);
        let mut event = Map::new();
        event.insert("partitionKey".to_owned(), partition_key.into());
        event.insert("data".to_owned(), data);
        self.patterns.iter().any(|pattern| matches(pattern, &event))
    }
}

fn matches(pattern: &Map<String, Value>, event: &Map<String, Value>) -> bool {
    !pattern.is_empty()
        && pattern.iter().all(|(name, wanted)| match (wanted, event.get(name)) {
            (Value::Object(wanted), Some(Value::Object(found))) => matches(wanted, found),
            (Value::Array(values), Some(Value::Array(found))) => found.iter().any(|found| values.contains(found)),
            (Value::Array(values), Some(found)) => values.contains(found),
            _ => false,
        })
}
