//! An application: its lease table, its workers, and what it has done with the stream's records.

use super::aftermath::Aftermath;
use super::coordinator::Coordinator;
use super::deployment::Deployment;
use super::event::KclEvent;
use super::lease_table::{LeaseTable, TableRefusal};
use super::records::{Progress, Totals};
use super::setup::{KclKnob, KclSetup, Knobs};
use super::task::{KclStep, KclTask, Surroundings, WorkerId};
use super::worker::{Worker, WorkerState};
use crate::consumers::order::OrderCheck;
use crate::keys::KeyTable;
use crate::kinesis::shard::ShardId;
use crate::quota::Quotas;
use crate::rng::Generator;
use crate::series::Series;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Workers of one application: the engine's bound, not the library's.
pub const WORKERS_MAX: usize = 256;

/// One second of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KclSecond {
    /// Records given to processRecords, repeats included.
    pub records: u32,
    /// Of these, processed before by this application.
    pub twice: u32,
    pub out_of_order: u32,
    /// GetRecords calls that the shards refused.
    pub throttled: u32,
    /// Largest MillisBehindLatest of a read in this second.
    pub millis_behind_latest: u32,
}

/// An application and its workers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    pub setup: Rc<KclSetup>,
    /// Major version of the library.
    pub version: u8,
    pub knobs: Knobs,
    pub table: LeaseTable,
    pub coordinator: Coordinator,
    /// In the order in which they first appeared; none is ever forgotten.
    pub workers: Vec<Worker>,
    /// By shard, how far processing has come.
    pub progress: BTreeMap<ShardId, Progress>,
    pub(super) order: OrderCheck,
    pub totals: Totals,
    pub seconds: Series<KclSecond>,
    /// Since when some lease is not worked on.
    pub unattended_since: Option<Time>,
    /// How long the last fail-over took.
    pub last_fail_over_us: Option<u64>,
    /// Since when every lease has been worked on, if they are.
    pub(super) attended_since: Time,
    pub aftermath: Option<Aftermath>,
    pub deployment: Option<Deployment>,
    pub(super) chance: Generator,
    /// Numbers given to shard consumers.
    pub(super) consumers_made: u32,
    /// Audits in a row that found a hole.
    pub(super) holes: u32,
}

impl Application {
    /// An application whose workers have not started yet.
    pub fn new(setup: &KclSetup, seed: u64, quotas: &Quotas, keys: &mut KeyTable) -> Application {
        let newest = u8::try_from(quotas.kcl_major_version).unwrap_or(u8::MAX);
        let mut application = Application {
            setup: Rc::new(setup.clone()),
            version: setup.version.unwrap_or(newest).clamp(1, newest.max(1)),
            knobs: Knobs::new(quotas),
            table: LeaseTable::new(quotas),
            coordinator: Coordinator::default(),
            workers: Vec::new(),
            progress: BTreeMap::new(),
            order: OrderCheck::default(),
            totals: Totals::default(),
            seconds: Series::default(),
            unattended_since: None,
            last_fail_over_us: None,
            attended_since: Time::ZERO,
            aftermath: None,
            deployment: None,
            chance: Generator::named(seed, &format!("{}/leases", setup.name)),
            consumers_made: 0,
            holes: 0,
        };
        setup.knobs.iter().for_each(|knob| application.set(knob, quotas, keys));
        application
    }

    /// Turns one knob.
    pub fn set(&mut self, knob: &KclKnob, quotas: &Quotas, keys: &mut KeyTable) {
        match knob {
            KclKnob::Billing(billing) => self.table.billing = *billing,
            knob => self.knobs.set(knob, quotas, keys),
        }
    }

    /// Whether a knob stands as it would be turned.
    pub fn stands(&self, knob: &KclKnob, quotas: &Quotas, keys: &KeyTable) -> bool {
        match knob {
            KclKnob::Billing(billing) => self.table.billing == *billing,
            KclKnob::PoisonKey(None) => self.knobs.poison.is_none(),
            KclKnob::PoisonKey(Some(key)) if key.is_empty() => self.knobs.poison.is_none(),
            KclKnob::PoisonKey(Some(key)) => self.knobs.poison.is_some_and(|poison| keys.find(key) == Some(poison)),
            // What it reads by once a rollout is over; the setting itself outlives a version that can't use it.
            KclKnob::FanOut(on) => (self.knobs.fan_out && self.can_fan_out()) == *on,
            knob => {
                let mut turned = self.knobs.clone();
                turned.set(knob, quotas, &mut KeyTable::default());
                turned == self.knobs
            }
        }
    }

    /// A worker's name, as the table has it.
    pub fn worker_name(&self, id: WorkerId) -> &str {
        self.workers.get(usize::from(id.0)).map_or("", |worker| worker.name.as_str())
    }

    /// The worker of this name.
    pub fn find_worker(&self, name: &str) -> Option<WorkerId> {
        self.workers.iter().position(|worker| worker.name == name).map(|at| WorkerId(at as u16))
    }

    /// Workers that work on at least one shard that has not ended.
    pub fn working(&self) -> usize {
        let works = |worker: &&Worker| worker.state.is_alive() && worker.consumers.iter().any(|one| one.is_active());
        self.workers.iter().filter(works).count()
    }

