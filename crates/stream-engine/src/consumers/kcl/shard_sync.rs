//! Shard sync: which shards get a lease, and when. Children come after their parents and begin at
//! TRIM_HORIZON. Source: HierarchicalShardSyncer, ShutdownTask.

use super::application::Application;
use super::lease::{Checkpoint, Lease};
use super::lease_table::TableRefusal;
use super::setup::InitialPosition;
use super::task::{KclStep, Surroundings, WorkerId};
use super::worker::WorkerState;
use crate::kinesis::shard::{Shard, ShardId, ShardState};
use crate::kinesis::stream::Stream;
use crate::time::{MS_US, Time};
use std::collections::BTreeMap;

/// Leases that a sync would create now.
pub fn missing_leases(
    leases: &BTreeMap<ShardId, Lease>,
    stream: &Stream,
    now: Time,
    initial: InitialPosition,
    version: u8,
) -> Vec<Lease> {
    if leases.is_empty() {
        return first_leases(stream, now, initial, version);
    }
    let mut known: BTreeMap<ShardId, bool> = leases.iter().map(|(shard, lease)| (*shard, lease.ended())).collect();
    let mut found = Vec::new();
    for shard in alive(stream, now) {
        let parents: Vec<bool> = shard.parents().filter_map(|parent| known.get(&parent).copied()).collect();
        // 1.x makes leases for children at once, and lets them wait.
        let ripe = version == 1 || parents.iter().all(|ended| *ended);
        if known.contains_key(&shard.id) || !ripe || has_later_lease(stream, shard, &known) {
            continue;
        }
        let checkpoint = if shard.parent.is_some() { Checkpoint::TrimHorizon } else { checkpoint_of(initial) };
        found.push(Lease::new(shard, checkpoint));
        known.insert(shard.id, false);
    }
    found
}

/// The table is empty: where to begin is for the application to say.
fn first_leases(stream: &Stream, now: Time, initial: InitialPosition, version: u8) -> Vec<Lease> {
    let begins = |shard: &&Shard| match initial {
        InitialPosition::Latest => shard.closed.is_none(),
        // From 2.x on only the oldest generation; the others follow as parents end.
        InitialPosition::TrimHorizon => version == 1 || !shard.parents().any(|parent| is_alive(stream, parent, now)),
        InitialPosition::AtTimestamp(ms) => {
            let at = Time::from_ms(ms);
            shard.opened <= at.min(now) && shard.closed.is_none_or(|closed| closed > at)
        }
    };
    let lease = |shard: &Shard| {
        let child = shard.parents().any(|parent| is_alive(stream, parent, now));
        let later = child && initial == InitialPosition::TrimHorizon;
        Lease::new(shard, if later { Checkpoint::TrimHorizon } else { checkpoint_of(initial) })
    };
    alive(stream, now).filter(begins).map(lease).collect()
}

fn checkpoint_of(initial: InitialPosition) -> Checkpoint {
    match initial {
        InitialPosition::TrimHorizon => Checkpoint::TrimHorizon,
        InitialPosition::Latest => Checkpoint::Latest,
        InitialPosition::AtTimestamp(ms) => Checkpoint::AtTimestamp(Time::from_ms(ms)),
    }
}

fn alive(stream: &Stream, now: Time) -> impl Iterator<Item = &Shard> {
    stream.shards.iter().filter(move |shard| shard.state(now, stream.retention_us) != ShardState::Expired)
}

fn is_alive(stream: &Stream, shard: ShardId, now: Time) -> bool {
    let shard = stream.shards.get(shard.0 as usize);
    shard.is_some_and(|shard| shard.state(now, stream.retention_us) != ShardState::Expired)
}

/// A descendant has a lease: the shard itself lies before where the application reads.
fn has_later_lease(stream: &Stream, shard: &Shard, known: &BTreeMap<ShardId, bool>) -> bool {
    let mut ahead = shard.children.clone();
    while let Some(child) = ahead.pop() {
        if known.contains_key(&child) {
            return true;
        }
        ahead.extend(stream.shards.get(child.0 as usize).into_iter().flat_map(|child| child.children.iter().copied()));
    }
    false
}

