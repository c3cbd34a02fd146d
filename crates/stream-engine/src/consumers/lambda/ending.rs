//! When an invocation ends: figures, the error handling's decision carried out, and the changes
//! of a mapping's life.

use super::batch::Batch;
use super::destination::Condition;
use super::dispatch::Place;
use super::event::LambdaEvent;
use super::failure::{Next, next};
use super::function::{Function, Outcome};
use super::knob::MappingKnob;
use super::mapping::{LastResult, MappingState};
use super::setup::MappingSetup;
use super::window::{EndedWindow, WINDOWS_KEPT};
use super::{LambdaChange, LambdaTask};
use crate::agenda::Task;
use crate::consumers::handling::{Strays, open_record};
use crate::error::{Refusal, Resource};
use crate::event::EventKind;
use crate::kinesis::shard::Record;
use crate::producers::contents::Contents;
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};

impl Simulation {
    pub(super) fn lambda_finish(&mut self, number: u16, cursor: u32, lane: u8) {
        let at = Place { mapping: number, cursor, lane };
        if self.lambda_abandon(number, cursor) {
            return;
        }
        let Some((running, batch)) = self.lane_mut(at).and_then(|lane| lane.running.take().zip(lane.work.pop())) else {
            return;
        };
        self.lambda_count(at, &batch, running.outcome, running.since);
        let mapping = &self.lambda.mappings[&number];
        if batch.ends_window {
            self.lambda_end_window(at, batch, running.outcome);
        } else {
            match next(running.outcome, &batch, &mapping.setup) {
                Next::Done => self.lambda_handled(at, &batch.records),
                Next::Checkpoint { done, counts } => self.lambda_checkpoint(at, batch, done, counts),
                Next::Bisect { at: half } => self.lambda_bisect(at, batch, half),
                Next::Retry => self.lambda_retry(at, batch),
                Next::Discard => {
                    self.lambda_discard(at, &batch.records, Condition::RetryAttemptsExhausted, batch.invocations);
                }
            }
        }
        self.lambda_drive(number, cursor);
        self.lambda_plan_poll(number, cursor);
    }

