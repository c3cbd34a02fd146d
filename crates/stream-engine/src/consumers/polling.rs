//! A classic consumer application: one reader for each shard, polling with GetRecords at a fixed
//! pace, going from a closed shard to its children.

use super::order::OrderCheck;
use crate::error::Throttle;
use crate::histogram::Histogram;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::{Shard, ShardId, ShardState};
use crate::kinesis::stream::Stream;
use crate::rng::Generator;
use crate::scenario::ConsumerSetup;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The reader of one shard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reader {
    pub shard: ShardId,
    /// Index of the next record.
    pub position: u64,
    /// The closed shard has been read to its end.
    pub done: bool,
    pub millis_behind_latest: u64,
    /// Its last call was refused.
    pub throttled: bool,
    /// When the call under way was sent, and what the service said, while that is on its way back.
    pub sent: Time,
    pub answer: Option<Result<Read, Throttle>>,
    /// Refusals since the last answer with records.
    pub refusals: u8,
}

/// An application and its readers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PollingConsumer {
    pub setup: ConsumerSetup,
    pub readers: Vec<Reader>,
    reader_of: BTreeMap<ShardId, u32>,
    pub order: OrderCheck,
    pub records: u64,
    /// Milliseconds from a record's arrival to its being handled.
    pub propagation_delay_ms: Histogram,
    /// Readings handled after a later one of the same source, and of the same producer.
    pub order_broken_by_source: u64,
    pub order_broken_by_producer: u64,
    /// How long its calls take, and how long it waits after a refusal.
    pub network: Generator,
}

impl PollingConsumer {
    /// An application that has not looked for shards yet.
    pub fn new(setup: ConsumerSetup, seed: u64) -> PollingConsumer {
        PollingConsumer {
            network: Generator::named(seed, &format!("{}/reads", setup.name)),
            setup,
            readers: Vec::new(),
            reader_of: BTreeMap::new(),
            order: OrderCheck::default(),
            records: 0,
            propagation_delay_ms: Histogram::default(),
            order_broken_by_source: 0,
            order_broken_by_producer: 0,
        }
    }

    /// Time between two calls of one reader.
    pub fn interval_us(&self) -> u64 {
        u64::from(self.setup.poll_interval_ms.max(1)) * MS_US
    }

    /// Starts readers for shards that have none and may be read now; gives their numbers and when
    /// each first polls. Readers are spread over the interval, as workers on real hosts would be.
    pub fn sync_shards(&mut self, stream: &Stream, now: Time) -> Vec<(u32, Time)> {
        let mut begun = Vec::new();
        for shard in &stream.shards {
            let reader = |id: ShardId| self.reader_of.get(&id).map(|at| &self.readers[*at as usize]);
            let expired = |shard: &Shard| shard.state(now, stream.retention_us) == ShardState::Expired;
            if reader(shard.id).is_some() || expired(shard) {
                continue;
            }
            let parents_read = shard.parents().all(|parent| {
                // A parent that has no reader may itself wait for its parents, unless it has expired.
                reader(parent).map_or_else(|| expired(&stream.shards[parent.0 as usize]), |reader| reader.done)
            });
            if self.setup.parents_first && !parents_read {
                continue;
            }
            let number = self.readers.len() as u32;
            let spread = self.interval_us() * (u64::from(number) * 5 % 8) / 8;
            begun.push((number, now + spread));
            self.reader_of.insert(shard.id, number);
            self.readers.push(Reader {
                shard: shard.id,
                position: 0,
                done: false,
                millis_behind_latest: 0,
                throttled: false,
                sent: now + spread,
                answer: None,
                refusals: 0,
            });
        }
        begun
    }
}
