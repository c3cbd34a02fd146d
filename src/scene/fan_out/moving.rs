//! What moves in the stage of fan-out, made anew for each frame: records as dots on the shard's line,
//! a stroke from each to every application that got it, polls as ticks.

use super::{Place, Way, fleet, places, records, watched};
use crate::scene::chart::Size;
use stream_engine::Simulation;
use stream_engine::consumers::fleet::Fleet;
use stream_engine::consumers::fleet::watch::Watch;
use stream_engine::time::{MS_US, SECOND_US, Time};

/// Strokes of one half at most; of more, every second, third … record has some.
const STROKES_MAX: usize = 240;
/// Refused polls of one row that are drawn at most: more would lie over each other, and cost the frame its time.
const REFUSED_MAX: usize = 24;
/// Seconds that the lines of time show.
const SPANS_S: [u64; 4] = [4, 10, 20, 60];

/// A stroke from a record's arrival to its delivery.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    pub from: (f64, f64),
    pub to: (f64, f64),
}

/// What moves in one half.
#[derive(Clone, PartialEq, Debug)]
pub struct Moving {
    pub way: Way,
    pub left: f64,
    pub right: f64,
    pub strokes: Vec<Stroke>,
    /// Records on the shard's line: those with strokes, and all others.
    pub arrivals: Vec<(f64, f64)>,
    pub others: Vec<(f64, f64)>,
    /// Where something was delivered.
    pub deliveries: Vec<(f64, f64)>,
    /// Polls that were answered, and those that were refused.
    pub ticks: Vec<(f64, f64)>,
    pub refused: Vec<(f64, f64)>,
}

/// The line of time: when it begins, and what a microsecond measures on it.
struct Axis {
    place: Place,
    now: Time,
    span_us: u64,
}

impl Axis {
    fn is_in_sight(&self, at: Time) -> bool {
        at.0 + self.span_us > self.now.0
    }

    fn x(&self, at: Time) -> f64 {
        let ago = self.now.since(at) as f64 / self.span_us as f64;
        self.place.right - (self.place.right - self.place.left) * ago
    }
}

/// The time that the lines show: four polls, and four seconds at least.
pub fn span_us(fleet: &Fleet) -> u64 {
    let four_polls = 4 * u64::from(fleet.setup.poll_interval_ms) * MS_US;
    let fits = |span_s: &u64| !fleet.setup.mode.polls() || span_s * SECOND_US >= four_polls;
    SPANS_S.into_iter().find(fits).unwrap_or(SPANS_S[SPANS_S.len() - 1]) * SECOND_US
}

/// What moves, by half.
pub fn moving(run: &Simulation, size: Size) -> Vec<Moving> {
    let Some(fleet) = fleet(run) else { return Vec::new() };
    let axis = |place: Place| Axis { place, now: run.now(), span_us: span_us(fleet) };
    places(fleet, size).into_iter().map(|place| half(run, fleet, &axis(place))).collect()
}

fn half(run: &Simulation, fleet: &Fleet, axis: &Axis) -> Moving {
    let place = &axis.place;
    let watched = watched(run, fleet, place.way);
    let records: Vec<(f64, u64)> = arrivals(run, fleet, axis).collect();
    // The same records have strokes in all rows, and in the next frame again: chosen by their place.
    // One record more or less in sight changes nothing.
    let every = (records.len().next_multiple_of(16) * watched.len()).div_ceil(STROKES_MAX).max(1) as u64;
    let (chosen, others): (Vec<_>, Vec<_>) = records.into_iter().partition(|(_, nth)| nth.is_multiple_of(every));
    let points = |records: Vec<(f64, u64)>| records.into_iter().map(|(x, _)| (x, place.shard_y)).collect();
    let mut moving = Moving {
        way: place.way,
        left: place.left,
        right: place.right,
        strokes: Vec::new(),
        arrivals: points(chosen),
        others: points(others),
        deliveries: Vec::new(),
        ticks: Vec::new(),
        refused: Vec::new(),
    };
    for (nth, watch) in watched {
        add_row(run, fleet, axis, (watch, place.row(nth)), every, &mut moving);
    }
    moving
}

fn add_row(run: &Simulation, fleet: &Fleet, axis: &Axis, row: (&Watch, f64), every: u64, moving: &mut Moving) {
    let (watch, y) = row;
    for delivery in watch.deliveries.iter_back().take_while(|delivery| axis.is_in_sight(delivery.at)) {
        let to = (axis.x(delivery.at), y);
        let chosen = records(run, fleet, delivery).zip(delivery.from..).filter(|(_, nth)| nth.is_multiple_of(every));
        let before = moving.strokes.len();
        for (record, _) in chosen.take(2 * STROKES_MAX - before) {
            moving.strokes.push(Stroke { from: (axis.x(record.arrived), axis.place.shard_y), to });
        }
        // A poll brings many records, a push mostly one.
        if moving.strokes.len() > before || axis.place.way == Way::Pull {
            moving.deliveries.push(to);
        }
    }
    let polls = || {
        let numbered = watch.polls.iter_back().zip((0..watch.polls.end()).rev());
        numbered.take_while(|(poll, _)| axis.is_in_sight(poll.at))
    };
    let refused = polls().filter(|(poll, _)| poll.refused).count();
    // The same ones in the next frame again.
    let every = refused.div_ceil(REFUSED_MAX).next_power_of_two() as u64;
    for (poll, nth) in polls() {
        let at = (axis.x(poll.at), y);
        match poll.refused {
            true if nth.is_multiple_of(every) => moving.refused.push(at),
            true => {}
            false => moving.ticks.push(at),
        }
    }
}

/// Where records that arrived lie on the shard's line, with their places in the shard.
fn arrivals<'a>(run: &'a Simulation, fleet: &Fleet, axis: &'a Axis) -> impl Iterator<Item = (f64, u64)> + 'a {
    let stream = run.streams().get(usize::from(fleet.setup.stream.0));
    let shards = stream.into_iter().flat_map(|stream| &stream.shards);
    shards.flat_map(move |shard| {
        let newest = shard.records.iter_back().zip((0..shard.records.end()).rev());
        let in_sight = newest.take_while(move |(record, _)| axis.is_in_sight(record.arrived));
        in_sight.map(move |(record, nth)| (axis.x(record.arrived), nth))
    })
}
