//! SplitShard, MergeShards and UpdateShardCount: pairwise changes of the shard map. A call is
//! checked at once; the map changes when the stream's UPDATING time is over.

use super::hash_key::{HashKey, HashKeyRange, even_width};
use super::shard::{Shard, ShardId};
use super::stream::{Stream, StreamMode, StreamStatus};
use crate::error::{InvalidArgument, LimitExceeded, Refusal};
use crate::quota::Quotas;
use crate::time::{HOUR_US, MS_US, Time};
use serde::{Deserialize, Serialize};

/// Boundaries this close count as the same: fresh ranges and their halves differ by a few units.
const SAME_BOUNDARY: u128 = 1 << 32;

/// A change under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reshard {
    Split { shard: ShardId, at: HashKey },
    Merge { shard: ShardId, adjacent: ShardId },
    UpdateShardCount { target: u32 },
}

impl Reshard {
    /// Shards that would be open in addition afterwards, of a stream with `open` of them.
    pub fn additional(&self, open: u64) -> u64 {
        match self {
            Reshard::Split { .. } => 1,
            Reshard::Merge { .. } => 0,
            Reshard::UpdateShardCount { target } => u64::from(*target).saturating_sub(open),
        }
    }

    /// The count of open shards that it leads to from `open`.
    pub fn leads_to(&self, open: u64) -> u64 {
        match self {
            Reshard::UpdateShardCount { target } => u64::from(*target),
            Reshard::Split { .. } => open + 1,
            Reshard::Merge { .. } => open.saturating_sub(1),
        }
    }

    /// How long the stream is UPDATING, in microseconds.
    pub fn duration_us(&self, quotas: &Quotas) -> u64 {
        match self {
            Reshard::UpdateShardCount { .. } => quotas.model_update_shard_count_ms * MS_US,
            _ => quotas.model_reshard_ms * MS_US,
        }
    }
}

impl Stream {
    /// Checks SplitShard: active stream, open shard, a point with room for both children.
    pub fn check_split(&self, id: ShardId, at: HashKey, now: Time) -> Result<Reshard, Refusal> {
        self.require_active()?;
        self.require_provisioned("SplitShard")?;
        let shard = self.shard_to_change(id, now)?;
        require_open(shard)?;
        let HashKeyRange { start, end } = shard.range;
        // The lowest child must hold more than one hash key: the service refuses start + 1 too.
        if at.0 <= start.0.saturating_add(1) || at >= end {
            let at = at.to_string();
            return Err(Refusal::InvalidArgument(InvalidArgument::SplitPoint { at, shard: id, range: shard.range }));
        }
        Ok(Reshard::Split { shard: id, at })
    }

    /// Checks MergeShards: active stream, two open shards, the first directly below the second.
    pub fn check_merge(&self, id: ShardId, adjacent: ShardId, now: Time) -> Result<Reshard, Refusal> {
        self.require_active()?;
        self.require_provisioned("MergeShards")?;
        let (lower, upper) = (self.shard_to_change(id, now)?, self.shard_to_change(adjacent, now)?);
        require_open(lower)?;
        require_open(upper)?;
        if lower.range.end.0.checked_add(1) != Some(upper.range.start.0) {
            return Err(Refusal::InvalidArgument(InvalidArgument::NotAdjacent { shard: id, adjacent }));
        }
        Ok(Reshard::Merge { shard: id, adjacent })
    }

    /// Checks UpdateShardCount against its factors, its daily count and the profile's largest stream.
    pub fn check_update_shard_count(&self, target: u32, quotas: &Quotas, now: Time) -> Result<Reshard, Refusal> {
        self.require_active()?;
        self.require_provisioned("UpdateShardCount")?;
        let (wanted, open) = (u64::from(target), self.open_count() as u64);
        let most = open * quotas.update_shard_count_max_factor_up_percent / 100;
        let least = (open * quotas.update_shard_count_min_factor_down_percent).div_ceil(100).max(1);
        let today = self.scalings.iter().filter(|at| **at + 24 * HOUR_US > now).count() as u64;
        if wanted > quotas.update_shard_count_max_shards {
            let most = quotas.update_shard_count_max_shards;
            return Err(Refusal::LimitExceeded(LimitExceeded::ShardsPerStream { wanted, most }));
        }
        if !(least..=most).contains(&wanted) {
            return Err(Refusal::InvalidArgument(InvalidArgument::TargetShardCount { wanted, open, least, most }));
        }
        if today >= quotas.update_shard_count_max_scalings_per_24_hours {
            let most = quotas.update_shard_count_max_scalings_per_24_hours;
            return Err(Refusal::LimitExceeded(LimitExceeded::ScalingsPerDay { most }));
        }
        Ok(Reshard::UpdateShardCount { target })
    }

