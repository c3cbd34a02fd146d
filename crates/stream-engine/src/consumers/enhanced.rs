//! An application with enhanced fan-out: it registers as a consumer, subscribes to each shard, renews
//! each subscription when its five minutes are over, and goes from a closed shard to its children.

use super::fleet::watch::{Delivery, Watch};
use super::handling::work_through;
use super::order::OrderCheck;
use crate::agenda::Task;
use crate::error::Refusal;
use crate::histogram::Histogram;
use crate::kinesis::sequence_number::SequenceNumber;
use crate::kinesis::shard::{Shard, ShardId, ShardState};
use crate::kinesis::shard_iterator::ShardIteratorType;
use crate::kinesis::stream::{Stream, StreamId};
use crate::kinesis::stream_consumer::ConsumerId;
use crate::kinesis::subscriptions::Receiver;
use crate::latency::network_us;
use crate::rng::Generator;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An application that registers for enhanced fan-out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedSetup {
    /// Its name, also as a registered consumer.
    pub name: String,
    #[serde(default)]
    pub stream: StreamId,
}

/// What is due in such an application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum EnhancedTask {
    /// It looks whether it is registered, and for shards that it can subscribe to.
    Look,
    /// An event reaches the application.
    Receive { shard: ShardId },
    /// A subscription is over.
    Renew { shard: ShardId },
}

/// The application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnhancedConsumer {
    pub setup: EnhancedSetup,
    registered: Option<ConsumerId>,
    pub shards: BTreeMap<ShardId, Subscribed>,
    pub order: OrderCheck,
    pub records: u64,
    /// Milliseconds from a record's arrival to its being handled.
    pub propagation_delay_ms: Histogram,
    pub order_broken_by_source: u64,
    pub order_broken_by_producer: u64,
    /// Subscriptions begun, and calls that were refused.
    pub subscriptions: u64,
    pub refused: u64,
    network: Generator,
    /// It is not registered, and takes nothing.
    pub stopped: bool,
    /// It was started then, and reads what was written later; None begins with the oldest record.
    began: Option<Time>,
    /// What it gets, if it is one of a fleet.
    pub watch: Option<Box<Watch>>,
}

/// What it has of one shard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Subscribed {
    subscription: Option<u64>,
    /// Where the next subscription goes on; from the oldest record if there was no event yet.
    continuation: Option<SequenceNumber>,
    /// The closed shard has been read to its end.
    pub done: bool,
}

impl EnhancedConsumer {
    /// An application that has done nothing yet.
    pub fn new(setup: EnhancedSetup, seed: u64) -> EnhancedConsumer {
        EnhancedConsumer {
            network: Generator::named(seed, &format!("{}/pushes", setup.name)),
            setup,
            registered: None,
            shards: BTreeMap::new(),
            order: OrderCheck::default(),
            records: 0,
            propagation_delay_ms: Histogram::default(),
            order_broken_by_source: 0,
            order_broken_by_producer: 0,
            subscriptions: 0,
            refused: 0,
            stopped: false,
            began: None,
            watch: None,
        }
    }

    /// An application of a fleet, not started yet.
    pub(crate) fn in_fleet(setup: EnhancedSetup, seed: u64) -> EnhancedConsumer {
        EnhancedConsumer { stopped: true, watch: Some(Box::default()), ..EnhancedConsumer::new(setup, seed) }
    }

    /// Starts it: it is to register, and begins with what is written from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.stopped = false;
        self.began = Some(now);
    }

    /// Whether the service knows it as a consumer of the stream.
    pub fn is_registered(&self) -> bool {
        self.registered.is_some()
    }

    /// Shards without a subscription that may be read: parents first.
    fn wanted(&self, stream: &Stream, now: Time) -> Vec<ShardId> {
        let expired = |shard: &Shard| shard.state(now, stream.retention_us) == ShardState::Expired;
        let read = |parent: ShardId| {
            let known = self.shards.get(&parent).map(|shard| shard.done);
            known.unwrap_or_else(|| stream.shards.get(parent.0 as usize).is_none_or(expired))
        };
        let open = stream.shards.iter().filter(|shard| !expired(shard) && shard.parents().all(read));
        let idle = |id: &ShardId| self.shards.get(id).is_none_or(|own| own.subscription.is_none() && !own.done);
        open.map(|shard| shard.id).filter(idle).collect()
    }
}

/// How often it looks again after a refusal, or for the state of its registration.
const LOOK_AGAIN_US: u64 = SECOND_US;

impl Simulation {
    pub(crate) fn do_enhanced_task(&mut self, nth: u8, task: EnhancedTask) {
        match task {
            EnhancedTask::Look => self.enhanced_looks(nth),
            EnhancedTask::Receive { shard } => self.enhanced_receives(nth, shard),
            EnhancedTask::Renew { shard } => {
                let over = self.is_over(nth, shard);
                if let Some(own) = self.enhanced[usize::from(nth)].shards.get_mut(&shard).filter(|_| over) {
                    own.subscription = None;
                    self.subscribe_to(nth, shard);
                }
            }
        }
    }

    /// Whether the subscription's time is over: a task may be left from before the application was
    /// stopped and started again.
    fn is_over(&self, nth: u8, shard: ShardId) -> bool {
        let own = self.enhanced[usize::from(nth)].shards.get(&shard).and_then(|own| own.subscription);
        let began = own.and_then(|id| self.kinesis.subscriptions.get(id)).map(|one| one.began);
        let lease_us = self.quotas.subscribe_to_shard_lease_seconds * SECOND_US;
        began.is_none_or(|began| self.now.since(began) >= lease_us)
    }

