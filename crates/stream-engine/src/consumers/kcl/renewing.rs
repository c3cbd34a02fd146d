//! Renewing: a worker shows with each lease's counter that it is alive, and learns from the answer
//! what has become of the lease. Source: DynamoDBLeaseRenewer.

use super::application::Application;
use super::consumer::Stage;
use super::event::KclEvent;
use super::lease::Lease;
use super::lease_table::Expect;
use super::task::{KclStep, Surroundings, WorkerId};
use crate::kinesis::shard::ShardId;

impl Application {
    /// Renews all leases that it holds, at a fixed rate; a slow table makes it slower.
    pub(super) fn renew(&mut self, at: &mut Surroundings, id: WorkerId) {
        let shards: Vec<ShardId> = self.worker(id).held.keys().copied().collect();
        for shard in shards {
            self.renew_one(at, id, shard);
        }
        let next = self.knobs.renewal_us(at.quotas).max(self.table.delay_us());
        at.plan(at.now + next, self.alive(id), KclStep::Renew);
    }

    fn renew_one(&mut self, at: &mut Surroundings, id: WorkerId, shard: ShardId) {
        let Some(held) = self.worker(id).held.get(&shard).copied() else { return };
        let overdue = held.handoff_by.is_some_and(|by| at.now >= by);
        if overdue {
            self.release(at, id, shard);
            return;
        }
        // Whoever could not renew in time must take the lease for lost: another may have it.
        if at.now.since(held.renewed) > self.knobs.failover_us {
            self.lose(at, id, shard);
            return;
        }
        let rate = (self.version >= 3).then(|| {
            let us = at.now.since(held.measured).max(1);
            (u128::from(held.bytes) * 1_000_000 / u128::from(us)) as u64
        });
        let newest = at.quotas.kcl_throughput_average_percent.min(100);
        let done = self.table.update((at.quotas, at.now), shard, Expect::Counter(held.counter), |lease| {
            lease.counter += 1;
            if let Some(rate) = rate {
                let before = lease.throughput.unwrap_or(rate);
                lease.throughput = Some((rate * newest + before * (100 - newest)) / 100);
            }
        });
        let found = done.map(|lease| lease.map(|lease| (lease.counter, lease.owner, lease.checkpoint_owner)));
        match self.hear(at, id, found) {
            Ok(Some((counter, owner, checkpoint_owner))) => {
                let now = at.now;
                if let Some(held) = self.worker_mut(id).held.get_mut(&shard) {
                    (held.counter, held.renewed) = (counter, now);
                    (held.measured, held.bytes) = (now, 0);
                }
                if let (Some(to), Some(_)) = (owner, checkpoint_owner.filter(|owner| *owner == id)) {
                    self.begin_handoff(at, id, shard, to);
                }
            }
            Ok(None) => self.lose(at, id, shard),
            // Still its own for now; it tries again with the next round.
            Err(_) => {}
        }
    }

    /// It doesn't hold the lease any more. A batch under way can't be called back.
    pub(super) fn lose(&mut self, at: &mut Surroundings, id: WorkerId, shard: ShardId) {
        let worker = self.worker_mut(id);
        let Some(held) = worker.held.remove(&shard) else { return };
        worker.consumers.retain(|one| one.number != held.consumer || one.stage == Stage::Processing);
        at.mark(id, KclEvent::LeaseLost { shard });
        let mine = |lease: &Lease| !lease.ended() && lease.actual_owner() == Some(id);
        if self.table.leases.get(&shard).is_some_and(mine) {
            self.unattended_since.get_or_insert(at.now);
        }
        self.end_if_idle(at, id);
    }
}
