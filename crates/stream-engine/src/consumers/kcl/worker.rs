//! A worker: one process of an application. It starts, renews what it holds, stops, crashes or
//! stands still. What it takes and reads is in other files.

use super::application::Application;
use super::consumer::{Consumer, Leaving};
use super::event::KclEvent;
use super::lease::Lease;
use super::lease_table::{Expect, TableRefusal};
use super::task::{KclStep, Surroundings, WorkerId};
use crate::kinesis::shard::ShardId;
use crate::series::Series;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a worker stands in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum WorkerState {
    Stopped,
    /// Waits for the lease table.
    Starting,
    Running,
    /// Finishes its batches and saves its progress.
    Stopping,
    Crashed,
}

impl WorkerState {
    /// Its process is there.
    pub fn is_alive(self) -> bool {
        matches!(self, WorkerState::Starting | WorkerState::Running | WorkerState::Stopping)
    }
}

/// A lease as the worker that holds it knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeldLease {
    pub counter: u64,
    /// When it last wrote to it.
    pub renewed: Time,
    /// When the renewer last did, for the throughput.
    pub measured: Time,
    /// Number of the shard's consumer.
    pub consumer: u32,
    /// Bytes read since the last renewal.
    pub bytes: u64,
    /// By when it must be handed over, once the leader has asked for it (3.x).
    pub handoff_by: Option<Time>,
}

/// One second of a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WorkerSecond {
    pub records: u32,
    pub twice: u32,
    pub millis_behind_latest: u32,
    /// Leases held when something was last counted.
    pub leases: u32,
}

/// A worker, alive or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Worker {
    pub name: String,
    pub state: WorkerState,
    /// When it came into this state.
    pub since: Time,
    /// Counts its starts and ends.
    pub life: u32,
    /// It stands still until then, and since when.
    pub paused_until: Time,
    pub(super) paused_at: Option<Time>,
    /// The lease table's last answer, if that was a refusal.
    pub trouble: Option<TableRefusal>,
    pub held: BTreeMap<ShardId, HeldLease>,
    pub consumers: Vec<Consumer>,
    /// When it first saw each lease's present counter (1.x, 2.x).
    pub(super) seen: BTreeMap<ShardId, (u64, Option<Time>)>,
    /// When it next looks for leases to take (1.x, 2.x), or to assign (3.x).
    pub looks_at: Time,
    /// When it last reported its load (3.x).
    pub reported: Option<Time>,
    /// Load of its processors as reported, averaged; parts in a million.
    pub cpu_ppm: u64,
    pub(super) busy_us: u64,
    pub records: u64,
    pub twice: u64,
    pub seconds: Series<WorkerSecond>,
}

impl Worker {
    /// A worker that was never started.
    pub fn new(name: &str) -> Worker {
        Worker {
            name: name.to_owned(),
            state: WorkerState::Stopped,
            since: Time::ZERO,
            life: 0,
            paused_until: Time::ZERO,
            paused_at: None,
            trouble: None,
            held: BTreeMap::new(),
            consumers: Vec::new(),
            seen: BTreeMap::new(),
            looks_at: Time::ZERO,
            reported: None,
            cpu_ppm: 0,
            busy_us: 0,
            records: 0,
            twice: 0,
            seconds: Series::default(),
        }
    }

    /// Whether a consumer still works under the lease that it began with.
    pub(super) fn holds(&self, consumer: &Consumer) -> bool {
        self.held.get(&consumer.shard).is_some_and(|held| held.consumer == consumer.number)
    }

    fn enter(&mut self, state: WorkerState, now: Time) {
        (self.state, self.since) = (state, now);
    }

    /// Nothing of it is left; what is planned for it lapses.
    fn end(&mut self, state: WorkerState, now: Time) {
        self.enter(state, now);
        self.life += 1;
        self.held.clear();
        self.consumers.clear();
        self.seen.clear();
        (self.trouble, self.reported) = (None, None);
        (self.paused_until, self.paused_at) = (Time::ZERO, None);
        (self.busy_us, self.cpu_ppm) = (0, 0);
    }
}

impl Application {
    /// Starts a worker now or later.
    pub(super) fn start_at(&mut self, at: &mut Surroundings, id: WorkerId, when: Time) {
        match when <= at.now {
            true => self.start(at, id),
            false => at.plan(when, self.alive(id), KclStep::Launch),
        }
    }

    /// Starts a worker that isn't alive.
    pub(super) fn start(&mut self, at: &mut Surroundings, id: WorkerId) {
        let worker = self.worker_mut(id);
        if worker.state.is_alive() {
            return;
        }
        worker.enter(WorkerState::Starting, at.now);
        worker.life += 1;
        let alive = self.alive(id);
        at.mark(id, KclEvent::WorkerStarted);
        at.plan(at.now, alive, KclStep::Start);
    }