/// Whether unfinished leases cover all hash keys.
pub fn covers_all(leases: &BTreeMap<ShardId, Lease>) -> bool {
    let mut ranges: Vec<(u128, u128)> =
        leases.values().filter(|lease| !lease.ended()).map(|lease| (lease.range.start.0, lease.range.end.0)).collect();
    ranges.sort_unstable();
    // The next key that must be covered; none once the last one is.
    let mut next = Some(0);
    for (start, end) in ranges {
        let Some(key) = next else { break };
        if start > key {
            return false;
        }
        next = end.checked_add(1).map(|after| after.max(key));
    }
    next.is_none()
}

impl Application {
    /// Creates the leases that are missing.
    pub(super) fn create_missing_leases(&mut self, at: &mut Surroundings) -> Result<(), TableRefusal> {
        let Some(stream) = at.stream.as_deref() else { return Ok(()) };
        let initial = self.setup.initial_position;
        for lease in missing_leases(&self.table.leases, stream, at.now, initial, self.version) {
            let (shard, from) = (lease.shard, self.first_position(stream, &lease, at.now));
            self.table.put_new(at.quotas, at.now, lease)?;
            if let Some(from) = from {
                self.progress.entry(shard).or_default().begin(from);
            }
        }
        Ok(())
    }

    /// Where an application means to begin with a shard: what is put later and missed, is missed.
    fn first_position(&self, stream: &Stream, lease: &Lease, now: Time) -> Option<u64> {
        let kind = lease.checkpoint.iterator_type()?;
        stream.shard_iterator(lease.shard, &kind, now).ok().map(|iterator| iterator.position)
    }

    /// Leases of an ended shard's children, noted in its own lease. Says whether they are all there;
    /// a child of two parents waits until both have leases or none has.
    pub(super) fn create_child_leases(&mut self, at: &mut Surroundings, shard: ShardId) -> Result<bool, TableRefusal> {
        if self.version == 1 {
            self.create_missing_leases(at)?;
            return Ok(true);
        }
        let Some(stream) = at.stream.as_deref() else { return Ok(true) };
        let children = stream.shards.get(shard.0 as usize).map(|shard| shard.children.clone()).unwrap_or_default();
        for child in children.iter().filter_map(|child| stream.shards.get(child.0 as usize)) {
            let leases = &self.table.leases;
            let both = child.parents().filter(|parent| is_alive(stream, *parent, at.now));
            if !leases.contains_key(&child.id) && !both.into_iter().all(|parent| leases.contains_key(&parent)) {
                return Ok(false);
            }
            self.table.put_new(at.quotas, at.now, Lease::new(child, Checkpoint::TrimHorizon))?;
        }
        if let Some(lease) = self.table.leases.get_mut(&shard) {
            lease.children = children;
        }
        Ok(true)
    }

    /// 1.x: every worker looks for new shards. From 2.x on the leader audits the table, and syncs
    /// only if it found a hole several times in a row.
    pub(super) fn sync_shards(&mut self, at: &mut Surroundings, id: WorkerId) {
        let audit_us = at.quotas.kcl_lease_recovery_audit_interval_ms.max(1) * MS_US;
        let every = if self.version == 1 { self.knobs.shard_sync_us } else { audit_us };
        at.plan(at.now + every, self.alive(id), KclStep::SyncShards);
        let leads = self.version == 1 || self.leads_sync(at) == Some(id);
        if self.worker(id).state != WorkerState::Running || !leads {
            return;
        }
        let synced = self.audit_and_sync(at);
        _ = self.hear(at, id, synced);
    }

    fn leads_sync(&self, at: &Surroundings) -> Option<WorkerId> {
        if self.version >= 3 {
            return self.coordinator.leader(at.quotas, at.now);
        }
        // In 2.x one of the workers that own leases, chosen by all of them in the same way.
        self.table.leases.values().filter_map(|lease| lease.owner).min()
    }

    fn audit_and_sync(&mut self, at: &mut Surroundings) -> Result<(), TableRefusal> {
        if self.version >= 2 {
            let whole = covers_all(self.table.scan(at.quotas, at.now)?);
            self.holes = if whole { 0 } else { self.holes + 1 };
            if u64::from(self.holes) < at.quotas.kcl_lease_recovery_holes {
                return Ok(());
            }
            self.holes = 0;
        }
        self.create_missing_leases(at)
    }
}
