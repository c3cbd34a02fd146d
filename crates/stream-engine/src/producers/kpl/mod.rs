//! The Kinesis Producer Library: packs user records into Kinesis records, one for each predicted
//! shard (`aggregator`), holds back what would flood a shard (`limiter`), collects records into
//! PutRecords calls (`collector`), and sends failed ones through all that again (`run`).
//!
//! Source of the behaviour: awslabs/amazon-kinesis-producer, commit 11c4a64 of 2026-03-31.

pub mod aggregator;
pub mod collector;
pub mod frame;
pub mod limiter;
pub mod packs;
mod protobuf;
mod run;
pub mod shard_map;

use crate::kinesis::hash_key::HashKey;
use crate::kinesis::shard::{KeyId, ShardId};
use crate::quota::Quotas;
use crate::time::{MS_US, Time};
use aggregator::Aggregator;
use collector::Collector;
use limiter::Limiter;
use serde::{Deserialize, Serialize};
use shard_map::ShardMap;

/// A user record on its way through the KPL. It is one reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct User {
    pub number: u32,
    pub source: u16,
    pub key: KeyId,
    pub key_bytes: u16,
    pub data_bytes: u32,
    pub hash: HashKey,
    pub made: Time,
    /// When it must be sent on, and when it is given up.
    pub deadline: Time,
    pub expires: Time,
    /// Where the shard map sent it; None if there was no map.
    pub shard: Option<ShardId>,
    /// It has been in a call.
    pub sent: bool,
    /// The service has it in the shard where it belongs.
    pub stored: bool,
}

/// The KPL's configuration, under its own names in Rust case. What is left out has the KPL's default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KplSetup {
    #[serde(default)]
    pub record_max_buffered_time_ms: Option<u32>,
    #[serde(default)]
    pub record_ttl_ms: Option<u32>,
    #[serde(default)]
    pub rate_limit_percent: Option<u32>,
    /// AggregationEnabled, the other way round: aggregation is the default.
    #[serde(default)]
    pub aggregation_disabled: bool,
    #[serde(default)]
    pub aggregation_max_bytes: Option<u32>,
    #[serde(default)]
    pub aggregation_max_count: Option<u32>,
    #[serde(default)]
    pub collection_max_records: Option<u32>,
    #[serde(default)]
    pub collection_max_bytes: Option<u32>,
    #[serde(default)]
    pub max_connections: Option<u8>,
    #[serde(default)]
    pub fail_if_throttled: bool,
}

/// The configuration with its defaults filled in.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub buffered_us: u64,
    pub ttl_us: u64,
    pub aggregation: bool,
    pub aggregation_bytes: u64,
    pub aggregation_count: usize,
    pub collection_records: usize,
    pub collection_bytes: u64,
    pub connections: usize,
    pub fail_if_throttled: bool,
    /// How long a full record waits for others at most.
    pub collection_wait_us: u64,
    pub collection_shard_bytes: u64,
    pub rate_percent: u64,
}

/// User records in one Kinesis record at most: the engine's bound, far above what fits.
const USERS_MAX: usize = 1 << 16;

impl KplSetup {
    /// With the profile's defaults, and within what the service takes.
    pub fn settings(&self, quotas: &Quotas) -> Settings {
        let or = |asked: Option<u32>, default: u64| asked.map_or(default, u64::from);
        let buffered_ms = or(self.record_max_buffered_time_ms, quotas.kpl_record_max_buffered_time_ms);
        let wait_ms = quotas.kpl_collection_wait_max_ms.min(buffered_ms * quotas.kpl_collection_wait_percent / 100);
        let call_bytes = quotas.kpl_collection_max_bytes.min(quotas.put_records_max_bytes_per_call);
        let call_records = quotas.kpl_collection_max_records.min(quotas.put_records_max_records_per_call);
        let record_bytes = quotas.record_default_max_bytes_key_plus_data;
        Settings {
            buffered_us: buffered_ms * MS_US,
            ttl_us: or(self.record_ttl_ms, quotas.kpl_record_ttl_ms) * MS_US,
            aggregation: !self.aggregation_disabled,
            aggregation_bytes: or(self.aggregation_max_bytes, quotas.kpl_aggregation_max_bytes).min(record_bytes),
            aggregation_count: or(self.aggregation_max_count, u64::MAX).clamp(1, USERS_MAX as u64) as usize,
            collection_records: or(self.collection_max_records, call_records).clamp(1, call_records) as usize,
            collection_bytes: or(self.collection_max_bytes, call_bytes).clamp(1, call_bytes),
            connections: self.max_connections.map_or(quotas.kpl_max_connections as usize, usize::from).max(1),
            fail_if_throttled: self.fail_if_throttled,
            collection_wait_us: wait_ms * MS_US,
            collection_shard_bytes: quotas.kpl_collection_shard_max_bytes,
            rate_percent: or(self.rate_limit_percent, quotas.kpl_rate_limit_percent),
        }
    }
}

/// The library's state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kpl {
    pub aggregator: Aggregator,
    pub limiter: Limiter,
    pub collector: Collector,
    pub shard_map: ShardMap,
    /// The earliest of its timers that has been planned.
    pub wakes: Option<Time>,
}

impl Kpl {
    /// When something of it is due without anything new coming in.
    pub fn next_due(&self, quotas: &Quotas, now: Time) -> Option<Time> {
        let drain_us = (quotas.kpl_limiter_drain_ms * MS_US).max(1);
        let drained = self.limiter.holds_any().then(|| Time((now.0 / drain_us + 1) * drain_us));
        [self.aggregator.deadline(), self.collector.deadline(), drained].into_iter().flatten().min()
    }

    /// Readings held that the service doesn't have.
    pub fn unstored(&self) -> u64 {
        let users = self.aggregator.users().filter(|user| !user.stored).count() as u64;
        let entries = self.limiter.entries().chain(self.collector.entries());
        users + entries.map(super::calls::Entry::unstored).sum::<u64>()
    }

    /// User records held.
    pub fn users(&self) -> usize {
        let entries = self.limiter.entries().chain(self.collector.entries());
        self.aggregator.users().count() + entries.map(|entry| entry.users.len()).sum::<usize>()
    }

    /// Takes everything out, as a crash does: readings that the service doesn't have.
    pub fn abandon(&mut self) -> u64 {
        let lost = self.unstored();
        *self = Kpl::default();
        lost
    }
}
