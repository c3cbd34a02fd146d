//! The charts as data: lines by second, bars by shard, axes with round marks, all in CSS pixels.

pub mod axis;
mod capacity;
mod clients;
pub mod csv;
mod delivery;
mod fan_out;
mod kcl;
mod lambda;
mod race;
mod security;
pub mod series;
pub mod shares;

use super::COLOURS;
use crate::content::{t, tf};
use axis::{Quantity, Scale, Unit};
use lab_content::format::{THIN, thousands};
use lab_content::lab::Chart;
use series::{Data, Ink, Series};
use stream_engine::Simulation;
use stream_engine::bill::Prices;

/// Lines drawn at most, the busiest; an update can make hundreds of shards.
pub const LINES_MAX: usize = 12;
/// A limit this many times above the highest value is told, but not drawn: it would flatten the lines.
const LIMIT_FAR: f64 = 8.0;
/// Space between two numbers at the ends of lines.
const LABEL_GAP: f64 = 11.0;
/// Width of such a number.
const LABEL_WIDTH: f64 = 20.0;
/// Seconds between two marks of the time axis.
const STEPS_S: [u64; 10] = [5, 10, 15, 20, 60, 300, 900, 1_800, 3_600, 2 * 3_600];
/// Dash patterns of the first six shards, the second six, and so on.
const DASHES: [&str; 4] = ["", "6 3", "2 3", "9 3 2 3"];

/// What there is to draw on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// Edges of the field inside the axes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Plot {
    /// The field that leaves room for these marks on the left and for `right` pixels on the right.
    fn beside(size: Size, marks: &[(f64, String)], right: f64) -> Plot {
        let longest = marks.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
        Plot { left: 12.0 + 6.2 * longest as f64, right: size.width - right, top: 22.0, bottom: size.height - 20.0 }
    }

    /// The height of a part of the axis.
    fn y(&self, part: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * part
    }
}

/// A mark on an axis: where, and what it says.
pub type Mark = (f64, String);

/// A limit: its height if it lies in the field, and what it says.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    pub y: Option<f64>,
    pub text: String,
}

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its colour, as a class of the page.
    pub stroke: String,
    pub dash: &'static str,
    pub name: String,
    /// Short, beside its end; empty for none.
    pub label: String,
    /// Its newest value with unit.
    pub value: String,
    pub path: String,
    pub end: (f64, f64),
    /// Height of its label, clear of the others.
    pub label_y: f64,
}

/// A chart of lines over time.
#[derive(Clone, PartialEq, Debug)]
pub struct LineChart {
    pub size: Size,
    pub plot: Plot,
    pub unit: &'static str,
    pub y_marks: Vec<Mark>,
    pub x_marks: Vec<Mark>,
    pub limit: Option<Limit>,
    pub lines: Vec<Line>,
    /// The same of the run beside, if two are compared.
    pub beside: Vec<Line>,
    /// Lines left out, because there were too many.
    pub unseen: usize,
    /// The present values in words.
    pub description: String,
}

/// A chart of lines, with those of a run beside if there is one; none for a chart of another kind.
pub fn line_chart(run: &Simulation, beside: Option<&Simulation>, chart: Chart, size: Size) -> Option<LineChart> {
    if let Chart::Lambda(chart) = chart {
        let beside = beside.and_then(|beside| lambda::data(beside, chart)).map_or_else(Vec::new, |data| data.series);
        return Some(lines(lambda::data(run, chart)?, beside, lambda::window(run), size));
    }
    let (seconds, span) = series::seconds_of(run, chart);
    let end = seconds.end;
    let data = |run| {
        let found = series::data(run, chart, seconds.clone());
        let found = found.or_else(|| race::data(run, chart, seconds.clone()));
        found.or_else(|| clients::data(run, chart, seconds.clone()))
    };
    let beside = beside.and_then(data);
    let beside = beside.map_or_else(Vec::new, |data| data.series);
    Some(lines(data(run)?, beside, (end, span), size))
}

