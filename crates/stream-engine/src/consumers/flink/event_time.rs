//! When a reading was made, by its producer's clock. A stored record doesn't say; where a Flink
//! application reads a stream, the time from that to its arrival is noted beside each, in the order of
//! the log. It is negative where the producer's clock is ahead.

use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::{RECORDS_KEPT_LATER, StreamId};
use crate::log::Log;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Delays kept of a shard: an application reads within a moment of the arrival.
const DELAYS_KEPT: usize = RECORDS_KEPT_LATER * 8;

/// Delays in milliseconds by stream, shard and index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EventTimes {
    streams: BTreeMap<StreamId, Watched>,
}

/// The stream that has this number now, and its shards.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Watched {
    life: u64,
    shards: BTreeMap<ShardId, Delays>,
}

/// The delays of a shard's records from index `first` on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Delays {
    first: u64,
    log: Log<i32>,
}

impl EventTimes {
    /// Begins to note the delays of a stream's records.
    pub fn watch(&mut self, stream: StreamId) {
        self.streams.entry(stream).or_default();
    }

    /// Notes how many milliseconds before its arrival a record was made.
    pub fn note(&mut self, (stream, life): (StreamId, u64), stored: Stored, delay_ms: i64) {
        let Some(watched) = self.streams.get_mut(&stream) else { return };
        if watched.life != life {
            *watched = Watched { life, ..Watched::default() };
        }
        let shards = &mut watched.shards;
        let delays = shards.entry(stored.shard).or_insert_with(|| Delays { first: stored.index, log: Log::default() });
        // Records that came by another way were made when they arrived.
        while delays.first + delays.log.end() < stored.index {
            delays.log.push_bounded(0, DELAYS_KEPT);
        }
        let bounded = delay_ms.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        delays.log.push_bounded(bounded as i32, DELAYS_KEPT);
    }

    /// When the record with this index was made, given its arrival, in milliseconds since 1970; the
    /// arrival if nothing else is known.
    pub fn made_ms(&self, stream: StreamId, shard: ShardId, index: u64, arrived_ms: u64) -> u64 {
        let delays = self.streams.get(&stream).and_then(|watched| watched.shards.get(&shard));
        let delay = delays.and_then(|delays| delays.log.get(index.checked_sub(delays.first)?));
        arrived_ms.saturating_add_signed(-i64::from(delay.copied().unwrap_or(0)))
    }

    /// Roughly the bytes of a copy.
    pub(crate) fn own_bytes(&self, earlier: Option<&EventTimes>) -> usize {
        let mut sum = 0;
        for (stream, watched) in &self.streams {
            let before = earlier.and_then(|earlier| earlier.streams.get(stream));
            for (shard, delays) in &watched.shards {
                let before = before.and_then(|watched| watched.shards.get(shard));
                sum += delays.log.own_bytes(before.map(|delays| &delays.log));
            }
        }
        sum
    }
}
