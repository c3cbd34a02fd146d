//! What the simulated service refuses, under AWS' own names, with the values that caused it. A
//! refusal is an event of the run, not a failure of the program: throttling is the lesson.
//!
//! Texts are the service's own where a recording has them (kinesalite's suite, which its author ran
//! on AWS); they name account and stream, so a text is made for a [`Place`].

use crate::account::Account;
use crate::kinesis::hash_key::HashKeyRange;
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::StreamStatus;
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

    fn message(&self) -> String {
        let Constraint { value, at, must } = self;
        let value = value.as_ref().map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
        format!("Value {value} at '{at}' failed to satisfy constraint: {must}")
    }
}

/// The bounds of `what` (value, length) that `found` lies outside of, as constraints say it.
pub fn outside(what: &str, found: i64, least: i64, most: Option<i64>) -> impl Iterator<Item = String> {
    let low = (found < least).then_some(("greater", least));
    let high = most.filter(|most| found > *most).map(|most| ("less", most));
    let text = move |(word, bound)| format!("Member must have {what} {word} than or equal to {bound}");
    low.into_iter().chain(high).map(text)
}

/// The service's text for broken constraints.
pub fn list(broken: &[Constraint]) -> String {
    let noun = if broken.len() == 1 { "error" } else { "errors" };
    let all: Vec<String> = broken.iter().map(Constraint::message).collect();
    format!("{} validation {noun} detected: {}", broken.len(), all.join("; "))
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
        }
    }

    /// The service's message.
    pub fn message(&self, place: Place) -> String {
        let account = &place.account.id;
        match self {
            Refusal::ProvisionedThroughputExceeded(throttle) => throttle.message(place),
            Refusal::ExpiredIterator { issued, now, tolerated_ms } => {
                let utc = |at| place.account.epoch.utc_text(at);
                format!(
                    "Iterator expired. The iterator was created at time {} while right now it is {} which is further in the future than the tolerated delay of {tolerated_ms} milliseconds.",
                    utc(*issued),
                    utc(*now)
                )
            }
            Refusal::ResourceInUse { stream, status } => {
                format!("Stream {stream} under account {account} not ACTIVE, instead in state {}", status.name())
            }
            Refusal::StreamExists { stream } => format!("Stream {stream} under account {account} already exists."),
            Refusal::ConsumersRegistered { stream } => format!(
                "Stream {stream} under account {account} has registered consumers; deregister them first or set EnforceConsumerDeletion."
            ),
            Refusal::ConsumerExists { consumer } => {
                format!("Consumer {consumer} of stream {} under account {account} already exists.", place.stream)
            }
            Refusal::ConsumerNotActive => {
                format!("The consumer of stream {} under account {account} is not ACTIVE.", place.stream)
            }
            Refusal::SubscriptionInUse { consumer, shard } => format!(
                "Another active subscription exists for shard {shard} of consumer {consumer} of stream {} under account {account}.",
                place.stream
            ),
            Refusal::InternalFailure => String::new(),
            Refusal::ResourceNotFound(resource) => resource.message(account),
            Refusal::LimitExceeded(limit) => limit.message(place),
            Refusal::InvalidArgument(argument) => argument.message(place),
            Refusal::Validation(broken) => list(broken),
            Refusal::WrongMode { operation } => format!(
                "{operation} is not supported for stream {} under account {account} in its capacity mode.",
                place.stream
            ),
        }
    }
}

impl Throttle {
    /// AWS' name of the exception, also in the answer to a batch.
    pub fn code(&self) -> &'static str {
        match self.limit {
            Limit::NoStream => "ResourceNotFoundException",
            _ => "ProvisionedThroughputExceededException",
        }
    }

    /// The service's message.
    pub fn message(&self, place: Place) -> String {
        let Place { account, stream } = place;
        if self.limit == Limit::NoStream {
            return Resource::Stream(stream.to_owned()).message(&account.id);
        }
        format!("Rate exceeded for shard {} in stream {stream} under account {}.", self.shard, account.id)
    }
}

impl Resource {
    fn message(&self, account: &str) -> String {
        match self {
            Resource::Stream(name) => format!("Stream {name} under account {account} not found."),
            Resource::Shard { shard, stream } => {
                format!("Could not find shard {shard} in stream {stream} under account {account}.")
            }
            Resource::ReadShard { shard, stream } => {
                format!("Shard {shard} in stream {stream} under account {account} does not exist")
            }
            Resource::Consumer { consumer, stream } => {
                format!("Consumer {consumer} of stream {stream} under account {account} not found.")
            }
            Resource::Actor(name) => format!("{name} is no producer or consumer of this run."),
        }
    }
}

