//! The readers with the ages of their records, the objects in the bucket, the windows.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use crate::scene::delivery::readers::{ages, counting, duration, landed};
use lab_content::format::{Format, thousands};
use stream_engine::Simulation;

/// Objects listed.
const OBJECTS_MAX: usize = 20;

pub fn tables(run: &Simulation) -> Vec<Table> {
    vec![readers(run), objects(run), windows(run)]
}

fn readers(run: &Simulation) -> Table {
    let rows = ages(run).into_iter().map(|reader| {
        let figures: [Cell; 3] = match reader.found {
            Some((low, middle, high)) => [low, middle, high].map(|ms| Cell::from(duration(ms))),
            None => [0; 3].map(|_| Cell::from("–")),
        };
        std::iter::once(Cell::from(reader.name)).chain(figures).collect()
    });
    Table {
        caption: t("delivery.table.ages").to_owned(),
        columns: vec![
            Column::text(t("delivery.table.reader")),
            Column::number(t("delivery.table.youngest")),
            Column::number(t("delivery.table.middle")),
            Column::number(t("delivery.table.oldest")),
        ],
        rows: rows.collect(),
        notes: vec![t("delivery.table.ages_note").to_owned()],
    }
}

fn objects(run: &Simulation) -> Table {
    let (found, total) = landed(run, OBJECTS_MAX);
    let rows = found.into_iter().map(|object| {
        let name = object.key.rsplit('/').next().unwrap_or_default().to_owned();
        let short: String = name.chars().take(30).chain(['…']).collect();
        let name = Cell { full: Some(object.key), is_mono: true, ..Cell::from(short) };
        vec![name, Cell::from(Format::Mebibytes.text(object.bytes)), Cell::from(duration(object.age_ms))]
    });
    Table {
        caption: tf("delivery.table.objects", &[("n", &thousands(total))]),
        columns: vec![
            Column::text(t("delivery.table.key")),
            Column::number(t("delivery.table.bytes")),
            Column::number(t("delivery.table.age")),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn windows(run: &Simulation) -> Table {
    let found = counting(run);
    let clock = |ms: u64| format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60);
    let rows = found.iter().flat_map(|found| &found.windows).map(|window| {
        let state = match (window.fired, window.corrected) {
            (true, true) => t("delivery.table.corrected"),
            (true, false) => t("delivery.table.fired"),
            (false, _) => t("delivery.table.open"),
        };
        vec![
            Cell::from(clock(window.start_ms)),
            Cell::from(clock(window.end_ms)),
            Cell::from(thousands(window.count)),
            Cell::from(state),
        ]
    });
    let notes = found.as_ref().map(|found| {
        let values = [("late", thousands(found.late)), ("dropped", thousands(found.dropped))];
        tf("delivery.late", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    Table {
        caption: found.as_ref().map_or_else(String::new, |found| {
            tf("delivery.flink.title", &[("name", &found.name), ("window", &found.window)])
        }),
        columns: vec![
            Column::text(t("delivery.table.from")),
            Column::text(t("delivery.table.to")),
            Column::number(t("delivery.table.readings")),
            Column::text(t("delivery.table.state")),
        ],
        rows: rows.collect(),
        notes: notes.into_iter().collect(),
    }
}
