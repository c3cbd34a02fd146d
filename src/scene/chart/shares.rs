//! A bar for each open shard: its part of the records of the last seconds, beside an even part.

use super::axis::{Quantity, Scale, Unit};
use super::{Limit, Mark, Plot, Size};
use crate::content::{t, tf};
use crate::scene::COLOURS;
use lab_content::format::{percent, share};
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

/// What a bar is drawn with.
struct Field {
    plot: Plot,
    unit: Unit,
    /// Height of the axis, in its unit.
    top: f64,
    /// Width for one bar with the space around it.
    slot: f64,
}

/// The shares of a run's first stream.
pub fn shares(run: &Simulation, size: Size) -> BarChart {
    let counted = shares_of(run);
    let count = counted.len().max(1) as f64;
    let total: u64 = counted.iter().map(|(_, records)| records).sum();
    let part = |records: u64| share(records, total) as f64;
    let shares: Vec<(u32, f64)> = counted.into_iter().map(|(shard, records)| (shard, part(records))).collect();
    let even = 100_000.0 / count;
    let highest = shares.iter().map(|(_, share)| *share).fold(even, f64::max);
    let unit = Quantity::Share.unit(highest);
    let scale = Scale::reaching(highest / unit.divisor, unit.smallest);
    let marks = scale.marks();
    let plot = Plot::beside(size, &marks, 10.0);
    let field = Field { plot, unit, top: scale.top, slot: (plot.right - plot.left) / count };
    let even = Limit { y: Some(field.y(even)), text: tf("chart.even", &[("n", &unit.text(even))]) };
    let description = match total {
        0 => t("chart.shares.nothing").to_owned(),
        _ => describe(&shares, &even),
    };
    BarChart {
        size,
        plot,
        y_marks: marks.into_iter().map(|(at, text)| (plot.y(at / scale.top), text)).collect(),
        bars: shares.iter().enumerate().map(|(nth, (shard, share))| field.bar(nth, *shard, *share)).collect(),
        even,
        records: total,
        description,
    }
}

/// Number of each open shard, and its records of the last seconds.
pub fn shares_of(run: &Simulation) -> Vec<(u32, u64)> {
    let open = run.streams().first().into_iter().flat_map(|stream| stream.open_shards());
    open.map(|shard| (shard.id.0, records(run, shard))).collect()
}

impl Field {
    fn y(&self, share: f64) -> f64 {
        self.plot.y(share / self.unit.divisor / self.top)
    }

    fn bar(&self, nth: usize, shard: u32, share: f64) -> Bar {
        let (slot, y) = (self.slot, self.y(share));
        let width = (slot * 0.72).min(BAR_MAX);
        Bar {
            colour: shard % COLOURS,
            patterned: shard >= COLOURS,
            x: self.plot.left + slot * (nth as f64 + 0.5) - width / 2.0,
            y,
            width,
            height: self.plot.bottom - y,
            name: match slot {
                _ if slot >= WIDTH_NAME => name(shard),
                _ if slot >= WIDTH_NUMBER => shard.to_string(),
                _ => String::new(),
            },
            value: match slot {
                _ if slot >= WIDTH_DECIMAL => percent(share as u64, 1),
                _ if slot >= WIDTH_VALUE => format!("{:.0}", share / self.unit.divisor),
                _ => String::new(),
            },
        }
    }
}

fn name(shard: u32) -> String {
    tf("chart.shard", &[("n", &shard.to_string())])
}

fn describe(shares: &[(u32, f64)], even: &Limit) -> String {
    let texts: Vec<String> =
        shares.iter().map(|(shard, share)| format!("{}: {}", name(*shard), percent(*share as u64, 1))).collect();
    format!("{}. {}.", texts.join(", "), even.text)
}

fn records(run: &Simulation, shard: &Shard) -> u64 {
    shard.seconds.window(run.now(), WINDOW_S).map(|second| u64::from(second.incoming_records)).sum()
}
