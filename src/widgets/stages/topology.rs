//! A whole topology: a box for each part, in columns, with what leads where.

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::topology::{Placed, TWO_LINES, TopologyScene, Wire, height, height_of, topology};
use crate::session::Session;
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

fn draw(scene: &TopologyScene) -> AnyView {
    let head = |(x, column): &(f64, crate::scene::topology::Column)| {
        html! { <text x=*x y="20" class="head">{t(&format!("topology.head.{}", column.key()))}</text> }
    };
    let hidden = (scene.hidden > 0).then(|| {
        html! { <text x="16" y="20" class="head">{tf("topology.hidden", &[("n", &scene.hidden.to_string())])}</text> }
    });
    html! {
        {scene.heads.iter().map(head).collect_view()}
        {hidden}
        {scene.wires.iter().map(wire).collect_view()}
        {scene.boxes.iter().map(boxed).collect_view()}
    }
}

fn wire(wire: &Wire) -> impl IntoView + use<> {
    let class = match (wire.is_bad, wire.is_for_failures) {
        (true, false) => "wire bad",
        (true, true) => "wire bad dashed",
        (false, true) => "wire dashed",
        (false, false) => "wire",
    };
    html! { <path d=wire.path.clone() class=class/> }
}

fn boxed(placed: &Placed) -> impl IntoView + use<> {
    let Placed { x, y, width, height, .. } = *placed;
    let (class, detail) = match placed.node.is_bad {
        true => ("box hot", "box-detail bad"),
        false => ("box", "box-detail"),
    };
    let middle = y + height / 2.0;
    let title = format!("{} · {} · {}", placed.node.kind, placed.node.name, placed.node.detail);
    let kind = placed.has_kind.then(|| {
        html! { <text x=x + 12.0 y=y + 15.0 class="box-kind">{placed.node.kind}</text> }
    });
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
        html! { <text x=detail_x y=detail_y + 14.0 * nth as f64 text-anchor=anchor class=detail>{text.clone()}</text> }
    };
    let load = placed.node.load.map(|load| {
        html! {
            <rect x=x + 1.0 y=y + height - 4.0 width=(width - 2.0) * load height="3" rx="1.5"
                class=if placed.node.is_bad { "bad-fill" } else { "shard-0" }/>
        }
    });
    html! {
        <g>
            <title>{title}</title>
            <rect x=x y=y width=width height=height rx="10" class=class/>
            {kind}
            <text x=x + 12.0 y=name_y class="box-name">{placed.name.clone()}</text>
            {placed.detail.iter().enumerate().map(line).collect_view()}
            {load}
        </g>
    }
}
