//! Charts of the first event source mapping of a run, over all of it: its runs last a day.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::{t, tf};
use lab_content::lab::LambdaChart;
use stream_engine::Simulation;
use stream_engine::consumers::lambda::function::LambdaSecond;
use stream_engine::consumers::lambda::mapping::Mapping;

const MINUTE_S: u64 = 60;
/// What the time axis has room for at least, in seconds.
const SPAN_MIN_S: u64 = 900;
/// Points of a line at most.
const POINTS_MAX: u64 = 360;

pub fn data(run: &Simulation, chart: LambdaChart) -> Option<Data> {
    let mapping = run.lambda().mappings.values().find(|mapping| mapping.setup.queue.is_none())?;
    Some(match chart {
        LambdaChart::Age => ages(run, mapping),
        LambdaChart::Records => records(run, mapping),
    })
}

/// End and span of the time axis: the whole run.
pub fn window(run: &Simulation) -> (u64, u64) {
    let now = run.now().second();
    (now.max(SPAN_MIN_S), now.max(SPAN_MIN_S))
}

/// Minutes that are over, the last one included, each with how many it stands for.
fn minutes(run: &Simulation) -> impl Iterator<Item = std::ops::Range<u64>> {
    let end = run.now().second().div_ceil(MINUTE_S);
    let step = end.div_ceil(POINTS_MAX).max(1);
    (0..end).step_by(step as usize).map(move |first| first..(first + step).min(end))
}

/// IteratorAge by shard, the largest of each minute, up to the retention.
fn ages(run: &Simulation, mapping: &Mapping) -> Data {
    let stream = run.streams().get(usize::from(mapping.source.stream.0));
    let last = run.now().second().saturating_sub(1);
    let of = |(cursor, reading): (usize, &stream_engine::consumers::source::Cursor)| {
        let by_minute = &mapping.shards.get(cursor)?.minutes;
        let mut held = 0;
        let value = |range: std::ops::Range<u64>| {
            // A minute without an invocation has no value of its own.
            held = range
                .clone()
                .filter_map(|minute| by_minute.get(minute))
                .copied()
                .max()
                .filter(|age| *age > 0)
                .unwrap_or(held);
            ((range.end * MINUTE_S - 1).min(last), f64::from(held))
        };
        let points: Vec<(u64, f64)> = minutes(run).map(value).collect();
        let number = reading.shard.0.to_string();
        let name = tf("chart.shard", &[("n", &number)]);
        (!points.is_empty()).then_some(Series { ink: Ink::Shard(reading.shard.0), name, label: number, points })
    };
    let limit = stream.map(|stream| (stream.retention_us as f64 / 1e3, t("chart.limit.retention")));
    let series = mapping.source.cursors.iter().enumerate().filter_map(of).collect();
    Data { series, quantity: Quantity::Milliseconds, limit }
}

fn records(run: &Simulation, mapping: &Mapping) -> Data {
    let last = run.now().second().saturating_sub(1);
    let line = |ink, name: &str, value: fn(&LambdaSecond) -> u32| {
        let of = |range: std::ops::Range<u64>| {
            let sum: u64 =
                range.clone().filter_map(|minute| mapping.minutes.get(minute)).map(|one| u64::from(value(one))).sum();
            let minutes = (range.end - range.start).max(1);
            ((range.end * MINUTE_S - 1).min(last), sum as f64 / minutes as f64)
        };
        Series { ink, name: name.to_owned(), label: String::new(), points: minutes(run).map(of).collect() }
    };
    let series = vec![
        line(Ink::Total, t("chart.lambda.records"), |one| one.records),
        line(Ink::Bad, t("chart.lambda.errors"), |one| one.errors),
    ];
    Data { series, quantity: Quantity::PerMinute, limit: None }
}