    /// Puts the stream into UPDATING for a change that has been checked.
    pub fn begin(&mut self, change: Reshard, now: Time) {
        if let Reshard::UpdateShardCount { .. } = change {
            self.scalings.retain(|at| *at + 24 * HOUR_US > now);
            self.scalings.push(now);
        }
        self.status = StreamStatus::Updating;
        self.resharding = Some(change);
    }

    /// Refuses what is for streams in provisioned mode only.
    fn require_provisioned(&self, operation: &'static str) -> Result<(), Refusal> {
        match self.mode {
            StreamMode::Provisioned => Ok(()),
            StreamMode::OnDemand => Err(Refusal::WrongMode { operation: operation.into() }),
        }
    }

    /// Carries out the change under way and makes the stream ACTIVE again.
    pub fn complete(&mut self, now: Time) {
        match self.resharding.take() {
            Some(Reshard::Split { shard, at }) => _ = self.split(shard, at, now),
            Some(Reshard::Merge { shard, adjacent }) => _ = self.merge(shard, adjacent, now),
            Some(Reshard::UpdateShardCount { target }) => self.resize(target, now),
            None => {}
        }
        self.status = StreamStatus::Active;
    }

    /// Closes a shard and opens its two children, the lower one first; gives the upper one.
    pub(super) fn split(&mut self, id: ShardId, at: HashKey, now: Time) -> ShardId {
        let HashKeyRange { start, end } = self.shards[id.0 as usize].range;
        self.close_shard(id, now);
        self.open_shard(HashKeyRange { start, end: HashKey(at.0 - 1) }, now, (Some(id), None));
        self.open_shard(HashKeyRange { start: at, end }, now, (Some(id), None))
    }

    pub(super) fn merge(&mut self, id: ShardId, adjacent: ShardId, now: Time) -> ShardId {
        let start = self.shards[id.0 as usize].range.start;
        let end = self.shards[adjacent.0 as usize].range.end;
        self.close_shard(id, now);
        self.close_shard(adjacent, now);
        self.open_shard(HashKeyRange { start, end }, now, (Some(id), Some(adjacent)))
    }

    /// Splits at each boundary of `target` equal shards that isn't one yet, then merges what lies
    /// between two of them. AWS documents the uniform result, not the way (assumed).
    fn resize(&mut self, target: u32, now: Time) {
        let width = even_width(target);
        let mut boundaries = Vec::new();
        for nth in 1..target {
            let wanted = width * u128::from(nth);
            let (shard, HashKeyRange { start, end }) = {
                let shard = &self.shards[self.route(HashKey(wanted))];
                (shard.id, shard.range)
            };
            let boundary = if wanted - start.0 <= SAME_BOUNDARY && start.0 > 0 {
                start.0
            } else if end.0 - wanted < SAME_BOUNDARY && end.0 < u128::MAX {
                end.0 + 1
            } else {
                self.split(shard, HashKey(wanted), now);
                wanted
            };
            boundaries.push(boundary);
        }
        let ends_at_boundary = |shard: &Shard| match shard.range.end.0.checked_add(1) {
            Some(next) => boundaries.binary_search(&next).is_ok(),
            None => true,
        };
        let open: Vec<(ShardId, bool)> = self.open_shards().map(|shard| (shard.id, ends_at_boundary(shard))).collect();
        let mut lower = None;
        for (id, last) in open {
            let merged = match lower {
                Some(lower) => self.merge(lower, id, now),
                None => id,
            };
            lower = (!last).then_some(merged);
        }
    }
}

fn require_open(shard: &Shard) -> Result<(), Refusal> {
    match shard.closed {
        None => Ok(()),
        Some(_) => Err(Refusal::InvalidArgument(InvalidArgument::ShardNotOpen { shard: shard.id })),
    }
}
