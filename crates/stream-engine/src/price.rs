//! What a stream costs. Prices come from the content, in billionths of a dollar.

use crate::kinesis::metrics::RunSecond;
use serde::{Deserialize, Serialize};

/// The prices the engine needs, in billionths of a US dollar (nano-dollars).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Prices {
    pub shard_hour: u64,
    /// For a million payload units.
    pub put_payload_units_per_million: u64,
}

impl Prices {
    /// Nano-dollars an hour for this many open shards.
    pub fn shards_per_hour(&self, open_shards: u64) -> u64 {
        self.shard_hour * open_shards
    }

    /// Nano-dollars an hour if each second were like the mean of these.
    pub fn payload_units_per_hour<'a>(&self, seconds: impl Iterator<Item = &'a RunSecond>) -> u64 {
        let (count, units) = seconds
            .fold((0_u64, 0_u64), |(count, units), second| (count + 1, units + u64::from(second.put_payload_units)));
        (units * 3_600 / count.max(1)) * self.put_payload_units_per_million / 1_000_000
    }
}
