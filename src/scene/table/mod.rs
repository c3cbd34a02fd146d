//! The picture as tables, for reading instead of watching.

mod delivery;
mod kcl;
mod lambda;
mod producers;
mod race;
mod security;
pub mod shards;
mod topology;

use super::{capacity, fan_out};
use lab_content::lab::StageKind;
use stream_engine::Simulation;

/// A table with its caption.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    /// The first cell of a row names it.
    pub rows: Vec<Vec<Cell>>,
    /// Lines below: what was left out, and figures that have no row.
    pub notes: Vec<String>,
}

/// The head of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    pub title: &'static str,
    /// Numbers stand at the right.
    pub is_number: bool,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    pub text: String,
    /// The same at full length, shown on demand; lines are divided by a line break.
    pub full: Option<String>,
    /// Drawn as something that went wrong.
    pub is_bad: bool,
    pub is_mono: bool,
}

impl Column {
    pub fn text(title: &'static str) -> Column {
        Column { title, is_number: false }
    }

    pub fn number(title: &'static str) -> Column {
        Column { title, is_number: true }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text, ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::from(text.to_owned())
    }
}

/// The tables of a run's present moment, by the lab's picture.
pub fn tables(run: &Simulation, kind: StageKind) -> Vec<Table> {
    match kind {
        StageKind::Shards => vec![shards::table(run)],
        StageKind::Security => security::tables(run),
        StageKind::Delivery => delivery::tables(run),
        StageKind::Race => race::tables(run),
        StageKind::Producers => producers::tables(run),
        StageKind::Kcl => kcl::tables(run),
        StageKind::Lambda => lambda::tables(run),
        StageKind::Topology => vec![topology::table(run), shards::table(run)],
        StageKind::FanOut => vec![fan_out::table::table(run)],
        StageKind::Capacity => vec![capacity::table::table(run)],
    }
}
