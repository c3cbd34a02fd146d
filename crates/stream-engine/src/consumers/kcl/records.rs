//! The application's own part: it processes records, and this counts which it has met before, in
//! which order, and how late.

use super::application::Application;
use super::consumer::Stage;
use super::event::KclEvent;
use super::task::{Surroundings, WorkerId};
use crate::consumers::handling::{Strays, open_record};
use crate::histogram::Histogram;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::ShardId;
use crate::series::Series;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// Stretches of skipped records remembered for one shard.
const SKIPPED_KEPT: usize = 256;

/// How far an application has come in one shard, whatever its checkpoints say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Index before which every record was processed at least once, or skipped, or missed.
    pub handled_to: Option<u64>,
    /// Skipped behind an exception and not processed since: from, to.
    pub skipped: Vec<(u64, u64)>,
    /// Index of the first record that is neither in the table as processed nor before where a consumer began.
    pub saved_to: u64,
    pub millis_behind_latest: u64,
    /// When that was told.
    pub read_at: Time,
    /// Owner of the last read.
    pub read_by: Option<WorkerId>,
    /// Of the seconds with a read: one more than the age in milliseconds of the oldest record that it gave.
    pub ages: Series<u32>,
}

/// What an application has done so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Records given to processRecords, repeats included.
    pub records: u64,
    /// Of these, processed before.
    pub twice: u64,
    /// User records in them, each counted once; those whose key belongs to another shard are left out.
    pub user_records: u64,
    pub strays: u64,
    /// Records of a batch behind an exception, not processed.
    pub skipped: u64,
    /// Records that a consumer began behind, or that were past retention before they were read.
    pub missed: u64,
    /// GetRecords calls that shards refused.
    pub throttled: u64,
    pub checkpoints: u64,
    /// ShutdownExceptions.
    pub checkpoints_refused: u64,
    pub out_of_order: u64,
    /// When the last new record was processed: the finish of a race.
    pub last_handled: Option<Time>,
    /// Milliseconds from a record's arrival to its first processing.
    pub propagation_delay_ms: Histogram,
}

impl Progress {
    /// A consumer begins at this position; says how many records nobody will process.
    pub(super) fn begin(&mut self, position: u64) -> u64 {
        let missed = position.saturating_sub(self.handled_to.unwrap_or(position));
        if self.handled_to.is_none() || missed > 0 {
            // What nobody will process needs no checkpoint.
            self.saved_to = self.saved_to.max(position);
        }
        self.handled_to = Some(self.handled_to.unwrap_or(position).max(position));
        missed
    }

    /// Notes that a record is being processed; true if it was before.
    fn handle(&mut self, index: u64) -> bool {
        if self.handled_to.is_none_or(|to| index >= to) {
            self.handled_to = Some(index + 1);
            return false;
        }
        let Some(at) = self.skipped.iter().position(|(from, to)| (*from..*to).contains(&index)) else { return true };
        let (from, to) = self.skipped.remove(at);
        let rest = [(from, index), (index + 1, to)].into_iter().filter(|(from, to)| from < to);
        self.skipped.extend(rest);
        false
    }

    /// Records that were processed and are not in the table as such.
    pub fn unsaved(&self) -> u64 {
        let from = self.saved_to;
        let skipped: u64 = self.skipped.iter().map(|(first, to)| to.saturating_sub(from.max(*first))).sum();
        self.handled_to.unwrap_or(0).saturating_sub(from).saturating_sub(skipped)
    }

    /// Notes that records are left out; gives how many of them were not processed before.
    fn skip(&mut self, from: u64, to: u64) -> u64 {
        let new = from.max(self.handled_to.unwrap_or(from));
        if new >= to {
            return 0;
        }
        self.handled_to = Some(to);
        if self.skipped.len() < SKIPPED_KEPT {
            self.skipped.push((new, to));
        }
        to - new
    }
}

impl Application {
    /// A read tells how far behind its shard is.
    pub(super) fn note_read(&mut self, at: &mut Surroundings, id: WorkerId, read: &Read) {
        let progress = self.progress.entry(read.shard).or_default();
        self.totals.missed += progress.begin(read.from);
        let oldest = at.stream.as_deref().and_then(|stream| stream.shards.get(read.shard.0 as usize));
        let oldest = oldest.filter(|_| read.to > read.from).and_then(|shard| shard.records.get(read.from));
        let age_ms = oldest.map_or(0, |record| at.now.since(record.arrived) / MS_US);
        let age = progress.ages.now(at.now);
        *age = (age_ms as u32 + 1).max(*age);
        let behind = read.millis_behind_latest;
        (progress.millis_behind_latest, progress.read_at, progress.read_by) = (behind, at.now, Some(id));
        let second = self.seconds.now(at.now);
        second.millis_behind_latest = second.millis_behind_latest.max(behind as u32);
        let worker = self.worker_mut(id);
        let leases = worker.held.len() as u32;
        let second = worker.seconds.now(at.now);
        (second.millis_behind_latest, second.leases) = (second.millis_behind_latest.max(behind as u32), leases);
    }

