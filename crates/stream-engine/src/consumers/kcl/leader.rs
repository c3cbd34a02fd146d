//! Assignment by the leader, as KCL 3.x does it: expired leases to the worker with most room, then
//! some from loaded workers to others, dampened. Pure. Source: VarianceBasedLeaseAssignmentDecider.
//! Loads are parts in a million, so that no rounding depends on the machine.

use super::stealing::shuffle;
use super::task::WorkerId;
use crate::kinesis::shard::ShardId;
use crate::rng::Generator;
use crate::time::Time;
use std::cmp::Reverse;

/// A load of one hundred percent.
pub const WHOLE_PPM: u64 = 1_000_000;

/// A lease as the leader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeaseView {
    pub shard: ShardId,
    /// Who works on it.
    pub owner: Option<WorkerId>,
    /// The average of all if it has none of its own yet.
    pub throughput: u64,
    /// Expired or nobody's.
    pub available: bool,
    /// None for a lease that was never held.
    pub changed: Option<Time>,
    /// Being handed over.
    pub pending: bool,
}

/// A worker that has reported its load lately.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorkerView {
    pub id: WorkerId,
    pub load_ppm: u64,
    pub leases: u64,
    pub throughput: u64,
}

/// The settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    pub max_leases: u64,
    /// Distance from the mean, in percent, at which leases move.
    pub threshold_percent: u64,
    /// How much of the surplus moves at a time.
    pub dampening_percent: u64,
    /// Whether this run balances.
    pub balance: bool,
}

/// A lease goes to a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment {
    pub shard: ShardId,
    pub to: WorkerId,
    /// Nobody works on it, so nothing has to be handed over.
    pub available: bool,
}

struct Leader<'a> {
    workers: Vec<WorkerView>,
    rules: &'a Rules,
    mean_ppm: u64,
    /// What a lease of the whole mean throughput adds to a load.
    target_throughput: u64,
    target_leases: u64,
}

/// What to assign now.
pub fn assign(
    leases: &[LeaseView],
    workers: Vec<WorkerView>,
    rules: &Rules,
    chance: &mut Generator,
) -> Vec<Assignment> {
    let count = workers.len() as u64;
    if count == 0 {
        return Vec::new();
    }
    let mean_ppm = workers.iter().map(|worker| worker.load_ppm).sum::<u64>() / count;
    let target_throughput = leases.iter().map(|lease| lease.throughput).sum::<u64>() / count;
    let target_leases = (leases.len() as u64 / count).max(1);
    let mut leader = Leader { workers, rules, mean_ppm, target_throughput, target_leases };
    let mut leases = leases.to_vec();
    let mut made = leader.assign_available(&mut leases);
    if rules.balance {
        leader.balance(&leases, chance, &mut made);
    }
    made
}

