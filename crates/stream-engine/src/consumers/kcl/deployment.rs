//! Another version of the library is rolled out: all workers stop with their progress saved, and start
//! again under it with the same table. A simplification: they all stop at one instant, and a migration
//! from 2.x to 3.x has no phase in which it can be rolled back.

use super::application::Application;
use super::coordinator::Coordinator;
use super::task::{Surroundings, WorkerId};
use super::worker::WorkerState;
use crate::error::{Constraint, Refusal};
use serde::{Deserialize, Serialize};

/// A version on its way, and the workers that start again with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deployment {
    pub version: u8,
    pub workers: Vec<WorkerId>,
}

impl Application {
    /// Begins to roll out a version; one that the profile doesn't know yet is refused.
    pub(super) fn deploy(&mut self, at: &mut Surroundings, version: u8) -> Result<(), Refusal> {
        let newest = at.quotas.kcl_major_version;
        if version == 0 || u64::from(version) > newest {
            let must = format!("Member must have value between 1 and {newest}");
            return Err(Refusal::Validation(vec![Constraint::new(version.to_string(), "version", must)]));
        }
        let ids = (0..self.workers.len()).map(|nth| WorkerId(nth as u16));
        let workers: Vec<WorkerId> = ids.filter(|id| self.worker(*id).state.is_alive()).collect();
        self.deployment = Some(Deployment { version, workers: workers.clone() });
        workers.into_iter().for_each(|id| self.stop(at, id));
        self.finish_deployment(at);
        Ok(())
    }

    /// Starts the workers again once all have stopped.
    pub(super) fn finish_deployment(&mut self, at: &mut Surroundings) {
        let stopping = |id: &WorkerId| self.worker(*id).state.is_alive();
        if self.deployment.as_ref().is_none_or(|deployment| deployment.workers.iter().any(stopping)) {
            return;
        }
        let Some(deployment) = self.deployment.take() else { return };
        self.version = deployment.version;
        self.coordinator = Coordinator::default();
        self.holes = 0;
        // Nobody is left who could hand a lease over.
        for lease in self.table.leases.values_mut().filter(|lease| lease.checkpoint_owner.is_some()) {
            lease.checkpoint_owner = None;
            lease.counter += 1;
        }
        for id in deployment.workers {
            if self.worker(id).state == WorkerState::Stopped {
                self.start(at, id);
            }
        }
    }
}
