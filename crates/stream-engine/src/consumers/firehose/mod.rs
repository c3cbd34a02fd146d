//! Amazon Data Firehose: delivery streams that buffer records and write them into a bucket.

pub mod buffer;
mod delivery;
mod intake;

use crate::consumers::source::{Source, StartingPosition};
use crate::histogram::Histogram;
use crate::kinesis::stream::StreamId;
use crate::limiter::TokenBucket;
use crate::quota::Quotas;
use crate::series::Series;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use buffer::Buffer;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Delivery streams of a run at most: the engine's bound.
pub const DELIVERY_STREAMS_MAX: usize = 1_024;
/// Objects that wait for a refusing bucket; what comes then goes into the last one, so that from here on nobody knows how
/// many there would be.
pub const WAITING_MAX: usize = 64;

/// A delivery stream, as content describes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryStreamSetup {
    /// Its name, also in commands.
    pub name: String,
    /// The Kinesis stream it reads; none for direct put.
    #[serde(default)]
    pub stream: Option<StreamId>,
    pub bucket: String,
    #[serde(default)]
    pub prefix: String,
    /// Buffering hints; the profile's defaults if absent.
    #[serde(default)]
    pub size_in_mbs: Option<u64>,
    #[serde(default)]
    pub interval_in_seconds: Option<u64>,
    /// A line break behind each record.
    #[serde(default)]
    pub newline: bool,
}

impl DeliveryStreamSetup {
    /// Fills in the defaults of the profile.
    pub fn with_defaults(mut self, quotas: &Quotas) -> DeliveryStreamSetup {
        self.size_in_mbs.get_or_insert(quotas.firehose_buffer_default_mib);
        self.interval_in_seconds.get_or_insert(quotas.firehose_buffer_default_seconds);
        self
    }

    /// Whether the hints lie within the profile's bounds.
    pub fn hints_fit(&self, quotas: &Quotas) -> bool {
        let size = quotas.firehose_buffer_size_min_mib..=quotas.firehose_buffer_size_max_mib;
        let seconds = quotas.firehose_buffer_interval_min_seconds..=quotas.firehose_buffer_interval_max_seconds;
        self.size_in_mbs.is_none_or(|mib| size.contains(&mib))
            && self.interval_in_seconds.is_none_or(|found| seconds.contains(&found))
    }

    fn buffer_bytes(&self) -> u64 {
        self.size_in_mbs.unwrap_or(1).max(1) << 20
    }

    fn interval_us(&self) -> u64 {
        self.interval_in_seconds.unwrap_or(0) * SECOND_US
    }
}

/// A delivery stream's life, in the service's spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DeliveryStatus {
    Creating,
    Active,
    Deleting,
}

impl DeliveryStatus {
    pub fn name(self) -> &'static str {
        match self {
            DeliveryStatus::Creating => "CREATING",
            DeliveryStatus::Active => "ACTIVE",
            DeliveryStatus::Deleting => "DELETING",
        }
    }
}

/// What is due for Firehose. Delivery streams are named by number, shards by cursor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum FirehoseTask {
    Poll {
        delivery: u16,
        cursor: u32,
    },
    /// The buffer's interval is over. The number tells one that was planned for an earlier buffer.
    Flush {
        delivery: u16,
        plan: u32,
    },
    /// What the bucket refused is offered again.
    Retry {
        delivery: u16,
    },
    Settle {
        delivery: u16,
    },
}

/// What is changed on command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FirehoseChange {
    /// Buffering hints: MiB and seconds.
    BufferingHints {
        size_in_mbs: u64,
        interval_in_seconds: u64,
    },
    /// Its bucket refuses objects from now on, or takes them again.
    BucketRefuses(bool),
    /// One of the buffering hints.
    SizeInMbs(u64),
    IntervalInSeconds(u64),
}

impl FirehoseChange {
    /// Whether the delivery stream already stands so.
    pub(crate) fn holds(&self, run: &Simulation, name: &str) -> Option<bool> {
        let setup = &run.firehose().named(name)?.setup;
        Some(match self {
            FirehoseChange::BufferingHints { size_in_mbs, interval_in_seconds } => {
                setup.size_in_mbs == Some(*size_in_mbs) && setup.interval_in_seconds == Some(*interval_in_seconds)
            }
            FirehoseChange::SizeInMbs(mib) => setup.size_in_mbs == Some(*mib),
            FirehoseChange::IntervalInSeconds(seconds) => setup.interval_in_seconds == Some(*seconds),
            FirehoseChange::BucketRefuses(refuses) => {
                run.s3().buckets.get(&setup.bucket).is_some_and(|bucket| bucket.refuses) == *refuses
            }
        })
    }
}

