//! What the simulated service refuses, under AWS' own names, with the values that caused it. A
//! refusal is an event of the run, not a failure of the program: throttling is the lesson.

use crate::kinesis::hash_key::{HashKey, HashKeyRange};
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::StreamStatus;
use crate::time::Time;
use serde::Serialize;

/// A refused call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Refusal {
    ProvisionedThroughputExceeded(Throttle),
    ExpiredIterator { issued: Time, now: Time },
    ResourceInUse { stream: String, status: StreamStatus },
    StreamExists { stream: String },
    ResourceNotFound(Resource),
    LimitExceeded(LimitExceeded),
    InvalidArgument(InvalidArgument),
    Validation(Vec<Constraint>),
}

/// Which limit of which shard was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Throttle {
    pub shard: ShardId,
    pub limit: Limit,
}

/// A limit of one shard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum Limit {
    WriteRecords,
    WriteBytes,
    ReadCalls,
    ReadBytes,
}

/// What isn't there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Resource {
    Stream(String),
    Shard { shard: ShardId, stream: String },
}

/// A count or a rate of calls beyond what the account may do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum LimitExceeded {
    ShardsPerStream { wanted: u64, most: u64 },
    ScalingsPerDay { most: u64 },
}

/// Well formed, but without sense here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum InvalidArgument {
    SplitPoint { at: HashKey, shard: ShardId, range: HashKeyRange },
    NotAdjacent { shard: ShardId, adjacent: ShardId },
    ShardNotOpen { shard: ShardId },
    TargetShardCount { wanted: u64, open: u64, least: u64, most: u64 },
    RequestTooLarge { bytes: u64, most: u64 },
    TimestampInFuture,
    SequenceNumber { text: String, shard: ShardId },
    SequenceNumberForOrdering { text: String },
    Retention { hours: u64, now_hours: u64, raise: bool },
    RetentionBounds { hours: u64, least: u64, most: u64 },
}

/// A value outside what the API's model allows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Constraint {
    Count { field: &'static str, found: u64, most: u64 },
    Length { field: &'static str, nth: Option<u32>, found: u64, least: u64, most: u64 },
    Range { field: &'static str, found: u64, least: u64, most: u64 },
}

impl Refusal {
    /// AWS' name of the exception.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::ProvisionedThroughputExceeded(_) => "ProvisionedThroughputExceededException",
            Refusal::ExpiredIterator { .. } => "ExpiredIteratorException",
            Refusal::ResourceInUse { .. } | Refusal::StreamExists { .. } => "ResourceInUseException",
            Refusal::ResourceNotFound(_) => "ResourceNotFoundException",
            Refusal::LimitExceeded(_) => "LimitExceededException",
            Refusal::InvalidArgument(_) => "InvalidArgumentException",
            Refusal::Validation(_) => "ValidationException",
        }
    }

    /// The service's message.
    pub fn message(&self) -> String {
        match self {
            Refusal::ProvisionedThroughputExceeded(throttle) => throttle.message(),
            Refusal::ExpiredIterator { issued, now } => format!(
                "Iterator expired. The iterator was created at time {} ms while right now it is {} ms, which is further in the future than the tolerated delay.",
                issued.ms(),
                now.ms()
            ),
            Refusal::ResourceInUse { stream, status } => {
                format!("Stream {stream} is {}; this call needs a stream that is ACTIVE.", status.name())
            }
            Refusal::StreamExists { stream } => format!("Stream {stream} already exists."),
            Refusal::ResourceNotFound(Resource::Stream(name)) => format!("Stream {name} not found."),
            Refusal::ResourceNotFound(Resource::Shard { shard, stream }) => {
                format!("Could not find shard {shard} in stream {stream}.")
            }
            Refusal::LimitExceeded(LimitExceeded::ShardsPerStream { wanted, most }) => {
                format!("{wanted} shards asked for; this call goes up to {most}.")
            }
            Refusal::LimitExceeded(LimitExceeded::ScalingsPerDay { most }) => {
                format!("UpdateShardCount was called {most} times in the last 24 hours.")
            }
            Refusal::InvalidArgument(argument) => argument.message(),
            Refusal::Validation(broken) => {
                let noun = if broken.len() == 1 { "error" } else { "errors" };
                let all: Vec<String> = broken.iter().map(Constraint::message).collect();
                format!("{} validation {noun} detected: {}", broken.len(), all.join("; "))
            }
        }
    }
}

