//! The clients as a table, and the last small calls of the one that shows a partial failure.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use crate::scene::clock_ms;
use crate::scene::producers::{Recent, cost_per_million, latency, order_broken, tenths};
use lab_content::format::{Format, thousands};
use stream_engine::Simulation;
use stream_engine::producers::calls::SmallCall;
use stream_engine::producers::producer::Producer;

/// The tables at the run's present moment.
pub fn tables(run: &Simulation) -> Vec<Table> {
    vec![clients(run), calls(run)]
}

fn clients(run: &Simulation) -> Table {
    let none = || t("table.none").to_owned();
    let row = |(nth, producer): (usize, &Producer)| -> Vec<Cell> {
        let recent = Recent::of(run, producer);
        let rate = |count: u64| Cell::from(thousands(recent.rate(count)));
        let (mean, high) = latency(run, nth, producer);
        let ms = |ms: Option<u64>| Cell::from(ms.map_or_else(none, thousands));
        let refused = recent.rate(recent.failed);
        let broken = order_broken(run, producer);
        let shown = |tenths_of: Option<u64>| Cell::from(tenths_of.map_or_else(none, tenths));
        vec![
            producer.setup.name.clone().into(),
            rate(recent.calls),
            rate(recent.records),
            rate(recent.readings),
            shown(recent.events_a_record()),
            Cell { is_bad: refused > 0, ..marked(refused) },
            ms(mean),
            ms(high),
            rate(recent.units),
            cost_per_million(run, producer, &recent).map_or_else(none, |nano| Format::Dollars.text(nano)).into(),
            Cell { is_bad: broken > 0, ..marked(broken) },
            Cell { is_bad: producer.lost > 0, ..marked(producer.lost) },
            thousands(producer.counts.duplicates).into(),
        ]
    };
    Table {
        caption: t("clients.table").to_owned(),
        columns: vec![
            Column::text(t("clients.client_short")),
            Column::number(t("clients.calls_s")),
            Column::number(t("clients.records_s")),
            Column::number(t("clients.events_s")),
            Column::number(t("clients.events_record")),
            Column::number(t("clients.refused_s")),
            Column::number(t("clients.mean")),
            Column::number(t("clients.p99")),
            Column::number(t("clients.units_s")),
            Column::number(t("clients.cost_short")),
            Column::number(t("clients.disorder")),
            Column::number(t("clients.lost")),
            Column::number(t("clients.twice")),
        ],
        rows: run.producers().iter().enumerate().map(row).collect(),
        notes: vec![t("clients.table_note").to_owned()],
    }
}

fn marked(count: u64) -> Cell {
    match count {
        0 => "0".into(),
        count => format!("✕ {}", thousands(count)).into(),
    }
}

fn calls(run: &Simulation) -> Table {
    let Some(producer) = run.producers().last() else { return Table::default() };
    let row = |call: &SmallCall| -> Vec<Cell> {
        let entry = |(number, result): &(u32, Result<_, stream_engine::error::Throttle>)| match result {
            Ok(_) => format!("{} {}", number % 3 + 1, t("clients.entry_stored")),
            Err(throttle) => format!("{} ✕ {}", number % 3 + 1, throttle.code()),
        };
        let failed = call.entries.iter().filter(|(_, result)| result.is_err()).count();
        let entries: Vec<String> = call.entries.iter().map(entry).collect();
        vec![
            clock_ms(call.at).into(),
            Cell { is_bad: failed > 0, ..failed.to_string().into() },
            entries.join(", ").into(),
        ]
    };
    Table {
        caption: tf("clients.table_calls", &[("name", &producer.setup.name)]),
        columns: vec![
            Column::text(t("clients.at")),
            Column::number(t("clients.failed_count")),
            Column::text(t("clients.entries_short")),
        ],
        rows: producer.calls.small.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
