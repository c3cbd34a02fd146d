//! A stream: its shards, which of them are open, its state and its retention.

use super::hash_key::{HashKey, HashKeyRange};
use super::reshard::Reshard;
use super::shard::{Shard, ShardId, ShardState};
use crate::error::{Refusal, Resource};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Records kept in full by one stream. A real stream keeps all until retention; a run of millions
/// drops its oldest, counts them in `archived`, and says so on the page.
pub const RECORDS_KEPT: usize = 1 << 20;
/// Records kept once there were too many: few, as each saved state of a long run holds its own.
pub const RECORDS_KEPT_LATER: usize = 1 << 13;

/// Number of a stream inside its run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct StreamId(pub u16);

/// As DescribeStreamSummary tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum StreamStatus {
    Creating,
    Active,
    Updating,
}

impl StreamStatus {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            StreamStatus::Creating => "CREATING",
            StreamStatus::Active => "ACTIVE",
            StreamStatus::Updating => "UPDATING",
        }
    }
}

/// A stream in provisioned mode.
#[derive(Clone, Debug, Serialize)]
pub struct Stream {
    pub id: StreamId,
    pub name: String,
    pub status: StreamStatus,
    pub retention_us: u64,
    pub shards: Vec<Shard>,
    /// Where each open shard's range starts, with its place in `shards`, ordered by start.
    open: Vec<(u128, u32)>,
    /// The change under way while UPDATING.
    pub resharding: Option<Reshard>,
    /// When UpdateShardCount was last called, newest last, at most a day's worth.
    pub scalings: Vec<Time>,
    pub kept: usize,
    /// No piece of records is past retention before this instant.
    next_expiry: Time,
    /// Records dropped because there were too many though retention had not passed.
    pub archived: u64,
}

impl Stream {
    /// A stream with equal shards.
    pub fn create(id: StreamId, name: String, shard_count: u32, now: Time, retention_us: u64) -> Stream {
        let mut stream = Stream {
            id,
            name,
            status: StreamStatus::Active,
            retention_us,
            shards: Vec::new(),
            open: Vec::new(),
            resharding: None,
            scalings: Vec::new(),
            kept: 0,
            next_expiry: now + retention_us,
            archived: 0,
        };
        for range in HashKeyRange::even(shard_count) {
            stream.open_shard(range, now, (None, None));
        }
        stream
    }

    /// Place in `shards` of the open shard that owns the hash key.
    pub fn route(&self, key: HashKey) -> usize {
        // Most streams are even or nearly so: look first where the key lies if all shards are equal.
        let guess = (((key.0 >> 96) as u64 * self.open.len() as u64) >> 32) as usize;
        let (start, shard) = self.open[guess];
        if start <= key.0 && self.open.get(guess + 1).is_none_or(|(next, _)| key.0 < *next) {
            return shard as usize;
        }
        let after = self.open.partition_point(|(start, _)| *start <= key.0);
        self.open[after - 1].1 as usize
    }

    /// The open shards in the order of their ranges.
    pub fn open_shards(&self) -> impl Iterator<Item = &Shard> {
        self.open.iter().map(|(_, at)| &self.shards[*at as usize])
    }

    /// How many shards are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The shard with this id, if it exists and hasn't expired.
    pub fn shard(&self, id: ShardId, now: Time) -> Result<&Shard, Refusal> {
        self.shards
            .get(id.0 as usize)
            .filter(|shard| shard.state(now, self.retention_us) != ShardState::Expired)
            .ok_or_else(|| Refusal::ResourceNotFound(Resource::Shard { shard: id, stream: self.name.clone() }))
    }

    /// Sets the retention. What is past it, before or after the change, stays gone for good.
    pub fn set_retention(&mut self, retention_us: u64, now: Time) {
        let shorter = self.retention_us.min(retention_us);
        for shard in &mut self.shards {
            shard.trim(now, shorter);
        }
        self.retention_us = retention_us;
        self.next_expiry = now;
    }

    /// What a control-plane call needs: nothing else under way.
    pub fn require_active(&self) -> Result<(), Refusal> {
        match self.status {
            StreamStatus::Active => Ok(()),
            status => Err(Refusal::ResourceInUse { stream: self.name.clone(), status }),
        }
    }

    /// Opens the next shard over this range.
    pub(super) fn open_shard(
        &mut self,
        range: HashKeyRange,
        now: Time,
        parents: (Option<ShardId>, Option<ShardId>),
    ) -> ShardId {
        let at = self.shards.len() as u32;
        // Its numbers carry a second after those of its parents, so that each of its records sorts
        // behind their ends, also when one change opens and closes shards within an instant.
        let mut created_s = now.epoch_s();
        for parent in parents.0.into_iter().chain(parents.1) {
            let parent = &mut self.shards[parent.0 as usize];
            parent.children.push(ShardId(at));
            created_s = created_s.max(now.epoch_s() + 1).max(parent.created_s() + 1);
        }
        self.shards.push(Shard::open(ShardId(at), range, now, created_s, parents));
        let place = self.open.partition_point(|(start, _)| *start < range.start.0);
        self.open.insert(place, (range.start.0, at));
        ShardId(at)
    }

    /// Closes an open shard; its records stay until retention has passed.
    pub(super) fn close_shard(&mut self, id: ShardId, now: Time) {
        self.shards[id.0 as usize].closed = Some(now);
        self.open.retain(|(_, at)| *at != id.0);
    }

    /// Drops whole pieces of records: those past retention, and the oldest of too many.
    pub(super) fn drop_old_records(&mut self, now: Time) {
        while self.kept > self.most_kept() || self.next_expiry <= now {
            let Some((at, newest)) = self.oldest_piece() else {
                self.next_expiry = now + self.retention_us;
                break;
            };
            self.next_expiry = newest + self.retention_us;
            let expired = self.next_expiry <= now;
            if !expired && self.kept <= self.most_kept() {
                break;
            }
            let shard = &mut self.shards[at];
            let dropped = shard.records.drop_oldest();
            let first = shard.records.first();
            shard.payloads = shard.payloads.split_off(&first);
            self.kept -= dropped;
            self.archived += if expired { 0 } else { dropped as u64 };
        }
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(crate) fn own_bytes(&self, earlier: Option<&Stream>) -> usize {
        let before = |shard: &Shard| earlier.and_then(|earlier| earlier.shards.get(shard.id.0 as usize));
        self.shards.iter().map(|shard| shard.own_bytes(before(shard))).sum()
    }

    fn most_kept(&self) -> usize {
        if self.archived == 0 { RECORDS_KEPT } else { RECORDS_KEPT_LATER }
    }

    /// The shard whose oldest piece of records ends first, and when the newest of that piece came.
    fn oldest_piece(&self) -> Option<(usize, Time)> {
        let newest = |shard: &Shard| shard.records.oldest()?.last().map(|record| record.arrived);
        let pieces = self.shards.iter().enumerate().filter_map(|(at, shard)| Some((at, newest(shard)?)));
        pieces.min_by_key(|(_, arrived)| *arrived)
    }
}
