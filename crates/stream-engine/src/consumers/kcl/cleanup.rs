//! Lease cleanup: the lease of a finished shard goes once its children are being processed, oldest
//! generation first. Source: LeaseCleanupManager.

use super::application::Application;
use super::event::KclEvent;
use super::lease::Lease;
use super::lease_table::TableRefusal;
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::WorkerState;
use crate::kinesis::shard::ShardId;
use crate::time::MS_US;
use std::collections::BTreeMap;

/// Whether a lease is of no more use.
pub fn may_delete(lease: &Lease, leases: &BTreeMap<ShardId, Lease>) -> bool {
    let begun = |child: &ShardId| leases.get(child).is_some_and(|lease| lease.checkpoint.begun());
    lease.ended()
        && !lease.children.is_empty()
        && lease.children.iter().all(begun)
        && !lease.parents.iter().any(|parent| leases.contains_key(parent))
}

impl Application {
    /// Deletes what this worker owns and nobody needs.
    pub(super) fn clean_up(&mut self, at: &mut Surroundings, id: WorkerId) {
        // 1.x cleans up with each shard sync.
        let every = match self.version {
            1 => self.knobs.shard_sync_us,
            _ => at.quotas.kcl_lease_cleanup_interval_ms.max(at.quotas.kcl_completed_lease_cleanup_interval_ms) * MS_US,
        };
        at.plan(at.now + every.max(MS_US), self.alive(id), KclStep::CleanUp);
        if self.knobs.cleanup && self.worker(id).state == WorkerState::Running {
            let done = self.delete_finished(at, id);
            _ = self.hear(at, id, done);
        }
    }

    fn delete_finished(&mut self, at: &mut Surroundings, id: WorkerId) -> Result<(), TableRefusal> {
        let own: Vec<ShardId> = self.worker(id).held.keys().copied().collect();
        for shard in own {
            let Some(lease) = self.table.leases.get(&shard) else { continue };
            let children = match (self.version, at.stream.as_deref()) {
                (1, Some(stream)) => stream.shards.get(shard.0 as usize).map(|shard| shard.children.clone()),
                _ => None,
            };
            let lease = Lease { children: children.unwrap_or_else(|| lease.children.clone()), ..lease.clone() };
            if !may_delete(&lease, &self.table.leases) {
                continue;
            }
            self.table.delete(at.quotas, at.now, shard)?;
            let number = self.worker_mut(id).held.remove(&shard).map(|held| held.consumer);
            if let Some(number) = number {
                self.drop_consumer(id, number);
            }
            at.mark(id, KclEvent::LeaseDeleted { shard });
        }
        Ok(())
    }
}
