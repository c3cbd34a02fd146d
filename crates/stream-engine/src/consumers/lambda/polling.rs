//! Reading: a mapping polls each shard, within the limits that all classic consumers share, drops
//! what its filter doesn't want and gathers the rest in lanes.

use super::LambdaTask;
use super::batch::{Gathered, Lane};
use super::filter::Filter;
use super::mapping::{Mapping, ShardWork};
use crate::agenda::Task;
use crate::api::data::{record_data, record_key};
use crate::consumers::source::Followed;
use crate::keys::KeyTable;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::Shard;
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::{MS_US, SECOND_US};

impl Simulation {
    pub(crate) fn do_lambda(&mut self, task: LambdaTask) {
        match task {
            LambdaTask::Poll { mapping, cursor } => self.lambda_poll(mapping, cursor),
            LambdaTask::Wake { mapping, cursor, lane } => {
                let Some(mapped) = self.lambda.mappings.get_mut(&mapping) else { return };
                // Lanes may have become fewer since.
                if let Some(lane) = mapped.shards[cursor as usize].lanes.get_mut(usize::from(lane)) {
                    lane.wake = lane.wake.filter(|at| *at > self.now);
                }
                self.lambda_drive(mapping, cursor);
                // All that was read ahead may have been given up without an invocation: there is room again.
                self.lambda_plan_poll(mapping, cursor);
            }
            LambdaTask::Finish { mapping, cursor, lane } => self.lambda_finish(mapping, cursor, lane),
            LambdaTask::LookAtQueue { mapping } => self.lambda_look_at_queue(mapping),
            LambdaTask::FinishMessages { mapping, batch } => self.lambda_finish_messages(mapping, batch),
            LambdaTask::Settle { mapping } => self.lambda_settle(mapping),
            LambdaTask::Push { mapping, cursor } => self.lambda_push(mapping, cursor),
            LambdaTask::Renew { mapping, cursor } => self.lambda_renew(mapping, cursor),
        }
    }

    /// Lets a mapping look for shards that it can read now.
    pub(crate) fn lambda_sync(&mut self, number: u16) {
        let reads = |mapping: &&mut Mapping| mapping.state.works() && mapping.setup.queue.is_none();
        let Some(mapping) = self.lambda.mappings.get_mut(&number).filter(reads) else { return };
        let Some(stream) = self.streams.get(usize::from(mapping.source.stream.0)) else { return };
        mapping.source.sync(stream, self.now);
        let begun = mapping.shards.len() as u32..mapping.source.cursors.len() as u32;
        let lanes = mapping.setup.factor();
        for _ in begun.clone() {
            let lanes = vec![Lane::default(); lanes];
            mapping.shards.push(ShardWork::new(lanes));
        }
        begun.for_each(|cursor| self.lambda_plan_poll(number, cursor));
    }

