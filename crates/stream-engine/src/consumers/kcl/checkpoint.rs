//! Checkpoints: saving progress under the guard of the lease's counter, up to SHARD_END, and leaving
//! a lease with progress saved: at a graceful stop, or for a handoff.

use super::application::Application;
use super::consumer::{Leaving, Stage};
use super::event::KclEvent;
use super::lease::Checkpoint;
use super::lease_table::{Expect, TableRefusal};
use super::setup::CheckpointEvery;
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::WorkerState;
use crate::kinesis::shard::ShardId;
use crate::time::{MS_US, Time};

impl Application {
    /// Whether the application saves its progress after this batch.
    pub(super) fn is_checkpoint_due(&mut self, now: Time, id: WorkerId, number: u32) -> bool {
        let every = self.knobs.checkpoint;
        let Some(consumer) = self.consumer(id, number).filter(|consumer| consumer.unsaved > 0) else { return false };
        match every {
            CheckpointEvery::Batch => true,
            CheckpointEvery::Records(count) => consumer.unsaved >= u64::from(count),
            CheckpointEvery::Ms(ms) => now.since(consumer.saved_at) >= u64::from(ms) * MS_US,
            CheckpointEvery::Never => false,
        }
    }

    /// Saves a consumer's progress, if there is any. A worker that no longer holds the lease gets a
    /// ShutdownException. If the table refuses, the next batch tries again.
    pub(super) fn checkpoint(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let Some(consumer) = self.consumer(id, number).cloned() else { return };
        let shard = consumer.shard;
        let last = consumer.position.checked_sub(1).filter(|_| consumer.unsaved > 0);
        let log = at.stream.as_deref().and_then(|stream| stream.shards.get(shard.0 as usize));
        let Some(number_of_last) = log.zip(last).and_then(|(log, last)| log.sequence_number(last)) else { return };
        let done = match self.worker(id).holds(&consumer) {
            true => self.write_checkpoint(at, id, shard, Checkpoint::At(number_of_last)),
            false => Ok(Some(false)),
        };
        match self.hear(at, id, done) {
            Ok(Some(true)) => {
                self.totals.checkpoints += 1;
                self.progress.entry(shard).or_default().saved_to = consumer.position;
                if let Some(consumer) = self.consumer(id, number) {
                    (consumer.unsaved, consumer.saved_at) = (0, at.now);
                }
            }
            Ok(_) => {
                self.totals.checkpoints_refused += 1;
                at.mark(id, KclEvent::CheckpointRefused { shard });
                if self.worker(id).holds(&consumer) {
                    self.lose(at, id, shard);
                }
            }
            Err(_) => {}
        }
    }

    /// Writes a checkpoint; false if the lease is not this worker's any more.
    pub(super) fn write_checkpoint(
        &mut self,
        at: &mut Surroundings,
        id: WorkerId,
        shard: ShardId,
        checkpoint: Checkpoint,
    ) -> Result<Option<bool>, TableRefusal> {
        let Some(held) = self.worker(id).held.get(&shard).copied() else { return Ok(Some(false)) };
        // The library asks its own clock first, and doesn't call for a lease that it must hold for lost.
        if at.now.since(held.renewed) > self.knobs.failover_us {
            return Ok(Some(false));
        }
        let done = self.table.update((at.quotas, at.now), shard, Expect::Counter(held.counter), |lease| {
            lease.checkpoint = checkpoint;
            lease.counter += 1;
            lease.owner_switches_since_checkpoint = 0;
        })?;
        let Some(counter) = done.map(|lease| lease.counter) else { return Ok(Some(false)) };
        let now = at.now;
        if let Some(held) = self.worker_mut(id).held.get_mut(&shard) {
            // It counts as a renewal, also for other workers: the counter has moved.
            (held.counter, held.renewed) = (counter, now);
        }
        Ok(Some(true))
    }

