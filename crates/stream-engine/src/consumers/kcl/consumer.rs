//! One shard's consumer inside a worker: waits for the parents, reads, lets the application process,
//! and ends with its shard or its lease.

use super::application::Application;
use super::lease::Checkpoint;
use super::lease_table::TableRefusal;
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::HeldLease;
use crate::error::{Refusal, Throttle};
use crate::event::{Actor, CALLS_KEPT, Call, GetSummary, Outcome};
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::ShardId;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::time::{MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// What a consumer is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// A parent shard is not finished yet, or could not be asked for.
    WaitingForParents,
    Reading,
    /// Records of a read are being processed.
    Processing,
    /// The shard's end must be noted in the table.
    Ending,
    Ended,
}

/// Work on records that is counted at once, at most: what a batch has behind it shows on the way.
const PIECE_US: u64 = SECOND_US;

/// Records of one read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Batch {
    /// The first that is not counted as processed.
    pub from: u64,
    pub to: u64,
    /// When work on `from` begins.
    pub began: Time,
    /// What is processed when its next step is due.
    pub piece_to: u64,
    /// The shard ends behind it.
    pub last: bool,
}

/// A shard's consumer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Consumer {
    pub number: u32,
    pub shard: ShardId,
    pub stage: Stage,
    /// Index of the next record to read.
    pub position: u64,
    pub batch: Option<Batch>,
    /// Records processed since the last checkpoint, and when that was.
    pub unsaved: u64,
    pub saved_at: Time,
    pub read_at: Time,
    /// It ends after its batch: the worker stops, or hands the lease over to this one.
    pub leaving: Option<Leaving>,
    /// Its subscription, and until when that lives (fan-out).
    pub subscription: Option<(u64, Time)>,
    /// Something could be taken from it while a batch was under way.
    pub(super) push_waits: bool,
}

/// Why a consumer ends before its shard does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Leaving {
    Stop,
    Handoff { to: WorkerId },
}

impl Consumer {
    /// It reads or will read.
    pub fn is_active(&self) -> bool {
        self.stage != Stage::Ended
    }
}

impl Application {
    /// Begins with a lease that the table has under this worker's name.
    pub(super) fn hold(&mut self, at: &mut Surroundings, id: WorkerId, shard: ShardId) {
        let Some(lease) = self.table.leases.get(&shard) else { return };
        let (counter, ended) = (lease.counter, lease.ended());
        let number = self.consumers_made;
        self.consumers_made += 1;
        let worker = self.worker_mut(id);
        let (renewed, measured) = (at.now, at.now);
        let held = HeldLease { counter, renewed, measured, consumer: number, bytes: 0, handoff_by: None };
        worker.held.insert(shard, held);
        worker.consumers.push(Consumer {
            number,
            shard,
            stage: if ended { Stage::Ended } else { Stage::WaitingForParents },
            position: 0,
            batch: None,
            unsaved: 0,
            saved_at: at.now,
            read_at: at.now,
            leaving: None,
            subscription: None,
            push_waits: false,
        });
        if !ended {
            // It begins with the worker's next look for work, which comes at any time of the interval.
            let wait = self.chance.below(at.quotas.kcl_shard_consumer_dispatch_interval_ms * MS_US);
            at.plan(at.now + wait, self.alive(id), KclStep::Read { consumer: number });
        }
    }

    pub(super) fn consumer(&mut self, id: WorkerId, number: u32) -> Option<&mut Consumer> {
        self.worker_mut(id).consumers.iter_mut().find(|one| one.number == number)
    }

    pub(super) fn drop_consumer(&mut self, id: WorkerId, number: u32) {
        self.worker_mut(id).consumers.retain(|one| one.number != number);
    }

