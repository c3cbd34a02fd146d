//! The stage of capacity modes: for each stream its load, what it could take and what it refused.

use super::svg::{Pictured, picture};
use crate::content::t;
use crate::scene::capacity::{CapacityScene, Panel, height, scene};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn stage(session: Session) -> AnyView {
    let describe = |scene: &CapacityScene| scene.description.clone();
    picture(session, Pictured { height, scene, describe, draw })
}

fn draw(scene: &CapacityScene) -> Vec<Shape> {
    let width = scene.size.width;
    let panels = scene.panels.iter().enumerate().map(|(nth, panel)| {
        let divider = (nth > 0).then(|| shape::line(14.0, panel.y, width - 14.0, panel.y).class("divider"));
        shape::group(shapes![divider, panel_view(panel, width)])
    });
    panels.collect()
}

fn panel_view(panel: &Panel, width: f64) -> Vec<Shape> {
    let (left, right) = (panel.left, panel.right);
    let is_wide = width - right > 100.0;
    let y_mark = |(y, text): &(f64, String)| {
        shapes![
            shape::line(left, *y, right, *y).class("row-line"),
            shape::text(left - 6.0, *y + 3.5, text.clone()).anchor("end").class("tick")
        ]
    };
    let last = panel.x_marks.len().saturating_sub(1);
    let x_mark = |(nth, (x, text)): (usize, &(f64, String))| {
        let anchor = if nth == last { "end" } else { "middle" };
        shape::text(*x, panel.floor + 14.0, text.clone()).anchor(anchor).class("tick")
    };
    let (note_x, note_y, anchor) =
        if is_wide { (right, panel.y + 20.0, "end") } else { (14.0, panel.y + 38.0, "start") };
    shapes![
        shape::text(if is_wide { 20.0 } else { 14.0 }, panel.y + 20.0, panel.title.clone()).class("half-title"),
        shape::text(note_x, note_y, panel.note.clone()).anchor(anchor).class("half-note"),
        panel.y_marks.iter().map(y_mark),
        panel.x_marks.iter().enumerate().map(x_mark),
        shape::path(panel.stored.clone()).class("load-stored"),
        shape::path(panel.refused.clone()).class("load-refused"),
        shape::path(panel.ahead.clone()).class("load-ahead"),
        shape::path(panel.capacity.clone()).class("load-capacity"),
        figures(panel, width, is_wide)
    ]
}

fn month(dx: f64) -> Shape {
    shape::tspan(dx, t("capacity.month")).class("beside")
}

/// The month in large figures, and what stands under it.
fn figures(panel: &Panel, width: f64, is_wide: bool) -> Vec<Shape> {
    let throttled = if panel.is_throttled { "half-note bad" } else { "half-note" };
    if !is_wide {
        let y = panel.floor + 34.0;
        return shapes![
            shape::text(14.0, y, panel.cost.clone()).class("half-title").with(month(6.0)),
            shape::text(width - 14.0, y, panel.throttled.clone()).anchor("end").class(throttled),
            shape::text(14.0, y + 17.0, panel.made_of.clone()).class("half-note")
        ];
    }
    let (x, y) = (panel.right + 24.0, panel.top);
    let key = |dy: f64, class: &'static str, text: &'static str| {
        shapes![
            shape::path(format!("M{x} {}h18", y + dy - 4.0)).class(class),
            shape::text(x + 25.0, y + dy, text).class("half-note")
        ]
    };
    shapes![
        shape::text(x, y + 14.0, panel.cost.clone()).class("big").with(month(8.0)),
        shape::text(x, y + 34.0, panel.made_of.clone()).class("half-note"),
        shape::text(x, y + 52.0, panel.hour.clone()).class("half-note"),
        shape::text(x, y + 70.0, panel.throttled.clone()).class(throttled),
        key(92.0, "load-capacity", t("capacity.key.takes")),
        key(109.0, "load-ahead", t("capacity.key.ahead"))
    ]
}
