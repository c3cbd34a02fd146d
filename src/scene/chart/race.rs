//! The lines of a race: both sides in one chart.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::{content, t};
use lab_content::lab::Chart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::bill::Prices;
use stream_engine::goal::race::Race;

/// The lines of a chart; none for a chart of another kind.
pub fn data(run: &Simulation, chart: Chart, seconds: Range<u64>) -> Option<Data> {
    let (quantity, stream, queue): (Quantity, Points, Points) = match chart {
        Chart::RaceProcessed => (Quantity::Messages, stream_processed, queue_processed),
        Chart::RaceAge => (Quantity::Milliseconds, stream_age, queue_age),
        Chart::RaceOrder => (Quantity::Messages, stream_order, queue_order),
        Chart::RaceCost => (Quantity::NanoDollars, stream_cost, queue_cost),
        _ => return None,
    };
    let Some(race) = Race::of(run, 0) else {
        return Some(Data { series: Vec::new(), quantity, limit: None });
    };
    let look = Look { race: &race, prices: &content().prices.prices };
    let series = |side: u32, name: &str, points: Points| Series {
        ink: Ink::Shard(side),
        name: t(name).to_owned(),
        label: String::new(),
        points: points(&look, seconds.clone()),
    };
    let planned = race.producer.planned().filter(|_| chart == Chart::RaceProcessed);
    Some(Data {
        series: vec![series(0, "race.kinesis", stream), series(1, "race.sqs", queue)],
        quantity,
        limit: planned.map(|planned| (f64::from(planned), t("race.sent"))),
    })
}

struct Look<'a> {
    race: &'a Race<'a>,
    prices: &'a Prices,
}

type Points = fn(&Look, Range<u64>) -> Vec<(u64, f64)>;

/// Sums of what a second counts, from the first second on.
fn added(seconds: Range<u64>, of: impl Fn(u64) -> u64) -> Vec<(u64, f64)> {
    let mut sum: u64 = (0..seconds.start).map(&of).sum();
    let add = |second: u64| {
        sum += of(second);
        (second, sum as f64)
    };
    seconds.map(add).collect()
}

fn stream_processed(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.application.seconds;
    added(seconds, |second| series.get(second).map_or(0, |second| u64::from(second.records - second.twice)))
}

fn queue_processed(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.consumer.seconds;
    added(seconds, |second| series.get(second).map_or(0, |second| u64::from(second.handled)))
}

fn stream_age(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.application.seconds;
    let age = |second: u64| Some((second, f64::from(series.get(second)?.millis_behind_latest)));
    seconds.filter_map(age).collect()
}

fn queue_age(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.queue.seconds;
    let age = |second: u64| {
        let found = series.get(second).filter(|second| second.sampled)?;
        Some((second, f64::from(found.approximate_age_of_oldest_message_s) * 1_000.0))
    };
    seconds.filter_map(age).collect()
}

fn stream_order(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.application.seconds;
    seconds.map(|second| (second, series.get(second).map_or(0.0, |second| f64::from(second.out_of_order)))).collect()
}

fn queue_order(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.consumer.seconds;
    let broken = |second| series.get(second).map_or(0.0, |second| f64::from(second.order_broken_by_source));
    seconds.map(|second| (second, broken(second))).collect()
}

/// Shards and payload units of the run since its start.
fn stream_cost(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let (race, prices) = (look.race, look.prices);
    let open = |second: u64| {
        let is_open = |shard: &&stream_engine::kinesis::shard::Shard| {
            shard.opened.second() <= second && shard.closed.is_none_or(|closed| closed.second() > second)
        };
        race.stream.shards.iter().filter(is_open).count() as u64
    };
    added(seconds, |second| {
        let units = race.run.seconds().get(second).map_or(0, |second| u64::from(second.put_payload_units));
        prices.shards_per_hour(open(second)) / 3_600 + units * prices.put_payload_units_per_million / 1_000_000
    })
}

fn queue_cost(look: &Look, seconds: Range<u64>) -> Vec<(u64, f64)> {
    let series = &look.race.queue.seconds;
    added(seconds, |second| {
        let requests = series.get(second).map_or(0, |second| u64::from(second.billed_requests));
        requests * look.prices.sqs_fifo_per_million_requests / 1_000_000
    })
}
