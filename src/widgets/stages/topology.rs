//! A whole topology: a box for each part, in columns, with what leads where.

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::topology::{Column, Placed, TWO_LINES, TopologyScene, Wire, height, height_of, topology};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn view(session: Session) -> AnyView {
    let describe = |scene: &TopologyScene| scene.description.clone();
    let is_watched = session.ends.is_some();
    let height = move |width| match is_watched {
        true => session.peek(|run| height_of(run, width)),
        false => height(width),
    };
    picture(session, Pictured { height, scene: topology, describe, draw })
}

fn draw(scene: &TopologyScene) -> Vec<Shape> {
    let head = |(x, column): &(f64, Column)| {
        shape::text(*x, 20.0, t(&format!("topology.head.{}", column.key()))).class("head")
    };
    let hidden = (scene.hidden > 0)
        .then(|| shape::text(16.0, 20.0, tf("topology.hidden", &[("n", &scene.hidden.to_string())])).class("head"));
    shapes![scene.heads.iter().map(head), hidden, scene.wires.iter().map(wire), scene.boxes.iter().map(boxed)]
}

fn wire(wire: &Wire) -> Shape {
    let class = match (wire.is_bad, wire.is_for_failures) {
        (true, false) => "wire bad",
        (true, true) => "wire bad dashed",
        (false, true) => "wire dashed",
        (false, false) => "wire",
    };
    shape::path(wire.path.clone()).class(class)
}

fn boxed(placed: &Placed) -> Shape {
    let Placed { x, y, width, height, .. } = *placed;
    let (class, detail, fill) = match placed.node.is_bad {
        true => ("box hot", "box-detail bad", "bad-fill"),
        false => ("box", "box-detail", "shard-0"),
    };
    let middle = y + height / 2.0;
    let title = format!("{} · {} · {}", placed.node.kind, placed.node.name, placed.node.detail);
    let kind = placed.has_kind.then(|| shape::text(x + 12.0, y + 15.0, placed.node.kind).class("box-kind"));
    let beside = height < TWO_LINES;
    let (name_y, detail_y) = match (placed.has_kind, placed.detail.len()) {
        _ if beside => (middle + 4.0, middle + 4.0),
        (true, 2..) => (y + 31.0, y + 46.0),
        (true, _) => (y + 32.0, y + 49.0),
        (false, 2..) => (middle - 10.0, middle + 5.0),
        (false, _) => (middle - 3.0, middle + 13.0),
    };
    let (detail_x, anchor) = if beside { (x + width - 10.0, "end") } else { (x + 12.0, "start") };
    let line = |(nth, text): (usize, &String)| {
        shape::text(detail_x, detail_y + 14.0 * nth as f64, text.clone()).anchor(anchor).class(detail)
    };
    let load = placed
        .node
        .load
        .map(|load| shape::rect(x + 1.0, y + height - 4.0, (width - 2.0) * load, 3.0).round(1.5).class(fill));
    shape::group(shapes![
        shape::rect(x, y, width, height).round(10.0).class(class),
        kind,
        shape::text(x + 12.0, name_y, placed.name.clone()).class("box-name"),
        placed.detail.iter().enumerate().map(line),
        load
    ])
    .titled(title)
}
