//! The stage of capacity modes: the same load over time on each of its streams, with what the stream
//! can take, what it took and what it refused, and what that costs a month.

pub mod days;
pub mod table;

use super::chart::Size;
use super::chart::axis::Scale;
use crate::content::{content, t, tf};
use days::{Day, Step};
use lab_content::format::{Format, share, thousands};
use stream_engine::Simulation;
use stream_engine::bill::Usage;
use stream_engine::bill::dimension::MONTH_HOURS;
use stream_engine::kinesis::stream::{Stream, StreamMode, StreamStatus};
use stream_engine::producers::load::{Load, LoadSum, Target};
use stream_engine::time::{HOUR_US, SECOND_US};

/// Hours looked back for shares and costs.
pub const WINDOW_S: u64 = 24 * 3_600;
/// Below this width the figures go under the curve.
const WIDE: f64 = 640.0;

/// One stream under the load.
#[derive(Clone, PartialEq, Debug)]
pub struct Panel {
    pub y: f64,
    pub height: f64,
    pub title: String,
    /// Shards and state now.
    pub note: String,
    /// Something was refused in the last minute.
    pub is_throttled: bool,
    /// Edges of the field: left, right, top, floor.
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub floor: f64,
    pub y_marks: Vec<(f64, String)>,
    pub x_marks: Vec<(f64, String)>,
    /// Areas under what was stored, and above it up to what was refused.
    pub stored: String,
    pub refused: String,
    /// The line of what the stream could take, and the load still to come.
    pub capacity: String,
    pub ahead: String,
    /// Large figures: cost a month, with what it is made of and the share refused.
    pub cost: String,
    pub made_of: String,
    pub throttled: String,
    pub hour: String,
}

/// The picture.
#[derive(Clone, PartialEq, Debug)]
pub struct CapacityScene {
    pub size: Size,
    pub panels: Vec<Panel>,
    pub description: String,
}

/// The height that the picture wants at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { 376.0 } else { 500.0 }
}

/// The first load of the run.
pub fn load(run: &Simulation) -> Option<&Load> {
    run.loads().first()
}

/// The streams under the load, with their parts of it.
pub fn targets<'a>(run: &'a Simulation, load: &'a Load) -> impl Iterator<Item = (&'a Target, &'a Stream)> {
    let stream = |target: &'a Target| run.streams().get(usize::from(target.stream.0));
    load.targets.iter().filter_map(move |target| Some((target, stream(target)?)))
}

/// Records a second that so many shards take, of this load's size.
pub fn capacity(run: &Simulation, load: &Load, shards: f64) -> f64 {
    let quotas = run.quotas();
    let by_bytes = quotas.shard_write_bytes_per_second / u64::from(load.setup.record_bytes.max(1));
    shards * quotas.shard_write_records_per_second.min(by_bytes) as f64
}

/// The mode as the page names it.
pub fn mode(stream: &Stream) -> &'static str {
    match stream.mode {
        StreamMode::Provisioned => t("capacity.provisioned"),
        StreamMode::OnDemand => t("capacity.on_demand"),
    }
}

/// Nano-dollars of a window as a month of hours like it: shards and streams, then data.
pub fn per_month(sum: &LoadSum) -> (u64, u64) {
    let (standing, data) = sum.used.cost(&content().prices.prices);
    let month = |nano: u64| {
        let whole = u128::from(nano) * u128::from(MONTH_HOURS * HOUR_US);
        whole.checked_div(u128::from(sum.us)).unwrap_or(0) as u64
    };
    (month(standing), month(data))
}

/// The picture of a run's present moment.
pub fn scene(run: &Simulation, size: Size) -> CapacityScene {
    let Some(load) = load(run) else {
        return CapacityScene { size, panels: Vec::new(), description: String::new() };
    };
    let day = Day::of(run);
    let days: Vec<(&Target, &Stream, Vec<Step>)> =
        targets(run, load).map(|(target, stream)| (target, stream, days::steps(run, load, target, &day))).collect();
    let highest = days.iter().flat_map(|(_, _, steps)| steps).map(Step::highest).fold(0.0, f64::max);
    let highest = highest.max(days::highest_ahead(run, load, &day));
    let scale = Scale::reaching(highest, 1.0);
    let height = size.height / days.len().max(1) as f64;
    let panels: Vec<Panel> = days
        .iter()
        .enumerate()
        .map(|(nth, (target, stream, steps))| {
            let field = Field::of(size, height * nth as f64, height, &scale, &day);
            panel(run, load, (*target, *stream), steps, &field)
        })
        .collect();
    let description = panels.iter().map(describe).collect::<Vec<_>>().join(" ");
    CapacityScene { size, panels, description }
}

/// Where a panel lies and how its axes run.
struct Field<'a> {
    y: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    floor: f64,
    scale: &'a Scale,
    day: &'a Day,
}

impl<'a> Field<'a> {
    fn of(size: Size, y: f64, height: f64, scale: &'a Scale, day: &'a Day) -> Field<'a> {
        let is_wide = size.width >= WIDE;
        let right = if is_wide { 62.0 + (size.width - 62.0) * 0.635 } else { size.width - 14.0 };
        let (top, below) = if is_wide { (34.0, 26.0) } else { (52.0, 66.0) };
        Field { y, height, left: 62.0, right, top: y + top, floor: y + height - below, scale, day }
    }

    fn x(&self, second: f64) -> f64 {
        self.left + (self.right - self.left) * self.day.part(second)
    }

    fn y(&self, rate: f64) -> f64 {
        self.floor - (self.floor - self.top) * (rate / self.scale.top).min(1.0)
    }
}

