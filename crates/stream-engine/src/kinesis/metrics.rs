//! What is counted each second, under CloudWatch's names, for a shard and for the whole run.

use serde::{Deserialize, Serialize};

/// One second of one shard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ShardSecond {
    pub incoming_records: u32,
    pub incoming_bytes: u32,
    /// Records, not calls, as CloudWatch counts them.
    pub write_provisioned_throughput_exceeded: u32,
    /// Calls that were answered.
    pub get_records_calls: u32,
    pub get_records_records: u32,
    pub get_records_bytes: u32,
    pub read_provisioned_throughput_exceeded: u32,
    /// Largest MillisBehindLatest of a read in this second.
    pub iterator_age_ms: u32,
}

impl ShardSecond {
    /// IteratorAgeMilliseconds; a second in which nobody read has none.
    pub fn iterator_age(&self) -> Option<u32> {
        (self.get_records_calls > 0).then_some(self.iterator_age_ms)
    }
}

/// One second of the whole run: what no single shard can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RunSecond {
    /// Records sent to the service, retries included.
    pub attempts: u32,
    pub throttled: u32,
    pub stored: u32,
    pub stored_bytes: u64,
    pub put_payload_units: u32,
    /// Records that a producer gave up on.
    pub lost: u32,
    /// Readings handled by a consumer after a later one of the same source.
    pub order_broken_by_source: u32,
    /// Readings handled by a consumer after a later one of the same producer.
    pub order_broken_by_producer: u32,
    pub open_shards: u32,
    /// Calls of producers and consumers that came over the internet, carried out or not; counted once policies, keys
    /// or endpoints have been set up.
    pub public_calls: u32,
}