/// One second of a delivery stream, under CloudWatch's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DeliverySecond {
    pub incoming_records: u32,
    pub incoming_bytes: u64,
    pub delivery_to_s3_records: u64,
    pub delivery_to_s3_bytes: u64,
    /// Age of the oldest record when it was delivered, the largest.
    pub delivery_to_s3_data_freshness_ms: u64,
    pub throttled_records: u32,
}

/// A delivery stream and its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeliveryStream {
    pub setup: DeliveryStreamSetup,
    pub status: DeliveryStatus,
    /// Counts changes of the configuration from 1; it stands in object names.
    pub version: u32,
    pub created: Time,
    pub source: Option<Source>,
    pub buffer: Buffer,
    plan: u32,
    /// Refused by the bucket, oldest first.
    pub waiting: VecDeque<Buffer>,
    retrying: bool,
    put_calls: TokenBucket,
    put_records: TokenBucket,
    put_bytes: TokenBucket,
    /// Taken: by a put, or read of the Kinesis stream. Bytes as they stand in objects.
    pub records: u64,
    pub bytes: u64,
    pub delivered_records: u64,
    pub delivered_bytes: u64,
    pub objects: u64,
    /// Given up after the bucket had refused them too long.
    pub lost_records: u64,
    pub lost_bytes: u64,
    /// Expired in the Kinesis stream before they could be read.
    pub expired: u64,
    pub read_throttles: u64,
    pub throttled: u64,
    /// Milliseconds from a record's arrival to its landing in an object, right to a tenth of a second.
    pub latency_ms: Histogram,
    /// The longest of them, exact.
    pub latency_ms_max: u64,
    pub seconds: Series<DeliverySecond>,
}

impl DeliveryStream {
    fn new(setup: DeliveryStreamSetup, status: DeliveryStatus, now: Time) -> DeliveryStream {
        DeliveryStream {
            source: setup.stream.map(|stream| Source::new(stream, StartingPosition::Latest)),
            setup,
            status,
            version: 1,
            created: now,
            buffer: Buffer::default(),
            plan: 0,
            waiting: VecDeque::new(),
            retrying: false,
            put_calls: TokenBucket::default(),
            put_records: TokenBucket::default(),
            put_bytes: TokenBucket::default(),
            records: 0,
            bytes: 0,
            delivered_records: 0,
            delivered_bytes: 0,
            objects: 0,
            lost_records: 0,
            lost_bytes: 0,
            expired: 0,
            read_throttles: 0,
            throttled: 0,
            latency_ms: Histogram::default(),
            latency_ms_max: 0,
            seconds: Series::default(),
        }
    }

    /// Records and bytes taken and not yet delivered.
    pub fn held(&self) -> (u64, u64) {
        let all = self.waiting.iter().chain([&self.buffer]);
        all.fold((0, 0), |(records, bytes), buffer| (records + buffer.records, bytes + buffer.bytes))
    }
}

/// All delivery streams of the account, by number, which is never used again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Firehose {
    pub streams: BTreeMap<u16, DeliveryStream>,
    created: u16,
}

impl Firehose {
    /// The number of the delivery stream with this name.
    pub fn number_of(&self, name: &str) -> Option<u16> {
        self.streams.iter().find(|(_, stream)| stream.setup.name == name).map(|(number, _)| *number)
    }

    /// The delivery stream with this name.
    pub fn named(&self, name: &str) -> Option<&DeliveryStream> {
        self.streams.get(&self.number_of(name)?)
    }

    /// Adds a delivery stream with its defaults filled in; None if there are too many.
    fn add(&mut self, setup: DeliveryStreamSetup, status: DeliveryStatus, now: Time) -> Option<u16> {
        if self.streams.len() >= DELIVERY_STREAMS_MAX || self.created == u16::MAX {
            return None;
        }
        let number = self.created;
        self.created += 1;
        self.streams.insert(number, DeliveryStream::new(setup, status, now));
        Some(number)
    }

    /// Roughly the bytes of a copy.
    pub(crate) fn own_bytes(&self) -> usize {
        let held = |stream: &DeliveryStream| stream.waiting.iter().map(Buffer::own_bytes).sum::<usize>();
        let one = |stream: &DeliveryStream| size_of::<DeliveryStream>() + stream.buffer.own_bytes() + held(stream);
        self.streams.values().map(one).sum()
    }
}