fn panel(run: &Simulation, load: &Load, (target, stream): (&Target, &Stream), steps: &[Step], field: &Field) -> Panel {
    let lines = |of: fn(&Step) -> f64| steps_line(steps, field, of);
    let (stored, brought) = (lines(|step| step.stored), lines(|step| step.stored + step.refused));
    let day = target.window(run, WINDOW_S);
    let minute = target.window(run, 0);
    let (standing, data) = per_month(&day);
    let all = day.stored + day.refused;
    let share = share(day.refused, all);
    let dollars = |nano: u64| Format::DollarsPerMonth.text(nano);
    let (standing_text, data_text) = (dollars(standing), dollars(data));
    let values = [("standing", standing_text.as_str()), ("data", data_text.as_str())];
    let hour = (standing + data) / MONTH_HOURS;
    let made_of = tf(made_of(stream.mode, &day.used), &values);
    Panel {
        y: field.y,
        height: field.height,
        title: tf("capacity.title", &[("mode", mode(stream)), ("stream", &stream.name)]),
        note: note(run, load, stream),
        is_throttled: minute.refused > 0,
        left: field.left,
        right: field.right,
        top: field.top,
        floor: field.floor,
        y_marks: field.scale.marks().into_iter().map(|(at, text)| (field.y(at), text)).collect(),
        x_marks: field.day.marks().into_iter().map(|(second, text)| (field.x(second as f64), text)).collect(),
        stored: area(&stored, field),
        refused: between(&stored, &brought),
        capacity: path(&lines(|step| step.capacity)),
        ahead: path(
            &days::ahead(run, load, field.day).map(|(at, rate)| (field.x(at), field.y(rate))).collect::<Vec<_>>(),
        ),
        cost: dollars(standing + data),
        made_of,
        throttled: match day.refused {
            0 => t("capacity.not_throttled").to_owned(),
            _ => tf("capacity.throttled", &[("share", &Format::FinePercent.text(share))]),
        },
        hour: tf("capacity.hour", &[("dollars", &Format::DollarsPerHour.text(hour))]),
    }
}

/// The words for what was paid for: those of the mode that it was paid in, which may be another one than the present,
/// or both. While nothing is paid, those of the present mode.
fn made_of(mode: StreamMode, used: &Usage) -> &'static str {
    let provisioned = used.shard_us + used.extended_shard_us + used.payload_units > 0;
    let on_demand = used.stream_us + used.in_bytes + used.out_bytes > 0;
    match (provisioned, on_demand, mode) {
        (true, true, _) => "capacity.made_of_both",
        (true, false, _) | (false, false, StreamMode::Provisioned) => "capacity.made_of_shards",
        (false, true, _) | (false, false, StreamMode::OnDemand) => "capacity.made_of_stream",
    }
}

fn note(run: &Simulation, load: &Load, stream: &Stream) -> String {
    let shards = stream.open_count();
    let takes = thousands(capacity(run, load, shards as f64) as u64);
    let text = tf("capacity.note", &[("n", &shards.to_string()), ("takes", &takes)]);
    match stream.status {
        StreamStatus::Active => text,
        status => format!("{text} · {}", status.name()),
    }
}

/// Corners of a line that holds each step's value to its end.
fn steps_line(steps: &[Step], field: &Field, value: fn(&Step) -> f64) -> Vec<(f64, f64)> {
    let corners = |step: &Step| {
        let y = field.y(value(step));
        [(field.x(step.from), y), (field.x(step.to), y)]
    };
    steps.iter().flat_map(corners).collect()
}

fn path(points: &[(f64, f64)]) -> String {
    let all = points.iter().enumerate();
    all.map(|(nth, (x, y))| format!("{}{x:.1} {y:.1}", if nth == 0 { 'M' } else { 'L' })).collect()
}

fn area(points: &[(f64, f64)], field: &Field) -> String {
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => {
            format!("{}L{:.1} {floor:.1}L{:.1} {floor:.1}Z", path(points), last.0, first.0, floor = field.floor)
        }
        _ => String::new(),
    }
}

/// The area between two lines over the same corners; nothing where they are one.
fn between(lower: &[(f64, f64)], upper: &[(f64, f64)]) -> String {
    let differs = lower.iter().zip(upper).any(|(low, high)| low.1 - high.1 > 0.05);
    if !differs {
        return String::new();
    }
    let back: String = lower.iter().rev().map(|(x, y)| format!("L{x:.1} {y:.1}")).collect();
    format!("{}{back}Z", path(upper))
}

fn describe(panel: &Panel) -> String {
    tf(
        "capacity.describe",
        &[
            ("title", &panel.title),
            ("note", &panel.note),
            ("throttled", &panel.throttled),
            ("cost", &panel.cost),
            ("made_of", &panel.made_of),
        ],
    )
}

/// `14:30` of the run's day, or `day 2 14:30`.
pub fn clock(run: &Simulation) -> String {
    let minutes = run.now().0 / SECOND_US / 60;
    let (day, minute) = (minutes / 1_440, minutes % 1_440);
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    tf("capacity.clock", &[("day", &(day + 1).to_string()), ("time", &time)])
}

#[cfg(test)]
mod tests;
