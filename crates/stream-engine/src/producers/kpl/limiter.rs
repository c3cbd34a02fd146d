//! The KPL's RateLimit: a token bucket for each shard, a share of the shard's own limits. It does
//! not see other producers, so it bounds how much is refused and does not prevent it.

use super::Settings;
use crate::kinesis::shard::ShardId;
use crate::limiter::{Rate, TokenBucket};
use crate::producers::calls::Entry;
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Records held back, for each shard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Limiter {
    shards: BTreeMap<ShardId, ShardLimiter>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct ShardLimiter {
    records: TokenBucket,
    bytes: TokenBucket,
    /// Most urgent first.
    held: Vec<Entry>,
}

/// What came out: on to the collector, or expired while it was held back.
#[derive(Default)]
pub struct Drained {
    pub passed: Vec<Entry>,
    pub expired: Vec<Entry>,
}

impl Limiter {
    /// Takes a record in and lets go what its shard's buckets allow.
    pub fn put(&mut self, quotas: &Quotas, settings: &Settings, shard: ShardId, entry: Entry, now: Time) -> Drained {
        let limiter = self.shards.entry(shard).or_default();
        let place = limiter.held.partition_point(|held| deadline(held) <= deadline(&entry));
        limiter.held.insert(place, entry);
        let mut drained = Drained::default();
        limiter.drain(quotas, settings, now, &mut drained);
        drained
    }

    /// Lets go what the buckets of all shards allow.
    pub fn drain(&mut self, quotas: &Quotas, settings: &Settings, now: Time) -> Drained {
        let mut drained = Drained::default();
        for limiter in self.shards.values_mut().filter(|limiter| !limiter.held.is_empty()) {
            limiter.drain(quotas, settings, now, &mut drained);
        }
        drained
    }

    /// Whether anything is held back.
    pub fn holds_any(&self) -> bool {
        self.shards.values().any(|limiter| !limiter.held.is_empty())
    }

    /// All that is held back.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.shards.values().flat_map(|limiter| &limiter.held)
    }
}

impl ShardLimiter {
    fn drain(&mut self, quotas: &Quotas, settings: &Settings, now: Time, drained: &mut Drained) {
        let (records, bytes) = (
            share(quotas.shard_write_records_per_second, settings.rate_percent),
            share(quotas.shard_write_bytes_per_second, settings.rate_percent),
        );
        self.records.refill(records, now);
        self.bytes.refill(bytes, now);
        drained.expired.extend(self.held.extract_if(.., |entry| expires(entry) < now));
        let mut passed = 0;
        for entry in &self.held {
            // What is larger than the bucket passes when the bucket is full.
            let size = u64::from(entry.record.bytes).min(bytes.per_second * bytes.burst_us / SECOND_US);
            if !self.records.fits(records, 1) || !self.bytes.fits(bytes, size) {
                break;
            }
            self.records.spend(1);
            self.bytes.spend(size);
            passed += 1;
        }
        drained.passed.extend(self.held.drain(..passed));
    }
}

/// The share of a shard's limit at which a bucket fills up. It holds one second of the limit itself.
fn share(per_second: u64, percent: u64) -> Rate {
    let rate = (per_second * percent / 100).max(1);
    Rate { per_second: rate, burst_us: per_second * SECOND_US / rate }
}

/// When the first of its user records is due, or given up.
pub fn deadline(entry: &Entry) -> Time {
    entry.users.iter().map(|user| user.deadline).min().unwrap_or(entry.made)
}

/// When the first of its user records is given up.
pub fn expires(entry: &Entry) -> Time {
    entry.users.iter().map(|user| user.expires).min().unwrap_or(entry.made)
}
