//! Shapes that several operations of Kinesis share.

use crate::api::pattern::Pattern;
use crate::api::shape::{Member, Range, Shape, optional, required, required_unless};

/// The stream by name; its ARN may stand for it.
pub const BY_NAME: Member = required_unless("StreamName", "StreamARN", STREAM_NAME);
pub const BY_ARN: Member = optional("StreamARN", STREAM_ARN);

pub const STREAM_NAME: Shape = Shape::pattern(Range::between(1, 128), Pattern::Name);
pub const STREAM_ARN: Shape = Shape::pattern(Range::between(1, 2_048), Pattern::StreamArn);
pub const CONSUMER_NAME: Shape = Shape::pattern(Range::between(1, 128), Pattern::Name);
pub const CONSUMER_ARN: Shape = Shape::pattern(Range::between(1, 2_048), Pattern::ConsumerArn);
pub const RESOURCE_ARN: Shape = Shape::pattern(Range::between(1, 2_048), Pattern::ResourceArn);
pub const SHARD_ID: Shape = Shape::pattern(Range::between(1, 128), Pattern::Name);
pub const PARTITION_KEY: Shape = Shape::text(Range::up_to(1, |quotas| quotas.partition_key_max_chars));
pub const HASH_KEY: Shape = Shape::pattern(Range::ANY, Pattern::HashKey);
pub const SEQUENCE_NUMBER: Shape = Shape::pattern(Range::ANY, Pattern::SequenceNumber);
pub const DATA: Shape = Shape::Blob(Range::RECORD_BYTES);
pub const PAGE: Shape = Shape::Integer(Range::between(1, 10_000));
pub const NEXT_TOKEN: Shape = Shape::text(Range::at_least(1));
pub const RETENTION_HOURS: Shape = Shape::Integer(Range::at_least(1));
pub const TAG_KEYS: Shape = Shape::List { of: &Shape::text(Range::between(1, 128)), count: Range::between(1, 10) };
pub const TAGS: Shape = Shape::Map { key: TAG_KEY, value: TAG_VALUE, count: Range::between(1, 10) };
pub const TAG_KEY: Range = Range::between(1, 128);
pub const TAG_VALUE: Range = Range::between(0, 256);
pub const ITERATOR_TYPE: Shape =
    Shape::one_of(&["AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"]);
pub const STREAM_MODE: Shape =
    Shape::Structure(&[required("StreamMode", Shape::one_of(&["PROVISIONED", "ON_DEMAND"]))]);
