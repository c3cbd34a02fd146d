//! CloudWatch's view of the run: metrics by namespace, name and dimensions, read from the series
//! that streams and queues keep anyway. One second is one sample (the service sends a sample for
//! each call, summed up by the minute); an hour of them is kept.

pub mod firehose;
pub mod kinesis;
pub mod lambda;
pub mod sqs;
pub mod statistic;

use crate::series::{SECONDS_KEPT, Series};
use crate::simulation::Simulation;
use crate::time::Time;
use std::ops::Range;

/// A metric's name with the values that tell whose it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Metric {
    pub namespace: &'static str,
    pub name: &'static str,
    /// Names and values, in CloudWatch's order.
    pub dimensions: Vec<(&'static str, String)>,
}

/// One second of a metric.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sample {
    /// Since the run began.
    pub second: u64,
    pub value: u64,
}

/// All metrics of the run, in an order that stays.
pub fn list(run: &Simulation) -> Vec<Metric> {
    [kinesis::list, sqs::list, lambda::list, firehose::list].into_iter().flat_map(|list| list(run)).collect()
}

/// The samples of a metric in the seconds `from..to`, oldest first; none if there is no such
/// metric. The second that isn't over yet isn't among them.
pub fn samples(
    run: &Simulation,
    namespace: &str,
    name: &str,
    dimensions: &[(&str, &str)],
    from: Time,
    to: Time,
) -> Vec<Sample> {
    // A moment within a second takes that second in.
    let seconds = from.second()..to.min(run.now()).second();
    match namespace {
        kinesis::NAMESPACE => kinesis::samples(run, name, dimensions, seconds),
        sqs::NAMESPACE => sqs::samples(run, name, dimensions, seconds),
        lambda::NAMESPACE => lambda::samples(run, name, dimensions, seconds),
        firehose::NAMESPACE => firehose::samples(run, name, dimensions, seconds),
        _ => Vec::new(),
    }
}

/// Of a range of seconds those that a series can still hold.
fn kept(seconds: Range<u64>) -> Range<u64> {
    // A series drops its oldest entries piece by piece: it may hold a few more than an hour.
    let first = seconds.end.saturating_sub(2 * SECONDS_KEPT as u64);
    seconds.start.max(first)..seconds.end
}

/// A metric's name, and its value in a second of type `T`.
type Kind<T> = (&'static str, fn(&T) -> u64);

/// These metrics of one thing.
fn named<T>(
    namespace: &'static str,
    kinds: &'static [Kind<T>],
    (dimension, value): (&'static str, &str),
) -> impl Iterator<Item = Metric> {
    let dimensions = vec![(dimension, value.to_owned())];
    kinds.iter().map(move |(name, _)| Metric { namespace, name, dimensions: dimensions.clone() })
}

/// Samples of the metric of this name in a series.
fn of_series<T: Clone + Default>(
    series: &Series<T>,
    kinds: &[Kind<T>],
    name: &str,
    seconds: Range<u64>,
) -> Vec<Sample> {
    let Some((_, value)) = kinds.iter().find(|(kind, _)| *kind == name) else { return Vec::new() };
    kept(seconds).filter_map(|second| Some(Sample { second, value: value(series.get(second)?) })).collect()
}
