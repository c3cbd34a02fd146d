//! Enhanced fan-out: subscriptions of registered consumers, to which a shard pushes what it stores,
//! each at its own two mebibytes a second.
//!
//! A subscription is a position that lives five minutes. A record that is stored makes its shard push
//! what the subscription's rate allows. A client of the API finds the event at once, as direct calls
//! have no delay; to an actor of the simulation each event is on its way for a time of its own, none
//! overtaking the one before, and the actor is told when it has arrived.

use super::lifecycle::KinesisTask;
use super::shard::ShardId;
use super::shard_iterator::ShardIteratorType;
use super::stream::StreamId;
use super::stream_consumer::{ConsumerId, ConsumerStatus};
use super::subscriptions::{Pushed, Receiver, Subscription};
use crate::agenda::Task;
use crate::error::Refusal;
use crate::latency::{network_us, service_us};
use crate::limiter::TokenBucket;
use crate::rng::Generator;
use crate::simulation::Simulation;
use crate::time::{MS_US, SECOND_US, Time};

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
            self.cut(earlier);
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
            paused: false,
            greeted: false,
            receiver,
            network: Generator::named(self.seed, &format!("subscription {}", self.kinesis.subscriptions.given)),
        });
        let ends = self.now + self.quotas.subscribe_to_shard_lease_seconds * SECOND_US;
        self.agenda.plan(ends, Task::Kinesis(KinesisTask::Unsubscribe { subscription: id }));
        self.plan_push(id, self.now);
        Ok(id)
    }

    /// What may be pushed now; moves the subscription's position behind it.
    fn next_push(&mut self, id: u64) -> Option<Pushed> {
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
        let (taken, paused) = (std::mem::take(events), one.paused);
        if paused {
            self.plan_push(id, self.now);
        }
        taken.into()
    }

    /// What has reached an actor and wasn't taken yet, as one event: it works through them together.
    pub(crate) fn take_arrived(&mut self, id: u64) -> Option<Pushed> {
        let now = self.now;
        let one = self.kinesis.subscriptions.all.get_mut(&id)?;
        let Receiver::Actor(_, events) = &mut one.receiver else { return None };
        let mut arrived: Option<Pushed> = None;
        while let Some((_, next)) = events.pop_front_if(|(at, _)| *at <= now) {
            match &mut arrived {
                Some(before) => before.append(next),
                None => arrived = Some(next),
            }
        }
        if one.paused && arrived.is_some() {
            self.plan_push(id, now);
        }
        arrived
    }

    /// Plans the next push of a subscription, unless one is planned, nothing waits or too much is
    /// under way.
    fn plan_push(&mut self, id: u64, at: Time) {
        let most = self.quotas.model_fan_out_events_kept as usize;
        let Some(one) = self.kinesis.subscriptions.all.get_mut(&id) else { return };
        one.paused = one.receiver.len() >= most;
        if one.ended || one.planned || one.paused {
            return;
        }
        one.planned = true;
        self.agenda.plan(at, Task::Kinesis(KinesisTask::Push { subscription: id }));
    }

    /// Puts an event on its way.
    pub(super) fn push(&mut self, id: u64) {
        let Some(pushed) = self.next_push(id) else { return };
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(one) = self.kinesis.subscriptions.all.get_mut(&id) else { return };
        match &mut one.receiver {
            Receiver::Client(events) => events.push_back(pushed),
            Receiver::Actor(told, events) => {
                let there = service_us(&quotas, &mut one.network) + network_us(&quotas, &mut one.network);
                let before = events.back().map_or(Time::ZERO, |(at, _)| *at);
                let at = before.max(now + there);
                events.push_back((at, pushed));
                let told = *told;
                self.agenda.plan(at, told);
            }
        }
    }

    /// Tells the subscribers of a shard that it has stored a record.
    pub(crate) fn wake_subscribers(&mut self, stream: StreamId, shard: ShardId) {
        if self.kinesis.subscriptions.all.is_empty() {
            return;
        }
        let mut nth = 0;
        while let Some(id) = self.kinesis.subscriptions.of(stream, shard).get(nth).copied() {
            self.plan_push(id, self.now);
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
        self.kinesis.subscriptions.ids(|one| one.stream == stream).into_iter().for_each(|id| self.cut(id));
    }

    pub(super) fn end_subscriptions_by(&mut self, consumer: ConsumerId) {
        self.kinesis.subscriptions.ids(|one| one.consumer == consumer).into_iter().for_each(|id| self.cut(id));
    }

    /// Breaks a subscription off. What is on its way is lost; an actor notices at once.
    fn cut(&mut self, id: u64) {
        let one = self.kinesis.subscriptions.get(id);
        let told = one.and_then(|one| if let Receiver::Actor(told, _) = one.receiver { Some(told) } else { None });
        self.kinesis.subscriptions.remove(id);
        if let Some(told) = told {
            self.agenda.plan(self.now, told);
        }
    }

    /// Whether a subscription is there, be its time over or not.
    pub(crate) fn is_subscribed(&self, id: u64) -> bool {
        self.kinesis.subscriptions.get(id).is_some()
    }
}
