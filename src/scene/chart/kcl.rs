//! Charts of the first KCL application of a run.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::{t, tf};
use lab_content::lab::KclChart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::consumers::kcl::application::{Application, KclSecond};
use stream_engine::consumers::kcl::setup::Billing;
use stream_engine::kinesis::shard::ShardId;

/// A stretch without a read that is longer than this was one without a worker.
const GAP_S: u64 = 3;

pub fn data(run: &Simulation, chart: KclChart, seconds: Range<u64>) -> Option<Data> {
    let application = run.kcl().first()?;
    Some(match chart {
        KclChart::Lag => {
            Data { series: lags(run, application, seconds), quantity: Quantity::Milliseconds, limit: None }
        }
        KclChart::Processed => processed(application, seconds),
        KclChart::Table => table(application, seconds),
    })
}

/// Age of the oldest record that each read gave, by shard. While nobody reads it grows by a second each second.
fn lags(run: &Simulation, application: &Application, seconds: Range<u64>) -> Vec<Series> {
    let stream = run.streams().get(usize::from(application.setup.stream.0));
    let of = |shard: &ShardId| {
        let ages = &application.progress.get(shard)?.ages;
        let mut points: Vec<(u64, f64)> = Vec::new();
        let read = |second: u64| ages.get(second).copied().filter(|age| *age > 0);
        for second in seconds.clone() {
            if let Some(age) = read(second) {
                fill_gap(&mut points, second, f64::from(age - 1));
                points.push((second, f64::from(age - 1)));
            }
        }
        let open = application.table.leases.get(shard).is_some_and(|lease| !lease.ended());
        let newest = points.last().map_or(0, |(second, _)| *second);
        if let Some(stream) = stream.filter(|_| open && !points.is_empty() && seconds.end > newest + 1) {
            let lag = application.lag_ms(stream, *shard, run.now()) as f64;
            let held = points.last().map_or(0.0, |(_, age)| *age);
            fill_gap(&mut points, seconds.end - 1, lag);
            points.push((seconds.end - 1, if seconds.end > newest + 1 + GAP_S { lag } else { held }));
        }
        let number = shard.0.to_string();
        let name = tf(if open { "chart.shard" } else { "chart.shard_closed" }, &[("n", &number)]);
        (!points.is_empty()).then_some(Series { ink: Ink::Shard(shard.0), name, label: number, points })
    };
    application.progress.keys().filter_map(of).collect()
}

/// What the age was in the seconds before this one, since the last read: between two reads of a worker the
/// same, in a longer gap rising.
fn fill_gap(points: &mut Vec<(u64, f64)>, second: u64, age: f64) {
    let Some((last, held)) = points.last().copied() else { return };
    let in_gap = second > last + GAP_S;
    let at = |at: u64| if in_gap { (age - (second - at) as f64 * 1e3).max(0.0) } else { held };
    points.extend((last + 1..second).map(|second| (second, at(second))));
}

fn processed(application: &Application, seconds: Range<u64>) -> Data {
    let line = |ink, name: &str, value: fn(&KclSecond) -> u32| {
        let at = |second| application.seconds.get(second).map_or(0.0, |entry| f64::from(value(entry)));
        let points = seconds.clone().map(|second| (second, at(second))).collect();
        Series { ink, name: name.to_owned(), label: String::new(), points }
    };
    let series = vec![
        line(Ink::Total, t("chart.kcl.processed"), |entry| entry.records),
        line(Ink::Bad, t("chart.kcl.twice"), |entry| entry.twice),
    ];
    Data { series, quantity: Quantity::Records, limit: None }
}

fn table(application: &Application, seconds: Range<u64>) -> Data {
    let table = &application.table;
    let points = |value: fn(&stream_engine::consumers::kcl::lease_table::TableSecond) -> u32| {
        let at = |second| table.seconds.get(second).map_or(0.0, |entry| f64::from(value(entry)));
        seconds.clone().map(|second| (second, at(second))).collect::<Vec<_>>()
    };
    let line = |ink, name: &str, points| Series { ink, name: name.to_owned(), label: String::new(), points };
    let limit = match table.billing {
        Billing::OnDemand => None,
        Billing::Provisioned { write_units, .. } => Some((f64::from(write_units), t("chart.limit.table"))),
    };
    let series = vec![
        line(Ink::Total, t("chart.kcl.writes"), points(|entry| entry.write_units)),
        line(Ink::Bad, t("chart.kcl.refused"), points(|entry| entry.throttled)),
    ];
    Data { series, quantity: Quantity::Units, limit }
}
