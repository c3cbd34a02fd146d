//! The stage of fan-out as a table: a row for each application and way of reading.

use super::{WINDOW_S, Way, fleet, watched};
use crate::content::{t, tf};
use crate::scene::megabytes;
use crate::scene::table::{Cell, Column, Table};
use lab_content::format::{THIN, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::fleet::watch::Watch;

/// The table of a run's present moment.
pub fn table(run: &Simulation) -> Table {
    let Some(fleet) = fleet(run) else { return Table::default() };
    let columns = vec![
        Column::text(t("fan_out.table.application")),
        Column::text(t("fan_out.table.way")),
        Column::number(t("fan_out.table.records")),
        Column::number(t("fan_out.table.bytes")),
        Column::number(t("fan_out.table.polls")),
        Column::number(t("fan_out.table.refused")),
        Column::number(t("fan_out.table.delay")),
    ];
    let ways = [Way::Pull, Way::Push].into_iter().filter(|way| match way {
        Way::Pull => fleet.setup.mode.polls(),
        Way::Push => fleet.setup.mode.is_pushed(),
    });
    let rows = ways.flat_map(|way| {
        watched(run, fleet, way)
            .into_iter()
            .map(move |(nth, watch)| row(run, fleet.setup.name.as_str(), nth, way, watch))
    });
    let caption = tf("fan_out.table.caption", &[("window", &WINDOW_S.to_string())]);
    Table { caption, columns, rows: rows.collect(), notes: Vec::new() }
}

fn row(run: &Simulation, name: &str, nth: usize, way: Way, watch: &Watch) -> Vec<Cell> {
    let seconds = WINDOW_S.min(run.now().second()).max(1);
    let window = watch.window(run.now(), WINDOW_S);
    let none = || t("table.none").to_owned();
    let polls = |count: u32| if way == Way::Pull { thousands(u64::from(count)) } else { none() };
    let mean = window.mean_delay_ms().map_or_else(none, |ms| format!("{}{THIN}ms", thousands(ms)));
    let refused = Cell { is_bad: window.refused > 0, ..Cell::from(polls(window.refused)) };
    vec![
        Cell::from(format!("{name} {}", nth + 1)),
        Cell::from(t(if way == Way::Pull { "fan_out.table.pull" } else { "fan_out.table.push" })),
        Cell::from(thousands(u64::from(window.records) / seconds)),
        Cell::from(megabytes(window.bytes / seconds)),
        Cell::from(polls(window.polls)),
        refused,
        Cell::from(mean),
    ]
}
