//! The charts of fan-out: delays, reads beside the limits that all polling applications share, cost.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::{content, t};
use crate::scene::fan_out::{Way, fleet, watched};
use lab_content::lab::Chart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::consumers::fleet::watch::WatchSecond;
use stream_engine::kinesis::metrics::ShardSecond;

/// The colours that polling and being pushed to have in the stage.
const PULL: Ink = Ink::Shard(1);
const PUSH: Ink = Ink::Shard(2);

/// The lines of a chart of fan-out; none for any other chart.
pub fn data(run: &Simulation, chart: Chart, seconds: Range<u64>) -> Option<Data> {
    Some(match chart {
        Chart::Delay => delay(run, seconds),
        Chart::ReadCalls => read_calls(run, seconds),
        Chart::ReadBytes => read_bytes(run, seconds),
        Chart::FanOutCost => cost(run, seconds),
        _ => return None,
    })
}

fn series(ink: Ink, name: &str, points: Vec<(u64, f64)>) -> Series {
    Series { ink, name: t(name).to_owned(), label: String::new(), points }
}

/// Both ways that have anything to show.
fn both(points: impl Fn(Way) -> Vec<(u64, f64)>) -> Vec<Series> {
    let ways = [(Way::Pull, PULL, "chart.pull"), (Way::Push, PUSH, "chart.push")];
    let all = ways.into_iter().map(|(way, ink, name)| series(ink, name, points(way)));
    all.filter(|series| !series.points.is_empty()).collect()
}

/// What all applications of a way got in a second.
fn second(run: &Simulation, way: Way, second: u64) -> WatchSecond {
    let watched = fleet(run).map(|fleet| watched(run, fleet, way)).unwrap_or_default();
    let seconds = watched.into_iter().filter_map(|(_, watch)| watch.seconds.get(second));
    seconds.fold(WatchSecond::default(), |sum, one| WatchSecond {
        records: sum.records + one.records,
        bytes: sum.bytes + one.bytes,
        delay_ms: sum.delay_ms + one.delay_ms,
        polls: sum.polls + one.polls,
        refused: sum.refused + one.refused,
    })
}

fn delay(run: &Simulation, seconds: Range<u64>) -> Data {
    let points = |way| {
        let mean = |at: u64| Some((at, second(run, way, at).mean_delay_ms()? as f64));
        seconds.clone().filter_map(mean).collect()
    };
    Data { series: both(points), quantity: Quantity::Milliseconds, limit: None }
}

/// A field of the fullest shard: limits are a shard's.
fn fullest(run: &Simulation, at: u64, field: fn(&ShardSecond) -> u32) -> f64 {
    let shards = run.streams().first().into_iter().flat_map(|stream| &stream.shards);
    f64::from(shards.filter_map(|shard| shard.seconds.get(at).map(field)).max().unwrap_or(0))
}

fn read_calls(run: &Simulation, seconds: Range<u64>) -> Data {
    let points = |field: fn(&ShardSecond) -> u32| seconds.clone().map(|at| (at, fullest(run, at, field))).collect();
    let answered = series(PULL, "chart.answered", points(|second| second.get_records_calls));
    let refused = points(|second| second.read_provisioned_throughput_exceeded);
    let limit = run.quotas().shard_get_records_calls_per_second as f64;
    Data {
        series: vec![answered, series(Ink::Bad, "chart.refused", refused)],
        quantity: Quantity::Calls,
        limit: Some((limit, t("chart.limit.shard"))),
    }
}

fn read_bytes(run: &Simulation, seconds: Range<u64>) -> Data {
    let points = seconds.map(|at| (at, fullest(run, at, |second| second.get_records_bytes))).collect();
    let limit = run.quotas().shard_shared_read_bytes_per_second as f64;
    Data {
        series: vec![series(PULL, "chart.pull", points)],
        quantity: Quantity::Bytes,
        limit: Some((limit, t("chart.limit.shard"))),
    }
}

/// What each way costs with the shards and consumers of now, by what was written and pushed then.
fn cost(run: &Simulation, seconds: Range<u64>) -> Data {
    let prices = &content().prices.prices;
    let standing = |way| {
        let open = run.streams().first().map_or(0, |stream| stream.open_count() as u64);
        let consumers = run.streams().first().map_or(0, |stream| stream.consumers.len() as u64);
        let enhanced = if way == Way::Push { consumers * open * prices.efo_consumer_shard_hour } else { 0 };
        prices.shards_per_hour(open) + enhanced
    };
    let points = |way| {
        let is_shown = fleet(run).is_some_and(|fleet| way == Way::Pull || fleet.setup.mode.is_pushed());
        let price = |at: u64| {
            let units = prices.payload_units_per_hour(run.seconds().get(at).into_iter());
            let pushed = if way == Way::Push { second(run, way, at).bytes as f64 } else { 0.0 };
            let data = pushed * 3_600.0 / (1_u64 << 30) as f64 * prices.efo_per_gb as f64;
            (at, (standing(way) + units) as f64 + data)
        };
        if is_shown { seconds.clone().map(price).collect() } else { Vec::new() }
    };
    Data { series: both(points), quantity: Quantity::NanoDollarsPerHour, limit: None }
}
