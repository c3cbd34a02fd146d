//! The gates of the last calls, every permission by every way, and what CloudTrail recorded.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use crate::scene::clock_ms;
use crate::scene::security::journey::{Passage, journeys};
use crate::scene::security::permissions;
use stream_engine::Simulation;
use stream_engine::security::NetworkPath;
use stream_engine::security::survey::Surveyed;

/// Events of CloudTrail shown, the newest.
const EVENTS_MAX: usize = 40;

pub fn tables(run: &Simulation) -> Vec<Table> {
    vec![gates(run), trail(run), actions(run)]
}

/// A row for each gate, a column for each actor.
fn gates(run: &Simulation) -> Table {
    let journeys = journeys(run);
    let columns = std::iter::once(Column::text(t("security.table.gate")));
    let mut table = Table {
        caption: t("security.table.caption").to_owned(),
        columns: columns.collect(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for kind in ["security.table.state", "security.table.what"] {
        table.columns.push(Column::text(t(kind)));
    }
    for journey in &journeys {
        for gate in &journey.gates {
            let state = match gate.passage {
                Passage::Passed => t("security.table.passed"),
                Passage::Stopped => t("security.table.stopped"),
                Passage::Unreached => t("security.table.unreached"),
                Passage::Open => t("security.table.open"),
            };
            let state = Cell { is_bad: gate.passage == Passage::Stopped, ..Cell::from(state) };
            let name = tf("security.table.gate_of", &[("actor", &journey.actor), ("gate", &gate.title)]);
            table.rows.push(vec![Cell::from(name), state, Cell::from(gate.details.join(" · "))]);
        }
        if let Some(said) = &journey.said {
            table.notes.push(format!("{}: {}: {}", journey.actor, said.code, said.message));
        }
    }
    table
}

/// Control-plane calls, newest first.
fn trail(run: &Simulation) -> Table {
    let events = run.trail().events.iter_back().take(EVENTS_MAX);
    let row = |event: &stream_engine::security::trail::TrailEvent| {
        let way = match &event.path {
            NetworkPath::Endpoint(id) => id.clone(),
            path => path.source_ip().unwrap_or_default().to_owned(),
        };
        let error = event.error.as_ref();
        let outcome = error.map_or_else(
            || Cell::from(t("security.trail.ok")),
            |(code, message)| Cell {
                full: Some(format!("{code}: {message}")),
                is_bad: true,
                ..Cell::from(code.as_str())
            },
        );
        vec![
            Cell { is_mono: true, ..Cell::from(clock_ms(event.at)) },
            Cell::from(event.name.as_str()),
            Cell::from(event.source.as_str()),
            Cell::from(event.identity.name.as_str()),
            Cell::from(way),
            outcome,
        ]
    };
    let titles = ["at", "event", "source", "user", "from", "error"].map(|name| match name {
        "at" => t("security.trail.at"),
        "event" => t("security.trail.event"),
        "source" => t("security.trail.source"),
        "user" => t("security.trail.user"),
        "from" => t("security.trail.from"),
        _ => t("security.trail.error"),
    });
    Table {
        caption: t("security.trail.caption").to_owned(),
        columns: titles.map(Column::text).to_vec(),
        rows: events.map(row).collect(),
        notes: vec![t("security.trail.note").to_owned()],
    }
}

/// Every action of Kinesis and KMS, with a column for each actor and way.
fn actions(run: &Simulation) -> Table {
    let survey = run.survey();
    let mut names: Vec<(stream_engine::security::survey::Kind, &str)> =
        survey.iter().flat_map(|one| &one.cells).map(|cell| (cell.kind, cell.action.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    let cell = |surveyed: &Surveyed, action: &str| {
        let Some(found) = surveyed.cells.iter().find(|cell| cell.action == action) else { return Cell::from("–") };
        let missing = surveyed.own && found.needed && found.refusal.is_some();
        let text = match (found.refusal.is_none(), found.beyond, missing) {
            (true, true, _) => t("permissions.cell.beyond"),
            (true, false, _) => t("permissions.cell.needed"),
            (false, _, true) => t("permissions.cell.missing"),
            (false, _, false) => t("permissions.cell.no"),
        };
        let full = found.refusal.as_ref().map(|refusal| format!("{}: {}", refusal.code(), refusal.message()));
        Cell { is_bad: found.beyond || missing, full: full.filter(|_| missing), ..Cell::from(text) }
    };
    let titles = survey.iter().map(|one| {
        // The heads of columns are words of the page.
        match (run.producers().iter().any(|producer| producer.setup.name == one.actor), &one.path) {
            (true, NetworkPath::Endpoint(_)) => t("permissions.column.writer_endpoint"),
            (true, _) => t("permissions.column.writer_internet"),
            (false, NetworkPath::Endpoint(_)) => t("permissions.column.reader_endpoint"),
            (false, _) => t("permissions.column.reader_internet"),
        }
    });
    let rows = names.iter().map(|(_, action)| {
        let name = Cell { is_mono: true, ..Cell::from(*action) };
        std::iter::once(name).chain(survey.iter().map(|one| cell(one, action))).collect()
    });
    Table {
        caption: tf("permissions.caption", &[("n", &permissions::grid(run).beyond.to_string())]),
        columns: std::iter::once(Column::text(t("permissions.action"))).chain(titles.map(Column::text)).collect(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
