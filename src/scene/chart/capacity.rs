//! The charts of a load of days, by minute: the load beside what each stream can take, what was
//! refused, shards and cost.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::{content, t, tf};
use crate::scene::capacity::{capacity, load, targets};
use lab_content::lab::Chart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::kinesis::stream::Stream;
use stream_engine::producers::load::{LoadMinute, MINUTE_S, Target};

/// Minutes that a chart shows: all of a young run, then the last day's.
const MINUTES_MIN: u64 = 15;
const MINUTES_MAX: u64 = 1_440;
/// Points of a line at most.
const POINTS_MAX: u64 = 288;
const HOUR_S: f64 = 3_600.0;

/// The seconds of the whole minutes in sight and how many the axis has room for; None for a chart by second.
pub fn seconds(run: &Simulation, chart: Chart) -> Option<(Range<u64>, u64)> {
    let by_minute = matches!(chart, Chart::Capacity | Chart::LoadThrottles | Chart::OpenShards | Chart::LoadCost);
    let end = run.now().second() / MINUTE_S;
    let span = end.clamp(MINUTES_MIN, MINUTES_MAX);
    by_minute.then(|| (end.saturating_sub(span + 1) * MINUTE_S..end * MINUTE_S, span * MINUTE_S))
}

/// The lines of such a chart, by the last second of each minute; none for any other chart.
pub fn data(run: &Simulation, chart: Chart, seconds: Range<u64>) -> Option<Data> {
    let load = load(run)?;
    let minutes = seconds.start / MINUTE_S..seconds.end / MINUTE_S;
    let step = (minutes.end - minutes.start).div_ceil(POINTS_MAX).max(1) as usize;
    let last_of = |minute: u64| (minute + 1) * MINUTE_S - 1;
    let by_stream = |value: &dyn Fn(&Target, u64, &LoadMinute) -> Option<f64>| {
        let series = targets(run, load).enumerate().map(|(nth, (target, stream))| {
            let point = |number: u64| Some((last_of(number), value(target, number, target.minute(number)?)?));
            let points = minutes.clone().step_by(step).filter_map(point).collect();
            line(ink(nth), name(stream), points)
        });
        series.collect::<Vec<_>>()
    };
    let per_second = |count: u64, minute: &LoadMinute| count as f64 / f64::from(minute.seconds.max(1));
    Some(match chart {
        Chart::Capacity => {
            let takes = |_: &Target, _: u64, minute: &LoadMinute| {
                Some(capacity(run, load, per_second(minute.shard_seconds, minute)))
            };
            let mut series = by_stream(&takes);
            for one in &mut series {
                one.name = tf("chart.capacity_of", &[("stream", &one.name)]);
            }
            let rate = |number: u64| (last_of(number), load.rate(run, number * MINUTE_S) as f64);
            let offered = minutes.clone().step_by(step).map(rate).collect();
            series.push(line(Ink::Total, t("chart.offered").to_owned(), offered));
            Data { series, quantity: Quantity::Records, limit: None }
        }
        Chart::LoadThrottles => {
            let refused = |_: &Target, _: u64, minute: &LoadMinute| Some(per_second(minute.refused, minute));
            Data { series: by_stream(&refused), quantity: Quantity::Records, limit: None }
        }
        Chart::OpenShards => {
            let open = |_: &Target, _: u64, minute: &LoadMinute| Some(per_second(minute.shard_seconds, minute));
            Data { series: by_stream(&open), quantity: Quantity::Shards, limit: None }
        }
        Chart::LoadCost => {
            let prices = &content().prices.prices;
            let price = |target: &Target, number: u64, minute: &LoadMinute| {
                let next = target.minute(number + 1)?;
                let (standing, data) = next.used.since(minute.used).cost(prices);
                Some((standing + data) as f64 * HOUR_S / MINUTE_S as f64)
            };
            Data { series: by_stream(&price), quantity: Quantity::NanoDollarsPerHour, limit: None }
        }
        _ => return None,
    })
}

/// As for reading by pull and by push: the second and third colour.
fn ink(nth: usize) -> Ink {
    Ink::Shard(nth as u32 + 1)
}

fn name(stream: &Stream) -> String {
    stream.name.clone()
}

fn line(ink: Ink, name: String, points: Vec<(u64, f64)>) -> Series {
    Series { ink, name, label: String::new(), points }
}
