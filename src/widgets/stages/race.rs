//! The picture of a race: shards and their workers beside message groups and their locks.

use super::bars::bars;
use super::pieces::of_order;
use super::rectangles::shaded;
use super::svg::{Pictured, picture};
use crate::content::t;
use crate::scene::race::{Cell, Head, Lane, RaceScene, WorkerBox, height, race};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn view(session: Session) -> AnyView {
    let describe = |scene: &RaceScene| scene.description.clone();
    picture(session, Pictured { height, scene: race, describe, draw })
}

fn draw(scene: &RaceScene) -> Vec<Shape> {
    let divider = scene.divider.map(|x| shape::line(x, 12.0, x, scene.size.height - 12.0).class("divider"));
    let idle = scene.idle.iter().map(|(x, y, width)| {
        shapes![
            shape::rect(*x, *y, *width, 26.0).round(6.0).class("idle"),
            shape::text(x + width / 2.0, y + 17.0, t("race.idle")).anchor("middle").class("idle-text")
        ]
    });
    shapes![
        divider,
        head(&scene.stream),
        scene.lanes.lanes.iter().map(lane),
        bars(&scene.lanes.cells),
        idle,
        note(&scene.idle_note, false),
        head(&scene.queue),
        bars(&scene.groups),
        scene.groups.iter().filter(|cell| cell.is_locked() || cell.failing).map(group_marks),
        note(&scene.queue_note, true)
    ]
}

fn head(head: &Head) -> Vec<Shape> {
    let (x, y, end) = (head.area.x, head.area.y, head.area.x + head.area.width);
    let standing = if head.is_finished { "race-standing done" } else { "race-standing" };
    shapes![
        shape::text(x, y + 24.0, head.title.clone()).class("race-title"),
        shape::text(end, y + 24.0, head.busy.clone()).anchor("end").class("race-detail"),
        shape::text(x, y + 43.0, head.standing.clone()).class(standing),
        shape::text(end, y + 43.0, head.order.clone()).anchor("end").class(of_order(head.order_is_kept))
    ]
}

fn note((x, y, text): &(f64, f64, String), dot: bool) -> Vec<Shape> {
    let (x, y) = (*x, *y);
    shapes![
        dot.then(|| shape::circle(x + 4.0, y - 4.0, 3.5).class("lock")),
        shape::text(if dot { x + 14.0 } else { x }, y, text.clone()).class("race-note")
    ]
}

fn lane(lane: &Lane) -> Shape {
    let (x, y, width, height) = (lane.x, lane.y, lane.width, lane.height);
    let colour = format!("shard-{}", lane.colour);
    let baseline = if height >= 34.0 { y + 17.0 } else { y + height / 2.0 + 4.0 };
    let detail = shape::tspan(6.0, lane.detail.clone()).class("race-lane-detail");
    let stroke = lane.colour;
    let worker = lane.worker.as_ref().map(|worker: &WorkerBox| {
        let middle = worker.y + worker.height / 2.0;
        shapes![
            shape::path(format!("M{} {middle}H{}", x + width + 2.0, worker.x)).class(format!("wire stroke-{stroke}")),
            shape::rect(worker.x, worker.y, worker.width, worker.height)
                .round(6.0)
                .class(format!("race-worker stroke-{stroke}")),
            shape::text(worker.x + worker.width / 2.0, middle + 4.0, worker.name.clone())
                .anchor("middle")
                .class("race-worker-name")
        ]
    });
    shape::group(shapes![
        shape::rect(x, y, width, height).round(8.0).class("lane"),
        shape::rect(x, y + 6.0, 3.0, height - 12.0).round(1.5).class(colour.clone()),
        lane.patterned.then(|| shape::rect(x, y + 6.0, 3.0, height - 12.0).hatched()),
        shape::text(x + 11.0, baseline, lane.name.clone()).class("race-lane-name").with(detail),
        shaded(lane.strip.iter().copied(), 2.0, &colour),
        worker
    ])
}

/// What is marked in a group's cell.
fn group_marks(cell: &Cell) -> Vec<Shape> {
    let (middle, y, bottom) = (cell.x + cell.width / 2.0, cell.y + 8.0, cell.y + cell.height - 6.0);
    shapes![
        cell.is_locked().then(|| shape::circle(middle, y, 3.0).class("lock")),
        cell.failing.then(|| shape::text(middle, bottom, "✕").anchor("middle").class("cell-failing"))
    ]
}
