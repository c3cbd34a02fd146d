//! What the KPL knows of the stream's open shards: asked for by ListShards, trusted until a record
//! lands elsewhere than foretold.

use crate::kinesis::hash_key::{HashKey, HashKeyRange};
use crate::kinesis::shard::ShardId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The open shards as of the last answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ShardMap {
    /// Ordered by their ranges; empty while there is no map.
    shards: Vec<(HashKeyRange, ShardId)>,
    /// A ListShards call is under way.
    pub updating: bool,
    updated: Time,
    /// Whether there ever was a ListShards call.
    pub asked: bool,
}

impl ShardMap {
    /// The shard that should get a record, if there is a map.
    pub fn predict(&self, hash: HashKey) -> Option<ShardId> {
        let after = self.shards.partition_point(|(range, _)| range.start <= hash);
        let (range, shard) = self.shards.get(after.checked_sub(1)?)?;
        (hash <= range.end).then_some(*shard)
    }

    /// The range of a shard that the map knows.
    pub fn range(&self, shard: ShardId) -> Option<HashKeyRange> {
        self.shards.iter().find(|(_, id)| *id == shard).map(|(range, _)| *range)
    }

    /// Takes up an answer.
    pub fn update(&mut self, mut shards: Vec<(HashKeyRange, ShardId)>, now: Time) {
        shards.sort_by_key(|(range, _)| range.start);
        *self = ShardMap { shards, updating: false, updated: now, asked: true };
    }

    /// Throws the map away if it is older than what told against it; true if a new one is to be asked for.
    pub fn invalidate(&mut self, seen: Time) -> bool {
        let begins = !self.updating && (self.shards.is_empty() || seen > self.updated);
        if begins {
            self.shards.clear();
            (self.updating, self.asked) = (true, true);
        }
        begins
    }
}
