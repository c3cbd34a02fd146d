//! On-demand mode: the service watches a stream's load and changes its shards by itself.
//!
//! Documented (Developer Guide, "Choose the right mode in Kinesis Data Streams", checked 2026-11-23):
//! a stream takes twice its peak of the last 30 days; a shard that takes more than a threshold is
//! split evenly, within 15 minutes; a hot key is not isolated. Assumed: the load is looked at once a
//! minute, a change takes `model_on_demand_scale_ms`, the stream stays ACTIVE meanwhile, and shards
//! beyond what the peaks ask for are merged once a day.

use super::hash_key::HashKeyRange;
use super::lifecycle::KinesisTask;
use super::shard::{Shard, ShardId};
use super::stream::{Stream, StreamId, StreamMode, StreamStatus};
use crate::agenda::Task;
use crate::event::EventKind;
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What an on-demand stream knows of its load.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Load {
    /// Number of the watch under way: a task of an earlier one finds another here.
    watch: u64,
    /// The highest rate of each day that had any, newest last.
    peaks: VecDeque<(u64, Rates)>,
    /// Shards that are split when the change under way is done.
    scaling: Vec<ShardId>,
}

/// What is written in a second.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rates {
    pub bytes: u64,
    pub records: u64,
}

impl Rates {
    fn of(shard: &Shard, now: Time, seconds: u64) -> Rates {
        let sum = shard.seconds.window(now, seconds).fold(Rates::default(), |sum, second| Rates {
            bytes: sum.bytes + u64::from(second.incoming_bytes),
            records: sum.records + u64::from(second.incoming_records),
        });
        Rates { bytes: sum.bytes / seconds.max(1), records: sum.records / seconds.max(1) }
    }

    fn plus(self, other: Rates) -> Rates {
        Rates { bytes: self.bytes + other.bytes, records: self.records + other.records }
    }

    fn highest(self, other: Rates) -> Rates {
        Rates { bytes: self.bytes.max(other.bytes), records: self.records.max(other.records) }
    }

    /// Bytes a second of a shard that is as far from its limits: for shards that take many small records.
    fn as_bytes(self, quotas: &Quotas) -> u64 {
        let (bytes, records) = (quotas.shard_write_bytes_per_second, quotas.shard_write_records_per_second);
        self.bytes.max(self.records * bytes / records.max(1))
    }
}

impl Load {
    /// Notes the rates of a look; days beyond the window are forgotten.
    fn note(&mut self, day: u64, rates: Rates, window_days: u64) {
        match self.peaks.back_mut() {
            Some((last, peak)) if *last == day => *peak = peak.highest(rates),
            _ if rates != Rates::default() => self.peaks.push_back((day, rates)),
            _ => {}
        }
        self.peaks.retain(|(peak, _)| peak + window_days > day);
    }

    /// The highest rates of the window.
    pub fn peak(&self) -> Rates {
        self.peaks.iter().fold(Rates::default(), |peak, (_, day)| peak.highest(*day))
    }
}

impl Stream {
    /// Shards that the peaks of the window ask for.
    fn shards_wanted(&self, quotas: &Quotas, most: u64) -> u64 {
        let capacity = self.load.peak().as_bytes(quotas) * quotas.on_demand_peak_multiplier;
        let wanted = capacity.div_ceil(quotas.shard_write_bytes_per_second.max(1));
        wanted.clamp(quotas.on_demand_initial_open_shards, most.max(quotas.on_demand_initial_open_shards))
    }

    /// Open shards with their rates, the fullest first.
    fn by_load(&self, quotas: &Quotas, now: Time) -> Vec<(u64, ShardId)> {
        let seconds = quotas.model_on_demand_look_ms / 1_000;
        let rate = |shard: &Shard| (Rates::of(shard, now, seconds).as_bytes(quotas), shard.id);
        let mut shards: Vec<(u64, ShardId)> = self.open_shards().map(rate).collect();
        shards.sort_by_key(|(rate, id)| (std::cmp::Reverse(*rate), *id));
        shards
    }

    /// The shards to split: those over the threshold, and the fullest of the others while there are
    /// too few. One hot key fills whatever shard it has: more than twice what is wanted helps nobody.
    fn shards_to_split(&self, quotas: &Quotas, now: Time, most: u64) -> Vec<ShardId> {
        let wanted = self.shards_wanted(quotas, most);
        let threshold = quotas.on_demand_shard_split_threshold_bytes_per_second;
        let mut open = self.open_count() as u64;
        let mut chosen = Vec::new();
        for (rate, id) in self.by_load(quotas, now) {
            let hot = rate > threshold && open < (2 * wanted).min(most);
            let range = self.shards[id.0 as usize].range;
            if (hot || open < wanted) && range.end.0 - range.start.0 > 2 {
                chosen.push(id);
                open += 1;
            }
        }
        chosen
    }

