//! A shard among many, or a message group: a cell that fills with what waits.

use crate::scene::COLOURS;

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cell {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Colour of the shard, of a group that of its truck's shard on the other side.
    pub colour: u32,
    pub patterned: bool,
    /// What waits, as a part of a full cell.
    pub fill: f64,
    pub state: CellState,
    /// Its messages fail.
    pub failing: bool,
}

/// Who works on what waits in a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellState {
    /// A shard has its worker, a group could be served.
    Served,
    /// The shard has no worker.
    Free,
    /// A message is in flight: its group gives nothing more.
    Locked,
}

impl Cell {
    /// An empty cell in the colour of a shard.
    pub(super) fn of_shard(number: u32, (x, y): (f64, f64), (width, height): (f64, f64)) -> Cell {
        Cell {
            x,
            y,
            width,
            height,
            colour: number % COLOURS,
            patterned: number >= COLOURS,
            fill: 0.0,
            state: CellState::Served,
            failing: false,
        }
    }

    pub fn is_locked(&self) -> bool {
        self.state == CellState::Locked
    }
}
