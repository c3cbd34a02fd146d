//! What came of calls, second by second.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::t;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::kinesis::metrics::RunSecond;

/// Records stored and refused for good, and calls that came over the internet.
pub fn calls_by_outcome(run: &Simulation, seconds: Range<u64>) -> Data {
    let series = |ink, name: &str, value: fn(&RunSecond) -> u32| {
        let points = seconds.clone().map(|second| (second, f64::from(run.seconds().get(second).map_or(0, value))));
        Series { ink, name: name.to_owned(), label: String::new(), points: points.collect() }
    };
    Data {
        series: vec![
            series(Ink::Shard(2), t("chart.stored"), |second| second.stored),
            series(Ink::Bad, t("chart.denied"), |second| second.lost),
            series(Ink::Shard(1), t("chart.public"), |second| second.public_calls),
        ],
        quantity: Quantity::Records,
        limit: None,
    }
}
