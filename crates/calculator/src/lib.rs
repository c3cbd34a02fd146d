//! The shard calculator: from rates and sizes to shards and a month's bill. It knows the limits only as `Quotas` and the
//! prices only as `Prices`, and says nothing in words: the page does. That its answers are the engine's is held by
//! `tests/`, over hundreds of random loads.

pub mod cost;
pub mod packing;
pub mod sizing;

pub use cost::{Bill, Line};
pub use packing::Packing;
pub use sizing::{Sizing, on_demand_shards, size};

/// What is written and read. Keys are taken to be spread evenly over the shards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// Records a second that the producers make, on average over the month.
    pub records_per_second: u64,
    pub data_bytes: u64,
    pub key_bytes: u64,
    /// The busiest seconds, as percent of the average: 100 is a steady load.
    pub peak_percent: u64,
    /// Applications, each of which reads everything once.
    pub applications: u64,
    pub reads: Reads,
    pub retention_hours: u64,
    /// Whether the Kinesis Producer Library packs user records together.
    pub aggregation: bool,
}

/// How applications read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    /// GetRecords: all applications share a shard's limit.
    Shared,
    /// Enhanced fan-out: each has a limit of its own, and costs.
    Enhanced,
}

impl Load {
    /// Bytes of a record as the producer makes it, key and data.
    pub fn record_bytes(&self) -> u64 {
        self.data_bytes + self.key_bytes
    }

    /// Records a second in the busiest seconds.
    pub fn peak_per_second(&self) -> u64 {
        (self.records_per_second * self.peak_percent).div_ceil(100)
    }
}
