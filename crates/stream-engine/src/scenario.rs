//! The start of a run, as content describes it: streams, producers, consumers, seed.

use crate::consumers::enhanced::EnhancedSetup;
use crate::consumers::firehose::DeliveryStreamSetup;
use crate::consumers::fleet::FleetSetup;
use crate::consumers::flink::FlinkSetup;
use crate::consumers::kcl::KclSetup;
use crate::consumers::lambda::function::FunctionSetup;
use crate::consumers::lambda::setup::MappingSetup;
use crate::kinesis::stream::{StreamId, StreamMode};
use crate::producers::client::Client;
use crate::producers::load::LoadSetup;
use crate::security::SecurityCommand;
use crate::sqs::setup::{QueueConsumerSetup, QueueFeedSetup, QueueSetup};
use serde::{Deserialize, Serialize};

/// Where a run begins. With a seed, a quota profile and the commands it is the whole run.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub seed: u64,
    #[serde(default)]
    pub streams: Vec<StreamSetup>,
    #[serde(default)]
    pub producers: Vec<ProducerSetup>,
    #[serde(default)]
    pub consumers: Vec<ConsumerSetup>,
    /// Principals, policies, keys, endpoints: what has been set up before the run begins.
    #[serde(default)]
    pub security: Vec<SecurityCommand>,
    #[serde(default)]
    pub functions: Vec<FunctionSetup>,
    #[serde(default)]
    pub mappings: Vec<MappingSetup>,
    #[serde(default)]
    pub delivery_streams: Vec<DeliveryStreamSetup>,
    #[serde(default)]
    pub applications: Vec<FlinkSetup>,
    #[serde(default)]
    pub queues: Vec<QueueSetup>,
    #[serde(default)]
    pub queue_feeds: Vec<QueueFeedSetup>,
    #[serde(default)]
    pub queue_consumers: Vec<QueueConsumerSetup>,
    #[serde(default)]
    pub kcl: Vec<KclSetup>,
    /// Applications with enhanced fan-out.
    #[serde(default)]
    pub enhanced: Vec<EnhancedSetup>,
    /// Applications of one kind, as many as the learner asks for.
    #[serde(default)]
    pub fleets: Vec<FleetSetup>,
    /// Loads too large to be made record by record.
    #[serde(default)]
    pub loads: Vec<LoadSetup>,
}

/// A stream that is there at the start.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamSetup {
    pub name: String,
    pub shards: u32,
    /// The profile's default if absent.
    #[serde(default)]
    pub retention_hours: Option<u64>,
    /// Who sees to its capacity.
    #[serde(default)]
    pub mode: StreamMode,
}

/// A producer: one device or a fleet, sending readings of its sources one call at a time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProducerSetup {
    /// Its name, also in commands.
    pub name: String,
    /// Number of the stream it writes to.
    #[serde(default)]
    pub stream: StreamId,
    /// When it begins, in milliseconds of the run.
    #[serde(default)]
    pub starts_ms: u64,
    /// Readings a second; 0 is silence.
    pub rate_per_second: u32,
    /// Readings made at one instant.
    #[serde(default = "one")]
    pub burst: u32,
    /// Total readings after which it falls silent; none means never.
    #[serde(default)]
    pub readings: Option<u32>,
    /// Key and data of a record with one reading; each further reading adds its data.
    pub record_bytes: u32,
    /// Readings packed into one record.
    #[serde(default = "one_u8")]
    pub readings_per_record: u8,
    /// Things whose order matters: trucks of a fleet, sensors of a truck.
    pub sources: u16,
    /// Whether the sources are parts of one thing, whose order as a whole is looked at too.
    #[serde(default)]
    pub device: bool,
    pub keys: KeyStrategy,
    /// The Agent has a retry of its own, and so has the KPL.
    pub retry: RetryStrategy,
    #[serde(default)]
    pub client: Client,
    /// The data is encrypted before it is sent: it grows, and nobody without the key reads it.
    #[serde(default)]
    pub client_side_encryption: bool,
}

/// How a reading's partition key is chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KeyStrategy {
    /// Prefix and the source's number, from 1: `truck-7`.
    Numbered(String),
    /// A property of the source, spread over the sources by weight: browsers by market share.
    Weighted(Vec<(String, u32)>),
    /// A new key for each record.
    Random,
    Constant(String),
    /// Prefix and number as in `Numbered`, but the source is drawn by Zipf's law with this exponent
    /// in hundredths: few sources speak most.
    Zipf {
        prefix: String,
        exponent_percent: u32,
    },
    /// Keys in this order, again from the start when they are used up.
    List(Vec<String>),
}

/// What a producer does with a refused record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RetryStrategy {
    Drop,
    /// Sends it again as soon as the answer is back.
    AtOnce {
        attempts: u8,
    },
    /// Waits `base`, twice that, four times that …, at most `cap`.
    Exponential {
        base_ms: u32,
        cap_ms: u32,
        attempts: u8,
    },
    /// Waits a random time between nothing and what `Exponential` would.
    FullJitter {
        base_ms: u32,
        cap_ms: u32,
        attempts: u8,
    },
    /// Half of what `Exponential` would wait, and a random time up to the other half.
    EqualJitter {
        base_ms: u32,
        cap_ms: u32,
        attempts: u8,
    },
    /// A random time between `base` and three times the last wait, at most `cap`.
    DecorrelatedJitter {
        base_ms: u32,
        cap_ms: u32,
        attempts: u8,
    },
    /// The AWS SDK's standard retry mode, as the profile has it.
    Standard,
}

/// A consumer application that polls each shard with GetRecords.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerSetup {
    /// Its name, also in commands.
    pub name: String,
    #[serde(default)]
    pub stream: StreamId,
    pub poll_interval_ms: u32,
    /// `Limit` of its calls.
    pub max_records_per_call: u32,
    /// Whether it reads a closed shard to its end before it begins with the children.
    #[serde(default = "yes")]
    pub parents_first: bool,
    /// Whether its calls take time on the way and in the service; without, an answer is there at once.
    #[serde(default)]
    pub calls_take_time: bool,
    /// When it asks again after a refused call. Only if calls take time.
    #[serde(default)]
    pub after_throttle: AfterThrottle,
}

/// When a polling consumer asks again after it was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum AfterThrottle {
    /// When its next poll would have been due.
    #[default]
    NextPoll,
    /// After a random time of one poll interval on average: consumers that collide don't again.
    Jitter,
    /// As the SDK's standard retry mode does, then by its interval.
    Standard,
}

fn one() -> u32 {
    1
}
fn one_u8() -> u8 {
    1
}
fn yes() -> bool {
    true
}
