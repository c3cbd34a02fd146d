//! What one stream has used: time of shards, streams and consumers, and data in and out.

use crate::series::Series;
use crate::time::{HOUR_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// On-demand streams are billed by the kilobyte, each record rounded up.
const ROUNDED_TO: u64 = 1 << 10;

/// What a stream costs by the hour, as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Standing {
    /// 0 for a stream that isn't there.
    pub open_shards: u64,
    pub on_demand: bool,
    pub retention_us: u64,
    /// Registered consumers of enhanced fan-out, by name.
    pub consumers: Vec<String>,
}

/// Time used, in microseconds times the number of things.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Times {
    pub shard_us: u64,
    pub extended_shard_us: u64,
    pub stream_us: u64,
    /// Shards times time, by consumer.
    pub consumer_shard_us: BTreeMap<String, u64>,
}

/// The meter of one stream.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Meter {
    pub name: String,
    /// How it stands since `since`.
    pub standing: Standing,
    since: Time,
    times: Times,
    /// While provisioned.
    pub payload_units: u64,
    /// While on demand, each record rounded up.
    pub in_bytes: u64,
    pub out_bytes: u64,
    /// Of enhanced fan-out, by consumer: while provisioned as they are, while on demand rounded up.
    pub fan_out_bytes: BTreeMap<String, u64>,
    pub on_demand_fan_out_bytes: BTreeMap<String, u64>,
    /// Read while older than extended retention reaches.
    pub long_term_bytes: u64,
    /// Bytes stored, by the hour: what retention is counted from. The series' seconds are hours.
    hours: Series<u64>,
}

impl Meter {
    /// A meter that begins now.
    pub fn new(name: &str, now: Time) -> Meter {
        Meter { name: name.to_owned(), since: now, ..Meter::default() }
    }

    /// The stream stands so from now on; what it was until now is settled.
    pub fn settle(&mut self, standing: Standing, retention_default_us: u64, now: Time) {
        if standing != self.standing {
            self.times = self.times(retention_default_us, now);
            self.since = now;
            self.standing = standing;
        }
    }

    /// Time used up to now.
    pub fn times(&self, retention_default_us: u64, now: Time) -> Times {
        let passed = now.since(self.since);
        let Standing { open_shards, on_demand, retention_us, consumers } = &self.standing;
        let mut times = self.times.clone();
        if *open_shards == 0 {
            return times;
        }
        if *on_demand {
            times.stream_us += passed;
            return times;
        }
        let shard_us = open_shards * passed;
        times.shard_us += shard_us;
        if *retention_us > retention_default_us {
            times.extended_shard_us += shard_us;
        }
        for consumer in consumers {
            *times.consumer_shard_us.entry(consumer.clone()).or_default() += shard_us;
        }
        times
    }

    /// Counts a record that was stored.
    pub fn put(&mut self, bytes: u64, payload_unit_bytes: u64, now: Time) {
        if self.standing.on_demand {
            self.in_bytes += rounded(bytes, 1, ROUNDED_TO);
        } else {
            self.payload_units += bytes.div_ceil(payload_unit_bytes.max(1)).max(1);
        }
        *self.hours.now(hour(now)) += bytes;
    }

    /// Counts records that a classic consumer read; `long_term_bytes` of them were older than
    /// extended retention reaches.
    pub fn get(&mut self, bytes: u64, records: u64, long_term_bytes: u64) {
        if self.standing.on_demand {
            self.out_bytes += rounded(bytes, records, ROUNDED_TO);
        }
        self.long_term_bytes += long_term_bytes;
    }

    /// Counts records that were pushed to a registered consumer.
    pub fn push(&mut self, consumer: &str, bytes: u64, records: u64) {
        let (counts, bytes) = match self.standing.on_demand {
            true => (&mut self.on_demand_fan_out_bytes, rounded(bytes, records, ROUNDED_TO)),
            false => (&mut self.fan_out_bytes, bytes),
        };
        match counts.get_mut(consumer) {
            Some(count) => *count += bytes,
            None => drop(counts.insert(consumer.to_owned(), bytes)),
        }
    }

    /// Bytes kept between two ages, times hours, up to now. Of the last 150 days only, and by the
    /// retention of today: both simplifications.
    pub fn byte_hours(&self, from_hours: u64, to_hours: u64, now: Time) -> u128 {
        let to_hours = to_hours.min(self.standing.retention_us / HOUR_US);
        let present = now.0 / HOUR_US;
        let first = present.saturating_sub(crate::series::SECONDS_KEPT as u64);
        let kept = (first..=present).filter_map(|hour| Some((present - hour, *self.hours.get(hour)?)));
        kept.map(|(age, bytes)| u128::from(bytes) * u128::from(age.min(to_hours).saturating_sub(from_hours))).sum()
    }
}

/// The instant at which a series by hours stands.
fn hour(now: Time) -> Time {
    Time::from_s(now.0 / HOUR_US)
}

/// Bytes of `records`, each rounded up to a multiple of `step`; of several only the sum is known, so the mean stands for
/// each (exact for records of one size).
pub fn rounded(bytes: u64, records: u64, step: u64) -> u64 {
    match records {
        0 => 0,
        _ => bytes.div_ceil(records).div_ceil(step.max(1)).max(1) * step * records,
    }
}
