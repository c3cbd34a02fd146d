//! Measures with how their values read: those that a goal of one's own may use, and those that only the proof of a
//! question reads. Their words stand under `measure.` with their key, in the page's locale or in the quiz's.

use crate::format::Format;
use stream_engine::goal::{KclMeasure, LambdaMeasure, Measure};

/// A measure as a form offers it, or a proof shows it.
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

/// Read by proofs of questions beside those.
pub static PROVEN: &[Offered] = &[
    offer(Measure::StreamRecordsPerSecond, "stream_records_per_second", Format::RecordsPerSecond),
    offer(Measure::StoredBytesPerSecond, "stored_bytes_per_second", Format::KilobytesPerSecond),
    offer(Measure::RecordsPerSecond, "records_per_second", Format::RecordsPerSecond),
    offer(Measure::FailedPerSecond, "failed_per_second", Format::RecordsPerSecond),
    offer(Measure::LoadThrottledShare, "load_throttled_share", Format::FinePercent),
    offer(Measure::LoadCostPerMonth, "load_cost_per_month", Format::DollarsPerMonth),
    offer(Measure::PolledDelay, "polled_delay", Format::Milliseconds),
    offer(Measure::SlowestApplicationDelay, "slowest_application_delay", Format::Milliseconds),
    offer(Measure::KclWorking, "kcl_working", Format::Count),
    offer(Measure::KclRecordsPerSecond, "kcl_records_per_second", Format::RecordsPerSecond),
    offer(Measure::Kcl(KclMeasure::Skipped), "kcl_skipped", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::Running), "lambda_running", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::Handled), "lambda_handled", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::GoodDiscarded), "lambda_discarded", Format::Count),
    offer(Measure::Lambda(LambdaMeasure::BadDelivered), "lambda_delivered", Format::Count),
    offer(Measure::FirstObjectSecond, "first_object_second", Format::Count),
    offer(Measure::QueueWorkersBusy, "queue_workers_busy", Format::Count),
    offer(Measure::QueueMessagesPerSecond, "queue_messages_per_second", Format::Count),
    offer(Measure::PublicCalls, "public_calls", Format::Count),
    offer(Measure::DeniedPuts, "denied_puts", Format::Count),
    offer(Measure::PermissionsMissing, "permissions_missing", Format::Count),
    offer(Measure::StoredUnencrypted, "stored_unencrypted", Format::Count),
];

/// How a measure reads, if it stands in either list.
pub fn known(measure: Measure) -> Option<&'static Offered> {
    MEASURES.iter().chain(PROVEN).find(|offered| offered.measure == measure)
}

/// How a measure is offered; the first for one that isn't.
pub fn offered(measure: Measure) -> &'static Offered {
    MEASURES.iter().find(|offered| offered.measure == measure).unwrap_or(&MEASURES[0])
}