impl Throttle {
    /// The service's message.
    pub fn message(&self) -> String {
        let of = match self.limit {
            Limit::WriteRecords => "records per second",
            Limit::WriteBytes => "bytes per second",
            Limit::ReadCalls => "GetRecords calls per second",
            Limit::ReadBytes => "bytes read per second",
        };
        format!("Rate exceeded for shard {}: limit of {of}.", self.shard)
    }
}

impl InvalidArgument {
    fn message(&self) -> String {
        match self {
            InvalidArgument::SplitPoint { at, shard, range } => format!(
                "NewStartingHashKey {at} used in SplitShard() on shard {shard} is not both greater than one plus the shard's StartingHashKey {} and less than the shard's EndingHashKey {}.",
                range.start, range.end
            ),
            InvalidArgument::NotAdjacent { shard, adjacent } => {
                format!("Shards {shard} and {adjacent} are not an adjacent pair of shards eligible for merging.")
            }
            InvalidArgument::ShardNotOpen { shard } => {
                format!(
                    "Shard {shard} has already been merged or split, and thus is not eligible for merging or splitting."
                )
            }
            InvalidArgument::TargetShardCount { wanted, open, least, most } => format!(
                "TargetShardCount {wanted} is out of reach of {open} open shards: allowed are {least} to {most}."
            ),
            InvalidArgument::RequestTooLarge { bytes, most } => {
                format!("Records size exceeds the limit: {bytes} bytes, at most {most}.")
            }
            InvalidArgument::TimestampInFuture => {
                "The timestampInMillis parameter cannot be greater than the current time.".to_owned()
            }
            InvalidArgument::SequenceNumber { text, shard } => {
                format!("StartingSequenceNumber {text} is not valid for shard {shard}.")
            }
            InvalidArgument::SequenceNumberForOrdering { text } => {
                format!("ExclusiveMinimumSequenceNumber {text} used in PutRecord is invalid.")
            }
            InvalidArgument::RetentionBounds { hours, least, .. } if hours < least => format!(
                "Minimum allowed retention period is {least} hours. Requested retention period ({hours} hours) is too short."
            ),
            InvalidArgument::RetentionBounds { hours, most, .. } => format!(
                "Maximum allowed retention period is {most} hours. Requested retention period ({hours} hours) is too long."
            ),
            InvalidArgument::Retention { hours, now_hours, raise } => {
                let word = if *raise { "less" } else { "greater" };
                format!(
                    "Requested retention period ({hours} hours) must not be {word} than the present one ({now_hours} hours)."
                )
            }
        }
    }
}

impl Constraint {
    fn message(&self) -> String {
        match self {
            Constraint::Count { field, found, most } => format!(
                "Value of {found} entries at '{field}' failed to satisfy constraint: Member must have length between 1 and {most}"
            ),
            Constraint::Length { field, nth, found, least, most } => {
                let at = match nth {
                    Some(nth) => format!("records.{}.member.{field}", nth + 1),
                    None => (*field).to_owned(),
                };
                let (word, bound) = if found < least { ("greater", least) } else { ("less", most) };
                format!(
                    "Value of length {found} at '{at}' failed to satisfy constraint: Member must have length {word} than or equal to {bound}"
                )
            }
            Constraint::Range { field, found, least, most } => format!(
                "Value '{found}' at '{field}' failed to satisfy constraint: Member must have value between {least} and {most}"
            ),
        }
    }
}
