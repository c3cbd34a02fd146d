//! Shapes that several operations of Kinesis share.

use crate::api::pattern::Pattern;
use crate::api::shape::{Range, Shape};

pub const STREAM_NAME: Shape = Shape::pattern(Range::between(1, 128), Pattern::Name);
pub const STREAM_ARN: Shape = Shape::text(Range::between(1, 2_048));
pub const PARTITION_KEY: Shape = Shape::text(Range::up_to(1, |quotas| quotas.partition_key_max_chars));
pub const HASH_KEY: Shape = Shape::pattern(Range::ANY, Pattern::HashKey);
pub const SEQUENCE_NUMBER: Shape = Shape::pattern(Range::ANY, Pattern::SequenceNumber);
pub const DATA: Shape = Shape::Blob(Range::up_to(0, |quotas| quotas.record_default_max_bytes_key_plus_data));
