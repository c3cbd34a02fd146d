//! The KPL's collection: Kinesis records for any shards gathered into one PutRecords call.

use super::Settings;
use super::limiter::{deadline, expires};
use crate::kinesis::shard::ShardId;
use crate::producers::calls::{Batch, Entry};
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The call that is being filled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Collector {
    held: Vec<Held>,
    bytes: u64,
    by_shard: BTreeMap<ShardId, u64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Held {
    entry: Entry,
    deadline: Time,
}

impl Collector {
    /// Adds a record; gives the call that is full now: by records, by bytes, or because it holds
    /// so much for one shard that the shard would feel it as a burst.
    pub fn add(&mut self, settings: &Settings, entry: Entry, now: Time) -> Option<Batch> {
        let extended = deadline(&entry).max(now + settings.collection_wait_us).min(expires(&entry));
        // Without aggregation the deadline stays, so that nothing waits twice.
        let deadline = if settings.aggregation { extended } else { deadline(&entry) };
        let shard = self.keep(Held { entry, deadline });
        let full = self.held.len() >= settings.collection_records
            || self.bytes >= settings.collection_bytes
            || shard.is_some_and(|bytes| bytes >= settings.collection_shard_bytes);
        full.then(|| self.flush(settings))
    }

    /// Takes the call if its first record is due.
    pub fn take_due(&mut self, settings: &Settings, now: Time) -> Option<Batch> {
        self.deadline().is_some_and(|at| at <= now).then(|| self.flush(settings))
    }

    /// When the first record is due.
    pub fn deadline(&self) -> Option<Time> {
        self.held.iter().map(|held| held.deadline).min()
    }

    /// All records held.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.held.iter().map(|held| &held.entry)
    }

    /// Notes a record; gives the bytes now held for its shard.
    fn keep(&mut self, held: Held) -> Option<u64> {
        let bytes = u64::from(held.entry.record.bytes);
        self.bytes += bytes;
        let shard = held.entry.users.first().and_then(|user| user.shard);
        self.held.push(held);
        let of_shard = self.by_shard.entry(shard?).or_default();
        *of_shard += bytes;
        Some(*of_shard)
    }

    /// Takes what fits into one call, most urgent first; what is over stays.
    fn flush(&mut self, settings: &Settings) -> Batch {
        let mut held = std::mem::take(self).held;
        held.sort_by_key(|held| held.deadline);
        let mut bytes = 0;
        let fits = held.iter().take(settings.collection_records).take_while(|held| {
            bytes += u64::from(held.entry.record.bytes);
            bytes <= settings.collection_bytes
        });
        let over = held.split_off(fits.count().max(1).min(held.len()));
        over.into_iter().for_each(|held| _ = self.keep(held));
        held.into_iter().map(|held| held.entry).collect()
    }
}
