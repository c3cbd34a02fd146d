//! Enhanced fan-out: a mapping by consumer ARN subscribes to each shard, takes what is pushed as
//! long as it has room, and subscribes again when a subscription's time is over.

use super::LambdaTask;
use crate::agenda::Task;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use crate::kinesis::subscriptions::Receiver;
use crate::simulation::Simulation;
use crate::time::SECOND_US;

impl Simulation {
    /// Goes on with a shard's pushes: a subscription, or what waited for room.
    pub(super) fn lambda_plan_push(&mut self, number: u16, cursor: u32) {
        let quotas = self.quotas.clone();
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        let room = mapping.room(cursor, &quotas) > 0;
        let (reading, work) = (&mapping.source.cursors[cursor as usize], &mut mapping.shards[cursor as usize]);
        if !mapping.state.works() || reading.read_out || reading.done {
            return;
        }
        if work.subscription.is_none() {
            return self.lambda_subscribe(number, cursor);
        }
        if work.push_waits && room {
            work.push_waits = false;
            self.agenda.plan(self.now, Task::Lambda(LambdaTask::Push { mapping: number, cursor }));
        }
    }

    fn lambda_subscribe(&mut self, number: u16, cursor: u32) {
        if self.lambda_abandon(number, cursor) {
            return;
        }
        let mapping = &self.lambda.mappings[&number];
        let Some(consumer) = mapping.consumer.as_ref().map(|consumer| consumer.id) else { return };
        let (stream, shard) = self.lambda_shard(mapping, cursor);
        let position = mapping.source.cursors[cursor as usize].position;
        let before = position.checked_sub(1).and_then(|before| shard.sequence_number(before));
        let from = before.map_or(ShardIteratorType::TrimHorizon, |number| {
            ShardIteratorType::AfterSequenceNumber(number.to_string())
        });
        let shard = shard.id;
        let receiver = Receiver::actor(Task::Lambda(LambdaTask::Push { mapping: number, cursor }));
        let given = self.subscribe(stream, consumer, shard, &from, receiver).ok();
        // A refused one is tried again after the time within which another call would be refused.
        let wait = match given {
            Some(_) => self.quotas.subscribe_to_shard_lease_seconds,
            None => self.quotas.subscribe_to_shard_resubscribe_guard_seconds,
        };
        let due = self.now + (wait * SECOND_US).max(1);
        self.agenda.plan(due, Task::Lambda(LambdaTask::Renew { mapping: number, cursor }));
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        // A refused one counts as standing until then, too, so that nobody asks twice.
        mapping.shards[cursor as usize].subscription = Some(given.unwrap_or(0));
        mapping.shards[cursor as usize].push_waits = false;
    }

    pub(super) fn lambda_renew(&mut self, number: u16, cursor: u32) {
        if let Some(mapping) = self.lambda.mappings.get_mut(&number) {
            mapping.shards[cursor as usize].subscription = None;
            self.lambda_plan_push(number, cursor);
        }
    }

    pub(super) fn lambda_push(&mut self, number: u16, cursor: u32) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        let (works, room) = (mapping.state.works(), mapping.room(cursor, &quotas) > 0);
        let work = &mut mapping.shards[cursor as usize];
        let Some(subscription) = work.subscription else { return };
        work.push_waits = true;
        if !works || !room || self.lambda_abandon(number, cursor) {
            return;
        }
        let pushed = self.take_arrived(subscription);
        let cut = !self.is_subscribed(subscription);
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        mapping.shards[cursor as usize].push_waits = false;
        let Some(pushed) = pushed else {
            if cut {
                self.lambda_renew(number, cursor);
            }
            return;
        };
        mapping.shards[cursor as usize].polled = Some(now);
        let (stream, shard) = self.lambda_shard(&self.lambda.mappings[&number], cursor);
        let records = shard.records.iter_from(pushed.from).take((pushed.to - pushed.from) as usize);
        let bytes = records.map(|record| u64::from(record.bytes)).sum();
        let next = ShardIterator { stream, shard: shard.id, position: pushed.to, issued: now };
        let read = Read {
            shard: shard.id,
            from: pushed.from,
            to: pushed.to,
            bytes,
            millis_behind_latest: pushed.millis_behind_latest,
            next: pushed.continuation.map(|_| next),
            child_shards: pushed.child_shards,
        };
        self.lambda_gather(number, cursor, &read);
        self.lambda_drive(number, cursor);
    }
}
