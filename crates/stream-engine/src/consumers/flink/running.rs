//! A job at work: it reads each shard within the limits that all classic consumers share, gives
//! results, makes checkpoints and starts again after a crash.

use super::job::ShardTime;
use super::window::WindowResult;
use super::{Application, Flink, FlinkChange, FlinkSetup, FlinkTask, Given, Job, RESULTS_KEPT};
use crate::agenda::Task;
use crate::bill::Dimension;
use crate::consumers::source::Followed;
use crate::error::{Refusal, Resource};
use crate::histogram::Histogram;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::Shard;
use crate::log::Log;
use crate::producers::contents::Contents;
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};
use std::rc::Rc;

impl Simulation {
    pub(crate) fn do_flink(&mut self, task: FlinkTask) {
        let current = |world: &Simulation, application: u8, run| {
            let application = world.flink.applications.get(usize::from(application));
            application.is_some_and(|application| application.running && application.run == run)
        };
        match task {
            FlinkTask::Poll { application, cursor, run } if current(self, application, run) => {
                self.flink_poll(application, cursor);
            }
            FlinkTask::Checkpoint { application, run } if current(self, application, run) => {
                self.flink_checkpoint(application);
            }
            FlinkTask::Restart { application } => self.flink_restart(application),
            FlinkTask::Poll { .. } | FlinkTask::Checkpoint { .. } => {}
        }
    }

    /// Starts an application of the scenario.
    pub(crate) fn flink_begin(&mut self, setup: &FlinkSetup) {
        let Ok(number) = u8::try_from(self.flink.applications.len()) else { return };
        let job = Job::new(setup);
        self.flink.times.watch(setup.stream);
        self.flink.applications.push(Application {
            setup: setup.clone(),
            checkpoint: Rc::new(job.clone()),
            job,
            checkpoints: 0,
            run: 0,
            running: true,
            restarts: 0,
            results: Log::default(),
            results_repeated: 0,
            since_checkpoint: 0,
            result_latency_ms: Histogram::default(),
            read_throttles: 0,
            billed: self.now,
        });
        self.flink_sync(number);
        self.flink_plan_checkpoint(number);
    }

    /// Lets an application look for shards that it can read now.
    pub(crate) fn flink_sync(&mut self, number: u8) {
        let (now, Simulation { flink, streams, .. }) = (self.now, &mut *self);
        let Some(application) = flink.applications.get_mut(usize::from(number)).filter(|it| it.running) else { return };
        let job = &mut application.job;
        let Some(stream) = streams.get(usize::from(job.source.stream.0)) else { return };
        let begun = job.source.sync(stream, now);
        job.shards.resize(job.source.cursors.len(), ShardTime { latest_ms: None, heard: now });
        begun.into_iter().for_each(|cursor| self.flink_plan_poll(number, cursor, true));
    }

    fn flink_plan_poll(&mut self, number: u8, cursor: u32, first: bool) {
        let application = &self.flink.applications[usize::from(number)];
        let interval = application.interval_us(&self.quotas);
        // Shards are spread over the interval.
        let wait = if first { interval * (u64::from(cursor) * 5 % 8) / 8 } else { interval };
        let task = FlinkTask::Poll { application: number, cursor, run: application.run };
        self.agenda.plan(self.now + wait, Task::Flink(task));
    }

    fn flink_plan_checkpoint(&mut self, number: u8) {
        let application = &self.flink.applications[usize::from(number)];
        let due = self.now + (application.setup.checkpoint_interval_ms * MS_US).max(MS_US);
        self.agenda.plan(due, Task::Flink(FlinkTask::Checkpoint { application: number, run: application.run }));
    }

    fn flink_poll(&mut self, number: u8, cursor: u32) {
        let quotas = self.quotas.clone();
        let application = &self.flink.applications[usize::from(number)];
        let limit = application.records_per_poll(application.interval_us(&quotas));
        let limit = limit.clamp(1, quotas.get_records_max_records_per_call);
        let (source, name) = (&application.job.source, application.setup.name.clone());
        let reading = &source.cursors[cursor as usize];
        let place = (source.stream, reading.shard, reading.position);
        let is_there = self.is_there(source);
        let followed = self.follow(&name, is_there, place, limit);
        let application = &mut self.flink.applications[usize::from(number)];
        let reading = &mut application.job.source.cursors[cursor as usize];
        match followed {
            Followed::Read(read) => {
                let expired = read.from.saturating_sub(reading.position);
                reading.position = read.to;
                reading.millis_behind_latest = read.millis_behind_latest;
                let ended = read.next.is_none();
                (reading.read_out, reading.done) = (ended, ended);
                application.job.expired += expired;
                self.flink_handle(number, cursor, &read);
            }
            Followed::Refused => application.read_throttles += 1,
            Followed::Over { lost } => {
                reading.position += lost;
                (reading.read_out, reading.done) = (true, true);
                application.job.expired += lost;
            }
        }
        match self.flink.applications[usize::from(number)].job.source.cursors[cursor as usize].done {
            true => self.flink_sync(number),
            false => self.flink_plan_poll(number, cursor, false),
        }
    }

