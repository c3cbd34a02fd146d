//! The texts of refusals. They name account and stream, so they are made for a place.

use super::{Constraint, InvalidArgument, Limit, LimitExceeded, Place, Refusal, Resource, Throttle};

/// The service's text for broken constraints.
pub fn list(broken: &[Constraint]) -> String {
    let noun = if broken.len() == 1 { "error" } else { "errors" };
    let all: Vec<String> = broken.iter().map(Constraint::message).collect();
    format!("{} validation {noun} detected: {}", broken.len(), all.join("; "))
}

impl Constraint {
    fn message(&self) -> String {
        let Constraint { value, at, must } = self;
        let value = value.as_ref().map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
        format!("Value {value} at '{at}' failed to satisfy constraint: {must}")
    }
}

impl Refusal {
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
            Refusal::Security(refusal) => refusal.message(),
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
    /// The service's message.
    pub fn message(&self, place: Place) -> String {
        let Place { account, stream } = place;
        match self.limit {
            Limit::NoStream => return Resource::Stream(stream.to_owned()).message(&account.id),
            Limit::Internal => return "Internal service failure.".to_owned(),
            _ => {}
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
            Resource::Worker(name) => format!("{name} is no worker of this application."),
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
