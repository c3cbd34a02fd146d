//! Enhanced fan-out: subscriptions of registered consumers, to which a shard pushes what it stores,
//! each at its own two mebibytes a second.
//!
//! A subscription is a position that lives five minutes. What a record's arrival plans is a task:
//! for a client one of Kinesis' own, which puts an event into the client's buffer; for an actor of
//! the simulation the actor's own, which takes what may be pushed with [`Simulation::take_push`].

use super::lifecycle::KinesisTask;
use super::sequence_number::SequenceNumber;
use super::shard::ShardId;
use super::shard_iterator::ShardIteratorType;
use super::stream::StreamId;
use super::stream_consumer::{ConsumerId, ConsumerStatus};
use crate::agenda::Task;
use crate::error::Refusal;
use crate::limiter::TokenBucket;
use crate::simulation::Simulation;
use crate::time::{MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// All subscriptions, also those whose time is over but whose events nobody has read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Subscriptions {
    given: u64,
    all: BTreeMap<u64, Subscription>,
    by_shard: BTreeMap<(StreamId, ShardId), Vec<u64>>,
}

/// One consumer's subscription to one shard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Subscription {
    pub consumer: ConsumerId,
    pub stream: StreamId,
    pub shard: ShardId,
    /// Index of the next record.
    pub position: u64,
    pub began: Time,
    /// Its time is over, or all of a closed shard was pushed.
    pub ended: bool,
    room: TokenBucket,
    /// A task to push is in the agenda.
    planned: bool,
    /// The first event comes also without a record: it tells that the subscription stands.
    greeted: bool,
    receiver: Receiver,
}

/// Who gets what is pushed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Receiver {
    /// A client, which reads its events when it likes; when too many wait, the push pauses.
    Client(VecDeque<Pushed>),
    /// An actor, which does this task and takes what there is.
    Actor(Task),
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

impl Subscriptions {
    /// A subscription by its number.
    pub fn get(&self, id: u64) -> Option<&Subscription> {
        self.all.get(&id)
    }

    fn of(&self, stream: StreamId, shard: ShardId) -> &[u64] {
        self.by_shard.get(&(stream, shard)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, subscription: Subscription) -> u64 {
        self.given += 1;
        self.by_shard.entry((subscription.stream, subscription.shard)).or_default().push(self.given);
        self.all.insert(self.given, subscription);
        self.given
    }

    fn remove(&mut self, id: u64) {
        let Some(gone) = self.all.remove(&id) else { return };
        let shard = (gone.stream, gone.shard);
        if let Some(ids) = self.by_shard.get_mut(&shard) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_shard.remove(&shard);
            }
        }
    }

    fn remove_if(&mut self, goes: impl Fn(&Subscription) -> bool) {
        let gone: Vec<u64> = self.all.iter().filter(|(_, one)| goes(one)).map(|(id, _)| *id).collect();
        gone.into_iter().for_each(|id| self.remove(id));
    }
}

impl Simulation {
    /// SubscribeToShard: gives the subscription's number.
    pub(crate) fn subscribe(
        &mut self,
        stream_id: StreamId,
        consumer_id: ConsumerId,
        shard: ShardId,
        from: &ShardIteratorType,
        receiver: Receiver,
    ) -> Result<u64, Refusal> {
        let stream = &self.streams[usize::from(stream_id.0)];
        let consumer = stream.consumers.iter().find(|consumer| consumer.id == consumer_id);
        let Some(consumer) = consumer.filter(|consumer| consumer.status == ConsumerStatus::Active) else {
            return Err(Refusal::ConsumerNotActive);
        };
        if !stream.takes_records() {
            return Err(Refusal::ResourceInUse { stream: stream.name.clone(), status: stream.status });
        }
        let position = stream.shard_iterator(shard, from, self.now)?.position;
        let subscriptions = &self.kinesis.subscriptions;
        let same = |id: &&u64| subscriptions.get(**id).is_some_and(|one| one.consumer == consumer_id);
        if let Some(earlier) = subscriptions.of(stream_id, shard).iter().find(same).copied() {
            let began = subscriptions.get(earlier).map_or(Time::ZERO, |earlier| earlier.began);
            if self.now.since(began) < self.quotas.subscribe_to_shard_resubscribe_guard_seconds * SECOND_US {
                return Err(Refusal::SubscriptionInUse { consumer: consumer.name.clone(), shard });
            }
            self.kinesis.subscriptions.remove(earlier);
        }
        let id = self.kinesis.subscriptions.add(Subscription {
            consumer: consumer_id,
            stream: stream_id,
            shard,
            position,
            began: self.now,
            ended: false,
            room: TokenBucket::default(),
            planned: false,
            greeted: false,
            receiver,
        });
        let ends = self.now + self.quotas.subscribe_to_shard_lease_seconds * SECOND_US;
        self.agenda.plan(ends, Task::Kinesis(KinesisTask::Unsubscribe { subscription: id }));
        self.plan_push(id, self.now);
        Ok(id)
    }

