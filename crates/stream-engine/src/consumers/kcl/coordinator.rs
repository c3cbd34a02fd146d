//! Assignment in KCL 3.x around the leader: who holds the lock, what workers report, what is
//! assigned and handed over, and how a worker finds what it was given.

use super::application::Application;
use super::event::KclEvent;
use super::leader::{Assignment, LeaseView, Rules, WHOLE_PPM, WorkerView, assign};
use super::lease::Lease;
use super::lease_table::{Expect, TableRefusal};
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::WorkerState;
use crate::kinesis::shard::ShardId;
use crate::quota::Quotas;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the coordinator state table holds, and what the leader remembers between two runs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coordinator {
    /// The leader and its last heartbeat.
    pub lock: Option<(WorkerId, Time)>,
    /// Runs of the assignment since the leader took over.
    runs: u64,
    /// When the leader first saw each lease's present counter.
    pub(super) seen: BTreeMap<ShardId, (u64, Option<Time>)>,
    /// Until when a handoff may go on.
    handoffs: BTreeMap<ShardId, Time>,
}

impl Coordinator {
    /// The leader, if its lock is alive.
    pub fn leader(&self, quotas: &Quotas, now: Time) -> Option<WorkerId> {
        let alive = |heartbeat: Time| now.since(heartbeat) <= quotas.kcl_leader_lock_lease_ms * MS_US;
        self.lock.filter(|(_, heartbeat)| alive(*heartbeat)).map(|(leader, _)| leader)
    }

    /// A worker that ends in peace gives the lock back.
    pub(super) fn release(&mut self, id: WorkerId) {
        self.lock = self.lock.filter(|(leader, _)| *leader != id);
    }
}

impl Application {
    /// Load of the worker's processors, and the heartbeat of the leader's lock: both come every half
    /// minute, and are one step here.
    pub(super) fn report(&mut self, at: &mut Surroundings, id: WorkerId) {
        let every = at.quotas.kcl_worker_metrics_interval_ms.max(1) * MS_US;
        at.plan(at.now + every, self.alive(id), KclStep::Report);
        let reachable = self.table.get(at.quotas, at.now, ShardId(0)).map(|_| ());
        if self.hear(at, id, reachable).is_err() {
            return;
        }
        let now = at.now;
        let worker = self.worker_mut(id);
        let us = every * at.quotas.model_kcl_worker_vcpus.max(1);
        let load = (u128::from(worker.busy_us) * u128::from(WHOLE_PPM) / u128::from(us)) as u64;
        let load = load.min(WHOLE_PPM);
        let newest = at.quotas.kcl_throughput_average_percent.min(100);
        worker.cpu_ppm = match worker.reported {
            Some(_) => (load * newest + worker.cpu_ppm * (100 - newest)) / 100,
            None => load,
        };
        (worker.busy_us, worker.reported) = (0, Some(now));
        if let Some((leader, heartbeat)) = &mut self.coordinator.lock
            && *leader == id
        {
            *heartbeat = now;
        }
    }

    /// The leader's round; other workers only try to become leader if there is none.
    pub(super) fn assign(&mut self, at: &mut Surroundings, id: WorkerId) {
        let next = self.knobs.assignment_us() + self.table.delay_us();
        at.plan(at.now + next, self.alive(id), KclStep::Assign);
        self.worker_mut(id).looks_at = at.now + next;
        if self.worker(id).state != WorkerState::Running {
            return;
        }
        let scanned = self.table.scan(at.quotas, at.now).map(|_| ());
        if self.hear(at, id, scanned).is_err() {
            return;
        }
        match self.coordinator.leader(at.quotas, at.now) {
            None => {
                self.coordinator =
                    Coordinator { lock: Some((id, at.now)), handoffs: BTreeMap::new(), ..Coordinator::default() };
                at.mark(id, KclEvent::LeaderElected);
            }
            Some(leader) if leader != id => return,
            Some(_) => {}
        }
        let leases = self.lease_views(at.now);
        let rules = Rules {
            max_leases: self.knobs.max_leases,
            threshold_percent: at.quotas.kcl_rebalance_threshold_percent,
            dampening_percent: at.quotas.kcl_rebalance_dampening_percent,
            balance: self.coordinator.runs.is_multiple_of(at.quotas.kcl_variance_balancing_frequency.max(1)),
        };
        self.coordinator.runs += 1;
        let workers = self.worker_views(at, &leases);
        for assignment in assign(&leases, workers, &rules, &mut self.chance) {
            let done = self.carry_out(at, assignment);
            if self.hear(at, id, done).is_err() {
                break;
            }
        }
    }

