//! The queue's side: a cell for each message group with what waits in it, and whether a consumer
//! holds it. Many groups share the cells.

use super::lanes::trace;
use super::{Area, Cell, CellState, Trucks};
use crate::content::{t, tf};
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

/// The cells of all groups, empty ones too.
pub(super) fn groups(race: &Race, trucks: &Trucks, area: Area, height: f64) -> Vec<Cell> {
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
        let place = (area.x + pitch_x * (nth % COLUMNS) as f64, area.y + pitch_y * (nth / COLUMNS) as f64);
        Cell {
            fill: (messages as f64 / full as f64).min(1.0),
            state: if locked { CellState::Locked } else { CellState::Served },
            failing: (nth * a_cell..(nth + 1) * a_cell).any(failing),
            ..Cell::of_shard(shard, place, (pitch_x - BETWEEN, pitch_y - 8.0))
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
