//! A bar for each open shard: its part of the records of the last seconds, beside an even part.

use super::axis::{Quantity, Scale};
use super::{Limit, Mark, Plot, Size};
use crate::content::{t, tf};
use crate::scene::COLOURS;
use stream_engine::Simulation;
use stream_engine::kinesis::shard::Shard;

/// Seconds that are counted.
const WINDOW_S: u64 = 10;
/// Widths from which a bar has a value with a decimal, one without, a long name, a number.
const WIDTH_DECIMAL: f64 = 44.0;
const WIDTH_VALUE: f64 = 27.0;
const WIDTH_NAME: f64 = 56.0;
const WIDTH_NUMBER: f64 = 15.0;
/// A bar is no wider than this.
const BAR_MAX: f64 = 56.0;

/// One shard's bar, in the order of the hash-key space.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub colour: u32,
    pub patterned: bool,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Empty where there is no room.
    pub name: String,
    pub value: String,
}

/// The chart of shares.
#[derive(Clone, PartialEq, Debug)]
pub struct BarChart {
    pub size: Size,
    pub plot: Plot,
    pub y_marks: Vec<Mark>,
    pub bars: Vec<Bar>,
    pub even: Limit,
    /// Records counted.
    pub records: u64,
    pub description: String,
}

/// The shares of a run's first stream.
pub fn shares(run: &Simulation, size: Size) -> BarChart {
    let counted: Vec<(&Shard, u64)> =
        run.streams().iter().take(1).flat_map(|stream| stream.open_shards()).map(|shard| (shard, records(run, shard))).collect();
    let total: u64 = counted.iter().map(|(_, records)| records).sum();
    let share = |records: u64| (records * 100_000).checked_div(total).unwrap_or(0) as f64;
    let even = 100_000.0 / counted.len().max(1) as f64;
    let highest = counted.iter().map(|(_, records)| share(*records)).fold(even, f64::max);
    let unit = Quantity::Share.unit(highest);
    let scale = Scale::reaching(highest / unit.divisor, unit.smallest);
    let marks = scale.marks();
    let plot = Plot::beside(size, &marks, 10.0);
    let part = |share: f64| share / unit.divisor / scale.top;
    let slot = (plot.right - plot.left) / counted.len().max(1) as f64;
    let bar = |(nth, (shard, records)): (usize, &(&Shard, u64))| {
        let share = share(*records);
        let width = (slot * 0.72).min(BAR_MAX);
        let y = plot.y(part(share));
        Bar {
            colour: shard.id.0 % COLOURS,
            patterned: shard.id.0 >= COLOURS,
            x: plot.left + slot * (nth as f64 + 0.5) - width / 2.0,
            y,
            width,
            height: plot.bottom - y,
            name: match slot {
                slot if slot >= WIDTH_NAME => tf("chart.shard", &[("n", &shard.id.0.to_string())]),
                slot if slot >= WIDTH_NUMBER => shard.id.0.to_string(),
                _ => String::new(),
            },
            value: match slot {
                slot if slot >= WIDTH_DECIMAL => unit.text(share),
                slot if slot >= WIDTH_VALUE => format!("{:.0}", share / unit.divisor),
                _ => String::new(),
            },
        }
    };
    let bars = counted.iter().enumerate().map(bar).collect();
    let even = Limit { y: Some(plot.y(part(even))), text: tf("chart.even", &[("n", &unit.text(even))]) };
    let texts: Vec<String> = counted
        .iter()
        .map(|(shard, records)| format!("{}: {}", tf("chart.shard", &[("n", &shard.id.0.to_string())]), unit.text(share(*records))))
        .collect();
    let description = match total {
        0 => t("chart.shares.nothing").to_owned(),
        _ => format!("{}. {}.", texts.join(", "), even.text),
    };
    BarChart {
        size,
        plot,
        y_marks: marks.into_iter().map(|(at, text)| (plot.y(at / scale.top), text)).collect(),
        bars,
        even,
        records: total,
        description,
    }
}

fn records(run: &Simulation, shard: &Shard) -> u64 {
    shard.seconds.window(run.now(), WINDOW_S).map(|second| u64::from(second.incoming_records)).sum()
}
