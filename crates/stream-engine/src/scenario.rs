//! The start of a run, as content describes it: streams, producers, consumers, seed.

use crate::kinesis::stream::StreamId;
use serde::{Deserialize, Serialize};

/// Where a run begins. With a seed, a quota profile and the commands it is the whole run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub seed: u64,
    #[serde(default)]
    pub streams: Vec<StreamSetup>,
    #[serde(default)]
    pub producers: Vec<ProducerSetup>,
    #[serde(default)]
    pub consumers: Vec<ConsumerSetup>,
}

/// A stream that is there at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamSetup {
    pub name: String,
    pub shards: u32,
    /// The profile's default if absent.
    #[serde(default)]
    pub retention_hours: Option<u64>,
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
    pub retry: RetryStrategy,
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
