//! The shards of an event source mapping, its lanes, and what was given up.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use lab_content::format::{duration, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::lambda::batch::Lane;
use stream_engine::consumers::lambda::destination::Discarded;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;

/// Rows of a table at most.
const ROWS_MAX: usize = 60;

/// Lanes, and failed batches.
pub fn tables(run: &Simulation) -> Vec<Table> {
    let mapping = run.lambda().mappings.values().find(|mapping| mapping.setup.queue.is_none());
    let found = mapping.and_then(|one| Some((one, run.streams().get(usize::from(one.source.stream.0))?)));
    found.map(|(mapping, stream)| vec![lanes(run, mapping, stream), given_up(run, mapping)]).unwrap_or_default()
}

fn lanes(run: &Simulation, mapping: &Mapping, stream: &Stream) -> Table {
    let shards = mapping.source.cursors.iter().enumerate().filter(|(_, reading)| !reading.done);
    let rows = shards.flat_map(|(cursor, reading)| {
        let behind = duration(mapping.behind_ms(cursor, stream, run.now()));
        let lanes = mapping.shards[cursor].lanes.iter().enumerate();
        lanes.map(move |(nth, lane)| row(run, reading.shard.0, nth, lane, behind.clone()))
    });
    Table {
        caption: tf("lambda.tables.lanes", &[("name", &mapping.setup.function), ("state", mapping.state.name())]),
        columns: vec![
            Column::text(t("lambda.tables.shard")),
            Column::number(t("lambda.tables.lane")),
            Column::number(t("lambda.tables.waiting")),
            Column::number(t("lambda.tables.batch")),
            Column::text(t("lambda.tables.state")),
            Column::number(t("lambda.tables.attempts")),
            Column::number(t("lambda.tables.behind")),
        ],
        rows: rows.take(ROWS_MAX).collect(),
        notes: vec![tf(
            "lambda.tables.totals",
            &[
                ("records", &thousands(mapping.records)),
                ("expired", &thousands(mapping.expired)),
                ("discarded", &thousands(mapping.discarded)),
                ("good", &thousands(mapping.good_lost())),
            ],
        )],
    }
}

fn row(run: &Simulation, shard: u32, nth: usize, lane: &Lane, behind: String) -> Vec<Cell> {
    let batch = lane.work.last();
    let fails = lane.running.is_none() && lane.retry_at > run.now() && batch.is_some();
    let state = match (batch, lane.running) {
        (None, _) => t("lambda.tables.gathers"),
        (Some(_), Some(_)) => t("lambda.tables.runs"),
        (Some(_), None) if fails => t("lambda.tables.retries"),
        (Some(_), None) => t("lambda.tables.waits"),
    };
    vec![
        shard.to_string().into(),
        (nth + 1).to_string().into(),
        thousands(lane.gathered.len() as u64).into(),
        batch.map_or_else(|| t("table.none").to_owned(), |batch| batch.records.len().to_string()).into(),
        Cell { is_bad: fails, ..Cell::from(if fails { format!("✕ {state}") } else { state.to_owned() }) },
        batch.map_or(0, |batch| batch.attempts).to_string().into(),
        behind.into(),
    ]
}

fn given_up(run: &Simulation, mapping: &Mapping) -> Table {
    let row = |discarded: &Discarded| {
        let number = discarded.numbers.0.to_string();
        let short = format!("…{}", &number[number.len().saturating_sub(8)..]);
        vec![
            Cell::from(crate::scene::clock(discarded.at)),
            discarded.shard.0.to_string().into(),
            thousands(u64::from(discarded.records)).into(),
            Cell { full: Some(number), is_mono: true, ..Cell::from(short) },
            thousands(u64::from(discarded.invocations)).into(),
            discarded.condition.name().into(),
        ]
    };
    let all = mapping.discards.iter_back().take(ROWS_MAX).map(row).collect::<Vec<_>>();
    let none = all.is_empty().then(|| t("lambda.tables.none").to_owned());
    let retention = run.streams().get(usize::from(mapping.source.stream.0)).map_or(0, |stream| stream.retention_us);
    Table {
        caption: tf("lambda.tables.given_up", &[("t", &duration(retention / 1_000))]),
        columns: vec![
            Column::text(t("lambda.tables.at")),
            Column::text(t("lambda.tables.shard")),
            Column::number(t("lambda.tables.records")),
            Column::text(t("lambda.tables.first")),
            Column::number(t("lambda.tables.invocations")),
            Column::text(t("lambda.tables.condition")),
        ],
        rows: all,
        notes: none.into_iter().collect(),
    }
}
