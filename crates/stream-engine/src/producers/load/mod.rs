//! A load too large to be made record by record: thousands of records a second for days, written to
//! one or more streams, each of which gets the whole of it.
//!
//! It comes second by second. What a second brings is spread over the open shards by their part of the
//! hash keys, and each shard takes as much of it as its two limits allow, by the very buckets that
//! single records are held against; the rest is refused and lost. Counted are the same metrics, meters
//! and series. What is simplified (docs/model.md): keys spread evenly, without the noise of real ones;
//! the records themselves are not kept, so that nobody can read them, and applications that read them
//! all are only counted on the bill.

pub mod curve;

use crate::agenda::Task;
use crate::apply::{RATE_MAX, in_range};
use crate::bill::Usage;
use crate::error::{Refusal, Resource};
use crate::event::EventKind;
use crate::kinesis::hash_key::hash_key;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::stream::{Stream, StreamId};
use crate::quota::Quotas;
use crate::scenario::Scenario;
use crate::series::Series;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use curve::LoadCurve;
use serde::{Deserialize, Serialize};

pub const MINUTE_S: u64 = 60;
/// A shard's throttling is marked again after so many seconds without.
const QUIET_S: u64 = 60;
/// The key of what comes under one key.
const HOTTEST_KEY: &str = "truck-007";

/// A load at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadSetup {
    /// Its name, also in commands.
    pub name: String,
    /// Each gets the whole load.
    pub streams: Vec<StreamId>,
    pub curve: LoadCurve,
    /// Key and data of a record.
    pub record_bytes: u32,
    /// Of 100 records so many come under one key.
    #[serde(default)]
    pub hottest_key_percent: u8,
    /// Classic applications that read all of it: 0 to 2, as many as a shard's shared 2 MiB/s feed.
    #[serde(default)]
    pub readers: u8,
}

/// What of a load changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LoadChange {
    Curve(LoadCurve),
    HottestKeyPercent(u8),
    RecordBytes(u32),
}

/// A load and what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Load {
    pub setup: LoadSetup,
    pub targets: Vec<Target>,
}

/// One stream's part.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Target {
    pub stream: StreamId,
    /// The seconds of this series are minutes.
    minutes: Series<LoadMinute>,
    /// The last second in which anything was refused.
    refused_at: Option<u64>,
}

/// One minute of a load on a stream, in records.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LoadMinute {
    pub stored: u64,
    pub refused: u64,
    /// Seconds counted so far: 60, but for the present minute.
    pub seconds: u32,
    /// Open shards, added up over its seconds.
    pub shard_seconds: u64,
    /// What the stream had used when it began.
    pub used: Usage,
}

/// What a load came to over some time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LoadSum {
    pub stored: u64,
    pub refused: u64,
    /// Seconds that were counted.
    pub seconds: u64,
    pub used: Usage,
    /// Time in which it was used.
    pub us: u64,
}

impl Target {
    /// The minute of this number, counted from the run's start.
    pub fn minute(&self, number: u64) -> Option<&LoadMinute> {
        self.minutes.get(number)
    }

    /// The last `window_s`, in whole minutes and the present one; all of a younger run.
    pub fn window(&self, run: &Simulation, window_s: u64) -> LoadSum {
        let now = run.now();
        let last = now.second() / MINUTE_S;
        let first = now.second().saturating_sub(window_s.max(MINUTE_S)) / MINUTE_S;
        let minutes = (first..=last).filter_map(|number| self.minute(number));
        let mut sum = minutes.fold(LoadSum::default(), |sum, minute| LoadSum {
            stored: sum.stored + minute.stored,
            refused: sum.refused + minute.refused,
            seconds: sum.seconds + u64::from(minute.seconds),
            ..sum
        });
        let before = self.minute(first).map(|minute| minute.used).unwrap_or_default();
        sum.used = run.usage(self.stream).since(before);
        sum.us = now.since(Time::from_s(first * MINUTE_S));
        sum
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    fn own_bytes(&self, earlier: Option<&Target>) -> usize {
        self.minutes.own_bytes(earlier.map(|earlier| &earlier.minutes))
    }
}

impl Load {
    /// Records in a second of the run.
    pub fn rate(&self, run: &Simulation, second: u64) -> u64 {
        self.setup.curve.rate(run.seed(), second).min(u64::from(RATE_MAX))
    }

    /// Its part on a stream.
    pub fn target(&self, stream: StreamId) -> Option<&Target> {
        self.targets.iter().find(|target| target.stream == stream)
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(crate) fn own_bytes(&self, earlier: Option<&Load>) -> usize {
        let before = |nth: usize| earlier.and_then(|earlier| earlier.targets.get(nth));
        self.targets.iter().enumerate().map(|(nth, target)| target.own_bytes(before(nth))).sum()
    }
}

/// Records of a second by shard, to be held against its limits.
struct Offer {
    /// Place in the stream's shards.
    at: usize,
    records: u64,
}

impl Simulation {
    /// The loads.
    pub fn loads(&self) -> &[Load] {
        &self.loads
    }

    pub(crate) fn begin_loads(&mut self, scenario: &Scenario) {
        for (nth, setup) in scenario.loads.iter().enumerate() {
            let target = |stream: &StreamId| Target { stream: *stream, ..Target::default() };
            let targets = setup.streams.iter().map(target).collect();
            self.loads.push(Load { setup: setup.clone(), targets });
            self.agenda.plan(self.now, Task::Load { load: nth as u8 });
        }
    }