    /// The figures of an invocation that has ended.
    fn lambda_count(&mut self, at: Place, batch: &Batch, outcome: Outcome, since: Time) {
        let now = self.now;
        let (_, shard) = self.lambda_shard(&self.lambda.mappings[&at.mapping], at.cursor);
        let last = batch.records.last().and_then(|index| shard.records.get(*index)).map(|record| record.arrived);
        self.lambda_count_invocation(at.mapping, outcome, since, batch.records.len());
        let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) else { return };
        mapping.last_result = if outcome == Outcome::Success { LastResult::Ok } else { LastResult::FunctionFailed };
        if let Some(arrived) = last {
            mapping.iterator_age_ms = now.since(arrived) / MS_US;
            let second = mapping.seconds.now(now);
            let age_ms = mapping.iterator_age_ms as u32;
            second.iterator_age_ms = second.iterator_age_ms.max(age_ms);
            let minute = mapping.shards[at.cursor as usize].minutes.now(now.in_minutes());
            *minute = age_ms.max(*minute);
        }
    }

    /// What any invocation is counted with.
    pub(super) fn lambda_count_invocation(&mut self, number: u16, outcome: Outcome, since: Time, records: usize) {
        let now = self.now;
        let name = self.lambda.mappings[&number].setup.function.clone();
        self.lambda.end_invocation(&name);
        let duration_ms = now.since(since) / MS_US;
        let error = outcome == Outcome::Error;
        if let Some(function) = self.lambda.functions.get_mut(&name) {
            function.invocations += 1;
            function.errors += u64::from(error);
            function.duration_ms.add(duration_ms);
            let second = function.seconds.now(now);
            second.invocations += 1;
            second.errors += u32::from(error);
            second.duration_ms = second.duration_ms.max(duration_ms as u32);
            second.records += records as u32;
            let memory_mb = function.setup.memory_mb.map_or(self.quotas.lambda_memory_default_mb, u64::from);
            self.bill_lambda_invocation(&name, memory_mb, duration_ms);
        }
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        for entry in [mapping.seconds.now(now), mapping.minutes.now(now.in_minutes())] {
            entry.invocations += 1;
            entry.errors += u32::from(error);
            entry.records += records as u32;
        }
    }

    /// Records that the function has dealt with for good.
    fn lambda_handled(&mut self, at: Place, records: &[u64]) {
        let mapping = &self.lambda.mappings[&at.mapping];
        let (_, shard) = self.lambda_shard(mapping, at.cursor);
        let held: Vec<Record> = records.iter().filter_map(|index| shard.records.get(*index).copied()).collect();
        let function = self.lambda.functions.get(&mapping.setup.function);
        let state_bytes = function.map_or(0, |function| u64::from(function.setup.state_bytes_per_record));
        let most = self.quotas.lambda_esm_tumbling_state_max_bytes_per_shard;
        self.lambda_open(at, records);
        let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) else { return };
        mapping.records += records.len() as u64;
        let lane = &mut mapping.shards[at.cursor as usize].lanes[usize::from(at.lane)];
        if let Some(window) = &mut lane.window {
            window.records += records.len() as u64;
            window.readings += held.iter().map(|record| u64::from(record.readings)).sum::<u64>();
            window.bytes += held.iter().map(|record| u64::from(record.bytes)).sum::<u64>();
            window.state_bytes += state_bytes * records.len() as u64;
            window.early |= window.state_bytes > most;
        }
    }

    /// Takes the records apart. With enhanced fan-out the mapping does so itself, and drops user
    /// records whose key belongs to another shard; else the function does, with a library.
    fn lambda_open(&mut self, at: Place, records: &[u64]) {
        let Simulation { lambda, streams, producers, keys, .. } = self;
        let Some(mapping) = lambda.mappings.get_mut(&at.mapping) else { return };
        let strays = if mapping.consumer.is_some() { Strays::Dropped } else { Strays::Kept };
        let shard = mapping.source.cursors[at.cursor as usize].shard;
        let shard = &streams[usize::from(mapping.source.stream.0)].shards[shard.0 as usize];
        for index in records {
            let opened = open_record(Contents { producers, keys }, (shard, *index), strays, &mut mapping.order);
            mapping.user_records += u64::from(opened.users);
            mapping.strays += u64::from(opened.strays);
            mapping.order_broken_by_source += u64::from(opened.out_of_order);
        }
    }

    fn lambda_checkpoint(&mut self, at: Place, mut batch: Batch, done: usize, counts: bool) {
        let rest = batch.split_off(done.min(batch.records.len()));
        self.lambda_handled(at, &batch.records);
        let left = self.lambda.mappings[&at.mapping].setup.retries_left(rest.attempts);
        match (counts, left) {
            (true, false) => {
                self.lambda_discard(at, &rest.records, Condition::RetryAttemptsExhausted, rest.invocations);
            }
            (true, true) => self.lambda_retry(at, rest),
            (false, _) => self.lane_mut(at).into_iter().for_each(|lane| lane.work.push(rest.clone())),
        }
    }

    fn lambda_bisect(&mut self, at: Place, mut batch: Batch, half: usize) {
        let rest = batch.split_off(half);
        if let Some(lane) = self.lane_mut(at) {
            lane.work.extend([rest, batch]);
        }
    }

    /// Waits before the next attempt, twice as long each time (assumed).
    fn lambda_retry(&mut self, at: Place, mut batch: Batch) {
        let quotas = &self.quotas;
        let doubled = quotas.model_lambda_retry_base_ms.saturating_mul(1 << batch.attempts.min(32));
        let due = self.now + (doubled.min(quotas.model_lambda_retry_cap_ms) * MS_US).max(1);
        if batch.attempts == 0 {
            let (_, shard) = self.lambda_shard(&self.lambda.mappings[&at.mapping], at.cursor);
            let what = LambdaEvent::BatchFailed { shard: shard.id, records: batch.records.len() as u32 };
            self.mark(EventKind::Lambda { mapping: at.mapping, what });
        }
        batch.attempts = batch.attempts.saturating_add(1);
        if let Some(lane) = self.lane_mut(at) {
            lane.retry_at = due;
            lane.work.push(batch);
        }
    }

    fn lambda_end_window(&mut self, at: Place, batch: Batch, outcome: Outcome) {
        let now = self.now;
        let mapping = &self.lambda.mappings[&at.mapping];
        if outcome != Outcome::Success && mapping.setup.retries_left(batch.attempts) {
            return self.lambda_retry(at, batch);
        }
        let shard = mapping.source.cursors[at.cursor as usize].shard;
        let window = self.lane_mut(at).and_then(|lane| lane.window.take());
        let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) else { return };
        for window in window.into_iter().filter(|_| outcome == Outcome::Success) {
            let ended = EndedWindow { shard, lane: at.lane, window, at: now };
            mapping.windows.push_bounded(ended, WINDOWS_KEPT);
        }
    }

    /// A mapping enters a passing state, at the end of which it is what it is to be.
    pub(crate) fn lambda_enter(&mut self, number: u16, state: MappingState, then: MappingState) {
        let due = self.now + self.quotas.model_lambda_state_change_ms * MS_US;
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        (mapping.state, mapping.then, mapping.last_modified) = (state, then, self.now);
        self.agenda.plan(due, Task::Lambda(LambdaTask::Settle { mapping: number }));
    }

    pub(super) fn lambda_settle(&mut self, number: u16) {
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        if mapping.state == MappingState::Deleting {
            let (running, name) = (mapping.running_lanes(), mapping.setup.function.clone());
            self.lambda.mappings.remove(&number);
            (0..running).for_each(|_| self.lambda.end_invocation(&name));
            return;
        }
        mapping.state = mapping.then;
        self.lambda_resume(number);
    }

    /// Gives a mapping other settings. Invocations under way move to the function that it has now.
    pub(crate) fn lambda_set(&mut self, number: u16, setup: MappingSetup) {
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        let running = mapping.running_lanes();
        let (before, after) = (mapping.setup.function.clone(), setup.function.clone());
        mapping.setup = setup;
        for (name, sign) in [(before, false), (after, true)] {
            let Some(function) = self.lambda.functions.get_mut(&name) else { continue };
            function.running = if sign { function.running + running } else { function.running.saturating_sub(running) };
        }
        self.lambda_resume(number);
    }

    /// Goes on where the mapping stands, after any change.
    pub(crate) fn lambda_resume(&mut self, number: u16) {
        self.lambda_sync(number);
        self.lambda_plan_look(number, self.now);
        let cursors = self.lambda.mappings.get(&number).map_or(0, |mapping| mapping.shards.len());
        for cursor in 0..cursors as u32 {
            self.lambda_drive(number, cursor);
            self.lambda_plan_poll(number, cursor);
        }
    }

    /// Adds a mapping of the scenario, which works at once.
    pub(crate) fn lambda_begin(&mut self, setup: &MappingSetup) {
        let setup = setup.clone().with_defaults(&self.quotas);
        self.lambda.function(&setup.function, self.seed);
        let (state, now) = (MappingState::Enabled, self.now);
        let stream = self.streams.get(usize::from(setup.stream.0)).map_or("", |stream| &stream.name);
        let arn = match &setup.queue {
            Some(queue) => self.account.arn("sqs", queue),
            None => self.account.arn("kinesis", &format!("stream/{stream}")),
        };
        if let Some(number) = self.lambda.add(setup, state, state, self.seed, now) {
            self.lambda.mappings.get_mut(&number).into_iter().for_each(|mapping| mapping.source_arn.clone_from(&arn));
            self.lambda_resume(number);
        }
    }

    /// A change on command: of the function, or of all its mappings at once.
    pub(crate) fn lambda_change(&mut self, name: &str, change: &LambdaChange) -> Result<(), Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Actor(name.to_owned()));
        let function: &mut Function = self.lambda.functions.get_mut(name).ok_or_else(missing)?;
        match change {
            LambdaChange::Function(setup) => {
                function.setup = setup.clone();
                function.setup.name = name.to_owned();
            }
            LambdaChange::Poison(poison) => function.setup.poison = poison.clone(),
            LambdaChange::Mapping(_) | LambdaChange::Enabled(_) | LambdaChange::Set(_) => {}
        }
        let of_function = |(_, mapping): &(&u16, &super::mapping::Mapping)| mapping.setup.function == name;
        let numbers: Vec<u16> = self.lambda.mappings.iter().filter(of_function).map(|(number, _)| *number).collect();
        let quotas = self.quotas.clone();
        for number in numbers {
            let Some(mapping) = self.lambda.mappings.get_mut(&number) else { continue };
            match change {
                LambdaChange::Mapping(setup) => {
                    let mut setup = setup.clone().with_defaults(&quotas);
                    (setup.function, setup.stream) = (name.to_owned(), mapping.setup.stream);
                    setup.queue.clone_from(&mapping.setup.queue);
                    setup.starting_position = mapping.setup.starting_position;
                    self.lambda_set(number, setup);
                    continue;
                }
                LambdaChange::Enabled(enabled) if mapping.state != MappingState::Deleting => {
                    let state = if *enabled { MappingState::Enabled } else { MappingState::Disabled };
                    (mapping.state, mapping.then) = (state, state);
                }
                LambdaChange::Set(knob) => {
                    let mut setup = mapping.setup.clone();
                    knob.set(&mut setup, &quotas)?;
                    if let MappingKnob::FanOut(on) = knob {
                        self.lambda_fan_out(number, *on)?;
                    }
                    self.lambda_set(number, setup);
                    continue;
                }
                _ => {}
            }
            self.lambda_resume(number);
        }
        Ok(())
    }
}