    /// Leases with what the leader remembers of them.
    fn lease_views(&mut self, now: Time) -> Vec<LeaseView> {
        let failover_us = self.knobs.failover_us;
        let (leases, seen) = (&self.table.leases, &mut self.coordinator.seen);
        seen.retain(|shard, _| leases.contains_key(shard));
        self.coordinator
            .handoffs
            .retain(|shard, _| leases.get(shard).is_some_and(|one| one.checkpoint_owner.is_some()));
        let known: Vec<u64> = leases.values().filter_map(|lease| lease.throughput).collect();
        let average = known.iter().sum::<u64>() / (known.len() as u64).max(1);
        let view = |lease: &Lease| {
            let owner = lease.actual_owner();
            let entry = seen.entry(lease.shard).or_insert((lease.counter, owner.map(|_| now)));
            if entry.0 != lease.counter {
                *entry = (lease.counter, Some(now));
            }
            let expired = entry.1.is_none_or(|changed| now.since(changed) > failover_us);
            LeaseView {
                shard: lease.shard,
                owner,
                throughput: lease.throughput.unwrap_or(average),
                available: owner.is_none() || expired,
                changed: entry.1,
                pending: lease.checkpoint_owner.is_some(),
            }
        };
        leases.values().map(view).collect()
    }

    /// Workers that have reported lately. Load is that of the processors, or by throughput while
    /// nobody's processors have anything to do.
    fn worker_views(&self, at: &Surroundings, leases: &[LeaseView]) -> Vec<WorkerView> {
        let fresh_us = at.quotas.kcl_worker_metrics_interval_ms * 2 * MS_US;
        let fresh = |reported: Option<Time>| reported.is_some_and(|reported| at.now.since(reported) <= fresh_us);
        let active: Vec<usize> = (0..self.workers.len()).filter(|nth| fresh(self.workers[*nth].reported)).collect();
        let count = (active.len() as u64).max(1);
        let total: u64 = leases.iter().map(|lease| lease.throughput).sum();
        let by_cpu = active.iter().any(|nth| self.workers[*nth].cpu_ppm > 0);
        let view = |nth: usize| {
            let id = WorkerId(nth as u16);
            let own = leases.iter().filter(|lease| lease.owner == Some(id));
            let (held, throughput) = own.fold((0, 0), |(held, sum), lease| (held + 1, sum + lease.throughput));
            let ppm = |part: u64, whole: u64| (u128::from(part) * u128::from(WHOLE_PPM) / u128::from(whole)) as u64;
            let load_ppm = match (total / count, leases.len() as u64) {
                _ if by_cpu => self.workers[nth].cpu_ppm,
                (0, 0) => 0,
                (0, leases) => ppm(held * count, leases),
                (mean, _) => ppm(throughput, mean),
            };
            WorkerView { id, load_ppm, leases: held, throughput }
        };
        active.into_iter().map(view).collect()
    }

    /// Writes an assignment into the table: gracefully if somebody works on the lease.
    fn carry_out(&mut self, at: &mut Surroundings, assignment: Assignment) -> Result<(), TableRefusal> {
        let Assignment { shard, to, available } = assignment;
        let Some(lease) = self.table.leases.get(&shard) else { return Ok(()) };
        let expect = Expect::Owners(lease.owner, lease.checkpoint_owner);
        let pending = lease.checkpoint_owner.is_some();
        let waits = self.coordinator.handoffs.get(&shard).is_some_and(|until| at.now < *until);
        if pending && !available && !lease.ended() && waits {
            return Ok(());
        }
        let graceful = self.knobs.handoff && !available && !lease.ended() && !pending;
        let done = self.table.update((at.quotas, at.now), shard, expect, |lease| {
            if graceful {
                // The counter stays, so that the owner's next renewal succeeds and tells it.
                lease.checkpoint_owner = lease.owner;
            } else {
                let switched = lease.actual_owner().is_some_and(|owner| owner != to);
                lease.owner_switches_since_checkpoint += u64::from(switched);
                lease.checkpoint_owner = None;
                lease.counter += 1;
            }
            lease.owner = Some(to);
        })?;
        let counter = done.map(|lease| lease.counter);
        if let (Some(counter), false) = (counter, graceful) {
            self.coordinator.seen.insert(shard, (counter, Some(at.now)));
        }
        if graceful {
            let until = at.now + self.knobs.handoff_timeout_us + self.knobs.failover_us;
            self.coordinator.handoffs.insert(shard, until);
        }
        Ok(())
    }

    /// Asks the table for leases under this worker's name, and begins with the new ones.
    pub(super) fn discover(&mut self, at: &mut Surroundings, id: WorkerId) {
        let next = self.knobs.discovery_us(at.quotas) + self.table.delay_us();
        at.plan(at.now + next, self.alive(id), KclStep::Discover);
        if self.worker(id).state != WorkerState::Running {
            return;
        }
        let answer = self.table.get(at.quotas, at.now, ShardId(0)).map(|_| ());
        if self.hear(at, id, answer).is_err() {
            return;
        }
        let held = &self.worker(id).held;
        let new = |lease: &&Lease| {
            lease.owner == Some(id) && lease.checkpoint_owner.is_none() && !held.contains_key(&lease.shard)
        };
        let found: Vec<ShardId> = self.table.leases.values().filter(new).map(|lease| lease.shard).collect();
        for shard in found {
            at.mark(id, KclEvent::LeaseAssigned { shard });
            self.hold(at, id, shard);
        }
    }
}
