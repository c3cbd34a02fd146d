//! Taking leases (1.x, 2.x): a worker scans the table, remembers when it saw each counter move, and
//! writes its name into what it takes.

use super::application::Application;
use super::event::KclEvent;
use super::lease::Lease;
use super::lease_table::{Expect, TableRefusal};
use super::stealing::{Pick, Seen, leases_to_take};
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::WorkerState;

impl Application {
    /// One round; the next begins a fixed time after its end.
    pub(super) fn take(&mut self, at: &mut Surroundings, id: WorkerId) {
        let next = self.knobs.taking_us(at.quotas) + self.table.delay_us();
        at.plan(at.now + next, self.alive(id), KclStep::Take);
        self.worker_mut(id).looks_at = at.now + next;
        if self.worker(id).state != WorkerState::Running {
            return;
        }
        let scanned = self.look(at, id);
        let Ok(seen) = self.hear(at, id, scanned) else { return };
        let rules = self.rules(at.quotas, id);
        for pick in leases_to_take(&seen, &rules, at.now, &mut self.chance) {
            if self.take_one(at, id, pick).is_err() {
                break;
            }
        }
    }

    /// Scans the table and brings this worker's memory of it up to date.
    fn look(&mut self, at: &mut Surroundings, id: WorkerId) -> Result<Vec<Seen>, TableRefusal> {
        let leases = self.table.scan(at.quotas, at.now)?;
        let worker = &mut self.workers[usize::from(id.0)];
        worker.seen.retain(|shard, _| leases.contains_key(shard));
        let look = |lease: &Lease| {
            let new = (lease.counter, lease.owner.map(|_| at.now));
            let entry = worker.seen.entry(lease.shard).or_insert(new);
            if entry.0 != lease.counter {
                *entry = (lease.counter, Some(at.now));
            }
            Seen { shard: lease.shard, owner: lease.owner, changed: entry.1 }
        };
        Ok(leases.values().map(look).collect())
    }

    fn take_one(&mut self, at: &mut Surroundings, id: WorkerId, pick: Pick) -> Result<(), TableRefusal> {
        let shard = pick.shard;
        let Some((counter, _)) = self.worker(id).seen.get(&shard).copied() else { return Ok(()) };
        let done = self.table.update((at.quotas, at.now), shard, Expect::Counter(counter), |lease| {
            let switched = lease.owner.is_some_and(|owner| owner != id);
            lease.owner_switches_since_checkpoint += u64::from(switched);
            lease.owner = Some(id);
            lease.checkpoint_owner = None;
            lease.counter += 1;
        });
        let taken = done.map(|lease| lease.map(|lease| lease.counter));
        let Some(counter) = self.hear(at, id, taken)? else { return Ok(()) };
        self.worker_mut(id).seen.insert(shard, (counter, Some(at.now)));
        if self.worker(id).held.contains_key(&shard) {
            self.lose(at, id, shard);
        }
        at.mark(
            id,
            match pick.stolen_from {
                Some(from) => KclEvent::LeaseStolen { shard, from },
                None => KclEvent::LeaseTaken { shard },
            },
        );
        self.hold(at, id, shard);
        Ok(())
    }
}