    /// Drops what a mapping still has of a stream that is gone.
    pub(super) fn lambda_abandon(&mut self, number: u16, cursor: u32) -> bool {
        let Some(mapping) = self.lambda.mappings.get(&number) else { return true };
        if self.is_there(&mapping.source) {
            return false;
        }
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return true };
        let work = &mut mapping.shards[cursor as usize];
        let running = work.lanes.iter().filter(|lane| lane.running.is_some()).count();
        mapping.expired += work.lanes.iter().map(|lane| lane.held() as u64).sum::<u64>();
        work.lanes = vec![Lane::default(); work.lanes.len()];
        let reading = &mut mapping.source.cursors[cursor as usize];
        (reading.read_out, reading.done) = (true, true);
        let name = mapping.setup.function.clone();
        (0..running).for_each(|_| self.lambda.end_invocation(&name));
        true
    }

    /// Plans the next read of a shard, unless one is planned, enough waits or nothing can come.
    pub(super) fn lambda_plan_poll(&mut self, number: u16, cursor: u32) {
        let quotas = self.quotas.clone();
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        if mapping.consumer.is_some() {
            return self.lambda_plan_push(number, cursor);
        }
        let reading = &mapping.source.cursors[cursor as usize];
        let room = mapping.room(cursor, &quotas) > 0;
        let work = &mut mapping.shards[cursor as usize];
        if !mapping.state.works() || reading.read_out || reading.done || work.poll_at.is_some() || !room {
            return;
        }
        // The profile has seconds with hundredths.
        let base_us = quotas.lambda_esm_standard_poll_interval_seconds_percent * SECOND_US / 100;
        let catching_up = reading.millis_behind_latest > 0 && !work.throttled;
        let pace = if catching_up { quotas.model_lambda_catch_up_poll_ms * MS_US } else { base_us };
        let spread = base_us * (u64::from(cursor) * 5 % 8) / 8;
        let at = work.polled.map_or(self.now + spread, |polled| (polled + pace.max(1)).max(self.now));
        work.poll_at = Some(at);
        self.agenda.plan(at, Task::Lambda(LambdaTask::Poll { mapping: number, cursor }));
    }

    fn lambda_poll(&mut self, number: u16, cursor: u32) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        mapping.shards[cursor as usize].poll_at = None;
        if mapping.consumer.is_some() {
            return;
        }
        let limit = mapping.room(cursor, &quotas);
        if !mapping.state.works() || limit == 0 {
            return;
        }
        mapping.shards[cursor as usize].polled = Some(now);
        let reading = &mapping.source.cursors[cursor as usize];
        let place = (mapping.source.stream, reading.shard, reading.position);
        let name = mapping.setup.function.clone();
        let is_there = self.is_there(&self.lambda.mappings[&number].source);
        let followed = self.follow(&name, is_there, place, limit);
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        match followed {
            Followed::Read(read) => self.lambda_gather(number, cursor, &read),
            Followed::Refused => {
                mapping.read_throttles += 1;
                mapping.shards[cursor as usize].throttled = true;
            }
            Followed::Over { lost } => {
                mapping.expired += lost;
                let reading = &mut mapping.source.cursors[cursor as usize];
                reading.position += lost;
                reading.read_out = true;
            }
        }
        self.lambda_drive(number, cursor);
        self.lambda_plan_poll(number, cursor);
    }

    /// Takes in what a read gave.
    pub(super) fn lambda_gather(&mut self, number: u16, cursor: u32, read: &Read) {
        let mapping = &self.lambda.mappings[&number];
        let filter = Filter::new(&mapping.setup.filters);
        let shard = &self.streams[usize::from(mapping.source.stream.0)].shards[read.shard.0 as usize];
        let lanes = mapping.shards[cursor as usize].lanes.len();
        let mut passed = Vec::new();
        let records = shard.records.iter_from(read.from).take((read.to - read.from) as usize);
        for (index, record) in (read.from..).zip(records) {
            let payload = shard.payload(index);
            let passes = filter.is_open() || {
                let key = record_key(self, record, payload);
                filter.passes(&key, &record_data(self, record, payload))
            };
            if passes {
                passed.extend(
                    gathered(&self.keys, &self.quotas, shard, index)
                        .map(|record| (lane_of(&self.keys, shard, index, lanes), record)),
                );
            }
        }
        let now = self.now;
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        mapping.filtered += read.to - read.from - passed.len() as u64;
        let work = &mut mapping.shards[cursor as usize];
        work.throttled = false;
        passed.into_iter().for_each(|(lane, record)| work.lanes[lane].gather(record, now));
        let reading = &mut mapping.source.cursors[cursor as usize];
        mapping.expired += read.from.saturating_sub(reading.position);
        reading.position = read.to;
        reading.millis_behind_latest = read.millis_behind_latest;
        reading.read_out = read.next.is_none();
    }
}

/// The lane of a record: its partition key's hash modulo their number (assumed; the service says
/// only that a key stays in order).
pub(super) fn lane_of(keys: &KeyTable, shard: &Shard, index: u64, lanes: usize) -> usize {
    match lanes {
        0 | 1 => 0,
        lanes => keys.hash_of(shard, index).map_or(0, |hash| (hash.0 % lanes as u128) as usize),
    }
}

/// A record as it waits. Its data stands in an event as Base64, beside key, numbers and names.
pub(super) fn gathered(keys: &KeyTable, quotas: &Quotas, shard: &Shard, index: u64) -> Option<Gathered> {
    let record = shard.records.get(index)?;
    let key = u64::from(keys.bytes_of(shard, index)?);
    let data = u64::from(record.bytes).saturating_sub(key);
    let payload = data.div_ceil(3) * 4 + key + quotas.model_lambda_event_overhead_bytes;
    Some(Gathered { index, arrived: record.arrived, payload_bytes: payload.min(u64::from(u32::MAX)) as u32 })
}
