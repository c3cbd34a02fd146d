//! Shapes that several operations of Firehose share.

use crate::api::pattern::Pattern;
use crate::api::shape::{Member, Range, Shape, optional, required};

pub const NAME: Shape = Shape::pattern(Range::between(1, 64), Pattern::Name);
pub const RECORD: Shape =
    Shape::Structure(&[required("Data", Shape::Blob(Range::up_to(0, |quotas| quotas.firehose_record_max_bytes)))]);
/// What a record of a batch looks like; its size is looked at, too.
pub const RECORDS: Shape =
    Shape::List { of: &RECORD, count: Range::up_to(1, |quotas| quotas.firehose_put_batch_max_records) };
const HINTS: Shape = Shape::Structure(&[
    optional("SizeInMBs", Shape::Integer(Range::up_to(1, |quotas| quotas.firehose_buffer_size_max_mib))),
    optional(
        "IntervalInSeconds",
        Shape::Integer(Range::up_to(0, |quotas| quotas.firehose_buffer_interval_max_seconds)),
    ),
]);
const ARN: Shape = Shape::text(Range::between(1, 512));
/// Destination of create; the members of the processing configuration are read by hand.
pub const S3: &[Member] = &[
    required("RoleARN", ARN),
    required("BucketARN", ARN),
    optional("Prefix", Shape::text(Range::between(0, 1_024))),
    optional("BufferingHints", HINTS),
    optional("CompressionFormat", Shape::one_of(&["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"])),
    optional("ProcessingConfiguration", Shape::Any),
];
/// The same of update: nothing is required.
pub const S3_UPDATE: &[Member] = &[
    optional("RoleARN", ARN),
    optional("BucketARN", ARN),
    optional("Prefix", Shape::text(Range::between(0, 1_024))),
    optional("BufferingHints", HINTS),
];