    /// What may be pushed now; moves the subscription's position behind it.
    pub fn take_push(&mut self, id: u64) -> Option<Pushed> {
        let (now, rate) = (self.now, self.quotas.fan_out_bytes());
        let most = self.quotas.get_records_max_records_per_call;
        let one = self.kinesis.subscriptions.all.get_mut(&id).filter(|one| !one.ended)?;
        one.planned = false;
        let stream = &self.streams[usize::from(one.stream.0)];
        let shard = stream.shard(one.shard, now)?;
        let from = one.position.max(shard.trim_horizon(now, stream.retention_us));
        one.room.refill(rate, now);
        let (mut to, mut bytes) = (from, 0);
        for record in shard.records.iter_from(from).take(most as usize) {
            let with = bytes + u64::from(record.bytes);
            let fits = one.room.fits(rate, with) || (bytes == 0 && one.room.fits_alone(rate, with));
            if !fits {
                break;
            }
            (to, bytes) = (to + 1, with);
        }
        let waiting = shard.records.get(to).copied();
        let ended = shard.closed.is_some() && to == shard.records.end();
        let pushed = (to > from || ended || !one.greeted).then(|| Pushed {
            from,
            to,
            millis_behind_latest: waiting.map_or(0, |record| now.since(record.arrived) / MS_US),
            continuation: (!ended).then(|| shard.number_before(to)),
            child_shards: if ended { shard.children.clone() } else { Vec::new() },
        });
        one.room.spend(bytes);
        one.greeted = true;
        (one.position, one.ended) = (to, ended);
        let (stream, consumer) = (one.stream, one.consumer);
        self.bill_push(stream, consumer, bytes, to - from);
        if let Some(record) = waiting {
            let wait = u64::from(record.bytes) * SECOND_US / rate.per_second.max(1);
            self.plan_push(id, now + wait.max(MS_US));
        }
        pushed
    }

    /// What waits for a client since it last read, oldest first; the push goes on after it.
    pub(crate) fn take_pushed(&mut self, id: u64) -> Vec<Pushed> {
        let Some(one) = self.kinesis.subscriptions.all.get_mut(&id) else { return Vec::new() };
        let Receiver::Client(events) = &mut one.receiver else { return Vec::new() };
        let taken = std::mem::take(events).into();
        self.plan_push(id, self.now);
        taken
    }

    /// Plans the next push of a subscription, unless there is one, or none could be taken.
    fn plan_push(&mut self, id: u64, at: Time) {
        let most = self.quotas.model_fan_out_events_kept as usize;
        let Some(one) = self.kinesis.subscriptions.all.get_mut(&id) else { return };
        let full = matches!(&one.receiver, Receiver::Client(events) if events.len() >= most);
        if one.ended || one.planned || full {
            return;
        }
        one.planned = true;
        let task = match one.receiver {
            Receiver::Client(_) => Task::Kinesis(KinesisTask::Push { subscription: id }),
            Receiver::Actor(task) => task,
        };
        self.agenda.plan(at, task);
    }

    /// Puts an event into a client's buffer.
    pub(super) fn push(&mut self, id: u64) {
        let Some(pushed) = self.take_push(id) else { return };
        if let Some(one) = self.kinesis.subscriptions.all.get_mut(&id)
            && let Receiver::Client(events) = &mut one.receiver
        {
            events.push_back(pushed);
        }
    }

    /// Tells the subscribers of a shard that it has stored a record.
    pub(crate) fn wake_subscribers(&mut self, stream: StreamId, shard: ShardId) {
        if self.kinesis.subscriptions.all.is_empty() {
            return;
        }
        let mut nth = 0;
        while let Some(id) = self.kinesis.subscriptions.of(stream, shard).get(nth).copied() {
            let one = self.kinesis.subscriptions.get(id);
            let at = match one.map(|one| &one.receiver) {
                // It draws the delay of each of its events itself.
                Some(Receiver::Actor(Task::Enhanced { .. })) => self.now,
                _ => self.now + self.quotas.model_fan_out_delay_ms * MS_US,
            };
            self.plan_push(id, at);
            nth += 1;
        }
    }

    /// Tells subscribers of closed shards, so that they learn of the end.
    pub(super) fn wake_closed(&mut self, stream: StreamId) {
        let shards: Vec<ShardId> =
            self.kinesis.subscriptions.all.values().filter(|one| one.stream == stream).map(|one| one.shard).collect();
        shards.into_iter().for_each(|shard| self.wake_subscribers(stream, shard));
    }

    pub(super) fn end_subscription(&mut self, id: u64) {
        if let Some(one) = self.kinesis.subscriptions.all.get_mut(&id) {
            one.ended = true;
        }
    }

    pub(super) fn end_subscriptions_of(&mut self, stream: StreamId) {
        self.kinesis.subscriptions.remove_if(|one| one.stream == stream);
    }

    pub(super) fn end_subscriptions_by(&mut self, consumer: ConsumerId) {
        self.kinesis.subscriptions.remove_if(|one| one.consumer == consumer);
    }
}
