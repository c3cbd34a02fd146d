//! What the charts are drawn from: for each shard a value for each second in sight.

use super::axis::Quantity;
use super::{capacity, delivery, fan_out, security};
use crate::content::{t, tf};
use lab_content::lab::Chart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::bill::Prices;
use stream_engine::kinesis::metrics::ShardSecond;
use stream_engine::kinesis::shard::Shard;
use stream_engine::quota::Quotas;

/// Seconds that a chart shows: all of a young run, then the last ones.
const SECONDS_MIN: u64 = 15;
pub const SECONDS_MAX: u64 = 60;

/// What a line is drawn with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// The only line of its chart, or the sum of others.
    Total,
    /// A shard's colour, from the seventh on with a dash.
    Shard(u32),
    /// What was refused or lost.
    Bad,
}

/// Values by second, oldest first. A second in which nothing could be measured is left out.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    pub ink: Ink,
    /// In the legend.
    pub name: String,
    /// Short, beside the line's end; empty for none.
    pub label: String,
    /// Second and value.
    pub points: Vec<(u64, f64)>,
}

/// What a chart of lines is drawn from.
#[derive(Clone, PartialEq, Debug)]
pub struct Data {
    pub series: Vec<Series>,
    pub quantity: Quantity,
    /// Of one line, with its name.
    pub limit: Option<(f64, &'static str)>,
}

/// The lines of a chart; none for a chart of another kind.
pub fn data(run: &Simulation, chart: Chart, seconds: Range<u64>) -> Option<Data> {
    match chart {
        Chart::CallsByOutcome => return Some(security::calls_by_outcome(run, seconds)),
        Chart::BufferAge => return delivery::buffer_age(run, seconds),
        Chart::BufferBytes => return delivery::buffer_bytes(run, seconds),
        _ => {}
    }
    if let Chart::Kcl(chart) = chart {
        return super::kcl::data(run, chart, seconds);
    }
    let Some(metric) = Metric::of(chart) else {
        return fan_out::data(run, chart, seconds.clone()).or_else(|| capacity::data(run, chart, seconds));
    };
    Some(Data {
        series: metric.series(run, seconds),
        quantity: metric.quantity,
        limit: metric.limit(run).map(|limit| (limit, t("chart.limit.shard"))),
    })
}

impl Series {
    /// The newest value.
    pub fn value(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, value)| *value)
    }

    /// All values together.
    pub fn sum(&self) -> f64 {
        self.points.iter().map(|(_, value)| value).sum()
    }
}

/// What a chart by shard shows.
struct Metric {
    quantity: Quantity,
    value: fn(&ShardSecond) -> Option<u32>,
    limit: Option<fn(&Quotas) -> u64>,
    /// A closed shard is still read, but no longer written.
    after_closing: bool,
}

impl Metric {
    /// The metric of a chart by shard; none for the others.
    fn of(chart: Chart) -> Option<Metric> {
        let metric = |quantity, value: fn(&ShardSecond) -> Option<u32>| Metric {
            quantity,
            value,
            limit: None,
            after_closing: false,
        };
        Some(match chart {
            Chart::Writes => Metric {
                limit: Some(|quotas| quotas.shard_write_records_per_second),
                ..metric(Quantity::Records, |second| Some(second.incoming_records))
            },
            Chart::Bytes => Metric {
                limit: Some(|quotas| quotas.shard_write_bytes_per_second),
                ..metric(Quantity::Bytes, |second| Some(second.incoming_bytes))
            },
            Chart::Throttles => metric(Quantity::Records, |second| Some(second.write_provisioned_throughput_exceeded)),
            Chart::IteratorAge => {
                Metric { after_closing: true, ..metric(Quantity::Milliseconds, ShardSecond::iterator_age) }
            }
            _ => return None,
        })
    }

    /// A shard's limit.
    fn limit(&self, run: &Simulation) -> Option<f64> {
        self.limit.map(|limit| limit(run.quotas()) as f64)
    }

    /// The series of each shard of the first stream that has values in sight.
    fn series(&self, run: &Simulation, seconds: Range<u64>) -> Vec<Series> {
        let shards = run.streams().first().map_or(&[][..], |stream| &stream.shards);
        let series = shards.iter().map(|shard| self.of_shard(shard, seconds.clone()));
        series.filter(|series| !series.points.is_empty()).collect()
    }

    fn of_shard(&self, shard: &Shard, seconds: Range<u64>) -> Series {
        let first = seconds.start.max(shard.opened.second());
        let value = |second: u64| {
            let entry = match (shard.seconds.get(second), shard.closed) {
                (None, Some(closed)) if second > closed.second() => return None,
                (Some(_), Some(closed)) if second > closed.second() && !self.after_closing => return None,
                // A second in which nothing happened may have no entry.
                (entry, _) => entry.copied().unwrap_or_default(),
            };
            (self.value)(&entry).map(f64::from)
        };
        let points = (first..seconds.end).filter_map(|second| Some((second, value(second)?))).collect();
        let number = shard.id.0.to_string();
        let name = match shard.closed {
            Some(_) => tf("chart.shard_closed", &[("n", &number)]),
            None => tf("chart.shard", &[("n", &number)]),
        };
        Series { ink: Ink::Shard(shard.id.0), name, label: number, points }
    }
}

/// The whole seconds in sight, and how many the axis has room for.
pub fn seconds(run: &Simulation) -> (Range<u64>, u64) {
    last_seconds(run, SECONDS_MAX)
}

/// Those of a chart: deliveries take minutes.
pub fn seconds_of(run: &Simulation, chart: Chart) -> (Range<u64>, u64) {
    match chart {
        Chart::BufferAge | Chart::BufferBytes => last_seconds(run, delivery::SECONDS_MAX),
        _ => capacity::seconds(run, chart).unwrap_or_else(|| seconds(run)),
    }
}

fn last_seconds(run: &Simulation, most: u64) -> (Range<u64>, u64) {
    let end = run.now().second();
    let span = end.clamp(SECONDS_MIN, most);
    // One more on the left, so that the line begins at the edge.
    (end.saturating_sub(span + 1)..end, span)
}

/// Price an hour of the first stream's open shards and of the payload units as they came in each second.
pub fn cost(run: &Simulation, prices: &Prices, seconds: Range<u64>) -> Series {
    let shards = run.streams().first().map_or(&[][..], |stream| &stream.shards);
    let open_at = |second: u64| {
        let is_open = |shard: &&Shard| {
            shard.opened.second() <= second && shard.closed.is_none_or(|closed| closed.second() > second)
        };
        shards.iter().filter(is_open).count() as u64
    };
    let price = |second: u64| {
        let units = prices.payload_units_per_hour(run.seconds().get(second).into_iter());
        (second, (prices.shards_per_hour(open_at(second)) + units) as f64)
    };
    let name = t("chart.total").to_owned();
    Series { ink: Ink::Total, name, label: String::new(), points: seconds.map(price).collect() }
}