impl Leader<'_> {
    /// Longest without a heartbeat first.
    fn assign_available(&mut self, leases: &mut [LeaseView]) -> Vec<Assignment> {
        let mut order: Vec<usize> = (0..leases.len()).filter(|at| leases[*at].available).collect();
        order.sort_by_key(|at| leases[*at].changed);
        let mut made = Vec::new();
        for at in order {
            let Some(worker) = self.roomiest() else { break };
            let to = self.workers[worker].id;
            let lease = &mut leases[at];
            if lease.owner == Some(to) && !lease.pending {
                continue;
            }
            self.give(*lease, worker);
            lease.owner = Some(to);
            made.push(Assignment { shard: lease.shard, to, available: true });
        }
        made
    }

    fn balance(&mut self, leases: &[LeaseView], chance: &mut Generator, made: &mut Vec<Assignment>) {
        let loaded: Vec<(WorkerId, u64)> = self.surplus();
        for (from, throughput) in loaded {
            for lease in pick(leases, from, throughput, chance) {
                let Some(worker) = self.roomiest() else { return };
                let to = self.workers[worker].id;
                if self.workers[worker].load_ppm + self.gain(&lease) > self.mean_ppm {
                    break;
                }
                if to == from || made.iter().any(|made| made.shard == lease.shard) {
                    continue;
                }
                self.give(lease, worker);
                made.push(Assignment { shard: lease.shard, to, available: false });
            }
        }
    }

    /// Workers that have too much, with the throughput to take from each, largest first.
    fn surplus(&self) -> Vec<(WorkerId, u64)> {
        let upper = self.mean_ppm * (100 + self.rules.threshold_percent) / 100;
        let lower = self.mean_ppm * (100 - self.rules.threshold_percent.min(100)) / 100;
        if self.workers.iter().all(|worker| (lower..=upper).contains(&worker.load_ppm)) {
            return Vec::new();
        }
        let above = |worker: &&WorkerView| worker.load_ppm >= upper;
        let most = self.workers.iter().max_by_key(|worker| (worker.load_ppm, Reverse(worker.id)));
        let mut loaded: Vec<&WorkerView> = self.workers.iter().filter(above).collect();
        if loaded.is_empty() {
            loaded.extend(most);
        }
        let take = |worker: &WorkerView| {
            let share = (worker.load_ppm - self.mean_ppm.min(worker.load_ppm)) * self.rules.dampening_percent / 100;
            let throughput = u128::from(worker.throughput) * u128::from(share) / u128::from(worker.load_ppm.max(1));
            (worker.id, throughput as u64)
        };
        let mut found: Vec<(WorkerId, u64)> = loaded.into_iter().map(take).collect();
        found.sort_by_key(|(worker, throughput)| (Reverse(*throughput), *worker));
        found
    }

    /// The worker furthest below the mean in terms of its own load, of those that may have more
    /// leases. An idle one counts as having half the mean, as in the library.
    fn roomiest(&self) -> Option<usize> {
        let room = |worker: &WorkerView| match worker.load_ppm {
            0 => WHOLE_PPM as i64,
            load => (self.mean_ppm as i64 - load as i64) * WHOLE_PPM as i64 / load as i64,
        };
        let may = |(_, worker): &(usize, &WorkerView)| worker.leases < self.rules.max_leases;
        let workers = self.workers.iter().enumerate().filter(may);
        workers.max_by_key(|(_, worker)| (room(worker), Reverse(worker.leases), Reverse(worker.id))).map(|(at, _)| at)
    }

    /// What a lease would add to a worker's load.
    fn gain(&self, lease: &LeaseView) -> u64 {
        match self.target_throughput {
            0 => self.mean_ppm / self.target_leases,
            target => (u128::from(lease.throughput) * u128::from(self.mean_ppm) / u128::from(target)) as u64,
        }
    }

    fn give(&mut self, lease: LeaseView, worker: usize) {
        let gain = self.gain(&lease);
        if let Some(before) = self.workers.iter_mut().find(|worker| Some(worker.id) == lease.owner) {
            before.leases = before.leases.saturating_sub(1);
        }
        self.workers[worker].load_ppm += gain;
        self.workers[worker].leases += 1;
    }
}

/// Leases of a worker that together have at most this throughput; the smallest one if none fits.
fn pick(leases: &[LeaseView], from: WorkerId, throughput: u64, chance: &mut Generator) -> Vec<LeaseView> {
    let mut held: Vec<LeaseView> = leases.iter().filter(|lease| lease.owner == Some(from)).copied().collect();
    if held.iter().all(|lease| lease.throughput == 0) {
        return held.into_iter().take(1).collect();
    }
    shuffle(&mut held, chance);
    let mut left = throughput;
    let mut picked = Vec::new();
    for lease in &held {
        if lease.throughput < left {
            left -= lease.throughput;
            picked.push(*lease);
        }
    }
    if picked.is_empty() {
        picked.extend(held.into_iter().min_by_key(|lease| lease.throughput));
    }
    picked
}
