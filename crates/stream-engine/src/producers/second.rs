//! What a producer's client does each second, and how long its puts took of late.

use super::producer::Producer;
use crate::histogram::Histogram;
use crate::kinesis::shard::Record;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// One second of one producer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ProducerSecond {
    /// Calls that reached the service.
    pub calls: u32,
    /// Kinesis records stored, and what they cost.
    pub records: u32,
    pub put_payload_units: u32,
    /// Readings stored for the first time.
    pub readings: u32,
    /// Records that the service refused.
    pub failed: u32,
    /// Readings whose answer came, and the milliseconds that they took, added up.
    pub answered: u32,
    pub latency_ms: u64,
}

/// Seconds of one slice of `RecentLatency`.
const SLICE_S: u64 = 5;

/// Milliseconds from making a reading to the answer that it is stored, of the slice that is being filled
/// and the one before it: the last five to ten seconds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RecentLatency {
    slice: u64,
    present: Histogram,
    before: Histogram,
}

impl RecentLatency {
    fn add(&mut self, ms: u64, now: Time) {
        let slice = now.0 / (SLICE_S * SECOND_US);
        if slice != self.slice {
            let over = std::mem::take(&mut self.present);
            self.before = if slice == self.slice + 1 { over } else { Histogram::default() };
            self.slice = slice;
        }
        self.present.add(ms);
    }

    /// The milliseconds that `percent` of them don't exceed; None if there were none of late.
    pub fn percentile(&self, percent: u64, now: Time) -> Option<u64> {
        if now.0 / (SLICE_S * SECOND_US) > self.slice + 1 {
            return None;
        }
        let mut both = self.before.clone();
        both.add_all(&self.present);
        both.percentile_at_most(percent)
    }
}

impl Producer {
    /// Counts a stored Kinesis record.
    pub(crate) fn note_stored(&mut self, record: &Record, unit: u64, now: Time) {
        let units = u64::from(record.bytes).div_ceil(unit).max(1);
        self.counts.records_stored += 1;
        self.counts.put_payload_units += units;
        let second = self.seconds.now(now);
        second.records += 1;
        second.put_payload_units += units as u32;
    }

    /// Counts readings that the service has for the first time, where they belong.
    pub(crate) fn note_readings(&mut self, readings: u64, now: Time) {
        self.counts.stored += readings;
        self.seconds.now(now).readings += readings as u32;
    }

    /// Notes how long a reading took, from being made to the answer that it is stored.
    pub(crate) fn note_latency(&mut self, ms: u64, now: Time) {
        self.put_latency_ms.add(ms);
        self.recent_latency_ms.add(ms, now);
        let second = self.seconds.now(now);
        second.answered += 1;
        second.latency_ms += ms;
    }
}
