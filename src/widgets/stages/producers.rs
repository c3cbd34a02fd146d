//! The picture of clients: a row for each, and the entries of a call that failed in part.

use super::pieces::of_order;
use super::rectangles::rounded;
use super::svg::{Pictured, picture};
use crate::scene::pieces::Rectangle;
use crate::scene::producers::entries::{Chip, Entries};
use crate::scene::producers::{ClientRow, Columns, ProducersScene, height, producers};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn view(session: Session) -> AnyView {
    let describe = |scene: &ProducersScene| scene.description.clone();
    picture(session, Pictured { height, scene: producers, describe, draw })
}

fn draw(scene: &ProducersScene) -> Vec<Shape> {
    let head = |(x, ends, text): &(f64, bool, String)| {
        shape::text(*x, 21.0, text.clone()).class("head").anchor(if *ends { "end" } else { "start" })
    };
    let columns = scene.columns;
    let row = |row| shape::group(if columns.wide { wide_row(row, columns) } else { narrow_row(row, columns) });
    shapes![scene.heads.iter().map(head), scene.rows.iter().map(row), scene.entries.as_ref().map(entries)]
}

fn lane(row: &ClientRow) -> &'static str {
    if row.refused.is_some() { "lane hot" } else { "lane" }
}

fn wide_row(row: &ClientRow, columns: Columns) -> Vec<Shape> {
    let (y, middle) = (row.y, row.y + row.height / 2.0 - 4.0);
    let end = columns.order;
    shapes![
        shape::rect(columns.client - 6.0, y, end - columns.client + 12.0, row.height - 8.0).round(8.0).class(lane(row)),
        shape::text(columns.client + 6.0, middle - 3.0, row.name.clone()).class("box-name"),
        shape::text(columns.client + 6.0, middle + 15.0, row.detail.clone()).class("box-detail"),
        call(row, columns.call, middle - 19.0),
        shape::text(columns.call, middle + 17.0, row.call_text.clone()).class("box-detail"),
        stored(row, columns.stream, columns.stream_end, middle - 3.0),
        figures(row, columns, middle + 2.0)
    ]
}

fn narrow_row(row: &ClientRow, columns: Columns) -> Vec<Shape> {
    let y = row.y;
    let latency = match row.latency_high.as_str() {
        "" => row.latency.clone(),
        high => format!("{} · {high}", row.latency),
    };
    shapes![
        shape::rect(columns.client - 6.0, y, columns.order - columns.client + 12.0, row.height - 8.0)
            .round(8.0)
            .class(lane(row)),
        shape::text(columns.client + 4.0, y + 18.0, row.name.clone()).class("box-name"),
        shape::text(columns.order - 4.0, y + 18.0, row.order.clone()).anchor("end").class(of_order(row.order_is_kept)),
        shape::text(columns.client + 4.0, y + 35.0, row.call_text.clone()).class("box-detail"),
        stored(row, columns.stream + 4.0, columns.stream_end - 4.0, y + 58.0),
        shape::text(columns.client + 4.0, y + 93.0, latency).class("box-detail"),
        shape::text(columns.order - 4.0, y + 93.0, row.cost.clone()).anchor("end").class("box-detail")
    ]
}

/// A call: its records, and the events in each.
fn call(row: &ClientRow, x: f64, y: f64) -> Vec<Shape> {
    const RECORD: f64 = 17.0;
    let (records, events) = row.call;
    let left = |nth: u64| x + 4.0 + nth as f64 * RECORD;
    let square =
        |x: f64, y: f64, edge: f64, radius: f64| rounded(Rectangle { x, y, width: edge, height: edge }, radius);
    let boxes = (0..records).map(|nth| square(left(nth), y + 2.0, 15.0, 2.0)).collect::<String>();
    let dot = |(nth, event): (u64, u64)| {
        let (column, line) = ((event % 3) as f64, (event / 3) as f64);
        square(left(nth) + 2.0 + column * 4.0, y + 4.0 + line * 4.0, 3.0, 0.0)
    };
    let dots = (0..records).flat_map(|nth| (0..events).map(move |event| (nth, event))).map(dot).collect::<String>();
    let frame = shape::rect(x, y - 2.0, 6.0 + records as f64 * RECORD, 23.0).round(5.0).class("call-box");
    shapes![
        (records > 0).then_some(frame),
        shape::path(boxes).class("record-box"),
        shape::path(dots).class(format!("shard-{}", row.colour))
    ]
}

/// What the stream takes of the events.
fn stored(row: &ClientRow, x: f64, end: f64, y: f64) -> Vec<Shape> {
    let refused = row.refused.clone().map(|refused| shape::text(x, y + 20.0, refused).class("refused"));
    shapes![
        shape::text(x, y - 6.0, row.stored.clone()).class("rate"),
        shape::rect(x, y, end - x, 5.0).round(2.5).class("track"),
        shape::rect(x, y, (end - x) * row.load.min(1.0), 5.0).round(2.5).class(format!("shard-{}", row.colour)),
        refused
    ]
}

fn figures(row: &ClientRow, columns: Columns, y: f64) -> Vec<Shape> {
    let (cost_y, order_y) = if columns.order > columns.cost { (y + 3.0, y + 3.0) } else { (y - 4.0, y + 12.0) };
    shapes![
        shape::text(columns.latency, y - 4.0, row.latency.clone()).anchor("end").class("figure"),
        shape::text(columns.latency, y + 12.0, row.latency_high.clone()).anchor("end").class("box-detail"),
        shape::text(columns.cost, cost_y, row.cost.clone()).anchor("end").class("figure"),
        shape::text(columns.order, order_y, row.order.clone()).anchor("end").class(of_order(row.order_is_kept))
    ]
}

fn entries(part: &Entries) -> Vec<Shape> {
    let chip = |chip: &Chip| {
        let class = match (chip.failed, chip.out_of_order) {
            (true, _) => "chip failed",
            (false, true) => "chip late",
            (false, false) => "chip",
        };
        let mark = chip
            .failed
            .then(|| shape::text(chip.x + chip.size - 1.0, chip.y + 5.0, "✕").anchor("middle").class("chip-mark"));
        shapes![
            shape::rect(chip.x, chip.y, chip.size, chip.size).round(5.0).class(class),
            shape::text(chip.x + chip.size / 2.0, chip.y + 18.0, chip.text.clone()).anchor("middle").class("chip-text"),
            mark
        ]
    };
    let line = |(x, y, text): &(f64, f64, String)| shape::text(*x, *y, text.clone()).class("box-detail");
    shapes![
        shape::line(part.x, part.y + 2.0, part.x + part.width, part.y + 2.0).class("divider"),
        shape::text(part.x, part.y + 22.0, part.title.clone()).class("lane-name"),
        part.chips.iter().map(chip),
        part.lines.iter().map(line)
    ]
}
