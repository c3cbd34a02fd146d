//! The members of a request that has been checked against its shape, by name and type.

use super::shape::whole;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A structure of a checked request. Asking for a member by a type that its shape doesn't have is a
/// mistake of the operation, and reads as absent.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Body<'a> {
    /// The member's value; null counts as absent.
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    /// A text that the shape requires.
    pub fn required(self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    /// A whole number of 64 bits.
    pub fn number(self, name: &str) -> Option<i64> {
        self.get(name).filter(|value| value.is_number()).map(|value| whole(value, false))
    }

    /// A whole number that the shape keeps from being negative.
    pub fn count(self, name: &str) -> Option<u64> {
        self.number(name).map(|number| u64::try_from(number).unwrap_or(0))
    }

    pub fn flag(self, name: &str) -> Option<bool> {
        let value = self.get(name)?;
        value.as_bool().or_else(|| value.as_str().map(|text| text.eq_ignore_ascii_case("true")))
    }

    /// Bytes sent as Base64.
    pub fn blob(self, name: &str) -> Option<Vec<u8>> {
        STANDARD.decode(self.text(name)?).ok()
    }

    /// A timestamp in milliseconds since 1970; negative ones read as 0.
    pub fn timestamp_ms(self, name: &str) -> Option<u64> {
        // A cast from a float ends at the type's bounds.
        self.get(name)?.as_f64().map(|seconds| (seconds * 1_000.0).round() as u64)
    }

    /// The entries of a list; empty if it is absent.
    pub fn list(self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts of a list.
    pub fn texts(self, name: &str) -> impl Iterator<Item = &'a str> {
        self.list(name).iter().filter_map(Value::as_str)
    }

    /// The structures of a list.
    pub fn structures(self, name: &str) -> impl Iterator<Item = Body<'a>> {
        self.list(name).iter().filter_map(Value::as_object).map(Body)
    }

    pub fn structure(self, name: &str) -> Option<Body<'a>> {
        self.get(name)?.as_object().map(Body)
    }

    /// Texts by name, in the order of the names.
    pub fn map(self, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fields = self.get(name).and_then(Value::as_object);
        fields.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}