/// Price an hour, and the two numbers it is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct CostChart {
    pub shards: String,
    pub shards_from: String,
    pub units: String,
    pub units_from: String,
    pub chart: LineChart,
}

/// The chart of what the stream costs.
pub fn cost(run: &Simulation, beside: Option<&Simulation>, prices: &Prices, size: Size) -> CostChart {
    let (seconds, span) = series::seconds(run);
    let end = seconds.end;
    let beside = beside.map(|beside| series::cost(beside, prices, seconds.clone()));
    let series = series::cost(run, prices, seconds);
    let open = run.streams().first().map_or(0, |stream| stream.open_count() as u64);
    let last = run.seconds().window(run.now(), 1).next();
    let units = last.map_or(0, |second| u64::from(second.put_payload_units) * 3_600);
    let dollars = |nano: u64| Quantity::NanoDollarsPerHour.unit(0.0).text(nano as f64);
    CostChart {
        shards: dollars(prices.shards_per_hour(open)),
        shards_from: tf("chart.cost.shards", &[("n", &open.to_string()), ("price", &dollars(prices.shard_hour))]),
        units: dollars(prices.payload_units_per_hour(last.into_iter())),
        units_from: tf("chart.cost.units", &[("n", &thousands(units))]),
        chart: lines(
            Data { series: vec![series], quantity: Quantity::NanoDollarsPerHour, limit: None },
            beside.into_iter().collect(),
            (end, span),
            size,
        ),
    }
}

/// Draws series over the `span` seconds before `end`; those of a young run from its start.
pub(super) fn lines(data: Data, beside: Vec<Series>, (end, span): (u64, u64), size: Size) -> LineChart {
    let Data { series, quantity, limit } = data;
    let (series, unseen) = busiest(series);
    let (beside, _) = busiest(beside);
    let values = series.iter().chain(&beside).flat_map(|series| &series.points).map(|(_, value)| *value);
    let highest = values.fold(0.0, f64::max);
    let near = limit.map(|(limit, _)| limit).filter(|limit| highest == 0.0 || *limit <= highest * LIMIT_FAR);
    let unit = quantity.unit(highest.max(near.unwrap_or(0.0)));
    let scale = Scale::reaching(highest.max(near.unwrap_or(0.0)) / unit.divisor, unit.smallest);
    let marks = scale.marks();
    let plot = Plot::beside(size, &marks, 24.0);
    let y = |value: f64| plot.y((value / unit.divisor / scale.top).min(1.0));
    let start = end.saturating_sub(span);
    let x = |second: u64| plot.left + (plot.right - plot.left) * second.saturating_sub(start) as f64 / span as f64;
    let limit = limit.map(|limit| limit_line(limit, near.map(y), quantity, unit));
    let mut lines: Vec<Line> = series.iter().map(|series| line(series, unit, x, y)).collect();
    spread(&mut lines, plot);
    let beside: Vec<Line> = beside.iter().map(|series| line(series, unit, x, y)).collect();
    let mut description = describe(&lines, limit.as_ref());
    if !beside.is_empty() {
        description.push(' ');
        description.push_str(&tf("chart.beside", &[("values", &describe(&beside, None))]));
    }
    let step = STEPS_S.into_iter().find(|step| span / step <= 4).unwrap_or(6 * 3_600);
    let seconds = (start.next_multiple_of(step)..=start + span).step_by(step as usize);
    LineChart {
        size,
        plot,
        unit: unit.name,
        y_marks: marks.into_iter().map(|(at, text)| (plot.y(at / scale.top), text)).collect(),
        x_marks: seconds.map(|second| (x(second), moment(second, step))).collect(),
        limit,
        lines,
        beside,
        unseen,
        description,
    }
}

/// `1:05`; where marks are far apart `30 min`, `1:30 h`, `6 h`.
fn moment(second: u64, step: u64) -> String {
    const FAR_S: u64 = 300;
    let (hours, minutes) = (second / 3_600, second / 60 % 60);
    match (step < FAR_S, hours, minutes) {
        (true, ..) => format!("{}:{:02}", second / 60, second % 60),
        (false, 0, 0) => "0".to_owned(),
        (false, 0, minutes) => format!("{minutes}{THIN}min"),
        (false, hours, 0) => format!("{hours}{THIN}h"),
        (false, hours, minutes) => format!("{hours}:{minutes:02}{THIN}h"),
    }
}

