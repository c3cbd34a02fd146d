//! The shapes of requests: which members an operation takes, of which type, within which bounds.
//! Operations write their input down in this grammar; `check` holds a request against it.

use super::pattern::Pattern;
use crate::quota::Quotas;
use serde_json::Value;

/// A named part of a request or structure.
pub struct Member {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    /// Another member that stands for it: then it may be absent.
    pub unless: Option<&'static str>,
}

/// A member that must be there.
pub const fn required(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: true, unless: None }
}

/// A member that must be there, unless the `other` is.
pub const fn required_unless(name: &'static str, other: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: true, unless: Some(other) }
}

/// A member that may be absent or null.
pub const fn optional(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: false, unless: None }
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
    /// The largest record that the request's stream takes.
    RecordBytes,
}

impl Range {
    /// Anything.
    pub const ANY: Range = Range { least: i64::MIN, most: Bound::None };

    /// What one record may hold.
    pub const RECORD_BYTES: Range = Range { least: 0, most: Bound::RecordBytes };

    pub const fn at_least(least: i64) -> Range {
        Range { least, most: Bound::None }
    }

    pub const fn between(least: i64, most: i64) -> Range {
        Range { least, most: Bound::Fixed(most) }
    }

    pub const fn up_to(least: i64, most: fn(&Quotas) -> u64) -> Range {
        Range { least, most: Bound::Quota(most) }
    }

    pub(super) fn most(self, limits: &Limits) -> Option<i64> {
        let most = match self.most {
            Bound::None => return None,
            Bound::Fixed(most) => return Some(most),
            Bound::Quota(most) => most(limits.quotas),
            Bound::RecordBytes => limits.record_bytes,
        };
        Some(i64::try_from(most).unwrap_or(i64::MAX))
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
    pub(super) fn type_name(&self) -> &'static str {
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

/// What upper bounds are taken from.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    pub quotas: &'a Quotas,
    pub record_bytes: u64,
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
