//! The stream's side: a lane for each shard with the line of records that wait, or a cell for each
//! where there are many.

use super::{Area, Cell, CellState, Trucks};
use crate::content::tf;
use crate::scene::COLOURS;
use crate::scene::pieces::Rectangle;
use lab_content::format::thousands;
use stream_engine::goal::race::Race;
use stream_engine::kinesis::shard::Shard;

/// Up to so many shards have a lane with a strip, up to so many a lane of one line, more a cell.
const FULL_LANES: usize = 6;
const LINES: usize = 13;
const GAP: f64 = 8.0;
/// Cells of a strip.
const CELLS: u64 = 34;
/// The worker's box beside a lane, and the wire to it.
const WORKER: f64 = 66.0;
const WIRE: f64 = 20.0;
/// From this width on a lane has room for the number of its trucks.
const ROOM_FOR_TRUCKS: f64 = 245.0;
/// A strip's whole length stands for a little more than the fullest of five shards gets of a trace.
const FULLEST_PERCENT: u64 = 30;

/// What is drawn of the shards.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Lanes {
    pub lanes: Vec<Lane>,
    pub cells: Vec<Cell>,
}

/// A shard with its worker.
#[derive(Clone, PartialEq, Debug)]
pub struct Lane {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub colour: u32,
    pub patterned: bool,
    pub name: String,
    pub detail: String,
    /// The line of records that wait, the next to be read at the right: places of some of them, and the opacity that tells
    /// their trucks apart.
    pub strip: Vec<(Rectangle, f64)>,
    pub worker: Option<WorkerBox>,
}

/// A worker's box.
#[derive(Clone, PartialEq, Debug)]
pub struct WorkerBox {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub name: String,
}

/// The shards that are written to or still have something to be read.
pub(super) fn lanes(race: &Race, trucks: &Trucks, area: Area, height: f64) -> Lanes {
    let is_shown = |shard: &&Shard| shard.closed.is_none() || race.waiting(shard.id) > 0;
    let shards: Vec<&Shard> = race.stream.shards.iter().filter(is_shown).collect();
    if shards.len() > LINES {
        return Lanes { lanes: Vec::new(), cells: cells(race, &shards, area, height) };
    }
    let pitch = height / shards.len().max(5) as f64;
    let unit = records_a_cell(race);
    let lane = |(nth, shard): (usize, &&Shard)| {
        let place = Area { y: area.y + pitch * nth as f64, ..area };
        lane(race, trucks, shard, place, pitch - GAP.min(pitch / 5.0), (shards.len() <= FULL_LANES).then_some(unit))
    };
    Lanes { lanes: shards.iter().enumerate().map(lane).collect(), cells: Vec::new() }
}

fn lane(race: &Race, trucks: &Trucks, shard: &Shard, area: Area, height: f64, strip: Option<u64>) -> Lane {
    let waiting = race.waiting(shard.id);
    let number = shard.id.0;
    let held = trucks.list.iter().filter(|(_, of)| *of == number).count();
    let values = [("trucks", held.to_string()), ("n", thousands(waiting))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let worker = race.application.attended_by(shard.id, race.run.now());
    let width = area.width - WORKER - WIRE;
    let box_height = height.min(28.0);
    Lane {
        x: area.x,
        y: area.y,
        width,
        height,
        colour: number % COLOURS,
        patterned: number >= COLOURS,
        name: tf("race.shard", &[("n", &number.to_string())]),
        detail: match shard.closed {
            Some(_) => tf("race.closed_waits", &values),
            None if width < ROOM_FOR_TRUCKS => tf("race.waits_short", &values),
            None => tf("race.waits", &values),
        },
        strip: strip.map_or_else(Vec::new, |unit| {
            let place = Rectangle { x: area.x + 10.0, y: area.y + 25.0, width: width - 20.0, height: height - 34.0 };
            strip_cells(shard, waiting, unit, place)
        }),
        worker: worker.map(|worker| WorkerBox {
            x: area.x + area.width - WORKER,
            y: area.y + (height - box_height) / 2.0,
            width: WORKER,
            height: box_height,
            name: race.application.worker_name(worker).replace('-', " "),
        }),
    }
}

/// Records that one cell of a strip stands for: a round number that the trace fits into.
fn records_a_cell(race: &Race) -> u64 {
    let least = (trace(race) * FULLEST_PERCENT / 100).div_ceil(CELLS).max(1);
    let power = 10_u64.pow(least.ilog10());
    [1, 2, 5, 10].into_iter().map(|factor| factor * power).find(|unit| *unit >= least).unwrap_or(least)
}

/// Readings of the trace that is under way, made or not.
pub(super) fn trace(race: &Race) -> u64 {
    let to_come = race.producer.planned().map_or(0, |planned| planned.saturating_sub(race.producer.made));
    race.stream_stored() + u64::from(to_come)
}

fn strip_cells(shard: &Shard, waiting: u64, unit: u64, place: Rectangle) -> Vec<(Rectangle, f64)> {
    let pitch = place.width / CELLS as f64;
    let next = shard.records.end() - waiting.min(shard.records.end());
    let cell = |nth: u64| {
        // The shade is that of the first record's truck.
        let source = shard.records.get(next + nth * unit).map_or(0, |record| record.source);
        let x = place.x + place.width - pitch * (nth + 1) as f64 + 1.0;
        let cell = Rectangle { x, width: (pitch - 2.0).max(1.0), ..place };
        (cell, [1.0, 0.45, 0.7, 0.3, 0.85][usize::from(source) % 5])
    };
    (0..waiting.div_ceil(unit).min(CELLS)).map(cell).collect()
}

fn cells(race: &Race, shards: &[&Shard], area: Area, height: f64) -> Vec<Cell> {
    const ROWS: usize = 5;
    let columns = shards.len().div_ceil(ROWS).max(1);
    let (pitch_x, pitch_y) = (area.width / columns as f64, height / ROWS as f64);
    let full = shards.iter().map(|shard| race.waiting(shard.id)).max().unwrap_or(0).max(1);
    let cell = |(nth, shard): (usize, &&Shard)| {
        let place = (area.x + pitch_x * (nth % columns) as f64, area.y + pitch_y * (nth / columns) as f64);
        let attended = race.application.attended_by(shard.id, race.run.now()).is_some();
        Cell {
            fill: race.waiting(shard.id) as f64 / full as f64,
            state: if attended { CellState::Served } else { CellState::Free },
            ..Cell::of_shard(shard.id.0, place, ((pitch_x - 4.0).max(2.0), pitch_y - GAP))
        }
    };
    shards.iter().enumerate().map(cell).collect()
}
