//! When a reading was made. A stored record doesn't say; where a Flink application reads a stream,
//! the time from making a record to its arrival is noted beside each, in the order of the log.

use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::{RECORDS_KEPT_LATER, StreamId};
use crate::log::Log;
use crate::time::{MS_US, Time};
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
    log: Log<u32>,
}

impl EventTimes {
    /// Begins to note the delays of a stream's records.
    pub fn watch(&mut self, stream: StreamId) {
        self.streams.entry(stream).or_default();
    }

    /// Notes how long before its arrival a record was made.
    pub fn note(&mut self, (stream, life): (StreamId, u64), stored: Stored, delay_us: u64) {
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
        let ms = u32::try_from(delay_us / MS_US).unwrap_or(u32::MAX);
        delays.log.push_bounded(ms, DELAYS_KEPT);
    }

    /// When the record with this index was made; its arrival if nothing else is known.
    pub fn made(&self, stream: StreamId, shard: ShardId, index: u64, arrived: Time) -> Time {
        let delays = self.streams.get(&stream).and_then(|watched| watched.shards.get(&shard));
        let delay = delays.and_then(|delays| delays.log.get(index.checked_sub(delays.first)?));
        arrived - u64::from(delay.copied().unwrap_or(0)) * MS_US
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
