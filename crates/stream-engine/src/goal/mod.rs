//! Goals: a measure, a comparison and a window, judged at any time with the value behind the verdict.
//! How each measure is taken stands in a file for each area.

mod bill;
mod kcl;
mod lambda;
mod latency;
mod streams;

use crate::bill::Prices;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::shard::ShardId;
use crate::simulation::Simulation;
pub use kcl::KclMeasure;
pub use lambda::LambdaMeasure;
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
    Kcl(KclMeasure),
    Lambda(LambdaMeasure),
    /// Mean propagation delay of a fleet's slowest application, in milliseconds, in the window. One that
    /// got nothing counts as the whole window late.
    SlowestApplicationDelay,
    /// Mean propagation delay of a fleet's applications that poll, in milliseconds, in the window.
    PolledDelay,
    /// The same of those that are pushed to.
    PushedDelay,
    /// Applications of a fleet that are meant to read now.
    Applications,
    /// Refused of all GetRecords calls to a stream, in the window.
    ReadThrottledShare,
    /// Bytes a second stored in a stream, in the window.
    StoredBytesPerSecond,
    /// What the first stream costs an hour with the shards and registered consumers of now, and the
    /// writes and pushes of the window.
    StreamCostPerHour,
    /// Refused of all records that a load brought to a stream, in the window.
    LoadThrottledShare,
    /// Records a second that a load brought to a stream, in the window.
    LoadPerSecond,
    /// What a stream under load costs a month, if every hour is like those of the window; nano-dollars.
    LoadCostPerMonth,
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
    /// Number of the stream, application, queue or function that it is about, for a measure of one.
    #[serde(default)]
    pub of: u8,
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
        let (value, shard) = self.measure.value(&Look { run, prices, of: self.of, window_s: self.window_s });
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
        use Measure::{Applications, MillisBehindLatest, OpenShards, ShardCostPerHour};
        match self {
            OpenShards | ShardCostPerHour | MillisBehindLatest | Applications => false,
            Measure::Kcl(measure) => measure.looks_back(),
            Measure::Lambda(measure) => measure.looks_back(),
            _ => true,
        }
    }

    /// The value now, and the shard behind it.
    pub fn value(self, look: &Look) -> (u64, Option<ShardId>) {
        match self {
            Measure::ThrottledShare => (streams::throttled_share(look), None),
            Measure::FullestShardShare => streams::fullest_shard(look),
            Measure::OrderBrokenBySource => (look.sum(|second| second.order_broken_by_source), None),
            Measure::OrderBrokenByProducer => (look.sum(|second| second.order_broken_by_producer), None),
            Measure::Lost => (look.sum(|second| second.lost), None),
            Measure::Stored => (look.sum(|second| second.stored), None),
            Measure::OpenShards => (streams::open_shards(look.run), None),
            Measure::ShardCostPerHour => (look.prices.shards_per_hour(streams::open_shards(look.run)), None),
            Measure::MillisBehindLatest => streams::millis_behind_latest(look),
            Measure::Kcl(measure) => kcl::value(measure, look),
            Measure::Lambda(measure) => lambda::value(measure, look),
            Measure::SlowestApplicationDelay => (latency::slowest_application_ms(look), None),
            Measure::PolledDelay => (latency::polled_ms(look), None),
            Measure::PushedDelay => (latency::pushed_ms(look), None),
            Measure::Applications => (latency::applications(look), None),
            Measure::ReadThrottledShare => (latency::read_throttled_share(look), None),
            Measure::StoredBytesPerSecond => (latency::stored_bytes_per_second(look), None),
            Measure::StreamCostPerHour => (bill::stream_per_hour(look), None),
            Measure::LoadThrottledShare => (bill::load_throttled_share(look), None),
            Measure::LoadPerSecond => (bill::load_per_second(look), None),
            Measure::LoadCostPerMonth => (bill::load_per_month(look), None),
        }
    }
}

/// What a measure looks at.
pub struct Look<'a> {
    pub run: &'a Simulation,
    pub prices: &'a Prices,
    /// Number of the one that it is about, for a measure of one.
    pub of: u8,
    /// Whole seconds looked back; 0 counts as 1.
    pub window_s: u64,
}

impl Look<'_> {
    fn window_s(&self) -> u64 {
        self.window_s.max(1)
    }

    /// A field of the run's own seconds, added up over the window.
    fn sum(&self, field: fn(&RunSecond) -> u32) -> u64 {
        let seconds = self.run.seconds().window(self.run.now(), self.window_s());
        seconds.map(|second| u64::from(field(second))).sum()
    }
}

/// Thousandths of a percent.
fn share(part: u64, whole: u64) -> u64 {
    (part * 100_000).checked_div(whole).unwrap_or(0)
}
