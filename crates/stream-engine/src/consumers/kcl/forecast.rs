//! Who takes what a worker has left, and when: what the library's rules lead to if nothing else
//! happens. Only what workers know and plan is looked at; nothing is drawn from the run's chance.

use super::application::Application;
use super::stealing::{Rules, Seen, leases_to_take};
use super::task::WorkerId;
use super::worker::WorkerState;
use crate::kinesis::shard::ShardId;
use crate::quota::Quotas;
use crate::time::{MS_US, Time};
use std::collections::BTreeMap;

/// Looks of each worker that are thought ahead: one to see the counter stand, one to take.
const ROUNDS: u64 = 3;

/// A lease that nobody works on gets a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Takeover {
    pub shard: ShardId,
    pub at: Time,
    /// Who takes it; none where a leader decides.
    pub by: Option<WorkerId>,
}

impl Application {
    /// Leases of unfinished shards that nobody works on, with their worker to come. Empty while
    /// the table refuses everything.
    pub fn takeovers(&self, quotas: &Quotas, now: Time) -> Vec<Takeover> {
        let idle = |shard: &ShardId| self.attended_by(*shard, now).is_none();
        let open = self.table.leases.values().filter(|lease| !lease.ended()).map(|lease| lease.shard);
        let left: Vec<ShardId> = open.filter(idle).collect();
        match (left.is_empty() || !self.table.answers(), self.version) {
            (true, _) => Vec::new(),
            (false, 3..) => self.reassignments(quotas, now, left),
            (false, _) => self.takes(quotas, now, left),
        }
    }

    /// 1.x, 2.x: each worker looks for itself, at a fixed pace.
    fn takes(&self, quotas: &Quotas, now: Time, mut left: Vec<ShardId>) -> Vec<Takeover> {
        let every = self.knobs.taking_us(quotas);
        let running = self.workers.iter().enumerate().filter(|(_, worker)| worker.state == WorkerState::Running);
        let looks = running.flat_map(|(nth, worker)| {
            let first = worker.looks_at.max(worker.paused_until).max(now);
            (0..ROUNDS).map(move |round| (first + every * round, WorkerId(nth as u16)))
        });
        let mut looks: Vec<(Time, WorkerId)> = looks.collect();
        looks.sort_unstable();
        let mut memory: BTreeMap<(WorkerId, ShardId), Option<Time>> = BTreeMap::new();
        let mut owners: BTreeMap<ShardId, WorkerId> = BTreeMap::new();
        let mut found = Vec::new();
        for (at, by) in looks {
            let seen: Vec<Seen> = self
                .table
                .leases
                .values()
                .map(|lease| {
                    let shard = lease.shard;
                    let known = self.workers[usize::from(by.0)]
                        .seen
                        .get(&shard)
                        .filter(|(counter, _)| *counter == lease.counter);
                    let first = match known {
                        Some((_, changed)) => *changed,
                        None => lease.owner.map(|_| at),
                    };
                    let changed = *memory.entry((by, shard)).or_insert(first);
                    let alive = owners.get(&shard).copied().or_else(|| self.attended_by(shard, now));
                    Seen {
                        shard,
                        owner: alive.or(lease.owner),
                        changed: if alive.is_some() { Some(at) } else { changed },
                    }
                })
                .collect();
            let rules = self.rules(quotas, by);
            for pick in leases_to_take(&seen, &rules, at, &mut self.chance.clone()) {
                if let Some(place) = left.iter().position(|shard| *shard == pick.shard) {
                    left.remove(place);
                    owners.insert(pick.shard, by);
                    found.push(Takeover { shard: pick.shard, at, by: Some(by) });
                }
            }
            if left.is_empty() {
                break;
            }
        }
        found
    }

    /// By which rules a worker takes leases (1.x, 2.x).
    pub(super) fn rules(&self, quotas: &Quotas, me: WorkerId) -> Rules {
        let very_old = quotas.kcl_very_old_lease_failovers * self.knobs.failover_us;
        Rules {
            me,
            failover_us: self.knobs.failover_us,
            very_old_us: (self.version >= 2).then_some(very_old),
            max_leases: self.knobs.max_leases,
            max_steal: self.knobs.max_steal,
        }
    }

    /// 3.x: the leader reassigns at a fixed pace; without one, the first worker that looks after its
    /// lock has expired begins to watch anew. The new owner finds it within half a round more.
    fn reassignments(&self, quotas: &Quotas, now: Time, left: Vec<ShardId>) -> Vec<Takeover> {
        let (every, failover_us) = (self.knobs.assignment_us(), self.knobs.failover_us);
        let looks = |id: WorkerId| {
            let worker = self.workers.get(usize::from(id.0)).filter(|worker| worker.state == WorkerState::Running)?;
            Some(worker.looks_at.max(worker.paused_until).max(now))
        };
        let leader = self.coordinator.leader(quotas, now).and_then(looks);
        let (first, seen) = match (leader, self.coordinator.lock) {
            (Some(first), _) => (first, Some(&self.coordinator.seen)),
            (None, lock) => {
                let free = lock.map_or(now, |(_, heartbeat)| heartbeat + quotas.kcl_leader_lock_lease_ms * MS_US);
                let after = |look: Time| look + free.since(look).div_ceil(every.max(1)) * every;
                let ids = (0..self.workers.len()).map(|nth| WorkerId(nth as u16));
                match ids.filter_map(looks).map(after).min() {
                    Some(first) => (first, None),
                    None => return Vec::new(),
                }
            }
        };
        let expires = |shard: ShardId| {
            let lease = self.table.leases.get(&shard)?;
            if lease.actual_owner().is_none() {
                return Some(first);
            }
            let known = seen.and_then(|seen| seen.get(&shard)).filter(|(counter, _)| *counter == lease.counter);
            Some(known.and_then(|(_, changed)| *changed).unwrap_or(first) + failover_us + 1)
        };
        let takeover = |shard: ShardId| {
            let rounds = expires(shard)?.since(first).div_ceil(every.max(1));
            Some(Takeover { shard, at: first + rounds * every, by: None })
        };
        left.into_iter().filter_map(takeover).collect()
    }
}