    /// Who works on a shard now, by its lease: none if that worker is gone or stands still.
    pub fn attended_by(&self, shard: ShardId, now: Time) -> Option<WorkerId> {
        let holds =
            |worker: &Worker| worker.state.is_alive() && worker.paused_until <= now && worker.held.contains_key(&shard);
        let owner = self.table.leases.get(&shard)?.actual_owner()?;
        self.workers.get(usize::from(owner.0)).filter(|worker| holds(worker)).map(|_| owner)
    }

    /// Does a step that is due. Steps of a worker's earlier life lapse, those of a worker that
    /// stands still wait.
    pub fn do_step(&mut self, at: &mut Surroundings, task: KclTask) {
        let id = task.worker;
        let Some(worker) = self.workers.get(usize::from(id.0)) else { return };
        if task.step == KclStep::Launch && worker.life == task.life {
            return self.start(at, id);
        }
        if worker.life != task.life || !worker.state.is_alive() {
            return;
        }
        if worker.paused_until > at.now {
            at.plan(worker.paused_until, (id, task.life), task.step);
            return;
        }
        self.worker_mut(id).paused_at = None;
        match task.step {
            KclStep::Launch => {}
            KclStep::Start => self.begin(at, id),
            KclStep::Renew => self.renew(at, id),
            KclStep::Take => self.take(at, id),
            KclStep::Assign => self.assign(at, id),
            KclStep::Discover => self.discover(at, id),
            KclStep::Report => self.report(at, id),
            KclStep::SyncShards => self.sync_shards(at, id),
            KclStep::CleanUp => self.clean_up(at, id),
            KclStep::Read { consumer } => self.go_on(at, id, consumer),
            KclStep::Processed { consumer } => self.processed(at, id, consumer),
            KclStep::Pushed { consumer } => self.push_waits(at, id, consumer),
        }
        self.finish_deployment(at);
        self.watch_fail_over(at);
    }

    /// Begins to count if some lease is left without a worker, ends if all have one.
    pub(super) fn watch_fail_over(&mut self, at: &mut Surroundings) {
        let Some(since) = self.unattended_since else { return };
        let leases = self.table.leases.values();
        let unattended = leases.filter(|lease| !lease.ended() && self.attended_by(lease.shard, at.now).is_none());
        if unattended.count() == 0 {
            let us = at.now.since(since);
            self.unattended_since = None;
            self.last_fail_over_us = Some(us);
            self.note_attended(at.now);
            // Workers that take up their own leases at once have left no gap worth a mark.
            if us == 0 {
                return;
            }
            let last = self.workers.iter().rposition(|worker| worker.state == WorkerState::Running);
            let ms = u32::try_from(us / MS_US).unwrap_or(u32::MAX);
            at.mark(WorkerId(last.unwrap_or(0) as u16), KclEvent::FailOverComplete { ms });
        }
    }

    /// A worker is leaving its leases alone from now on; says whether it has any.
    pub(super) fn leave_unattended(&mut self, now: Time, id: WorkerId) -> bool {
        let leases = &self.table.leases;
        let works = |shard: &ShardId| leases.get(shard).is_some_and(|lease| !lease.ended());
        let leaves = self.worker(id).held.keys().any(works);
        if leaves {
            self.unattended_since.get_or_insert(now);
        }
        leaves
    }

    /// Notes whether the table answers a worker, and marks the change.
    pub(super) fn hear<T>(
        &mut self,
        at: &mut Surroundings,
        id: WorkerId,
        answer: Result<T, TableRefusal>,
    ) -> Result<T, TableRefusal> {
        let trouble = answer.as_ref().err().copied();
        let worker = self.worker_mut(id);
        if worker.trouble != trouble {
            worker.trouble = trouble;
            at.mark(
                id,
                match trouble {
                    Some(refusal) => KclEvent::TableRefuses { denied: refusal == TableRefusal::AccessDenied },
                    None => KclEvent::TableAnswers,
                },
            );
        }
        answer
    }

    pub(super) fn worker(&self, id: WorkerId) -> &Worker {
        &self.workers[usize::from(id.0)]
    }

    pub(super) fn worker_mut(&mut self, id: WorkerId) -> &mut Worker {
        &mut self.workers[usize::from(id.0)]
    }

    /// What a worker's next step is planned with.
    pub(super) fn alive(&self, id: WorkerId) -> (WorkerId, u32) {
        (id, self.worker(id).life)
    }

    /// Roughly the bytes that a copy takes.
    pub(crate) fn own_bytes(&self, earlier: Option<&Application>) -> usize {
        let workers = self.workers.iter().enumerate().map(|(nth, worker)| {
            let before = earlier.and_then(|earlier| earlier.workers.get(nth));
            size_of::<Worker>() + worker.seconds.own_bytes(before.map(|before| &before.seconds))
        });
        let ages = self.progress.iter().map(|(shard, progress)| {
            let before = earlier.and_then(|earlier| earlier.progress.get(shard));
            size_of::<Progress>() + progress.ages.own_bytes(before.map(|before| &before.ages))
        });
        size_of::<Self>()
            + workers.sum::<usize>()
            + ages.sum::<usize>()
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds))
            + self.table.seconds.own_bytes(earlier.map(|earlier| &earlier.table.seconds))
    }
}
