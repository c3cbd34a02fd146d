//! The stage of capacity modes as a table: a row for each stream, and its last hours.

use super::{WINDOW_S, capacity, load, mode, per_month, targets};
use crate::content::{t, tf};
use crate::scene::table::{Cell, Column, Table};
use lab_content::format::{Format, share, thousands};
use stream_engine::Simulation;
use stream_engine::bill::dimension::MONTH_HOURS;
use stream_engine::kinesis::stream::Stream;
use stream_engine::producers::load::{Load, Target};

/// The table of a run's present moment.
pub fn table(run: &Simulation) -> Table {
    let Some(load) = load(run) else { return Table::default() };
    let columns = vec![
        Column::text(t("capacity.table.stream")),
        Column::text(t("capacity.table.mode")),
        Column::number(t("capacity.table.shards")),
        Column::number(t("capacity.table.takes")),
        Column::number(t("capacity.table.load")),
        Column::number(t("capacity.table.throttled")),
        Column::number(t("capacity.table.hour")),
        Column::number(t("capacity.table.month")),
    ];
    let rows = targets(run, load).map(|(target, stream)| row(run, load, target, stream)).collect();
    let caption = tf("capacity.table.caption", &[("hours", &(WINDOW_S / 3_600).to_string())]);
    let now = tf(
        "capacity.table.now",
        &[("clock", &super::clock(run)), ("rate", &thousands(load.rate(run, run.now().second())))],
    );
    Table { caption, columns, rows, notes: vec![now] }
}

fn row(run: &Simulation, load: &Load, target: &Target, stream: &Stream) -> Vec<Cell> {
    let sum = target.window(run, WINDOW_S);
    let all = sum.stored + sum.refused;
    let share = share(sum.refused, all);
    let (standing, data) = per_month(&sum);
    let mean = all / sum.seconds.max(1);
    vec![
        Cell::from(stream.name.clone()),
        Cell::from(mode(stream)),
        Cell::from(stream.open_count().to_string()),
        Cell::from(thousands(capacity(run, load, stream.open_count() as f64) as u64)),
        Cell::from(thousands(mean)),
        Cell { is_bad: sum.refused > 0, ..Cell::from(Format::FinePercent.text(share)) },
        Cell::from(Format::DollarsPerHour.text((standing + data) / MONTH_HOURS)),
        Cell::from(Format::DollarsPerMonth.text(standing + data)),
    ]
}
