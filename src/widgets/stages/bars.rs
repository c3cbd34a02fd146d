//! Cells that fill from below, a path for each colour: hundreds of them change at once.

use super::rectangles::rounded;
use crate::scene::COLOURS;
use crate::scene::pieces::Rectangle;
use crate::scene::race::{Cell, CellState};
use crate::widgets::shape::{self, Shape, shapes};

/// Radius of a cell's corners, and of those of what is in it.
const ROUND: f64 = 4.0;
const ROUND_INSIDE: f64 = 1.5;
/// Between a cell and what is in it.
const INSET: f64 = 2.0;
/// How each state is drawn.
const CLASSES: [(CellState, &str); 3] =
    [(CellState::Served, "cell"), (CellState::Free, "cell free"), (CellState::Locked, "cell locked")];

/// The cells, their outlines below what is in them.
pub fn bars(cells: &[Cell]) -> Vec<Shape> {
    let outlines = CLASSES.into_iter().map(|(state, class)| {
        let of_state = cells.iter().filter(|cell| cell.state == state);
        let path = of_state.map(|cell| rounded(outline(cell), ROUND)).collect::<String>();
        shape::path(path).class(class)
    });
    let filled = |of: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| of(cell)).map(filling).collect::<String>();
    let fillings =
        (0..COLOURS).map(|colour| shape::path(filled(&|cell| cell.colour == colour)).class(format!("shard-{colour}")));
    shapes![outlines, fillings, shape::path(filled(&|cell| cell.patterned)).hatched()]
}

fn outline(cell: &Cell) -> Rectangle {
    Rectangle { x: cell.x, y: cell.y, width: cell.width, height: cell.height }
}

/// What is in a cell; nothing if it is empty.
fn filling(cell: &Cell) -> String {
    let height = (cell.height - 2.0 * INSET) * cell.fill;
    if height <= 0.0 {
        return String::new();
    }
    let width = (cell.width - 2.0 * INSET).max(1.0);
    let (x, y) = (cell.x + INSET, cell.y + cell.height - INSET - height);
    rounded(Rectangle { x, y, width, height }, ROUND_INSIDE)
}
