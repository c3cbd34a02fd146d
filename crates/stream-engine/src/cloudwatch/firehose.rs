//! AWS/Firehose: metrics of delivery streams. Names: Amazon Data Firehose Developer Guide, "Monitor
//! with CloudWatch metrics" (checked 2026-11-23).

use super::{Kind, Metric, Sample, named, of_series};
use crate::consumers::firehose::DeliverySecond;
use crate::simulation::Simulation;
use std::ops::Range;

pub const NAMESPACE: &str = "AWS/Firehose";

const KINDS: [Kind<DeliverySecond>; 6] = [
    ("IncomingRecords", |second| second.incoming_records.into()),
    ("IncomingBytes", |second| second.incoming_bytes),
    ("DeliveryToS3.Records", |second| second.delivery_to_s3_records),
    ("DeliveryToS3.Bytes", |second| second.delivery_to_s3_bytes),
    // In seconds.
    ("DeliveryToS3.DataFreshness", |second| second.delivery_to_s3_data_freshness_ms / 1_000),
    ("ThrottledRecords", |second| second.throttled_records.into()),
];

/// Metrics of all delivery streams.
pub fn list(run: &Simulation) -> Vec<Metric> {
    let streams = run.firehose().streams.values();
    streams.flat_map(|stream| named(NAMESPACE, &KINDS, ("DeliveryStreamName", &stream.setup.name))).collect()
}

/// Samples of a metric of a delivery stream.
pub fn samples(run: &Simulation, name: &str, dimensions: &[(&str, &str)], seconds: Range<u64>) -> Vec<Sample> {
    let [("DeliveryStreamName", wanted)] = dimensions else { return Vec::new() };
    let stream = run.firehose().streams.values().find(|stream| stream.setup.name == *wanted);
    stream.map_or_else(Vec::new, |stream| of_series(&stream.seconds, &KINDS, name, seconds))
}
