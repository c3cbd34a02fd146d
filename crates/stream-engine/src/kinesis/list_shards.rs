//! Which shards ListShards shows.

use super::shard::{Shard, ShardId, ShardState};
use super::stream::Stream;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A filter of ListShards, under the service's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ShardFilter {
    /// The shards whose ids follow this one.
    AfterShardId(ShardId),
    /// Those that were open at the oldest moment that retention has left.
    AtTrimHorizon,
    /// All that retention has left: the same as no filter.
    FromTrimHorizon,
    /// Those that are open now.
    AtLatest,
    /// Those that were open at this moment.
    AtTimestamp(Time),
    /// Those that were open at this moment or later.
    FromTimestamp(Time),
}

impl ShardFilter {
    /// Whether the list holds this shard of the stream at `now`.
    pub fn keeps(self, shard: &Shard, stream: &Stream, now: Time) -> bool {
        let open_at = |at: Time| shard.opened <= at && shard.closed.is_none_or(|closed| closed > at);
        let horizon = now - stream.retention_us;
        let state = shard.state(now, stream.retention_us);
        state != ShardState::Expired
            && match self {
                ShardFilter::AfterShardId(id) => shard.id > id,
                ShardFilter::AtTrimHorizon => {
                    open_at(horizon.max(stream.shards.first().map_or(horizon, |first| first.opened)))
                }
                ShardFilter::FromTrimHorizon => true,
                ShardFilter::AtLatest => state == ShardState::Open,
                ShardFilter::AtTimestamp(at) => open_at(at.max(horizon)),
                ShardFilter::FromTimestamp(at) => shard.closed.is_none_or(|closed| closed > at),
            }
    }
}
