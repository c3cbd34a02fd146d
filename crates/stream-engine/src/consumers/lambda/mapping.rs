//! An event source mapping: its settings, its life, the shards it works on and its figures.

use super::batch::{Gathered, Lane};
use super::destination::Discarded;
use super::function::LambdaSecond;
use super::queue::QueueWork;
use super::setup::MappingSetup;
use super::window::EndedWindow;
use crate::consumers::order::OrderCheck;
use crate::consumers::source::Source;
use crate::kinesis::stream_consumer::ConsumerId;
use crate::log::Log;
use crate::quota::Quotas;
use crate::series::Series;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A mapping's life, in the service's spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MappingState {
    Creating,
    Enabling,
    Enabled,
    Updating,
    Disabling,
    Disabled,
    Deleting,
}

impl MappingState {
    pub fn name(self) -> &'static str {
        match self {
            MappingState::Creating => "Creating",
            MappingState::Enabling => "Enabling",
            MappingState::Enabled => "Enabled",
            MappingState::Updating => "Updating",
            MappingState::Disabling => "Disabling",
            MappingState::Disabled => "Disabled",
            MappingState::Deleting => "Deleting",
        }
    }

    /// Whether shards are read and the function is invoked.
    pub fn works(self) -> bool {
        matches!(self, MappingState::Enabled | MappingState::Updating)
    }

    /// Whether a change is under way, which other changes must wait for.
    pub fn is_passing(self) -> bool {
        !matches!(self, MappingState::Enabled | MappingState::Disabled)
    }
}

/// LastProcessingResult.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LastResult {
    NoRecords,
    Ok,
    FunctionFailed,
}

impl LastResult {
    pub fn text(self) -> &'static str {
        match self {
            LastResult::NoRecords => "No records processed",
            LastResult::Ok => "OK",
            LastResult::FunctionFailed => "PROBLEM: Function call failed",
        }
    }
}

/// What a mapping does with one shard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShardWork {
    pub lanes: Vec<Lane>,
    /// When the next read is planned.
    pub poll_at: Option<Time>,
    pub polled: Option<Time>,
    /// The last read was refused for the limits that all classic consumers share.
    pub throttled: bool,
    /// With enhanced fan-out: the subscription that stands, and whether it waits for room.
    pub subscription: Option<u64>,
    pub push_waits: bool,
    /// IteratorAge in milliseconds, the largest of each minute: an hour of seconds is too short for what
    /// climbs to retention. Filed by minutes as others are by seconds.
    pub minutes: Series<u32>,
}

impl ShardWork {
    /// A shard that has not been read yet.
    pub fn new(lanes: Vec<Lane>) -> ShardWork {
        ShardWork {
            lanes,
            poll_at: None,
            polled: None,
            throttled: false,
            subscription: None,
            push_waits: false,
            minutes: Series::default(),
        }
    }
}

/// The registered consumer of enhanced fan-out that a mapping reads as.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FanOut {
    pub id: ConsumerId,
    pub name: String,
}

/// A mapping and its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mapping {
    pub uuid: String,
    pub setup: MappingSetup,
    pub state: MappingState,
    /// What it becomes when its passing state is over.
    pub then: MappingState,
    pub last_modified: Time,
    pub last_result: LastResult,
    /// ARN of its stream, or of its consumer.
    pub source_arn: String,
    pub consumer: Option<FanOut>,
    pub source: Source,
    /// By cursor.
    pub shards: Vec<ShardWork>,
    pub queue: QueueWork,
    pub order: OrderCheck,
    pub order_broken_by_source: u64,
    /// Records dealt with by the function, each counted once.
    pub records: u64,
    /// User records in them; with enhanced fan-out those whose key belongs to another shard are dropped.
    pub user_records: u64,
    pub strays: u64,
    /// Records handed to the function, attempts counted.
    pub attempts: u64,
    /// Records that the event filter kept from the function.
    pub filtered: u64,
    /// Records given up, and how many of them the function could have handled.
    pub discarded: u64,
    pub discarded_good: u64,
    /// Records lost because retention passed, read or unread.
    pub expired: u64,
    /// Of these, records that the function fails on.
    pub expired_bad: u64,
    /// Records that the function fails on and that its destination was told of.
    pub delivered_bad: u64,
    pub read_throttles: u64,
    pub iterator_age_ms: u64,
    pub seconds: Series<LambdaSecond>,
    /// The same by minutes, filed as others are by seconds: for runs of a day.
    pub minutes: Series<LambdaSecond>,
    pub discards: Log<Discarded>,
    pub windows: Log<EndedWindow>,
}

