//! What the simulated service refuses, under AWS' own names, with the values that caused it. A
//! refusal is an event of the run, not a failure of the program: throttling is the lesson.
//!
//! Texts are the service's own where a recording has them (kinesalite's suite, which its author ran
//! on AWS); they name account and stream, so a text is made for a [`Place`].

mod text;

pub use text::list;

use crate::account::Account;
use crate::kinesis::hash_key::HashKeyRange;
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::StreamStatus;
use crate::security::refusal::SecurityRefusal;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A refused call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Refusal {
    ProvisionedThroughputExceeded(Throttle),
    ExpiredIterator {
        issued: Time,
        now: Time,
        tolerated_ms: u64,
    },
    ResourceInUse {
        stream: String,
        status: StreamStatus,
    },
    StreamExists {
        stream: String,
    },
    ConsumersRegistered {
        stream: String,
    },
    ConsumerExists {
        consumer: String,
    },
    ConsumerNotActive,
    SubscriptionInUse {
        consumer: String,
        shard: ShardId,
    },
    ResourceNotFound(Resource),
    LimitExceeded(LimitExceeded),
    InvalidArgument(InvalidArgument),
    Validation(Vec<Constraint>),
    /// Well formed, but not in the stream's capacity mode.
    WrongMode {
        operation: Cow<'static, str>,
    },
    /// A number of a form that the service no longer understands.
    InternalFailure,
    Security(SecurityRefusal),
}

/// Where a call was refused: what its text names.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub account: &'a Account,
    pub stream: &'a str,
}

/// Which limit of which shard was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Throttle {
    pub shard: ShardId,
    pub limit: Limit,
}

/// A limit of one shard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Limit {
    WriteRecords,
    WriteBytes,
    ReadCalls,
    ReadBytes,
    IteratorCalls,
    /// No limit: there is no stream that takes records, or there is none yet.
    NoStream,
    /// No limit: the service failed, as it may at any time. In the lab it does on command.
    Internal,
}

/// What isn't there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Resource {
    Stream(String),
    /// A shard to be changed; by the text that named it.
    Shard {
        shard: String,
        stream: String,
    },
    /// A shard to be read.
    ReadShard {
        shard: ShardId,
        stream: String,
    },
    Consumer {
        consumer: String,
        stream: String,
    },
    /// A producer or consumer of the run.
    Actor(String),
    /// A worker of a KCL application.
    Worker(String),
}

/// A count or a rate of calls beyond what the account may do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LimitExceeded {
    /// Shards of the account: there are `now` of `most`, and `more` were asked for.
    Shards {
        now: u64,
        most: u64,
        more: u64,
    },
    ShardsPerStream {
        wanted: u64,
        most: u64,
    },
    ScalingsPerDay {
        most: u64,
    },
    StreamsCreating {
        most: u64,
    },
    OnDemandStreams {
        most: u64,
    },
    Consumers {
        most: u64,
    },
    ConsumersCreating {
        most: u64,
    },
    ModeSwitches {
        most: u64,
    },
    EncryptionChanges {
        most: u64,
    },
    CallRate {
        operation: Cow<'static, str>,
    },
}

/// Well formed, but without sense here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum InvalidArgument {
    /// `at` as the call had it: it may lie beyond all hash keys.
    SplitPoint {
        at: String,
        shard: ShardId,
        range: HashKeyRange,
    },
    NotAdjacent {
        shard: ShardId,
        adjacent: ShardId,
    },
    ShardNotOpen {
        shard: ShardId,
    },
    TargetShardCount {
        wanted: u64,
        open: u64,
        least: u64,
        most: u64,
    },
    RequestTooLarge {
        bytes: u64,
        most: u64,
    },
    RecordTooLarge {
        bytes: u64,
        most: u64,
    },
    ExplicitHashKey {
        text: String,
    },
    TimestampInFuture {
        asked: Time,
        now: Time,
    },
    SequenceNumber {
        text: String,
        shard: ShardId,
    },
    SequenceNumberOfOtherShard {
        encoded: String,
        shard: ShardId,
    },
    SequenceNumberOfOtherStream {
        text: String,
        shard: ShardId,
    },
    SequenceNumberForOrdering {
        text: String,
    },
    Retention {
        hours: u64,
        now_hours: u64,
        raise: bool,
    },
    RetentionBounds {
        hours: u64,
        least: u64,
        most: u64,
    },
}

/// A value outside what the API's model allows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Constraint {
    /// As the text shows it; None if it is missing.
    pub value: Option<String>,
    /// Which member, as the model spells it: `records.1.member.partitionKey`.
    pub at: String,
    /// `Member must …`
    pub must: String,
}

impl Constraint {
    pub fn new(value: impl Into<String>, at: impl Into<String>, must: impl Into<String>) -> Constraint {
        Constraint { value: Some(value.into()), at: at.into(), must: must.into() }
    }

    /// A member that isn't there.
    pub fn missing(at: impl Into<String>) -> Constraint {
        Constraint { value: None, at: at.into(), must: "Member must not be null".to_owned() }
    }
}

/// The bounds of `what` (value, length) that `found` lies outside of, as constraints say it.
pub fn outside(what: &str, found: i64, least: i64, most: Option<i64>) -> impl Iterator<Item = String> {
    let low = (found < least).then_some(("greater", least));
    let high = most.filter(|most| found > *most).map(|most| ("less", most));
    let text = move |(word, bound)| format!("Member must have {what} {word} than or equal to {bound}");
    low.into_iter().chain(high).map(text)
}

impl Refusal {
    /// AWS' name of the exception.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::ProvisionedThroughputExceeded(throttle) => throttle.code(),
            Refusal::ExpiredIterator { .. } => "ExpiredIteratorException",
            Refusal::ResourceInUse { .. }
            | Refusal::StreamExists { .. }
            | Refusal::ConsumersRegistered { .. }
            | Refusal::ConsumerExists { .. }
            | Refusal::ConsumerNotActive
            | Refusal::SubscriptionInUse { .. } => "ResourceInUseException",
            Refusal::ResourceNotFound(_) => "ResourceNotFoundException",
            Refusal::LimitExceeded(_) => "LimitExceededException",
            Refusal::InvalidArgument(_) => "InvalidArgumentException",
            Refusal::Validation(_) | Refusal::WrongMode { .. } => "ValidationException",
            Refusal::InternalFailure => "InternalFailure",
            Refusal::Security(refusal) => refusal.code(),
        }
    }
}

impl Throttle {
    /// AWS' name of the exception, also in the answer to a batch.
    pub fn code(&self) -> &'static str {
        match self.limit {
            Limit::NoStream => "ResourceNotFoundException",
            Limit::Internal => "InternalFailure",
            _ => "ProvisionedThroughputExceededException",
        }
    }
}