    /// SHARD_END: children get their leases first, so that no crash can lose them.
    pub(super) fn end_shard(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let Some(consumer) = self.consumer(id, number).cloned() else { return };
        let shard = consumer.shard;
        if !self.worker(id).holds(&consumer) {
            at.mark(id, KclEvent::CheckpointRefused { shard });
            self.totals.checkpoints_refused += 1;
            self.drop_consumer(id, number);
            return self.end_if_idle(at, id);
        }
        let done = self.create_child_leases(at, shard).and_then(|ready| match ready {
            true => self.write_checkpoint(at, id, shard, Checkpoint::ShardEnd),
            false => Ok(None),
        });
        match self.hear(at, id, done) {
            Ok(Some(true)) => {
                at.mark(id, KclEvent::ShardEnded { shard });
                if let Some(consumer) = self.consumer(id, number) {
                    (consumer.stage, consumer.unsaved) = (Stage::Ended, 0);
                }
                if self.worker(id).state == WorkerState::Stopping {
                    self.leave(at, id, number);
                }
            }
            Ok(Some(false)) => {
                at.mark(id, KclEvent::CheckpointRefused { shard });
                self.totals.checkpoints_refused += 1;
                self.lose(at, id, shard);
                self.drop_consumer(id, number);
                self.end_if_idle(at, id);
            }
            Ok(None) | Err(_) => {
                if let Some(consumer) = self.consumer(id, number) {
                    consumer.stage = Stage::Ending;
                }
                let wait = at.quotas.kcl_task_backoff_ms.max(1) * MS_US;
                at.plan(at.now + wait, self.alive(id), KclStep::Read { consumer: number });
            }
        }
    }

    /// A consumer ends as soon as it isn't processing, with progress saved.
    pub(super) fn leave_after_batch(&mut self, at: &mut Surroundings, id: WorkerId, number: u32, why: Leaving) {
        let Some(consumer) = self.consumer(id, number) else { return };
        consumer.leaving = Some(why);
        if consumer.stage != Stage::Processing {
            self.leave(at, id, number);
        }
    }

    /// Saves progress and goes. For a handoff the table must say so, or it tries again.
    pub(super) fn leave(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        self.checkpoint(at, id, number);
        // It may have found out just now that its lease is lost, and be gone.
        let Some(consumer) = self.consumer(id, number).cloned() else { return self.end_if_idle(at, id) };
        let shard = consumer.shard;
        match consumer.leaving {
            None => return,
            // The lease stays this worker's in the table until it expires.
            Some(Leaving::Stop) => self.drop_consumer(id, number),
            Some(Leaving::Handoff { to }) => {
                let done = self.pass_on(at, id, shard);
                match self.hear(at, id, done) {
                    Ok(true) => {
                        self.worker_mut(id).held.remove(&shard);
                        self.drop_consumer(id, number);
                        at.mark(id, KclEvent::HandedOver { shard, to });
                    }
                    Ok(false) => {
                        self.lose(at, id, shard);
                        self.drop_consumer(id, number);
                    }
                    Err(_) => {
                        let wait = at.quotas.kcl_task_backoff_ms.max(1) * MS_US;
                        at.plan(at.now + wait, self.alive(id), KclStep::Read { consumer: number });
                    }
                }
            }
        }
        self.end_if_idle(at, id);
    }

    /// The leader wants the lease for another worker: it is handed over after the batch under way.
    pub(super) fn begin_handoff(&mut self, at: &mut Surroundings, id: WorkerId, shard: ShardId, to: WorkerId) {
        let by = at.now + self.knobs.handoff_timeout_us;
        let Some(held) = self.worker_mut(id).held.get_mut(&shard) else { return };
        if held.handoff_by.is_none() {
            held.handoff_by = Some(by);
            let number = held.consumer;
            at.mark(id, KclEvent::HandoffBegan { shard, to });
            self.leave_after_batch(at, id, number, Leaving::Handoff { to });
        }
    }

    /// The handoff took too long: the lease goes on without this worker's progress.
    pub(super) fn release(&mut self, at: &mut Surroundings, id: WorkerId, shard: ShardId) {
        let done = self.pass_on(at, id, shard);
        if self.hear(at, id, done).is_ok() {
            self.lose(at, id, shard);
        }
    }

    /// Takes this worker out of the lease, so that the next owner may begin.
    fn pass_on(&mut self, at: &Surroundings, id: WorkerId, shard: ShardId) -> Result<bool, TableRefusal> {
        let Some(held) = self.worker(id).held.get(&shard).copied() else { return Ok(false) };
        let done = self.table.update((at.quotas, at.now), shard, Expect::Counter(held.counter), |lease| {
            lease.checkpoint_owner = None;
            lease.counter += 1;
            lease.owner_switches_since_checkpoint += 1;
        })?;
        Ok(done.is_some())
    }
}