impl Mapping {
    /// A mapping that has not looked for shards yet. `setup` has its defaults filled in.
    pub fn new(uuid: String, setup: MappingSetup, state: MappingState, then: MappingState, now: Time) -> Mapping {
        Mapping {
            uuid,
            source_arn: String::new(),
            consumer: None,
            source: Source::new(setup.stream, setup.starting_position),
            setup,
            state,
            then,
            last_modified: now,
            last_result: LastResult::NoRecords,
            shards: Vec::new(),
            queue: QueueWork::default(),
            order: OrderCheck::default(),
            order_broken_by_source: 0,
            records: 0,
            user_records: 0,
            strays: 0,
            attempts: 0,
            filtered: 0,
            discarded: 0,
            discarded_good: 0,
            expired: 0,
            expired_bad: 0,
            delivered_bad: 0,
            read_throttles: 0,
            iterator_age_ms: 0,
            seconds: Series::default(),
            minutes: Series::default(),
            discards: Log::default(),
            windows: Log::default(),
        }
    }

    /// Records read of a shard that wait for their batch.
    pub fn gathered(&self, cursor: u32) -> usize {
        self.shards[cursor as usize].lanes.iter().map(|lane| lane.gathered.len()).sum()
    }

    /// How many records the next read asks for; 0 if enough wait already. One blocked lane lets the
    /// others go on only until its own records fill this up.
    pub fn room(&self, cursor: u32, quotas: &Quotas) -> u64 {
        let wanted = u64::from(self.setup.batch_size()) * self.setup.factor() as u64;
        let ahead = wanted.max(quotas.model_lambda_read_ahead_records);
        let room = ahead.saturating_sub(self.gathered(cursor) as u64);
        room.min(quotas.get_records_max_records_per_call)
    }

    /// Deals the gathered records of a shard to as many lanes as the settings ask for, once no lane
    /// has a batch in work. Until then nothing new begins, so that a key's order holds.
    pub fn deal_lanes(&mut self, cursor: u32, lane_of: impl Fn(u64) -> usize, now: Time) {
        let (factor, work) = (self.setup.factor(), &mut self.shards[cursor as usize]);
        if work.lanes.len() == factor || !work.lanes.iter().all(Lane::is_idle) {
            return;
        }
        let since = work.lanes.iter().filter(|lane| !lane.gathered.is_empty()).map(|lane| lane.gathering_since).min();
        let mut all: Vec<Gathered> = work.lanes.iter_mut().flat_map(Lane::take_gathered).collect();
        all.sort_by_key(|record| record.index);
        // An open tumbling window goes on in the first lane; its state can't be divided.
        let window = work.lanes.first().and_then(|lane| lane.window);
        work.lanes = vec![Lane::default(); factor];
        work.lanes[0].window = window;
        for record in all {
            work.lanes[lane_of(record.index) % factor].gather(record, since.unwrap_or(now));
        }
    }

    /// Whether lanes wait to be dealt anew.
    pub fn is_dealing(&self, cursor: u32) -> bool {
        self.shards[cursor as usize].lanes.len() != self.setup.factor()
    }

    /// Invocations under way.
    pub fn running_lanes(&self) -> u32 {
        let lanes = self.shards.iter().flat_map(|work| &work.lanes);
        lanes.filter(|lane| lane.running.is_some()).count() as u32 + self.queue.batches.len() as u32
    }

    /// Roughly the bytes of a copy.
    pub fn own_bytes(&self) -> usize {
        let lanes = self.shards.iter().flat_map(|work| &work.lanes);
        let waiting = lanes.map(|lane| {
            let batches: usize = lane.work.iter().map(|batch| batch.records.len() * size_of::<u64>()).sum();
            size_of::<Lane>() + lane.gathered.len() * size_of::<Gathered>() + batches
        });
        let ages = self.shards.iter().map(|work| work.minutes.own_bytes(None));
        size_of::<Self>() + waiting.sum::<usize>() + ages.sum::<usize>() + self.minutes.own_bytes(None)
    }
}