    /// The consumer's next step.
    pub(super) fn go_on(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let pushed = self.is_fanned_out();
        let Some(consumer) = self.consumer(id, number) else { return };
        match consumer.stage {
            Stage::Reading if consumer.leaving.is_some() => self.leave(at, id, number),
            Stage::WaitingForParents => self.begin_reading(at, id, number),
            Stage::Reading if pushed => self.subscribe(at, id, number),
            Stage::Reading => self.read(at, id, number),
            Stage::Ending => self.end_shard(at, id, number),
            Stage::Processing | Stage::Ended => {}
        }
    }

    /// Parents first; then the position that the lease tells.
    fn begin_reading(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let Some(shard) = self.consumer(id, number).map(|one| one.shard) else { return };
        let checkpoint = self.ready_from(at, shard);
        let wait = match self.hear(at, id, checkpoint) {
            Ok(Some(checkpoint)) => {
                let position = self.position(at, shard, checkpoint);
                let Some(consumer) = self.consumer(id, number) else { return };
                (consumer.position, consumer.stage) = (position, Stage::Reading);
                return self.go_on(at, id, number);
            }
            Ok(None) => self.knobs.parent_poll_us,
            Err(_) => at.quotas.kcl_task_backoff_ms.max(1) * MS_US,
        };
        at.plan(at.now + wait, self.alive(id), KclStep::Read { consumer: number });
    }

    /// The lease's checkpoint, once no parent of its shard has an unfinished lease.
    fn ready_from(&mut self, at: &Surroundings, shard: ShardId) -> Result<Option<Checkpoint>, TableRefusal> {
        let Some((checkpoint, parents)) =
            self.table.get(at.quotas, at.now, shard)?.map(|lease| (lease.checkpoint, lease.parents.clone()))
        else {
            return Ok(None);
        };
        for parent in parents {
            if self.table.get(at.quotas, at.now, parent)?.is_some_and(|lease| !lease.ended()) {
                return Ok(None);
            }
        }
        Ok(Some(checkpoint))
    }

    /// GetShardIterator. What can't be found any more begins at the oldest record that is left.
    fn position(&mut self, at: &Surroundings, shard: ShardId, checkpoint: Checkpoint) -> u64 {
        let Some(stream) = at.stream.as_deref() else { return 0 };
        let iterator = checkpoint.iterator_type().and_then(|kind| stream.shard_iterator(shard, &kind, at.now).ok());
        let position = iterator.map_or(0, |iterator| iterator.position);
        self.totals.missed += self.progress.entry(shard).or_default().begin(position);
        position
    }

    /// GetRecords, within the limits that all consumers of the shard share.
    fn read(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let limit = self.knobs.max_records.clamp(1, at.quotas.get_records_max_records_per_call);
        let idle = self.knobs.idle_us;
        let Some(consumer) = self.consumer(id, number) else { return };
        consumer.read_at = at.now;
        let (shard, position) = (consumer.shard, consumer.position);
        let Some(stream) = at.stream.as_deref_mut() else {
            at.plan(at.now + idle, self.alive(id), KclStep::Read { consumer: number });
            return;
        };
        let iterator = ShardIterator { stream: self.setup.stream, shard, position, issued: at.now };
        match stream.get_records(at.quotas, at.now, &iterator, limit) {
            Ok(read) => {
                let (to, ended) = (read.to, read.next.is_none());
                let summary = GetSummary { to, millis_behind_latest: read.millis_behind_latest, ended };
                self.log_read(at, id, (shard, position), Ok(summary));
                self.took_in(at, id, number, &read);
            }
            Err(Refusal::ProvisionedThroughputExceeded(throttle)) => {
                self.seconds.now(at.now).throttled += 1;
                self.totals.throttled += 1;
                self.log_read(at, id, (shard, position), Err(throttle));
                // With jitter, or applications in step would be refused for ever in the same order.
                let wait = self.chance.between(1, idle * 2);
                at.plan(at.now + wait, self.alive(id), KclStep::Read { consumer: number });
            }
            // The shard expired unread: there is nothing left of it.
            Err(_) => self.end_shard(at, id, number),
        }
    }

