//! Shapes that several operations of SQS share. Only types stand here: SQS words each broken
//! constraint in its own way, so the operations check them.

use crate::api::body::Body;
use crate::api::shape::{Member, Range, Shape, optional};
use crate::sqs::Refused;

pub const QUEUE_URL: Member = optional("QueueUrl", Shape::TEXT);
pub const INTEGER: Shape = Shape::Integer(Range::ANY);
pub const TEXTS: Shape = Shape::List { of: &Shape::TEXT, count: Range::ANY };
pub const MAP: Shape = Shape::Map { key: Range::ANY, value: Range::ANY, count: Range::ANY };

/// A text that must be there.
pub fn required<'a>(body: Body<'a>, name: &str) -> Result<&'a str, Refused> {
    body.text(name).ok_or_else(|| Refused::missing(name))
}

/// A list or map that must be there.
pub fn present(body: Body, name: &str) -> Result<(), Refused> {
    body.get(name).map(|_| ()).ok_or_else(|| Refused::missing(name))
}

/// A number within bounds, if it is there.
pub fn number(body: Body, name: &str, least: u64, most: u64, reason: &str) -> Result<Option<u64>, Refused> {
    let Some(found) = body.number(name) else { return Ok(None) };
    let number = u64::try_from(found).ok().filter(|number| (least..=most).contains(number));
    number.map(Some).ok_or_else(|| Refused::parameter(name, found, reason))
}

/// `Must be >= 0 and <= 20, if provided.`
pub fn bounds(least: u64, most: u64) -> String {
    format!("Must be >= {least} and <= {most}, if provided.")
}
