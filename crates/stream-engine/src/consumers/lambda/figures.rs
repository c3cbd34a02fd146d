//! What of a mapping is looked at: how far it is behind, and what has become of records.

use super::mapping::{Mapping, ShardWork};
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::Stream;
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};

impl Mapping {
    /// Index of the oldest record of a cursor's shard that the function has not dealt with.
    pub fn oldest(&self, cursor: usize) -> u64 {
        let waits = |work: &ShardWork| work.lanes.iter().filter_map(super::batch::Lane::oldest).min();
        let unread = self.source.cursors.get(cursor).map_or(0, |reading| reading.position);
        self.shards.get(cursor).and_then(waits).map_or(unread, |oldest| oldest.min(unread))
    }

    /// Age in milliseconds of the oldest record of a cursor's shard that is not dealt with; 0 if there is none.
    pub fn behind_ms(&self, cursor: usize, stream: &Stream, now: Time) -> u64 {
        let shard = self.source.cursors.get(cursor).and_then(|reading| stream.shards.get(reading.shard.0 as usize));
        let record = shard.and_then(|shard| {
            let first = shard.records.first();
            shard.records.get(self.oldest(cursor).max(first))
        });
        record.map_or(0, |record| now.since(record.arrived) / MS_US)
    }

    /// The shard that is furthest behind, with how far in milliseconds.
    pub fn slowest(&self, stream: &Stream, now: Time) -> Option<(u64, ShardId)> {
        let reading = self.source.cursors.iter().enumerate().filter(|(_, reading)| !reading.done);
        let behind = reading.map(|(nth, reading)| (self.behind_ms(nth, stream, now), reading.shard));
        behind.max_by_key(|(ms, shard)| (*ms, std::cmp::Reverse(*shard)))
    }

    /// Records that the function could have handled and never will: expired, or given up beside a bad one.
    pub fn good_lost(&self) -> u64 {
        self.discarded_good + self.expired.saturating_sub(self.expired_bad)
    }
}

impl Simulation {
    /// How many of these records of a cursor's shard the mapping's function fails on.
    pub fn bad_records(&self, mapping: &Mapping, cursor: usize, records: &[u64]) -> usize {
        let Some(reading) = mapping.source.cursors.get(cursor) else { return 0 };
        self.lambda_poisoned(&mapping.setup.function, mapping.source.stream, reading.shard, records).len()
    }
}