    fn flink_handle(&mut self, number: u8, cursor: u32, read: &Read) {
        let now = self.now;
        let (Simulation { flink, streams, account, producers, keys, .. }, mut results) = (&mut *self, Vec::new());
        let Flink { applications, times, .. } = &mut **flink;
        let application = &mut applications[usize::from(number)];
        let (setup, job) = (&application.setup, &mut application.job);
        let shard = &streams[usize::from(setup.stream.0)].shards[read.shard.0 as usize];
        let records = shard.records.iter_from(read.from).take((read.to - read.from) as usize);
        for (index, record) in (read.from..).zip(records) {
            let made = || times.made_ms(setup.stream, shard.id, index, account.epoch.ms(record.arrived));
            let at_ms = told(setup, shard, index).unwrap_or_else(made);
            let contents = Contents { producers, keys };
            for own in contents.user_records(shard, index, record) {
                job.handle(setup, cursor, (&own, at_ms), now, &mut results);
            }
        }
        job.advance(setup, now, &mut results);
        let now_ms = account.epoch.ms(now);
        results.into_iter().for_each(|result| application.give(result, now, now_ms));
    }

    fn flink_checkpoint(&mut self, number: u8) {
        let application = &mut self.flink.applications[usize::from(number)];
        let since = self.now.since(std::mem::replace(&mut application.billed, self.now));
        let used = application.kpus(&self.quotas) * since;
        self.bill.count(Dimension::FlinkKpuHours, &application.setup.name, used);
        application.checkpoint = Rc::new(application.job.clone());
        application.checkpoints += 1;
        application.since_checkpoint = 0;
        self.flink_plan_checkpoint(number);
    }

    fn flink_restart(&mut self, number: u8) {
        let now = self.now;
        let Some(application) = self.flink.applications.get_mut(usize::from(number)) else { return };
        if application.running {
            return;
        }
        application.job = Job::clone(&application.checkpoint);
        application.running = true;
        let cursors = application.job.source.cursors.len() as u32;
        // Nobody is idle for the time that the job itself was away.
        application.job.shards.iter_mut().for_each(|shard| shard.heard = now);
        for cursor in 0..cursors {
            if !self.flink.applications[usize::from(number)].job.source.cursors[cursor as usize].done {
                self.flink_plan_poll(number, cursor, true);
            }
        }
        self.flink_sync(number);
        self.flink_plan_checkpoint(number);
    }

    pub(crate) fn flink_change(&mut self, name: &str, change: FlinkChange) -> Result<(), Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Actor(name.to_owned()));
        let find = |application: &Application| application.setup.name == name;
        let number = self.flink.applications.iter().position(find).ok_or_else(missing)?;
        let application = &mut self.flink.applications[number];
        match change {
            FlinkChange::Crash if application.running => {
                application.running = false;
                application.run += 1;
                application.restarts += 1;
                application.results_repeated += std::mem::take(&mut application.since_checkpoint);
                let due = self.now + application.setup.restart_ms * MS_US;
                self.agenda.plan(due, Task::Flink(FlinkTask::Restart { application: number as u8 }));
            }
            FlinkChange::Crash => {}
            FlinkChange::RecordUs(us) => application.setup.record_us = us,
            FlinkChange::MaxOutOfOrdernessMs(ms) => application.setup.max_out_of_orderness_ms = ms,
            FlinkChange::AllowedLatenessMs(ms) => application.setup.allowed_lateness_ms = ms,
            FlinkChange::IdleMs(ms) => application.setup.idle_ms = ms,
            FlinkChange::Window(window) => application.setup.window = window,
        }
        Ok(())
    }
}

impl Application {
    /// Time between two polls of a shard.
    fn interval_us(&self, quotas: &Quotas) -> u64 {
        let own = self.setup.get_records_interval_ms.map(u64::from);
        (own.unwrap_or(quotas.flink_get_records_interval_ms) * MS_US).max(1)
    }

    /// Records that one poll of a shard may bring, so that its subtask keeps up with itself: shards
    /// are dealt to subtasks in turn, and a subtask handles one record after the other.
    fn records_per_poll(&self, interval_us: u64) -> u64 {
        let shards = self.job.source.cursors.iter().filter(|cursor| !cursor.done).count() as u64;
        let each = shards.div_ceil(u64::from(self.setup.parallelism.max(1))).max(1);
        interval_us.checked_div(self.setup.record_us.saturating_mul(each)).unwrap_or(u64::MAX)
    }

    fn give(&mut self, result: WindowResult, now: Time, now_ms: u64) {
        if !result.update {
            self.result_latency_ms.add(now_ms.saturating_sub(result.span.end_ms));
        }
        self.since_checkpoint += 1;
        self.results.push_bounded(Given { at: now, result }, RESULTS_KEPT);
    }
}

/// The event time that a learner's JSON data tells, if the application looks for one.
fn told(setup: &FlinkSetup, shard: &Shard, index: u64) -> Option<u64> {
    let member = setup.timestamp_member.as_ref()?;
    let data: serde_json::Value = serde_json::from_slice(shard.payload(index)?.data()).ok()?;
    data.get(member)?.as_u64()
}