    pub(crate) fn change_load(&mut self, name: &str, change: &LoadChange) -> Result<(), Refusal> {
        let most = self.quotas.record_default_max_bytes_key_plus_data;
        let found = self.loads.iter().position(|load| load.setup.name == name);
        let nth = found.ok_or_else(|| Refusal::ResourceNotFound(Resource::Actor(name.to_owned())))?;
        match change {
            LoadChange::Curve(curve) => self.loads[nth].setup.curve = curve.clone(),
            LoadChange::HottestKeyPercent(percent) => {
                in_range("hottestKeyPercent", u64::from(*percent), 0, 100)?;
                self.loads[nth].setup.hottest_key_percent = *percent;
            }
            LoadChange::RecordBytes(bytes) => {
                in_range("recordBytes", u64::from(*bytes), 1, most)?;
                self.loads[nth].setup.record_bytes = *bytes;
            }
        }
        Ok(())
    }

    /// A second of the load begins: each of its streams gets it.
    pub(crate) fn bring_load(&mut self, nth: u8) {
        let Some(load) = self.loads.get(usize::from(nth)) else { return };
        let records = load.rate(self, self.now.second());
        let (hottest, bytes, readers) =
            (load.setup.hottest_key_percent, load.setup.record_bytes.max(1), load.setup.readers.min(2));
        let hot = records * u64::from(hottest.min(100)) / 100;
        for target in 0..load.targets.len() {
            self.bring_to(nth, target, (records, hot), (bytes, readers));
        }
        self.agenda.plan(self.now + SECOND_US, Task::Load { load: nth });
    }

    fn bring_to(&mut self, nth: u8, target: usize, (records, hot): (u64, u64), (bytes, readers): (u32, u8)) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let id = self.loads[usize::from(nth)].targets[target].stream;
        let Some(stream) = self.streams.get_mut(usize::from(id.0)) else { return };
        let open = stream.open_count() as u64;
        let takes = stream.takes_records() && open > 0;
        let offers = if takes { offers(stream, records, hot) } else { Vec::new() };
        let (mut stored, mut first_refused) = (0, None);
        for offer in offers {
            let taken = stream.take_records(&quotas, now, offer.at, offer.records, bytes, readers);
            stored += taken;
            if taken < offer.records {
                first_refused = first_refused.or(Some(stream.shards[offer.at].id));
            }
        }
        let refused = records - stored;
        self.count_load(id, stored, refused, bytes, readers, &quotas);
        self.note_load(nth, target, (stored, refused), (open, first_refused));
    }

    /// Counts what a second brought, for the run and its bill.
    fn count_load(&mut self, id: StreamId, stored: u64, refused: u64, bytes: u32, readers: u8, quotas: &Quotas) {
        let now = self.now;
        let unit = quotas.put_payload_unit_bytes.max(1);
        let units = u64::from(bytes).div_ceil(unit).max(1) * stored;
        if let Some(meter) = self.bill.meter(id) {
            meter.put_many(stored, u64::from(bytes), unit, now);
            (0..readers).for_each(|_| meter.get(stored * u64::from(bytes), stored, 0));
        }
        let second = self.second();
        second.attempts += (stored + refused) as u32;
        second.stored += stored as u32;
        second.stored_bytes += stored * u64::from(bytes);
        second.put_payload_units += units as u32;
        second.throttled += refused as u32;
        second.lost += refused as u32;
    }

    fn note_load(&mut self, nth: u8, target: usize, (stored, refused): (u64, u64), standing: (u64, Option<ShardId>)) {
        let (now, second) = (self.now, self.now.second());
        let (open, first_refused) = standing;
        let id = self.loads[usize::from(nth)].targets[target].stream;
        let used = self.usage(id);
        let target = &mut self.loads[usize::from(nth)].targets[target];
        let minute = target.minutes.now(Time::from_s(now.second() / MINUTE_S));
        if minute.seconds == 0 {
            minute.used = used;
        }
        minute.seconds += 1;
        minute.stored += stored;
        minute.refused += refused;
        minute.shard_seconds += open;
        if refused > 0 {
            let before = target.refused_at.replace(second);
            let quiet = before.is_none_or(|before| second - before > QUIET_S);
            if let (true, Some(shard)) = (quiet, first_refused) {
                self.mark(EventKind::ThrottlingBegan { stream: id, shard });
            }
        }
    }
}

/// A second's records by open shard: those under the hottest key where that lies, all others by each
/// shard's part of the hash keys, rounded so that the sum is exact.
fn offers(stream: &Stream, records: u64, hot: u64) -> Vec<Offer> {
    let spread = records - hot;
    let hot_at = if hot > 0 { Some(stream.route(hash_key(HOTTEST_KEY))) } else { None };
    let below = |bound: u128| ((u128::from(spread) * (bound >> 64)) >> 64) as u64;
    let offer = |shard: &Shard| {
        let at = shard.id.0 as usize;
        let end = shard.range.end.0.checked_add(1).map_or(spread, below);
        let own = if hot_at == Some(at) { hot } else { 0 };
        Offer { at, records: end - below(shard.range.start.0) + own }
    };
    stream.open_shards().map(offer).collect()
}