    fn log_read(
        &self,
        at: &mut Surroundings,
        worker: WorkerId,
        (shard, from): (ShardId, u64),
        result: Result<GetSummary, Throttle>,
    ) {
        let actor = Actor::Kcl { application: at.application, worker };
        let outcome = Outcome::Get { shard, from, result };
        at.calls.push_bounded(Call { at: at.now, actor, stream: self.setup.stream, outcome }, CALLS_KEPT);
    }

    /// A read has come back: its records are processed now, or for a while.
    pub(super) fn took_in(&mut self, at: &mut Surroundings, id: WorkerId, number: u32, read: &Read) {
        let count = read.to - read.from;
        let last = read.next.is_none();
        let busy = if count == 0 { 0 } else { self.knobs.batch_us + count * self.knobs.record_us };
        self.note_read(at, id, read);
        let worker = self.worker_mut(id);
        worker.busy_us += busy;
        if let Some(held) = worker.held.get_mut(&read.shard) {
            held.bytes += read.bytes;
        }
        let began = if count == 0 { at.now } else { at.now + self.knobs.batch_us };
        let batch = self.piece(Batch { from: read.from, to: read.to, began, piece_to: read.to, last });
        let due = began + (batch.piece_to - batch.from) * self.knobs.record_us;
        let Some(consumer) = self.consumer(id, number) else { return };
        (consumer.batch, consumer.stage) = (Some(batch), Stage::Processing);
        match busy {
            0 => self.processed(at, id, number),
            _ => at.plan(due, self.alive(id), KclStep::Processed { consumer: number }),
        }
    }

    /// The batch with its next piece: so many records as take a second's work, at least one.
    fn piece(&self, batch: Batch) -> Batch {
        let most = PIECE_US.checked_div(self.knobs.record_us).unwrap_or(u64::MAX).max(1);
        Batch { piece_to: batch.to.min(batch.from.saturating_add(most)), ..batch }
    }

    /// A piece of a batch is processed; true if the rest of the batch is still to be.
    fn goes_on_with_batch(&mut self, at: &mut Surroundings, id: WorkerId, number: u32, batch: Batch) -> bool {
        if batch.piece_to >= batch.to {
            return false;
        }
        let next = self.piece(Batch { from: batch.piece_to, began: at.now, ..batch });
        let due = at.now + (next.piece_to - next.from) * self.knobs.record_us;
        if let Some(consumer) = self.consumer(id, number) {
            (consumer.batch, consumer.stage) = (Some(next), Stage::Processing);
        }
        at.plan(due, self.alive(id), KclStep::Processed { consumer: number });
        true
    }

    /// The application is through with a piece of a batch.
    pub(super) fn processed(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let Some(consumer) = self.consumer(id, number) else { return };
        let Some(batch) = consumer.batch.take() else { return };
        (consumer.position, consumer.stage) = (batch.to, Stage::Reading);
        let (shard, read_at, leaving) = (consumer.shard, consumer.read_at, consumer.leaving);
        consumer.unsaved += batch.piece_to - batch.from;
        let thrown = self.process(at, id, shard, (batch.from, batch.piece_to), batch.to);
        if !thrown && self.goes_on_with_batch(at, id, number, batch) {
            return;
        }
        if batch.last {
            return self.end_shard(at, id, number);
        }
        let mut wait = 0;
        if leaving.is_none() && !thrown && self.is_checkpoint_due(at.now, id, number) {
            self.checkpoint(at, id, number);
            wait = self.table.delay_us();
        }
        let still_its = self.consumer(id, number).cloned().is_some_and(|one| self.worker(id).holds(&one));
        match leaving {
            Some(_) => self.leave(at, id, number),
            // It finds out that the lease is lost now at the latest.
            None if !still_its => {
                self.drop_consumer(id, number);
                self.end_if_idle(at, id);
            }
            None if self.is_fanned_out() => self.go_on_pushed(at, id, number),
            None => {
                let next = (at.now + wait).max(read_at + self.knobs.idle_us);
                at.plan(next, self.alive(id), KclStep::Read { consumer: number });
            }
        }
    }
}
