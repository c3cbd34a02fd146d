//! What one stream has used: time of shards, streams and consumers, and data in and out.

use super::dimension::Dimension;
use super::prices::Prices;
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

/// What a stream itself has used, in the units of its dimensions: two of these tell what it used between.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Usage {
    pub shard_us: u64,
    pub extended_shard_us: u64,
    pub stream_us: u64,
    pub payload_units: u64,
    pub in_bytes: u64,
    pub out_bytes: u64,
}

impl Usage {
    /// What was used since then.
    pub fn since(self, then: Usage) -> Usage {
        Usage {
            shard_us: self.shard_us.saturating_sub(then.shard_us),
            extended_shard_us: self.extended_shard_us.saturating_sub(then.extended_shard_us),
            stream_us: self.stream_us.saturating_sub(then.stream_us),
            payload_units: self.payload_units.saturating_sub(then.payload_units),
            in_bytes: self.in_bytes.saturating_sub(then.in_bytes),
            out_bytes: self.out_bytes.saturating_sub(then.out_bytes),
        }
    }

    /// What it costs by the hour (shards, streams) and by what was written and read, in nano-dollars.
    pub fn cost(self, prices: &Prices) -> (u64, u64) {
        let of = |dimension: Dimension, quantity: u64| dimension.cost(u128::from(quantity), prices) as u64;
        let standing = of(Dimension::ShardHours, self.shard_us)
            + of(Dimension::ExtendedRetention, self.extended_shard_us)
            + of(Dimension::OnDemandStreamHours, self.stream_us);
        let data = of(Dimension::PutPayloadUnits, self.payload_units)
            + of(Dimension::OnDemandDataIn, self.in_bytes)
            + of(Dimension::OnDemandDataOut, self.out_bytes);
        (standing, data)
    }
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

    /// Counts so many records of this size that were stored.
    pub fn put_many(&mut self, records: u64, bytes: u64, payload_unit_bytes: u64, now: Time) {
        if self.standing.on_demand {
            self.in_bytes += rounded(bytes, 1, ROUNDED_TO) * records;
        } else {
            self.payload_units += bytes.div_ceil(payload_unit_bytes.max(1)).max(1) * records;
        }
        *self.hours.now(hour(now)) += bytes * records;
    }

    /// What the stream itself has used up to now, without its registered consumers.
    pub fn usage(&self, retention_default_us: u64, now: Time) -> Usage {
        let passed = now.since(self.since);
        let Standing { open_shards, on_demand, .. } = &self.standing;
        let (shard_us, stream_us) = match on_demand {
            true => (0, if *open_shards > 0 { passed } else { 0 }),
            false => (open_shards * passed, 0),
        };
        let extended = self.standing.retention_us > retention_default_us;
        Usage {
            shard_us: self.times.shard_us + shard_us,
            extended_shard_us: self.times.extended_shard_us + if extended { shard_us } else { 0 },
            stream_us: self.times.stream_us + stream_us,
            payload_units: self.payload_units,
            in_bytes: self.in_bytes,
            out_bytes: self.out_bytes,
        }
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
