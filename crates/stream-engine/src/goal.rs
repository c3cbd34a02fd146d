//! Goals: a measure, a comparison and a window, judged at any time with the value behind the verdict.

use crate::bill::Prices;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::shard::ShardId;
use crate::simulation::Simulation;
use serde::{Deserialize, Serialize};

/// What a goal looks at. Shares are in thousandths of a percent, costs in nano-dollars an hour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Measure {
    /// Throttled of all records sent, in the window.
    ThrottledShare,
    /// The largest shard's part of the records stored, in the window.
    FullestShardShare,
    /// Readings handled out of their source's order, in the window.
    OrderBrokenBySource,
    /// Readings of devices handled out of the whole device's order, in the window.
    OrderBrokenByProducer,
    /// Records given up by producers, in the window.
    Lost,
    /// Records stored, in the window.
    Stored,
    /// Open shards now.
    OpenShards,
    /// Price of the open shards now.
    ShardCostPerHour,
    /// Largest MillisBehindLatest of any reader now.
    MillisBehindLatest,
}

/// How the value is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Comparison {
    Below,
    AtMost,
    AtLeast,
    Equal,
}

/// A condition on a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    pub measure: Measure,
    pub comparison: Comparison,
    /// In the measure's unit.
    pub value: u64,
    /// Whole seconds looked back; a goal with a window is open until so much of the run has passed.
    #[serde(default)]
    pub window_s: u64,
}

/// What is found at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    pub standing: Standing,
    pub value: u64,
    /// The shard behind the value, where one is.
    pub shard: Option<ShardId>,
}

/// Whether a goal is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The condition holds, but its window isn't full yet: this many seconds are missing.
    Open {
        missing_s: u64,
    },
    Met,
    Missed,
}

impl Goal {
    /// Judges the run as it stands.
    pub fn judge(&self, run: &Simulation, prices: &Prices) -> Verdict {
        let (value, shard) = self.measure.value(run, prices, self.window_s);
        let holds = match self.comparison {
            Comparison::Below => value < self.value,
            Comparison::AtMost => value <= self.value,
            Comparison::AtLeast => value >= self.value,
            Comparison::Equal => value == self.value,
        };
        let missing_s = self.window_s.saturating_sub(run.now().second());
        let standing = match (holds, missing_s) {
            (false, _) => Standing::Missed,
            (true, 0) => Standing::Met,
            (true, missing_s) => Standing::Open { missing_s },
        };
        Verdict { standing, value, shard }
    }
}

impl Measure {
    /// Whether it counts over a window, rather than at one moment.
    pub fn looks_back(self) -> bool {
        !matches!(self, Measure::OpenShards | Measure::ShardCostPerHour | Measure::MillisBehindLatest)
    }

    /// The value now, looking back `window_s` whole seconds, and the shard behind it.
    pub fn value(self, run: &Simulation, prices: &Prices, window_s: u64) -> (u64, Option<ShardId>) {
        let window_s = window_s.max(1);
        let sum = |field: fn(&RunSecond) -> u32| {
            run.seconds().window(run.now(), window_s).map(|second| u64::from(field(second))).sum::<u64>()
        };
        let open_shards = || run.streams().iter().map(|stream| stream.open_count() as u64).sum::<u64>();
        match self {
            Measure::ThrottledShare => (share(sum(|second| second.throttled), sum(|second| second.attempts)), None),
            Measure::FullestShardShare => fullest_shard(run, window_s),
            Measure::OrderBrokenBySource => (sum(|second| second.order_broken_by_source), None),
            Measure::OrderBrokenByProducer => (sum(|second| second.order_broken_by_producer), None),
            Measure::Lost => (sum(|second| second.lost), None),
            Measure::Stored => (sum(|second| second.stored), None),
            Measure::OpenShards => (open_shards(), None),
            Measure::ShardCostPerHour => (prices.shards_per_hour(open_shards()), None),
            Measure::MillisBehindLatest => {
                let readers = run.consumers().iter().flat_map(|consumer| &consumer.readers);
                let worst = readers.max_by_key(|reader| reader.millis_behind_latest);
                worst.map_or((0, None), |reader| (reader.millis_behind_latest, Some(reader.shard)))
            }
        }
    }
}

fn fullest_shard(run: &Simulation, window_s: u64) -> (u64, Option<ShardId>) {
    let shards = run.streams().iter().flat_map(|stream| &stream.shards);
    let records = shards.map(|shard| {
        let seconds = shard.seconds.window(run.now(), window_s);
        (seconds.map(|second| u64::from(second.incoming_records)).sum::<u64>(), shard.id)
    });
    let counted: Vec<(u64, ShardId)> = records.collect();
    let total = counted.iter().map(|(records, _)| records).sum();
    let fullest = counted.into_iter().max_by_key(|(records, id)| (*records, std::cmp::Reverse(*id)));
    fullest.map_or((0, None), |(records, id)| (share(records, total), Some(id)))
}

/// Thousandths of a percent.
fn share(part: u64, whole: u64) -> u64 {
    (part * 100_000).checked_div(whole).unwrap_or(0)
}
