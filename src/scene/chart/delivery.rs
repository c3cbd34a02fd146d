//! How a delivery stream's buffer fills up and is emptied, from its counts by second and its objects.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::t;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::consumers::firehose::DeliveryStream;

/// Ten minutes: two of the default intervals.
pub const SECONDS_MAX: u64 = 600;

/// Age of what the buffer holds, with the interval as the limit.
pub fn buffer_age(run: &Simulation, seconds: Range<u64>) -> Option<Data> {
    let delivery = first(run)?;
    let filled = filled(run, delivery, seconds);
    let points = filled.into_iter().map(|filled| (filled.second, filled.age_s as f64 * 1_000.0)).collect();
    let limit = delivery.setup.interval_in_seconds.map(|seconds| (seconds as f64 * 1_000.0, t("chart.limit.interval")));
    Some(Data { series: vec![line(points)], quantity: Quantity::Milliseconds, limit })
}

/// Bytes in the buffer, with the size as the limit.
pub fn buffer_bytes(run: &Simulation, seconds: Range<u64>) -> Option<Data> {
    let delivery = first(run)?;
    let filled = filled(run, delivery, seconds);
    let points = filled.into_iter().map(|filled| (filled.second, filled.bytes as f64)).collect();
    let limit = delivery.setup.size_in_mbs.map(|mib| ((mib << 20) as f64, t("chart.limit.size")));
    Some(Data { series: vec![line(points)], quantity: Quantity::Volume, limit })
}

fn line(points: Vec<(u64, f64)>) -> Series {
    Series { ink: Ink::Total, name: t("chart.buffer").to_owned(), label: String::new(), points }
}

fn first(run: &Simulation) -> Option<&DeliveryStream> {
    run.firehose().streams.values().next()
}

/// What the buffer held at the end of a second.
struct Filled {
    second: u64,
    bytes: u64,
    age_s: u64,
}

/// Counted back from the landings: what came in since the last one is what is held.
fn filled(run: &Simulation, delivery: &DeliveryStream, seconds: Range<u64>) -> Vec<Filled> {
    let entry = |second: u64| delivery.seconds.get(second).copied().unwrap_or_default();
    let landed = |second: u64| entry(second).delivery_to_s3_bytes > 0;
    // The last landing before what is in sight, an hour back at most.
    let from = (0..seconds.start)
        .rev()
        .take_while(|second| run.now().second() - second < 3_600)
        .find(|second| landed(*second));
    let mut held = Filled { second: 0, bytes: 0, age_s: 0 };
    let mut all = Vec::new();
    for second in from.unwrap_or(0)..seconds.end {
        held.bytes = (held.bytes + entry(second).incoming_bytes).saturating_sub(entry(second).delivery_to_s3_bytes);
        if landed(second) {
            held.age_s = 0;
        } else if held.bytes > 0 {
            held.age_s += 1;
        }
        if second >= seconds.start {
            all.push(Filled { second, ..held });
        }
    }
    all
}
