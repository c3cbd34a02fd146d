//! Cells that fill from below, a path for each colour: hundreds of them change at once, and an element for each would
//! take longer than a frame has.

use crate::scene::COLOURS;
use leptos::prelude::*;
use std::fmt::Write;

/// Radius of a cell's corners, and of those of what is in it.
const ROUND: f64 = 4.0;
const ROUND_INSIDE: f64 = 1.5;
/// Between a cell and what is in it.
const INSET: f64 = 2.0;

/// A cell.
pub struct Bar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// How full it is, up to 1.
    pub fill: f64,
    pub colour: u32,
    pub patterned: bool,
    pub class: &'static str,
}

/// The cells, their outlines below what is in them.
pub fn bars(bars: &[Bar]) -> AnyView {
    let mut classes: Vec<&str> = bars.iter().map(|bar| bar.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let outlines = classes.into_iter().map(|class| {
        let of_class = bars.iter().filter(|bar| bar.class == class);
        let path = of_class.map(|bar| rounded(bar.x, bar.y, bar.width, bar.height, ROUND)).collect::<String>();
        html! { <path d=path class=class/> }
    });
    let filled = |of: &dyn Fn(&Bar) -> bool| bars.iter().filter(|bar| of(bar)).map(filling).collect::<String>();
    let fillings = (0..COLOURS).map(|colour| {
        html! { <path d=filled(&|bar| bar.colour == colour) class=format!("shard-{colour}")/> }
    });
    html! {
        {outlines.collect_view()}
        {fillings.collect_view()}
        <path d=filled(&|bar| bar.patterned) fill="url(#hatch)"/>
    }
    .into_any()
}

/// What is in a cell; nothing if it is empty.
fn filling(bar: &Bar) -> String {
    let height = (bar.height - 2.0 * INSET) * bar.fill;
    if height <= 0.0 {
        return String::new();
    }
    let width = (bar.width - 2.0 * INSET).max(1.0);
    rounded(bar.x + INSET, bar.y + bar.height - INSET - height, width, height, ROUND_INSIDE)
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