impl LimitExceeded {
    fn message(&self, Place { account, stream }: Place) -> String {
        let of = format!("for stream {stream} under account {}", account.id);
        match self {
            LimitExceeded::Shards { now, most, more } => format!(
                "This request would exceed the shard limit for the account {} in {}. Current shard count for the account: {now}. Limit: {most}. Number of additional shards that would have resulted from this request: {more}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.",
                account.id, account.region
            ),
            LimitExceeded::ShardsPerStream { wanted, most } => {
                format!("{wanted} shards asked {of}; this call goes up to {most}.")
            }
            LimitExceeded::ScalingsPerDay { most } => {
                format!("UpdateShardCount was called {most} times in the last 24 hours {of}.")
            }
            LimitExceeded::StreamsCreating { most } => format!(
                "This request would exceed the limit of {most} streams in state CREATING under account {}.",
                account.id
            ),
            LimitExceeded::OnDemandStreams { most } => format!(
                "This request would exceed the limit of {most} on-demand streams under account {} in {}.",
                account.id, account.region
            ),
            LimitExceeded::Consumers { most } => format!("There are {most} registered consumers {of} already."),
            LimitExceeded::ConsumersCreating { most } => {
                format!("There are {most} consumers in state CREATING {of} already.")
            }
            LimitExceeded::ModeSwitches { most } => {
                format!("The capacity mode was changed {most} times in the last 24 hours {of}.")
            }
            LimitExceeded::EncryptionChanges { most } => {
                format!("Encryption was changed {most} times in the last 24 hours {of}.")
            }
            LimitExceeded::CallRate { operation } => {
                format!("Rate exceeded for {operation} under account {}.", account.id)
            }
        }
    }
}

impl InvalidArgument {
    fn message(&self, Place { account, stream }: Place) -> String {
        let of = format!("stream {stream} under account {}", account.id);
        match self {
            InvalidArgument::SplitPoint { at, shard, range } => format!(
                "NewStartingHashKey {at} used in SplitShard() on shard {shard} in {of} is not both greater than one plus the shard's StartingHashKey {} and less than the shard's EndingHashKey {}.",
                range.start, range.end
            ),
            InvalidArgument::NotAdjacent { shard, adjacent } => {
                format!("Shards {shard} and {adjacent} in {of} are not an adjacent pair of shards eligible for merging")
            }
            InvalidArgument::ShardNotOpen { shard } => format!(
                "Shard {shard} in {of} has already been merged or split, and thus is not eligible for merging or splitting."
            ),
            InvalidArgument::TargetShardCount { wanted, open, least, most } => format!(
                "TargetShardCount {wanted} is out of reach of the {open} open shards of {of}: allowed are {least} to {most}."
            ),
            InvalidArgument::RequestTooLarge { bytes, most } => {
                format!("Records size exceeds {most} bytes: the request has {bytes}.")
            }
            InvalidArgument::RecordTooLarge { bytes, most } => {
                format!("Record size exceeds {most} bytes: partition key and data have {bytes}.")
            }
            InvalidArgument::ExplicitHashKey { text } => format!(
                "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}"
            ),
            InvalidArgument::TimestampInFuture { asked, now } => format!(
                "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {}, currentTimestampInMillis: {}",
                account.epoch.ms(*asked),
                account.epoch.ms(*now)
            ),
            InvalidArgument::SequenceNumber { text, shard } => {
                format!("StartingSequenceNumber {text} used in GetShardIterator on shard {shard} in {of} is invalid.")
            }
            InvalidArgument::SequenceNumberOfOtherShard { encoded, shard } => format!(
                "Invalid StartingSequenceNumber. It encodes {encoded}, while it was used in a call to a shard with {shard}"
            ),
            InvalidArgument::SequenceNumberOfOtherStream { text, shard } => format!(
                "StartingSequenceNumber {text} used in GetShardIterator on shard {shard} in {of} is invalid because it did not come from this stream."
            ),
            InvalidArgument::SequenceNumberForOrdering { text } => {
                format!("ExclusiveMinimumSequenceNumber {text} used in PutRecord on {of} is invalid.")
            }
            InvalidArgument::RetentionBounds { hours, least, .. } if hours < least => format!(
                "Minimum allowed retention period is {least} hours. Requested retention period ({hours} hours) is too short."
            ),
            InvalidArgument::RetentionBounds { hours, most, .. } => format!(
                "Maximum allowed retention period is {most} hours. Requested retention period ({hours} hours) is too long."
            ),
            InvalidArgument::Retention { hours, now_hours, raise } => {
                let (than, other) = if *raise { ("shorter", "Decrease") } else { ("longer", "Increase") };
                format!(
                    "Requested retention period ({hours} hours) for stream {stream} can not be {than} than existing retention period ({now_hours} hours). Use {other}RetentionPeriod API."
                )
            }
        }
    }
}
