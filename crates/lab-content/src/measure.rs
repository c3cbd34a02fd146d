//! The measures that a goal of one's own may use, with how their values read. Their words stand in the
//! locale under `measure.` with their key.

use crate::format::Format;
use stream_engine::goal::{KclMeasure, LambdaMeasure, Measure};

/// A measure as a form offers it.
#[derive(Debug)]
pub struct Offered {
    pub measure: Measure,
    /// The end of its word's key.
    pub key: &'static str,
    pub format: Format,
}

const fn offer(measure: Measure, key: &'static str, format: Format) -> Offered {
    Offered { measure, key, format }
}

/// In the order in which a form lists them.
pub static MEASURES: &[Offered] = &[
    offer(Measure::ThrottledShare, "throttled_share", Format::Percent),
    offer(Measure::FullestShardShare, "fullest_shard_share", Format::Percent),
    offer(Measure::OrderBrokenBySource, "order_broken_by_source", Format::Kept),
    offer(Measure::Lost, "lost", Format::Count),
    offer(Measure::Stored, "stored", Format::Count),
    offer(Measure::OpenShards, "open_shards", Format::Count),
    offer(Measure::ShardCostPerHour, "shard_cost_per_hour", Format::DollarsPerHour),
    offer(Measure::StreamCostPerHour, "stream_cost_per_hour", Format::DollarsPerHour),
    offer(Measure::PutLatencyMean, "put_latency_mean", Format::Milliseconds),
    offer(Measure::CallsPerSecond, "calls_per_second", Format::Count),
    offer(Measure::MillisBehindLatest, "millis_behind_latest", Format::Seconds),
    offer(Measure::ReadThrottledShare, "read_throttled_share", Format::Percent),
    offer(Measure::Kcl(KclMeasure::BehindMs), "kcl_behind", Format::Seconds),
    offer(Measure::Kcl(KclMeasure::Unattended), "kcl_unattended", Format::Count),
    offer(Measure::Kcl(KclMeasure::FailOverMs), "kcl_fail_over", Format::Seconds),
    offer(Measure::Kcl(KclMeasure::TwiceSinceCrash), "kcl_twice", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::BehindMs), "lambda_behind", Format::Seconds),
    offer(Measure::Lambda(LambdaMeasure::GoodLost), "lambda_lost", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::Errors), "lambda_errors", Format::Count),
    offer(Measure::OldestAtLanding, "oldest_at_landing", Format::Seconds),
    offer(Measure::SmallestObject, "smallest_object", Format::Mebibytes),
    offer(Measure::ObjectsLanded, "objects_landed", Format::Count),
    offer(Measure::LateDropped, "late_dropped", Format::Count),
    offer(Measure::OldestMessage, "oldest_message", Format::Seconds),
    offer(Measure::Messages, "messages", Format::Count),
    offer(Measure::QueueCallsRefused, "queue_calls_refused", Format::Count),
    offer(Measure::QueueHandledPerSecond, "queue_handled_per_second", Format::Count),
    offer(Measure::QueueOrderBroken, "queue_order_broken", Format::Kept),
];

/// How a measure is offered; the first for one that isn't.
pub fn offered(measure: Measure) -> &'static Offered {
    MEASURES.iter().find(|offered| offered.measure == measure).unwrap_or(&MEASURES[0])
}
