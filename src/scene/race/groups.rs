//! The queue's side: a cell for each message group with what waits in it, and whether a consumer
//! holds it. Many groups share the cells.

use super::lanes::trace;
use super::{Area, Trucks};
use crate::content::{t, tf};
use crate::scene::COLOURS;
use lab_content::format::thousands;
use std::collections::BTreeMap;
use stream_engine::goal::race::Race;
use stream_engine::sqs::setup::Poison;

/// Cells at most: five rows of twenty.
pub const GROUPS_SHOWN: usize = 100;
const COLUMNS: usize = 20;
const ROWS: usize = 5;
/// Between two cells of a row.
const BETWEEN: f64 = 3.5;

/// One message group, or some of many.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GroupCell {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Colour of the shard that the truck has on the other side.
    pub colour: u32,
    pub patterned: bool,
    /// What waits, as a part of all that its trucks send.
    pub fill: f64,
    /// A message is in flight: its group gives nothing more.
    pub locked: bool,
    /// Its messages fail.
    pub failing: bool,
}

/// The cells of all groups, empty ones too.
pub(super) fn groups(race: &Race, trucks: &Trucks, area: Area, height: f64) -> Vec<GroupCell> {
    let waiting: BTreeMap<u64, (u64, bool)> =
        race.queue.groups().map(|group| (group.key.0, (group.messages, group.locked))).collect();
    let count = trucks.list.len();
    let a_cell = count.div_ceil(GROUPS_SHOWN).max(1);
    let full = (trace(race) / count.max(1) as u64).max(1) * a_cell as u64;
    let (pitch_x, pitch_y) = ((area.width + BETWEEN) / COLUMNS as f64, height / ROWS as f64);
    let failing = |nth: usize| {
        let poison = &race.consumer.setup.fails_on;
        poison.iter().any(|poison| matches!(poison, Poison::Source(source) if usize::from(*source) == nth))
    };
    let cell = |(nth, some): (usize, &[(u64, u32)])| {
        let found = some.iter().filter_map(|(key, _)| waiting.get(key));
        let (messages, locked) =
            found.fold((0, false), |(sum, any), (messages, locked)| (sum + messages, any | locked));
        let shard = some.first().map_or(0, |(_, shard)| *shard);
        GroupCell {
            x: area.x + pitch_x * (nth % COLUMNS) as f64,
            y: area.y + pitch_y * (nth / COLUMNS) as f64,
            width: pitch_x - BETWEEN,
            height: pitch_y - 8.0,
            colour: shard % COLOURS,
            patterned: shard >= COLOURS,
            fill: (messages as f64 / full as f64).min(1.0),
            locked,
            failing: (nth * a_cell..(nth + 1) * a_cell).any(failing),
        }
    };
    trucks.list.chunks(a_cell).enumerate().map(cell).collect()
}

/// The line below: what the dot means, what a cell is, what was set aside.
pub(super) fn note(race: &Race) -> String {
    let a_cell = usize::from(race.producer.setup.sources).div_ceil(GROUPS_SHOWN).max(1);
    let dead = race.queue.totals.moved_out;
    match (a_cell, dead) {
        (_, 1..) => tf("race.dead_letters", &[("n", &thousands(dead))]),
        (1, _) => t("race.locked").to_owned(),
        (some, _) => tf("race.locked_some", &[("n", &some.to_string())]),
    }
}
