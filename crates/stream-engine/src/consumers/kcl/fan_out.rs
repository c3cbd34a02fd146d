//! Reading by enhanced fan-out (2.x, 3.x): the application registers under its own name, each shard's
//! consumer subscribes, takes what is pushed while it has nothing to process, and subscribes again
//! when the five minutes are over. Calls that need the whole run are wishes, carried out after the
//! worker's step.

use super::application::Application;
use super::consumer::Stage;
use super::task::{KclStep, KclTask, Surroundings, WorkerId};
use crate::agenda::Task;
use crate::kinesis::get_records::Read;
use crate::kinesis::settings::Tags;
use crate::kinesis::shard::ShardId;
use crate::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use crate::kinesis::stream_consumer::{ConsumerId, ConsumerStatus};
use crate::kinesis::subscriptions::{Pushed, Receiver};
use crate::simulation::Simulation;
use crate::time::{MS_US, SECOND_US};

/// The first major version that knows enhanced fan-out.
const SINCE: u8 = 2;

/// Something that a worker asks of Kinesis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// RegisterStreamConsumer.
    Register,
    /// SubscribeToShard.
    Subscribe { by: ConsumerId, shard: ShardId, from: ShardIteratorType, worker: (WorkerId, u32), consumer: u32 },
    /// The next event of a subscription.
    Take { subscription: u64, worker: WorkerId, consumer: u32 },
}

impl Application {
    /// Whether its consumers are pushed to.
    pub(super) fn is_fanned_out(&self) -> bool {
        self.knobs.fan_out && self.version >= SINCE
    }

    /// Whether the version that it has, or is about to have, knows enhanced fan-out.
    pub fn can_fan_out(&self) -> bool {
        self.deployment.as_ref().map_or(self.version, |rollout| rollout.version) >= SINCE
    }

    /// Subscribes, once the application's registration is ACTIVE.
    pub(super) fn subscribe(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let worker = self.alive(id);
        let name = self.setup.name.clone();
        let Some(consumer) = self.consumer(id, number) else { return };
        if consumer.subscription.is_some_and(|(_, until)| at.now < until) {
            return;
        }
        let (shard, position) = (consumer.shard, consumer.position);
        let again = at.now + at.quotas.model_kcl_initialization_backoff_ms.max(1) * MS_US;
        if let Some(stream) = at.stream.as_deref() {
            let Some(found) = stream.shard(shard, at.now) else { return self.end_shard(at, id, number) };
            match stream.consumers.iter().find(|one| one.name == name) {
                Some(one) if one.status == ConsumerStatus::Active => {
                    let from = ShardIteratorType::AfterSequenceNumber(found.number_before(position).to_string());
                    at.wishes.push(Wish::Subscribe { by: one.id, shard, from, worker, consumer: number });
                    return;
                }
                Some(_) => {}
                None => at.wishes.push(Wish::Register),
            }
        }
        at.plan(again, worker, KclStep::Read { consumer: number });
    }

    /// Something can be taken from a consumer's subscription: now, or after its batch.
    pub(super) fn push_waits(&mut self, at: &mut Surroundings, worker: WorkerId, number: u32) {
        let Some(consumer) = self.consumer(worker, number) else { return };
        match (consumer.stage, consumer.subscription) {
            (Stage::Reading, Some((subscription, _))) => {
                at.wishes.push(Wish::Take { subscription, worker, consumer: number });
            }
            _ => consumer.push_waits = true,
        }
    }

    /// After a batch: another push, if one waits, and another subscription, if this one is over.
    pub(super) fn go_on_pushed(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let worker = self.alive(id);
        let Some(consumer) = self.consumer(id, number) else { return };
        if std::mem::take(&mut consumer.push_waits) {
            at.plan(at.now, worker, KclStep::Pushed { consumer: number });
        }
        if consumer.subscription.is_none_or(|(_, until)| at.now >= until) {
            at.plan(at.now, worker, KclStep::Read { consumer: number });
        }
    }

    /// Another worker has subscribed, which this one will have lost the lease to, or the registration is
    /// gone. If the lease is still its own, it tries again.
    fn cut_off(&mut self, at: &mut Surroundings, id: WorkerId, number: u32) {
        let again = at.now + at.quotas.kcl_task_backoff_ms.max(1) * MS_US;
        let worker = self.alive(id);
        if let Some(consumer) = self.consumer(id, number) {
            consumer.subscription = None;
            at.plan(again, worker, KclStep::Read { consumer: number });
        }
    }

    /// Takes in one event.
    fn pushed(&mut self, at: &mut Surroundings, id: WorkerId, number: u32, pushed: &Pushed) {
        let stream = self.setup.stream;
        let Some(consumer) = self.consumer(id, number) else { return };
        consumer.read_at = at.now;
        let shard = consumer.shard;
        let log = at.stream.as_deref().and_then(|stream| stream.shards.get(shard.0 as usize));
        let records = log.into_iter().flat_map(|shard| shard.records.iter_from(pushed.from));
        let bytes = records.take((pushed.to - pushed.from) as usize).map(|record| u64::from(record.bytes)).sum();
        let next = ShardIterator { stream, shard, position: pushed.to, issued: at.now };
        let read = Read {
            shard,
            from: pushed.from,
            to: pushed.to,
            bytes,
            millis_behind_latest: pushed.millis_behind_latest,
            next: pushed.continuation.map(|_| next),
            child_shards: pushed.child_shards.clone(),
        };
        self.took_in(at, id, number, &read);
    }
}

impl Simulation {
    /// Carries out what an application's workers have asked for.
    pub(super) fn grant(&mut self, application: u8, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Register => self.register_application(application),
                Wish::Subscribe { by, shard, from, worker, consumer } => {
                    self.subscribe_application(application, by, (shard, &from), worker, consumer);
                }
                Wish::Take { subscription, worker, consumer } => {
                    let pushed = self.take_arrived(subscription);
                    let cut = !self.is_subscribed(subscription);
                    self.with_kcl(application, |one, at| match pushed {
                        Some(pushed) => one.pushed(at, worker, consumer, &pushed),
                        None if cut => one.cut_off(at, worker, consumer),
                        None => {}
                    });
                }
            }
        }
    }

    /// A refusal is met again with the next try.
    fn register_application(&mut self, application: u8) {
        let Some(setup) = self.kcl.get(usize::from(application)).map(|one| one.setup.clone()) else { return };
        _ = self.register_consumer(setup.stream, &setup.name, Tags::default());
    }

    fn subscribe_application(
        &mut self,
        application: u8,
        by: ConsumerId,
        (shard, from): (ShardId, &ShardIteratorType),
        (worker, life): (WorkerId, u32),
        consumer: u32,
    ) {
        let Some(stream) = self.kcl.get(usize::from(application)).map(|one| one.setup.stream) else { return };
        let task = KclTask { application, worker, life, step: KclStep::Pushed { consumer } };
        let given = self.subscribe(stream, by, shard, from, Receiver::actor(Task::Kcl(task)));
        let until = self.now + self.quotas.subscribe_to_shard_lease_seconds * SECOND_US;
        let again = self.now + self.quotas.kcl_task_backoff_ms.max(1) * MS_US;
        self.with_kcl(application, |one, at| {
            let Some(found) = one.consumer(worker, consumer) else { return };
            found.subscription = given.as_ref().ok().map(|id| (*id, until));
            // Another worker's subscription of a moment ago is not taken over at once.
            let next = if given.is_ok() { until } else { again };
            at.plan(next, (worker, life), KclStep::Read { consumer });
        });
    }
}
