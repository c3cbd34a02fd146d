//! Subscriptions of enhanced fan-out as data: who is subscribed to which shard, from where on, and what has been pushed.

use super::sequence_number::SequenceNumber;
use super::shard::ShardId;
use super::stream::StreamId;
use super::stream_consumer::ConsumerId;
use crate::agenda::Task;
use crate::limiter::TokenBucket;
use crate::rng::Generator;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// All subscriptions, also those whose time is over but whose events nobody has read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Subscriptions {
    pub(super) given: u64,
    pub(super) all: BTreeMap<u64, Subscription>,
    by_shard: BTreeMap<(StreamId, ShardId), Vec<u64>>,
}

/// One consumer's subscription to one shard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscription {
    pub consumer: ConsumerId,
    pub stream: StreamId,
    pub shard: ShardId,
    /// Index of the next record.
    pub position: u64,
    pub began: Time,
    /// Its time is over, or all of a closed shard was pushed.
    pub ended: bool,
    pub(super) room: TokenBucket,
    /// A task to push is in the agenda.
    pub(super) planned: bool,
    /// Nothing more is pushed until some of what waits was taken.
    pub(super) paused: bool,
    /// The first event comes also without a record: it tells that the subscription stands.
    pub(super) greeted: bool,
    pub(super) receiver: Receiver,
    /// How long its events take.
    pub(super) network: Generator,
}

/// Who gets what is pushed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Receiver {
    /// A client of the API, which reads its events when it likes.
    Client(VecDeque<Pushed>),
    /// An actor: the task that tells it of an event, and the events with their arrivals.
    Actor(Task, VecDeque<(Time, Pushed)>),
}

impl Receiver {
    /// An actor that is to be told by this task.
    pub fn actor(told: Task) -> Receiver {
        Receiver::Actor(told, VecDeque::new())
    }

    /// Events that wait, or are on their way; when there are too many, the push pauses.
    pub(super) fn len(&self) -> usize {
        match self {
            Receiver::Client(events) => events.len(),
            Receiver::Actor(_, events) => events.len(),
        }
    }
}

/// One SubscribeToShardEvent: the records `from..to` of the shard's log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pushed {
    pub from: u64,
    pub to: u64,
    pub millis_behind_latest: u64,
    /// Where another subscription goes on; None once a closed shard was pushed to its end.
    pub continuation: Option<SequenceNumber>,
    /// Given with the last event of a closed shard.
    pub child_shards: Vec<ShardId>,
}

impl Pushed {
    /// Takes in the event behind this one.
    pub(super) fn append(&mut self, next: Pushed) {
        *self = Pushed { from: self.from, ..next };
    }
}

impl Subscriptions {
    /// A subscription by its number.
    pub fn get(&self, id: u64) -> Option<&Subscription> {
        self.all.get(&id)
    }

    pub(super) fn of(&self, stream: StreamId, shard: ShardId) -> &[u64] {
        self.by_shard.get(&(stream, shard)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn add(&mut self, subscription: Subscription) -> u64 {
        self.given += 1;
        self.by_shard.entry((subscription.stream, subscription.shard)).or_default().push(self.given);
        self.all.insert(self.given, subscription);
        self.given
    }

    pub(super) fn remove(&mut self, id: u64) {
        let Some(gone) = self.all.remove(&id) else { return };
        let shard = (gone.stream, gone.shard);
        if let Some(ids) = self.by_shard.get_mut(&shard) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_shard.remove(&shard);
            }
        }
    }

    pub(super) fn ids(&self, which: impl Fn(&Subscription) -> bool) -> Vec<u64> {
        self.all.iter().filter(|(_, one)| which(one)).map(|(id, _)| *id).collect()
    }
}
