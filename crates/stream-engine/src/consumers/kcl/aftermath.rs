//! What a crash has done: how long shards were without a worker, and what was processed again.

use super::application::Application;
use super::task::WorkerId;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// The last crash of a worker that held leases. One that comes before all shards are worked on again
/// belongs to the crash before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Aftermath {
    pub worker: WorkerId,
    pub at: Time,
    /// When every lease was worked on again.
    pub over: Option<Time>,
    /// Records that had been processed more than once before.
    pub twice_before: u64,
}

impl Application {
    /// A worker crashes that holds leases of shards that have not ended.
    pub(super) fn note_crash(&mut self, now: Time, worker: WorkerId) {
        if self.aftermath.is_none_or(|before| before.over.is_some()) {
            self.aftermath = Some(Aftermath { worker, at: now, over: None, twice_before: self.totals.twice });
        }
    }

    /// Every lease is worked on.
    pub(super) fn note_attended(&mut self, now: Time) {
        self.attended_since = now;
        if let Some(aftermath) = &mut self.aftermath {
            aftermath.over.get_or_insert(now);
        }
    }

    /// Milliseconds that shards were without a worker after the last crash, or are so far; 0 without one.
    pub fn fail_over_ms(&self, now: Time) -> u64 {
        self.aftermath.map_or(0, |crash| crash.over.unwrap_or(now).since(crash.at) / MS_US)
    }

    /// Records processed again since the last crash; 0 without one.
    pub fn twice_since_crash(&self) -> u64 {
        self.aftermath.map_or(0, |crash| self.totals.twice - crash.twice_before)
    }

    /// Milliseconds, since the last crash, for which every shard has had a worker; 0 without a crash,
    /// and while some shard has none.
    pub fn calm_ms(&self, now: Time) -> u64 {
        let over = self.aftermath.and_then(|crash| crash.over).filter(|_| self.unattended_since.is_none());
        over.map_or(0, |over| now.since(over.max(self.attended_since)) / MS_US)
    }
}