    /// Merges neighbours that together stay below the threshold, while there are more shards than wanted.
    fn merge_idle(&mut self, quotas: &Quotas, now: Time, most: u64) -> bool {
        let wanted = self.shards_wanted(quotas, most);
        let threshold = quotas.on_demand_shard_split_threshold_bytes_per_second;
        let before = self.open_count();
        while self.open_count() as u64 > wanted {
            let seconds = quotas.model_on_demand_look_ms / 1_000;
            let open: Vec<(ShardId, Rates)> =
                self.open_shards().map(|shard| (shard.id, Rates::of(shard, now, seconds))).collect();
            let pair = |pair: &[(ShardId, Rates)]| (pair[0].1.plus(pair[1].1).as_bytes(quotas), pair[0].0, pair[1].0);
            let Some((rate, lower, upper)) = open.windows(2).map(pair).min() else { break };
            if rate > threshold {
                break;
            }
            self.merge(lower, upper, now);
        }
        self.open_count() != before
    }

    fn split_scaling(&mut self, now: Time) {
        for id in std::mem::take(&mut self.load.scaling) {
            let (open, range): (bool, HashKeyRange) = {
                let shard = &self.shards[id.0 as usize];
                (shard.closed.is_none(), shard.range)
            };
            if open {
                self.split(id, range.middle(), now);
            }
        }
    }
}

impl Simulation {
    /// Begins to watch the load of a stream that is on demand from now on.
    pub(crate) fn watch_load(&mut self, id: StreamId) {
        let watch = self.kinesis.next_transition();
        let stream = &mut self.streams[usize::from(id.0)];
        stream.load = Load { watch, peaks: std::mem::take(&mut stream.load.peaks), scaling: Vec::new() };
        self.plan_watch(id, watch);
    }

    fn plan_watch(&mut self, id: StreamId, watch: u64) {
        let due = self.now + self.quotas.model_on_demand_look_ms.max(1_000) * MS_US;
        self.agenda.plan(due, Task::Kinesis(KinesisTask::Look { stream: id, watch }));
    }

    fn watched(&self, id: StreamId, watch: u64) -> bool {
        let stream = &self.streams[usize::from(id.0)];
        let lives = matches!(stream.status, StreamStatus::Active | StreamStatus::Updating);
        lives && stream.mode == StreamMode::OnDemand && stream.load.watch == watch
    }

    /// Looks at the last minute's load, and starts what it asks for.
    pub(super) fn look_at_load(&mut self, id: StreamId, watch: u64) {
        if !self.watched(id, watch) {
            return;
        }
        let (quotas, now, most) = (self.quotas.clone(), self.now, self.on_demand_shards_most());
        let day_us = 24 * HOUR_US;
        let stream = &mut self.streams[usize::from(id.0)];
        let seconds = quotas.model_on_demand_look_ms / 1_000;
        let rates = stream.open_shards().map(|shard| Rates::of(shard, now, seconds));
        let total = rates.fold(Rates::default(), Rates::plus);
        stream.load.note(now.0 / day_us, total, quotas.on_demand_peak_window_days);
        if stream.load.scaling.is_empty() {
            stream.load.scaling = stream.shards_to_split(&quotas, now, most);
            if !stream.load.scaling.is_empty() {
                let due = now + quotas.model_on_demand_scale_ms * MS_US;
                self.agenda.plan(due, Task::Kinesis(KinesisTask::Scale { stream: id, watch }));
                self.mark(EventKind::ReshardingBegan { stream: id });
            }
        }
        let stream = &mut self.streams[usize::from(id.0)];
        let new_day = now.0 % day_us < quotas.model_on_demand_look_ms * MS_US;
        if new_day && stream.load.scaling.is_empty() && stream.merge_idle(&quotas, now, most) {
            self.shards_changed(id);
        }
        self.plan_watch(id, watch);
    }

    /// The change under way is done.
    pub(super) fn scale(&mut self, id: StreamId, watch: u64) {
        if self.watched(id, watch) {
            self.streams[usize::from(id.0)].split_scaling(self.now);
            self.shards_changed(id);
        }
    }

    fn on_demand_shards_most(&self) -> u64 {
        let quotas = &self.quotas;
        let most = match self.is_large_region() {
            true => quotas.on_demand_max_write_bytes_per_second_large_regions,
            false => quotas.on_demand_max_write_bytes_per_second_other_regions,
        };
        most / quotas.shard_write_bytes_per_second.max(1)
    }
}
