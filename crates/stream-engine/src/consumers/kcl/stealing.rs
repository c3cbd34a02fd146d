//! Assignment by stealing, as KCL 1.x and 2.x do it: each worker looks at the whole table and takes
//! for itself. Pure: a view of the table in, leases to take out. Source: DynamoDBLeaseTaker.

use super::task::WorkerId;
use crate::kinesis::shard::ShardId;
use crate::rng::Generator;
use crate::time::Time;
use std::collections::BTreeMap;

/// A lease as one worker sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    pub shard: ShardId,
    pub owner: Option<WorkerId>,
    /// When this worker first saw its present counter; None for a new lease without an owner.
    pub changed: Option<Time>,
}

/// Who looks, and by which rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    pub me: WorkerId,
    pub failover_us: u64,
    /// Older than this, a lease is taken whatever the worker's share is; None in 1.x.
    pub very_old_us: Option<u64>,
    pub max_leases: u64,
    pub max_steal: u64,
}

/// A lease to take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pick {
    pub shard: ShardId,
    /// Its owner is alive.
    pub stolen_from: Option<WorkerId>,
}

/// Leases to take now.
pub fn leases_to_take(leases: &[Seen], rules: &Rules, now: Time, chance: &mut Generator) -> Vec<Pick> {
    let (available, held): (Vec<Seen>, Vec<Seen>) = leases.iter().partition(|lease| is_available(lease, rules, now));
    let counts = counts(&held, rules.me);
    let mine = counts.get(&rules.me).copied().unwrap_or(0);
    if let Some(very_old_us) = rules.very_old_us {
        let is_very_old = |lease: &&Seen| lease.changed.is_none_or(|changed| now.since(changed) > very_old_us);
        let old: Vec<Seen> = leases.iter().filter(is_very_old).copied().collect();
        if !old.is_empty() {
            return free(old, rules.max_leases.saturating_sub(mine), chance);
        }
    }
    let target = target(leases.len() as u64, counts.len() as u64, rules.max_leases);
    let needed = target.saturating_sub(mine);
    match available.is_empty() {
        false => free(available, needed, chance),
        true => steal(&held, &counts, needed, target, rules, chance),
    }
}

/// Nobody's, or its owner has not renewed it in time.
fn is_available(lease: &Seen, rules: &Rules, now: Time) -> bool {
    lease.owner.is_none() || lease.changed.is_none_or(|changed| now.since(changed) > rules.failover_us)
}

/// Leases by worker, the one who looks included.
fn counts(held: &[Seen], me: WorkerId) -> BTreeMap<WorkerId, u64> {
    let mut counts = BTreeMap::from([(me, 0)]);
    for owner in held.iter().filter_map(|lease| lease.owner) {
        *counts.entry(owner).or_insert(0) += 1;
    }
    counts
}

/// A worker's fair share.
fn target(leases: u64, workers: u64, max_leases: u64) -> u64 {
    if workers >= leases { leases.min(1) } else { leases.div_ceil(workers.max(1)).min(max_leases) }
}

fn free(mut leases: Vec<Seen>, most: u64, chance: &mut Generator) -> Vec<Pick> {
    // Shuffled, so that workers don't all run for the same ones.
    shuffle(&mut leases, chance);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    leases.into_iter().take(most).map(|lease| Pick { shard: lease.shard, stolen_from: None }).collect()
}

fn steal(
    held: &[Seen],
    counts: &BTreeMap<WorkerId, u64>,
    needed: u64,
    target: u64,
    rules: &Rules,
    chance: &mut Generator,
) -> Vec<Pick> {
    // Of equals the first: the service's library leaves it to a hash map.
    let most = counts.values().copied().max().unwrap_or(0);
    let Some(victim) = counts.iter().find(|(_, count)| **count == most).map(|(worker, _)| *worker) else {
        return Vec::new();
    };
    if victim == rules.me || most < target || needed == 0 {
        return Vec::new();
    }
    let over = needed.min(most - target);
    let wanted = if over == 0 && needed > 1 { 1 } else { over }.min(rules.max_steal);
    let mut candidates: Vec<Seen> = held.iter().filter(|lease| lease.owner == Some(victim)).copied().collect();
    shuffle(&mut candidates, chance);
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    candidates.into_iter().take(wanted).map(|lease| Pick { shard: lease.shard, stolen_from: Some(victim) }).collect()
}

/// Any order, drawn evenly.
pub fn shuffle<T>(list: &mut [T], chance: &mut Generator) {
    for last in (1..list.len()).rev() {
        list.swap(last, chance.below(last as u64 + 1) as usize);
    }
}