    /// Stops an application of a fleet: it is no consumer of the stream any more.
    pub(crate) fn stop_enhanced(&mut self, nth: u8) {
        let consumer = &mut self.enhanced[usize::from(nth)];
        let stream = consumer.setup.stream;
        consumer.stopped = true;
        consumer.shards.clear();
        if let Some(registered) = consumer.registered.take() {
            self.deregister_consumer(stream, registered);
        }
    }

    fn plan_enhanced(&mut self, nth: u8, at: Time, task: EnhancedTask) {
        self.agenda.plan(at, Task::Enhanced { consumer: nth, task });
    }

    /// Registers if it is not yet registered, else subscribes to what there is.
    fn enhanced_looks(&mut self, nth: u8) {
        let consumer = &self.enhanced[usize::from(nth)];
        let (stream, name) = (consumer.setup.stream, consumer.setup.name.clone());
        if consumer.stopped || self.streams.get(usize::from(stream.0)).is_none() {
            return;
        }
        if consumer.registered.is_none() {
            let registered = self.register_consumer(stream, &name, Default::default());
            let consumer = &mut self.enhanced[usize::from(nth)];
            consumer.refused += u64::from(registered.is_err());
            consumer.registered = registered.ok();
            return self.plan_enhanced(nth, self.now + LOOK_AGAIN_US, EnhancedTask::Look);
        }
        for shard in consumer.wanted(&self.streams[usize::from(stream.0)], self.now) {
            self.subscribe_to(nth, shard);
        }
    }

    fn subscribe_to(&mut self, nth: u8, shard: ShardId) {
        let consumer = &self.enhanced[usize::from(nth)];
        let (stream, Some(registered)) = (consumer.setup.stream, consumer.registered) else { return };
        let continuation = consumer.shards.get(&shard).and_then(|own| own.continuation);
        let opened = self.streams.get(usize::from(stream.0)).and_then(|stream| stream.shards.get(shard.0 as usize));
        let is_older = opened.is_some_and(|shard| consumer.began.is_some_and(|began| shard.opened <= began));
        let from = match continuation {
            Some(number) => ShardIteratorType::AfterSequenceNumber(number.to_string()),
            None if is_older => ShardIteratorType::Latest,
            None => ShardIteratorType::TrimHorizon,
        };
        let told = Task::Enhanced { consumer: nth, task: EnhancedTask::Receive { shard } };
        let subscribed = self.subscribe(stream, registered, shard, &from, Receiver::actor(told));
        let lease_us = self.quotas.subscribe_to_shard_lease_seconds * SECOND_US;
        let consumer = &mut self.enhanced[usize::from(nth)];
        match subscribed {
            Ok(subscription) => {
                consumer.subscriptions += 1;
                consumer.shards.entry(shard).or_default().subscription = Some(subscription);
                // The end is noticed, and another call made, one way later.
                let late = network_us(&self.quotas, &mut consumer.network);
                self.plan_enhanced(nth, self.now + lease_us + late, EnhancedTask::Renew { shard });
            }
            // Too soon after the last one, not yet ACTIVE, or not there at all.
            Err(Refusal::ResourceNotFound(_)) => {}
            Err(_) => {
                consumer.refused += 1;
                self.plan_enhanced(nth, self.now + LOOK_AGAIN_US, EnhancedTask::Look);
            }
        }
    }

    /// The application works through an event.
    fn enhanced_receives(&mut self, nth: u8, shard: ShardId) {
        let now = self.now;
        let subscription = self.enhanced[usize::from(nth)].shards.get(&shard).and_then(|own| own.subscription);
        let Some(pushed) = subscription.and_then(|id| self.take_arrived(id)) else {
            if subscription.is_some_and(|id| !self.is_subscribed(id)) {
                let own = self.enhanced[usize::from(nth)].shards.get_mut(&shard);
                own.into_iter().for_each(|own| own.subscription = None);
                self.plan_enhanced(nth, now + LOOK_AGAIN_US, EnhancedTask::Look);
            }
            return;
        };
        let consumer = &mut self.enhanced[usize::from(nth)];
        let stream = consumer.setup.stream;
        let found = self.streams.get(usize::from(stream.0)).and_then(|stream| stream.shards.get(shard.0 as usize));
        let Some(records) = found.map(|shard| &shard.records) else { return };
        let records = || records.iter_from(pushed.from).take((pushed.to - pushed.from) as usize);
        let (order, delay) = (&mut consumer.order, &mut consumer.propagation_delay_ms);
        let checked = work_through(records(), &self.producers, now, order, delay);
        if let Some(watch) = &mut consumer.watch {
            watch.note_delivery(Delivery { at: now, shard, from: pushed.from, to: pushed.to }, records());
        }
        consumer.records += pushed.to - pushed.from;
        consumer.order_broken_by_source += u64::from(checked.by_source);
        consumer.order_broken_by_producer += u64::from(checked.by_producer);
        if let Some(own) = consumer.shards.get_mut(&shard) {
            own.done = pushed.continuation.is_none();
            own.continuation = pushed.continuation.or(own.continuation);
        }
        if pushed.continuation.is_none() {
            self.plan_enhanced(nth, now, EnhancedTask::Look);
        }
        let second = self.second();
        second.order_broken_by_source += checked.by_source;
        second.order_broken_by_producer += checked.by_producer;
    }
}
