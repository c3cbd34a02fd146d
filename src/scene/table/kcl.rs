//! The lease table and the workers of each KCL application.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use lab_content::format::{THIN, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::kcl::WorkerId;
use stream_engine::consumers::kcl::application::Application;
use stream_engine::consumers::kcl::lease::Lease;
use stream_engine::consumers::kcl::worker::{Worker, WorkerState};

/// Rows of a table at most.
const ROWS_MAX: usize = 100;

/// Two tables for each application.
pub fn tables(run: &Simulation) -> Vec<Table> {
    run.kcl().iter().flat_map(|application| [leases(run, application), workers(run, application)]).collect()
}

fn leases(run: &Simulation, application: &Application) -> Table {
    let name = application.setup.name.as_str();
    let all = &application.table.leases;
    let rows = all.values().take(ROWS_MAX).map(|lease| lease_row(run, application, lease)).collect();
    let unseen = all.len().saturating_sub(ROWS_MAX);
    Table {
        caption: tf("kcl.tables.leases", &[("name", name), ("version", &application.version.to_string())]),
        columns: vec![
            Column::text("leaseKey"),
            Column::text("leaseOwner"),
            Column::number("leaseCounter"),
            Column::text("checkpoint"),
            Column::number(t("kcl.tables.unsaved")),
            Column::number(t("kcl.tables.lag")),
        ],
        rows,
        notes: (unseen > 0).then(|| tf("kcl.unseen", &[("n", &unseen.to_string())])).into_iter().collect(),
    }
}

fn lease_row(run: &Simulation, application: &Application, lease: &Lease) -> Vec<Cell> {
    let stream = run.streams().get(usize::from(application.setup.stream.0));
    let lag = stream.map_or(0, |stream| application.lag_ms(stream, lease.shard, run.now()));
    let left = !lease.ended() && application.attended_by(lease.shard, run.now()).is_none();
    let owner = lease.owner.map_or(t("table.none"), |owner| application.worker_name(owner));
    let checkpoint = lease.checkpoint.text();
    let short = match checkpoint.len() {
        0..=14 => checkpoint.clone(),
        length => format!("…{}", &checkpoint[length - 8..]),
    };
    let unsaved = crate::scene::kcl::unsaved(application, lease.shard);
    vec![
        Cell { full: Some(lease.shard.to_string()), ..Cell::from(lease.shard.0.to_string()) },
        Cell { is_bad: left, ..Cell::from(if left { format!("✕ {owner}") } else { owner.to_owned() }) },
        thousands(lease.counter).into(),
        Cell { full: Some(checkpoint), is_mono: true, ..Cell::from(short) },
        thousands(unsaved).into(),
        format!("{}.{}{THIN}s", thousands(lag / 1_000), lag % 1_000 / 100).into(),
    ]
}

fn workers(run: &Simulation, application: &Application) -> Table {
    let numbered = application.workers.iter().enumerate().map(|(nth, worker)| (WorkerId(nth as u16), worker));
    let rows = numbered.take(ROWS_MAX).map(|(id, worker)| worker_row(run, application, id, worker)).collect();
    let totals = &application.totals;
    let counted = [
        ("records", thousands(totals.records)),
        ("twice", thousands(totals.twice)),
        ("checkpoints", thousands(totals.checkpoints)),
        ("refused", thousands(totals.checkpoints_refused)),
    ];
    let values: Vec<(&str, &str)> = counted.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Table {
        caption: tf("kcl.tables.workers", &[("name", &application.setup.name)]),
        columns: vec![
            Column::text(t("kcl.tables.worker")),
            Column::text(t("kcl.tables.state")),
            Column::number(t("kcl.tables.held")),
            Column::number(t("kcl.tables.records")),
            Column::number(t("kcl.tables.twice")),
        ],
        rows,
        notes: vec![tf("kcl.tables.totals", &values)],
    }
}

fn worker_row(run: &Simulation, application: &Application, id: WorkerId, worker: &Worker) -> Vec<Cell> {
    let leads = application.coordinator.leader(run.quotas(), run.now()) == Some(id);
    let state = match (worker.state, worker.trouble) {
        (WorkerState::Crashed, _) => t("kcl.tables.crashed"),
        (WorkerState::Stopped, _) => t("kcl.stopped"),
        (WorkerState::Stopping, _) => t("kcl.stopping"),
        (_, Some(trouble)) => trouble.code(),
        (WorkerState::Starting, None) => t("kcl.starting"),
        (WorkerState::Running, None) if leads => t("kcl.tables.leads"),
        (WorkerState::Running, None) => t("kcl.tables.running"),
    };
    let bad = worker.state == WorkerState::Crashed || worker.trouble.is_some();
    vec![
        worker.name.as_str().into(),
        Cell { is_bad: bad, ..Cell::from(if bad { format!("✕ {state}") } else { state.to_owned() }) },
        worker.held.len().to_string().into(),
        thousands(worker.records).into(),
        thousands(worker.twice).into(),
    ]
}
