//! Measures of an application of the Kinesis Client Library, by its number.

use super::Look;
use crate::consumers::kcl::application::Application;
use crate::consumers::kcl::worker::Worker;
use crate::kinesis::shard::ShardId;
use serde::{Deserialize, Serialize};

/// What is measured of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclMeasure {
    /// Workers that work on at least one shard now.
    Working,
    /// Workers that are alive now.
    Alive,
    /// Shards that nobody works on now.
    Unattended,
    /// Milliseconds from the last crash until every shard had a worker again, or until now; 0 without a crash.
    FailOverMs,
    /// Records processed again since the last crash.
    TwiceSinceCrash,
    /// Milliseconds, behind a crash, for which every shard has had a worker.
    CalmMs,
    /// Age in milliseconds of the oldest record not yet processed, of the shard furthest behind.
    BehindMs,
    /// 1 while the lease table refuses a worker's calls, else 0.
    TableRefuses,
    /// Records behind an exception in processRecords that were never processed.
    Skipped,
    /// Write units that the lease table has used, in the window.
    TableWrites,
}

impl KclMeasure {
    pub(super) fn looks_back(self) -> bool {
        self == KclMeasure::TableWrites
    }
}

pub(super) fn value(measure: KclMeasure, look: &Look) -> (u64, Option<ShardId>) {
    let Some(application) = look.run.kcl().get(usize::from(look.of)) else { return (0, None) };
    let now = look.run.now();
    let alive = |worker: &&Worker| worker.state.is_alive();
    match measure {
        KclMeasure::Working => (application.working() as u64, None),
        KclMeasure::Alive => (application.workers.iter().filter(alive).count() as u64, None),
        KclMeasure::Unattended => unattended(application, look),
        KclMeasure::FailOverMs => (application.fail_over_ms(now), None),
        KclMeasure::TwiceSinceCrash => (application.twice_since_crash(), None),
        KclMeasure::CalmMs => (application.calm_ms(now), None),
        KclMeasure::BehindMs => behind_ms(application, look),
        KclMeasure::TableRefuses => {
            let refused = application.workers.iter().filter(alive).any(|worker| worker.trouble.is_some());
            (u64::from(refused), None)
        }
        KclMeasure::Skipped => (application.totals.skipped, None),
        KclMeasure::TableWrites => {
            let seconds = application.table.seconds.window(now, look.window_s());
            (seconds.map(|second| u64::from(second.write_units)).sum(), None)
        }
    }
}

/// Leases of unfinished shards that nobody works on, and the first of them.
fn unattended(application: &Application, look: &Look) -> (u64, Option<ShardId>) {
    let now = look.run.now();
    let open = application.table.leases.values().filter(|lease| !lease.ended());
    let mut left = open.filter(|lease| application.attended_by(lease.shard, now).is_none()).map(|lease| lease.shard);
    let first = left.next();
    (first.iter().count() as u64 + left.count() as u64, first)
}

fn behind_ms(application: &Application, look: &Look) -> (u64, Option<ShardId>) {
    let Some(stream) = look.run.streams().get(usize::from(application.setup.stream.0)) else { return (0, None) };
    let of = |shard: &ShardId| (application.lag_ms(stream, *shard, look.run.now()), *shard);
    let worst = application.progress.keys().map(of).max_by_key(|(ms, shard)| (*ms, std::cmp::Reverse(*shard)));
    worst.map_or((0, None), |(ms, shard)| (ms, Some(shard)))
}
