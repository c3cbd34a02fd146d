//! Invoking: what waits in a lane goes to the function as soon as the flush rule, the age limits
//! and the room for invocations let it.

use super::LambdaTask;
use super::batch::{Flush, Lane, Reading, Running};
use super::destination::Condition;
use super::event::LambdaEvent;
use super::function::Poison;
use super::mapping::Mapping;
use super::polling::{gathered, lane_of};
use crate::agenda::Task;
use crate::api::data::record_data;
use crate::event::EventKind;
use crate::kinesis::hash_key::hash_key;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::stream::StreamId;
use crate::latency::longest_push_us;
use crate::simulation::Simulation;
use crate::time::{MS_US, SECOND_US, Time};

/// A lane of a shard of a mapping.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub mapping: u16,
    pub cursor: u32,
    pub lane: u8,
}

impl Simulation {
    /// Goes on with all lanes of a shard, as far as they can go now.
    pub(super) fn lambda_drive(&mut self, number: u16, cursor: u32) {
        if self.lambda_abandon(number, cursor) {
            return;
        }
        self.lambda_deal(number, cursor);
        let lanes = |world: &Simulation| {
            let mapping = world.lambda.mappings.get(&number);
            mapping.map_or(0, |mapping| mapping.shards[cursor as usize].lanes.len())
        };
        for lane in 0..lanes(self) {
            self.lambda_drive_lane(Place { mapping: number, cursor, lane: lane as u8 });
        }
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        let reading = &mut mapping.source.cursors[cursor as usize];
        let drained = reading.read_out && mapping.shards[cursor as usize].lanes.iter().all(Lane::is_empty);
        if drained && !reading.done {
            reading.done = true;
            self.lambda_sync(number);
        }
    }

    fn lambda_deal(&mut self, number: u16, cursor: u32) {
        let (now, Simulation { lambda, streams, keys, .. }) = (self.now, self);
        let Some(mapping) = lambda.mappings.get_mut(&number) else { return };
        let shard = mapping.source.cursors[cursor as usize].shard;
        let Some(stream) = streams.get(usize::from(mapping.source.stream.0)) else { return };
        let (shard, factor) = (&stream.shards[shard.0 as usize], mapping.setup.factor());
        let lane = |index| lane_of(keys, shard, index, factor);
        mapping.deal_lanes(cursor, lane, now);
    }