    /// Initialization: the table, the first leases, and what this worker still owns from before.
    pub(super) fn begin(&mut self, at: &mut Surroundings, id: WorkerId) {
        let ready = self.initialize(at);
        let alive = self.alive(id);
        // Without a stream there is nothing to begin with, either.
        if self.hear(at, id, ready).is_err() || at.stream.is_none() {
            let wait = at.quotas.model_kcl_initialization_backoff_ms * MS_US;
            at.plan(at.now + wait.max(1), alive, KclStep::Start);
            return;
        }
        self.worker_mut(id).enter(WorkerState::Running, at.now);
        self.worker_mut(id).looks_at = at.now;
        self.reclaim(at, id);
        at.plan(at.now + self.knobs.renewal_us(at.quotas), alive, KclStep::Renew);
        if self.version >= 3 {
            // At once, so that workers that start together are all known to the first assignment.
            self.report(at, id);
        }
        let steps: &[KclStep] = if self.version >= 3 {
            &[KclStep::Assign, KclStep::Discover, KclStep::SyncShards, KclStep::CleanUp]
        } else {
            &[KclStep::Take, KclStep::SyncShards, KclStep::CleanUp]
        };
        steps.iter().for_each(|step| at.plan(at.now, alive, *step));
    }

    fn initialize(&mut self, at: &mut Surroundings) -> Result<(), TableRefusal> {
        self.table.create(at.now)?;
        if self.table.scan(at.quotas, at.now)?.is_empty() {
            self.create_missing_leases(at)?;
        }
        Ok(())
    }

    /// Leases that the table still has under this worker's name are its own again at once.
    fn reclaim(&mut self, at: &mut Surroundings, id: WorkerId) {
        let mine = |lease: &&Lease| lease.owner == Some(id) && lease.checkpoint_owner.is_none();
        let own: Vec<(ShardId, u64)> =
            self.table.leases.values().filter(mine).map(|lease| (lease.shard, lease.counter)).collect();
        for (shard, counter) in own {
            let done = self.table.update((at.quotas, at.now), shard, Expect::Counter(counter), |lease| {
                lease.counter += 1;
            });
            if let Ok(Some(_)) = done {
                self.hold(at, id, shard);
                at.mark(id, KclEvent::LeaseTaken { shard });
            }
        }
    }

    /// Graceful: no new batches; progress is saved after those under way.
    pub(super) fn stop(&mut self, at: &mut Surroundings, id: WorkerId) {
        match self.worker(id).state {
            WorkerState::Running => {}
            WorkerState::Starting => return self.end_worker(at, id, WorkerState::Stopped),
            _ => return,
        }
        self.worker_mut(id).enter(WorkerState::Stopping, at.now);
        let numbers: Vec<u32> = self.worker(id).consumers.iter().map(|one| one.number).collect();
        for number in numbers {
            self.leave_after_batch(at, id, number, Leaving::Stop);
        }
        self.end_if_idle(at, id);
    }

    /// A stopping worker ends when its last consumer has.
    pub(super) fn end_if_idle(&mut self, at: &mut Surroundings, id: WorkerId) {
        let worker = self.worker(id);
        if worker.state == WorkerState::Stopping && worker.consumers.is_empty() {
            self.coordinator.release(id);
            self.end_worker(at, id, WorkerState::Stopped);
        }
    }

    /// The process is gone, with all that it knew.
    pub(super) fn crash(&mut self, at: &mut Surroundings, id: WorkerId) {
        if !self.worker(id).state.is_alive() {
            return;
        }
        self.count_partial_batches(at, id);
        self.end_worker(at, id, WorkerState::Crashed);
    }

    fn end_worker(&mut self, at: &mut Surroundings, id: WorkerId, state: WorkerState) {
        let crashed = state == WorkerState::Crashed;
        if self.leave_unattended(at.now, id) && crashed {
            self.note_crash(at.now, id);
        }
        self.worker_mut(id).end(state, at.now);
        at.mark(id, if crashed { KclEvent::WorkerCrashed } else { KclEvent::WorkerStopped });
    }

    /// It stands still, as in a long garbage collection.
    pub(super) fn pause(&mut self, at: &mut Surroundings, id: WorkerId, ms: u32) {
        if self.worker(id).state.is_alive() {
            self.leave_unattended(at.now, id);
            let until = at.now + u64::from(ms) * MS_US;
            let worker = self.worker_mut(id);
            worker.paused_until = worker.paused_until.max(until);
            worker.paused_at.get_or_insert(at.now);
            at.mark(id, KclEvent::WorkerPaused);
        }
    }
}
