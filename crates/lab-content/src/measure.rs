//! The measures that a goal of one's own may use, with how their values read. Their words stand in the
//! locale under `measure.` with their key.

use crate::format::Format;
use stream_engine::goal::Measure;

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
    offer(Measure::MillisBehindLatest, "millis_behind_latest", Format::Seconds),
];

/// How a measure is offered; the first for one that isn't.
pub fn offered(measure: Measure) -> &'static Offered {
    MEASURES.iter().find(|offered| offered.measure == measure).unwrap_or(&MEASURES[0])
}