    fn lambda_drive_lane(&mut self, at: Place) {
        loop {
            let (quotas, now) = (self.quotas.clone(), self.now);
            let epoch = self.account.epoch;
            let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) else { return };
            let dealing = mapping.is_dealing(at.cursor);
            let reading = &mapping.source.cursors[at.cursor as usize];
            let work = &mut mapping.shards[at.cursor as usize];
            let current = reading.millis_behind_latest == 0 && !work.throttled && !work.push_waits;
            let caught_up = match mapping.consumer {
                // What came a moment ago is still on its way.
                Some(_) => Some(now - longest_push_us(&quotas)),
                None => work.polled,
            };
            let caught_up = caught_up.filter(|_| current);
            let reading = Reading { read_out: reading.read_out, caught_up, epoch };
            let lane = &mut work.lanes[usize::from(at.lane)];
            if !mapping.state.works() || lane.running.is_some() || (dealing && lane.work.is_empty()) {
                return;
            }
            if lane.work.is_empty() {
                match lane.form(&mapping.setup, &quotas, reading, now) {
                    Flush::Now(_) => lane.retry_at = now,
                    Flush::At(due) => return self.lambda_wake(at, due),
                    Flush::Empty => return self.lambda_await_window(at),
                }
            }
            if lane.retry_at > now {
                let due = lane.retry_at;
                return self.lambda_wake(at, due);
            }
            if self.lambda_drop_old(at) {
                continue;
            }
            if self.lambda_invoke(at) {
                return;
            }
        }
    }

    /// With enhanced fan-out no poll tells that a window is over: somebody must look.
    fn lambda_await_window(&mut self, at: Place) {
        let delay_us = longest_push_us(&self.quotas);
        let fan_out = self.lambda.mappings.get(&at.mapping).is_some_and(|mapping| mapping.consumer.is_some());
        let end = self.lane_mut(at).and_then(|lane| lane.window).map(|window| window.end + delay_us);
        if let Some(due) = end.filter(|due| fan_out && *due > self.now) {
            self.lambda_wake(at, due);
        }
    }

    fn lambda_wake(&mut self, at: Place, due: Time) {
        let Some(lane) = self.lane_mut(at) else { return };
        if lane.wake.is_none_or(|wake| wake > due) {
            lane.wake = Some(due);
            let task = LambdaTask::Wake { mapping: at.mapping, cursor: at.cursor, lane: at.lane };
            self.agenda.plan(due, Task::Lambda(task));
        }
    }

    pub(super) fn lane_mut(&mut self, at: Place) -> Option<&mut Lane> {
        let mapping = self.lambda.mappings.get_mut(&at.mapping)?;
        mapping.shards[at.cursor as usize].lanes.get_mut(usize::from(at.lane))
    }

    /// Takes out of the batch in work what has expired or is beyond the mapping's age; true if
    /// nothing is left of the batch.
    fn lambda_drop_old(&mut self, at: Place) -> bool {
        let now = self.now;
        let mapping = &self.lambda.mappings[&at.mapping];
        let Some(batch) = mapping.shards[at.cursor as usize].lanes[usize::from(at.lane)].work.last() else {
            return true;
        };
        if batch.ends_window {
            return false;
        }
        let (stream, shard) = self.lambda_shard(mapping, at.cursor);
        let retention_us = self.streams[usize::from(stream.0)].retention_us;
        let age = |index: &u64| shard.records.get(*index).map(|record| now.since(record.arrived));
        let lost = batch.records.iter().take_while(|index| age(index).is_none_or(|age| age >= retention_us)).count();
        let too_old =
            |age| mapping.setup.maximum_record_age_in_seconds.is_some_and(|most| age > u64::from(most) * SECOND_US);
        let rest = &batch.records[lost..];
        let old = rest.iter().take_while(|index| age(index).is_some_and(too_old)).count();
        let bytes =
            |index: u64| gathered(&self.keys, &self.quotas, shard, index).map_or(0, |record| record.payload_bytes);
        let alone = rest.len() == 1 && old == 0;
        let large = alone && u64::from(bytes(rest[0])) > self.quotas.lambda_esm_payload_max_bytes;
        let invocations = batch.invocations;
        if lost + old == 0 && !large && !batch.records.is_empty() {
            return false;
        }
        let name = &mapping.setup.function;
        let bad = self.lambda_poisoned(name, stream, shard.id, &batch.records[..lost]).len();
        let given_up = rest[..if large { 1 } else { old }].to_vec();
        let condition = if large { Condition::RequestPayloadSizeExceeded } else { Condition::RecordAgeExceeded };
        let shard = shard.id;
        self.lambda_discard(at, &given_up, condition, invocations);
        if lost > 0 {
            let what = LambdaEvent::Expired { shard, records: lost as u32 };
            self.mark(EventKind::Lambda { mapping: at.mapping, what });
        }
        if let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) {
            mapping.expired += lost as u64;
            mapping.expired_bad += bad as u64;
        }
        let Some(lane) = self.lane_mut(at) else { return true };
        let Some(batch) = lane.work.last_mut() else { return true };
        batch.records.drain(..lost + given_up.len());
        let empty = batch.records.is_empty();
        if empty {
            lane.work.pop();
        }
        empty
    }

    /// Begins an invocation with the batch in work, or waits if there is no room for one.
    fn lambda_invoke(&mut self, at: Place) -> bool {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let mapping = &self.lambda.mappings[&at.mapping];
        let batch = mapping.shards[at.cursor as usize].lanes[usize::from(at.lane)].work.last();
        let records = batch.map_or_else(Vec::new, |batch| batch.records.clone());
        let (name, reports) = (mapping.setup.function.clone(), mapping.setup.report_batch_item_failures);
        let (stream, shard) = self.lambda_shard(mapping, at.cursor);
        let shard = shard.id;
        self.lambda.function(&name, self.seed);
        if !self.lambda.admits(&name, &quotas, now) {
            // A throttled invocation is no attempt: it is tried again until the records are too old.
            let due = now + (quotas.model_lambda_retry_base_ms * MS_US).max(1);
            if let Some(lane) = self.lane_mut(at) {
                lane.retry_at = due;
            }
            self.lambda_wake(at, due);
            return true;
        }
        self.lambda.begin_invocation(&name, now);
        let poisoned = self.lambda_poisoned(&name, stream, shard, &records);
        let function = self.lambda.function(&name, self.seed);
        let (outcome, took_us) = function.invoke(records.len(), &poisoned, reports);
        if let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) {
            mapping.attempts += records.len() as u64;
        }
        if let Some(lane) = self.lane_mut(at) {
            lane.running = Some(Running { outcome, since: now });
            lane.work.last_mut().into_iter().for_each(|batch| batch.invocations += 1);
        }
        let task = LambdaTask::Finish { mapping: at.mapping, cursor: at.cursor, lane: at.lane };
        self.agenda.plan(now + took_us, Task::Lambda(task));
        true
    }

    /// The stream and shard that a cursor reads.
    pub(super) fn lambda_shard(&self, mapping: &Mapping, cursor: u32) -> (StreamId, &Shard) {
        let (stream, shard) = (mapping.source.stream, mapping.source.cursors[cursor as usize].shard);
        (stream, &self.streams[usize::from(stream.0)].shards[shard.0 as usize])
    }

    /// Places in the list of the records that the function fails on.
    pub(super) fn lambda_poisoned(&self, function: &str, stream: StreamId, id: ShardId, records: &[u64]) -> Vec<usize> {
        let poison = self.lambda.functions.get(function).and_then(|function| function.setup.poison.as_ref());
        let Some(poison) = poison else { return Vec::new() };
        let shard = &self.streams[usize::from(stream.0)].shards[id.0 as usize];
        let key_hash = if let Poison::Key(key) = poison { Some(hash_key(key)) } else { None };
        let fails = |index: u64| {
            // A record by its place is known also when it is gone.
            if let Poison::Record { shard, index: at } = poison {
                return *shard == id && *at == index;
            }
            let Some(record) = shard.records.get(index) else { return false };
            match poison {
                // Equal hash, equal key: MD5 does for a lab's keys.
                Poison::Key(_) => self.keys.hash_of(shard, index) == key_hash,
                Poison::Record { .. } => false,
                Poison::Marker(text) => {
                    let payload = shard.payload(index);
                    !text.is_empty() && holds(&record_data(self, record, payload), text.as_bytes())
                }
            }
        };
        (0..records.len()).filter(|nth| fails(records[*nth])).collect()
    }
}

fn holds(data: &[u8], text: &[u8]) -> bool {
    data.windows(text.len()).any(|window| window == text)
}
