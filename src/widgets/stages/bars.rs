//! Cells that fill from below, a path for each colour: hundreds of them change at once, and an element for each would
//! take longer than a frame has.

use crate::scene::COLOURS;
use crate::scene::race::{Cell, CellState};
use leptos::prelude::*;
use std::fmt::Write;

/// Radius of a cell's corners, and of those of what is in it.
const ROUND: f64 = 4.0;
const ROUND_INSIDE: f64 = 1.5;
/// Between a cell and what is in it.
const INSET: f64 = 2.0;
/// How each state is drawn.
const CLASSES: [(CellState, &str); 3] =
    [(CellState::Served, "cell"), (CellState::Free, "cell free"), (CellState::Locked, "cell locked")];

/// The cells, their outlines below what is in them.
pub fn bars(cells: &[Cell]) -> AnyView {
    let outlines = CLASSES.into_iter().map(|(state, class)| {
        let of_state = cells.iter().filter(|cell| cell.state == state);
        let path = of_state.map(|cell| rounded(cell.x, cell.y, cell.width, cell.height, ROUND)).collect::<String>();
        html! { <path d=path class=class/> }
    });
    let filled = |of: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| of(cell)).map(filling).collect::<String>();
    let fillings = (0..COLOURS).map(|colour| {
        html! { <path d=filled(&|cell| cell.colour == colour) class=format!("shard-{colour}")/> }
    });
    html! {
        {outlines.collect_view()}
        {fillings.collect_view()}
        <path d=filled(&|cell| cell.patterned) fill="url(#hatch)"/>
    }
    .into_any()
}

/// What is in a cell; nothing if it is empty.
fn filling(cell: &Cell) -> String {
    let height = (cell.height - 2.0 * INSET) * cell.fill;
    if height <= 0.0 {
        return String::new();
    }
    let width = (cell.width - 2.0 * INSET).max(1.0);
    rounded(cell.x + INSET, cell.y + cell.height - INSET - height, width, height, ROUND_INSIDE)
}

/// A rectangle with round corners, as a part of a path.
fn rounded(x: f64, y: f64, width: f64, height: f64, radius: f64) -> String {
    let r = radius.min(width / 2.0).min(height / 2.0);
    let (across, down) = (width - 2.0 * r, height - 2.0 * r);
    let mut path = String::new();
    // Writing into a text doesn't fail.
    let _ = write!(
        path,
        "M{:.1} {y:.1}h{across:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} {r:.1}v{down:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} {r:.1}\
         h-{across:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} -{r:.1}v-{down:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} -{r:.1}z",
        x + r
    );
    path
}