    /// processRecords: works through records; true if it threw, and the rest of the batch was skipped.
    pub(super) fn process(
        &mut self,
        at: &mut Surroundings,
        id: WorkerId,
        shard: ShardId,
        (from, to): (u64, u64),
        batch_to: u64,
    ) -> bool {
        let Some(log) = at.stream.as_deref().and_then(|stream| stream.shards.get(shard.0 as usize)) else {
            return false;
        };
        let progress = self.progress.entry(shard).or_default();
        let (mut twice, mut broken, mut culprit, mut thrown) = (0_u32, 0_u32, None, None);
        for index in from..to {
            // A record may have expired while its batch waited; the worker has its copy.
            let record = log.records.get(index);
            if record.is_some_and(|record| Some(record.key) == self.knobs.poison) {
                thrown = Some(index);
                break;
            }
            if progress.handle(index) {
                twice += 1;
            } else if let Some(record) = record {
                self.totals.last_handled = Some(at.now);
                self.totals.propagation_delay_ms.add(at.now.since(record.arrived) / MS_US);
                let opened = open_record(at.contents, (log, index), Strays::Dropped, &mut self.order);
                self.totals.user_records += u64::from(opened.users);
                self.totals.strays += u64::from(opened.strays);
                broken += opened.out_of_order;
                culprit = culprit.or((opened.out_of_order > 0).then_some(record.producer));
            }
        }
        if let Some(index) = thrown {
            let records = progress.skip(index, batch_to);
            self.totals.skipped += records;
            at.mark(id, KclEvent::RecordsSkipped { shard, records: (batch_to - index) as u32 });
        }
        let records = (thrown.unwrap_or(to) - from) as u32;
        self.count(at, id, (records, twice, broken));
        if let (Some(producer), true) = (culprit, self.order_was_kept(at.now, broken)) {
            at.mark(id, KclEvent::OrderBroken { producer });
        }
        thrown.is_some()
    }

    fn count(&mut self, at: &mut Surroundings, id: WorkerId, (records, twice, broken): (u32, u32, u32)) {
        self.totals.records += u64::from(records);
        self.totals.twice += u64::from(twice);
        self.totals.out_of_order += u64::from(broken);
        at.out_of_order += broken;
        let second = self.seconds.now(at.now);
        second.records += records;
        second.twice += twice;
        second.out_of_order += broken;
        let worker = self.worker_mut(id);
        worker.records += u64::from(records);
        worker.twice += u64::from(twice);
        let second = worker.seconds.now(at.now);
        second.records += records;
        second.twice += twice;
    }

    /// Whether these are the first out of order after a second or more without.
    fn order_was_kept(&mut self, now: Time, broken: u32) -> bool {
        let quiet = self.seconds.window(now, 1).all(|second| second.out_of_order == 0);
        quiet && self.seconds.now(now).out_of_order == broken
    }

    /// What a worker has processed of its batches until now, one record after the other: the rest
    /// dies with it.
    pub(super) fn count_partial_batches(&mut self, at: &mut Surroundings, id: WorkerId) {
        let worker = self.worker(id);
        let until = worker.paused_at.map_or(at.now, |paused| paused.min(at.now));
        let record_us = self.knobs.record_us.max(1);
        let part = |consumer: &super::consumer::Consumer| {
            let batch = consumer.batch.filter(|_| consumer.stage == Stage::Processing)?;
            let done = until.since(batch.began) / record_us;
            Some((consumer.shard, batch.from, batch.to.min(batch.from + done)))
        };
        let parts: Vec<_> = worker.consumers.iter().filter_map(part).collect();
        for (shard, from, to) in parts {
            self.process(at, id, shard, (from, to), to);
        }
    }

    /// Age of the oldest record of a shard that is not processed yet, as a chart would show it while
    /// nobody reads.
    pub fn lag_ms(&self, stream: &crate::kinesis::stream::Stream, shard: ShardId, now: Time) -> u64 {
        let next = self.progress.get(&shard).and_then(|progress| progress.handled_to);
        let log = stream.shards.get(shard.0 as usize);
        let record = log.zip(next).and_then(|(log, next)| log.records.get(next));
        record.map_or(0, |record| now.since(record.arrived) / MS_US)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_counts_as_repeated_only_if_it_was_processed_before() {
        let mut progress = Progress::default();
        assert_eq!(progress.begin(10), 0);
        assert!((10..20).all(|index| !progress.handle(index)));
        assert!((15..20).all(|index| progress.handle(index)));
        assert_eq!(progress.skip(18, 25), 5);
        assert!(progress.handle(19) && !progress.handle(22) && progress.handle(22));
        assert_eq!(progress.skipped, [(20, 22), (23, 25)]);
        assert_eq!((progress.saved_to, progress.unsaved()), (10, 11), "25 − 10, without 4 that are still skipped");
        assert_eq!(progress.begin(30), 5);
        assert_eq!((progress.saved_to, progress.unsaved()), (30, 0));
    }
}