fn limit_line((limit, name): (f64, &str), y: Option<f64>, quantity: Quantity, unit: Unit) -> Limit {
    // A limit far above may need a larger unit than the axis.
    let unit = if y.is_some() { unit } else { quantity.unit(limit) };
    let value = Unit { decimals: 0, ..unit }.text(limit);
    let key = if y.is_some() { "chart.limit.text" } else { "chart.limit.above" };
    let text = tf(key, &[("name", name), ("n", &value)]);
    Limit { y, text }
}

/// The busiest series in the order that they came in, and how many are left out.
fn busiest(series: Vec<Series>) -> (Vec<Series>, usize) {
    let unseen = series.len().saturating_sub(LINES_MAX);
    let mut numbered: Vec<(usize, Series)> = series.into_iter().enumerate().collect();
    if unseen > 0 {
        numbered.sort_by(|(_, one), (_, other)| other.sum().total_cmp(&one.sum()));
        numbered.truncate(LINES_MAX);
        numbered.sort_by_key(|(nth, _)| *nth);
    }
    (numbered.into_iter().map(|(_, series)| series).collect(), unseen)
}

fn line(series: &Series, unit: Unit, x: impl Fn(u64) -> f64, y: impl Fn(f64) -> f64) -> Line {
    // What was counted in a second is known at its end.
    let points: Vec<(f64, f64)> = series.points.iter().map(|(second, value)| (x(second + 1), y(*value))).collect();
    let end = points.last().copied().unwrap_or_default();
    let (stroke, dash) = match series.ink {
        Ink::Total => ("total".to_owned(), DASHES[0]),
        Ink::Bad => ("bad".to_owned(), DASHES[2]),
        Ink::Shard(number) => {
            (format!("stroke-{}", number % COLOURS), DASHES[(number / COLOURS) as usize % DASHES.len()])
        }
    };
    Line {
        stroke,
        dash,
        name: series.name.clone(),
        label: series.label.clone(),
        value: unit.text(series.value()),
        path: path(&points),
        end,
        label_y: end.1 + 3.5,
    }
}

/// A line through all points; a single one becomes a dot.
fn path(points: &[(f64, f64)]) -> String {
    let all = points.iter().enumerate();
    let mut path: String =
        all.map(|(nth, (x, y))| format!("{}{x:.1} {y:.1}", if nth == 0 { 'M' } else { 'L' })).collect();
    if points.len() == 1 {
        path.push_str("h0");
    }
    path
}

/// Moves the numbers of the lines that end at or near the newest second apart: downwards, then up from
/// the floor.
fn spread(lines: &mut [Line], plot: Plot) {
    let newest = lines.iter().map(|line| line.end.0).fold(0.0, f64::max);
    let mut at_edge: Vec<&mut Line> = lines.iter_mut().filter(|line| line.end.0 >= newest - LABEL_WIDTH).collect();
    at_edge.sort_by(|one, other| one.label_y.total_cmp(&other.label_y));
    let mut free = f64::MIN;
    for line in &mut at_edge {
        line.label_y = line.label_y.max(free);
        free = line.label_y + LABEL_GAP;
    }
    let mut floor = plot.bottom + 3.5;
    for line in at_edge.iter_mut().rev() {
        line.label_y = line.label_y.min(floor);
        floor = line.label_y - LABEL_GAP;
    }
}

fn describe(lines: &[Line], limit: Option<&Limit>) -> String {
    if lines.is_empty() {
        return t("chart.empty").to_owned();
    }
    let values: Vec<String> = lines.iter().map(|line| format!("{}: {}", line.name, line.value)).collect();
    let limit = limit.map_or_else(String::new, |limit| format!(" {}.", limit.text));
    format!("{}.{limit}", values.join(", "))
}

#[cfg(test)]
mod tests;
