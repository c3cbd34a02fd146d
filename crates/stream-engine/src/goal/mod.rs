//! Goals: a measure, a comparison and a window, judged at any time with the value behind the verdict.
//! How each measure is taken stands in a file for each area.

mod bill;
mod clients;
mod delivery;
mod kcl;
mod lambda;
mod latency;
mod look;
mod queues;
pub mod race;
mod security;
mod streams;

use crate::bill::Prices;
use crate::kinesis::shard::ShardId;
use crate::simulation::Simulation;
pub use kcl::KclMeasure;
pub use lambda::LambdaMeasure;
pub use look::Look;
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
    /// What producers and consumers may do with Kinesis and KMS beyond what their work needs, over all ways, now.
    PermissionsBeyondNeed,
    /// What they need and may not do, now.
    PermissionsMissing,
    /// Calls of producers and consumers over the internet, in the window.
    PublicCalls,
    /// Records stored without encryption at rest, in the window.
    StoredUnencrypted,
    /// Records of producers refused for want of a permission, a key or a connection, in the window, as far as the log
    /// of calls reaches.
    DeniedPuts,
    /// Second of the run in which the first object landed in a delivery stream's bucket; 0 if none has.
    FirstObjectSecond,
    /// Bytes of the smallest object that landed in the window; 0 if none has.
    SmallestObject,
    /// Milliseconds from arrival to landing of the oldest record that landed in the window.
    OldestAtLanding,
    /// Bytes that a delivery stream takes in a minute, by the window.
    DeliveryBytesPerMinute,
    /// Objects that landed in the window.
    ObjectsLanded,
    /// Readings that a Flink application dropped as too late, so far.
    LateDropped,
    /// Time that a queue's consumer took for a trace, of the time that the stream's application took. The
    /// number is the queue's consumer, as below.
    QueueTimeShare,
    /// Messages that a queue's consumer handled out of their source's order, in the window.
    QueueOrderBroken,
    /// Records stored by a stream, messages accepted by a queue: a second, on average of the window.
    StreamRecordsPerSecond,
    QueueMessagesPerSecond,
    /// Refused writes and reads of streams, refused calls of a queue, in the window.
    StreamCallsRefused,
    QueueCallsRefused,
    /// Nano-dollars for a million messages of a trace: shards and payload units, or requests.
    StreamCostPerMillion,
    QueueCostPerMillion,
    /// Milliseconds that a queue's oldest message is old, and how many messages it holds, now.
    OldestMessage,
    Messages,
    /// Workers that work now, of an application or of a queue's consumer.
    KclWorking,
    QueueWorkersBusy,
    /// Messages processed a second, on average of the window, none counted twice.
    KclRecordsPerSecond,
    QueueHandledPerSecond,
    /// Readings of a producer that were stored, of those that its rate makes, in the window.
    StoredShare,
    /// Milliseconds from making a reading to the answer that it is stored, on average of the window.
    PutLatencyMean,
    /// What a producer's client does a second, on average of the window.
    CallsPerSecond,
    RecordsPerSecond,
    ReadingsPerSecond,
    FailedPerSecond,
    /// Open shards of the stream that a producer writes to, now.
    ShardsOfProducer,
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
        match self {
            Measure::OpenShards
            | Measure::ShardCostPerHour
            | Measure::MillisBehindLatest
            | Measure::Applications
            | Measure::PermissionsBeyondNeed
            | Measure::PermissionsMissing
            | Measure::FirstObjectSecond
            | Measure::LateDropped => false,
            Measure::QueueTimeShare | Measure::StreamCostPerMillion | Measure::QueueCostPerMillion => false,
            Measure::OldestMessage | Measure::Messages => false,
            Measure::KclWorking | Measure::QueueWorkersBusy | Measure::ShardsOfProducer => false,
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
            Measure::PermissionsBeyondNeed => (security::permissions_beyond_need(look), None),
            Measure::PermissionsMissing => (security::permissions_missing(look), None),
            Measure::PublicCalls => (look.sum(|second| second.public_calls), None),
            Measure::StoredUnencrypted => (security::stored_unencrypted(look), None),
            Measure::DeniedPuts => (security::denied_puts(look), None),
            Measure::FirstObjectSecond => (delivery::first_object_second(look), None),
            Measure::SmallestObject => (delivery::smallest_object(look), None),
            Measure::OldestAtLanding => (delivery::oldest_at_landing(look), None),
            Measure::DeliveryBytesPerMinute => (delivery::bytes_per_minute(look), None),
            Measure::ObjectsLanded => (delivery::objects_landed(look), None),
            Measure::LateDropped => (delivery::late_dropped(look), None),
            Measure::QueueTimeShare => (race::time_share(look), None),
            Measure::QueueOrderBroken => (race::queue_order_broken(look), None),
            Measure::StreamRecordsPerSecond => (race::stream_records_per_second(look), None),
            Measure::QueueMessagesPerSecond => (race::queue_messages_per_second(look), None),
            Measure::StreamCallsRefused => (race::stream_calls_refused(look), None),
            Measure::QueueCallsRefused => (race::queue_calls_refused(look), None),
            Measure::StreamCostPerMillion => (race::stream_cost_per_million(look), None),
            Measure::QueueCostPerMillion => (race::queue_cost_per_million(look), None),
            Measure::OldestMessage => (queues::oldest_message_ms(look), None),
            Measure::Messages => (queues::messages(look), None),
            Measure::KclWorking => (race::kcl_working(look), None),
            Measure::QueueWorkersBusy => (race::queue_workers_busy(look), None),
            Measure::KclRecordsPerSecond => (race::kcl_records_per_second(look), None),
            Measure::QueueHandledPerSecond => (race::queue_handled_per_second(look), None),
            Measure::StoredShare => (clients::stored_share(look), None),
            Measure::PutLatencyMean => (clients::latency_mean_ms(look), None),
            Measure::CallsPerSecond => (clients::calls_per_second(look), None),
            Measure::RecordsPerSecond => (clients::records_per_second(look), None),
            Measure::ReadingsPerSecond => (clients::readings_per_second(look), None),
            Measure::FailedPerSecond => (clients::failed_per_second(look), None),
            Measure::ShardsOfProducer => (clients::shards(look), None),
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

/// Thousandths of a percent.
fn share(part: u64, whole: u64) -> u64 {
    (part * 100_000).checked_div(whole).unwrap_or(0)
}
