//! A classic consumer application: one reader for each shard, polling with GetRecords at a fixed
//! pace, going from a closed shard to its children.

use super::fleet::watch::Watch;
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
    /// Its application was stopped, and it has no task.
    pub idle: bool,
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
    /// It makes no calls and drops answers that come.
    pub stopped: bool,
    /// It was started then, and reads what was written later; None begins with the oldest record.
    began: Option<Time>,
    /// Its polls come so many hundredths of its interval after those of another.
    phase_percent: u32,
    /// What it gets, if it is one of a fleet.
    pub watch: Option<Box<Watch>>,
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
            stopped: false,
            began: None,
            phase_percent: 0,
            watch: None,
        }
    }

    /// An application of a fleet, not started yet.
    pub(crate) fn in_fleet(setup: ConsumerSetup, seed: u64, phase_percent: u32) -> PollingConsumer {
        let watch = Some(Box::default());
        PollingConsumer { stopped: true, phase_percent, watch, ..PollingConsumer::new(setup, seed) }
    }

    /// Starts it: its readers go on with what is written from now on. Gives those without a task, and
    /// when each polls.
    pub(crate) fn start(&mut self, stream: &Stream, now: Time) -> Vec<(u32, Time)> {
        self.stopped = false;
        self.began = Some(now);
        let first = now + self.phase_us();
        let mut begun = Vec::new();
        for (number, reader) in self.readers.iter_mut().enumerate().filter(|(_, reader)| !reader.done) {
            reader.position = stream.shards.get(reader.shard.0 as usize).map_or(0, |shard| shard.records.end());
            if std::mem::take(&mut reader.idle) {
                reader.sent = first;
                begun.push((number as u32, first));
            }
        }
        begun.extend(self.sync_shards(stream, now));
        begun
    }

    fn phase_us(&self) -> u64 {
        self.interval_us() * u64::from(self.phase_percent) / 100
    }

    /// Time between two calls of one reader.
    pub fn interval_us(&self) -> u64 {
        u64::from(self.setup.poll_interval_ms.max(1)) * MS_US
    }

    /// Starts readers for shards that have none and may be read now; gives their numbers and when
    /// each first polls. Readers are spread over the interval, as workers on real hosts would be.
    pub fn sync_shards(&mut self, stream: &Stream, now: Time) -> Vec<(u32, Time)> {
        let mut begun = Vec::new();
        if self.stopped {
            return begun;
        }
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
            let spread = self.interval_us() * (u64::from(number) * 5 % 8) / 8 + self.phase_us();
            begun.push((number, now + spread));
            let is_older = self.began.is_some_and(|began| shard.opened <= began);
            self.reader_of.insert(shard.id, number);
            self.readers.push(Reader {
                shard: shard.id,
                position: if is_older { shard.records.end() } else { 0 },
                done: false,
                millis_behind_latest: 0,
                throttled: false,
                sent: now + spread,
                answer: None,
                refusals: 0,
                idle: false,
            });
        }
        begun
    }
}
