//! Shapes that several operations of DynamoDB share.

use crate::api::pattern::Pattern;
use crate::api::shape::{Range, Shape};

/// A name or an ARN.
pub const TABLE_NAME: Shape = Shape::text(Range::between(1, 1_024));
pub const START_TABLE_NAME: Shape = Shape::pattern(Range::between(3, 255), Pattern::Name);
pub const CONSUMED_CAPACITY: Shape = Shape::one_of(&["INDEXES", "TOTAL", "NONE"]);
