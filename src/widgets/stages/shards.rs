//! Producers, the hash-key line, a lane for each shard and its reader: in SVG, with the moving records
//! on a canvas over it.

use super::super::size::follow_size;
use super::hatch;
use super::rectangles::shaded;
use crate::app::Shell;
use crate::clock;
use crate::content::t;
use crate::paint::{self, Palette};
use crate::scene::pieces::Rectangle;
use crate::scene::records::records;
use crate::scene::stage::{Geometry, Lane, ProducerBox, ReaderBox, STRIP_FROM, StageScene, stage};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::html;
use leptos::prelude::*;

const HEIGHT: f64 = 376.0;
const HEIGHT_NARROW: f64 = 252.0;

/// The moving picture.
#[component]
pub fn Shards(session: Session) -> impl IntoView {
    let shell = expect_context::<Shell>();
    let geometry = RwSignal::new(Geometry { width: 892.0, height: HEIGHT });
    let host = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    follow_size(host, move |width, _| resize(geometry, width));
    let scene = Memo::new(move |_| session.run(|run| stage(run, geometry.get())));

    let palette = StoredValue::new_local(None::<Palette>);
    let draw = move || {
        let size = geometry.get_untracked();
        let Some(context) = canvas.get_untracked().and_then(|canvas| paint::fit(&canvas, size.width, size.height))
        else {
            return;
        };
        let points = session.peek(|run| records(run, size));
        palette.update_value(|palette| {
            let palette = palette.get_or_insert_with(Palette::read);
            paint::paint(&context, &points, palette, (size.width, size.height));
        });
    };
    Effect::new(move |_| {
        shell.theme_changed.track();
        session.run(|_| ());
        geometry.track();
        canvas.track();
        palette.set_value(None);
        draw();
    });
    clock::drive(session, draw);

    html! {
        <div class="picture" node_ref=host>
            <svg role="img" aria-label=move || scene.with(|scene| scene.description.clone())
                width=move || geometry.get().width height=move || geometry.get().height>
                {hatch()}
                {move || scene.with(picture)}
            </svg>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
        </div>
    }
}

/// The geometry for the width that the page gives the picture.
fn resize(geometry: RwSignal<Geometry>, width: f64) {
    let height = if width >= 640.0 { HEIGHT } else { HEIGHT_NARROW };
    let found = Geometry { width, height };
    if found != geometry.get_untracked() {
        geometry.set(found);
    }
}

fn picture(scene: &StageScene) -> Vec<Shape> {
    let geometry = scene.geometry;
    let wide = geometry.is_wide();
    let heads = wide.then(|| heads(scene));
    let producers = wide.then(|| scene.producers.iter().map(|one| producer_box(one, geometry)));
    let readers = wide.then(|| scene.readers.iter().map(|one| reader_box(one, geometry)));
    shapes![heads, producers, scene.lanes.iter().map(|one| lane_view(one, geometry)), readers]
}

/// The names of what stands in the picture, and the marks along the hash-key line.
fn heads(scene: &StageScene) -> Vec<Shape> {
    let geometry = scene.geometry;
    // In the middle, but right of the name of the hash-key line.
    let centre = ((geometry.lanes_x() + geometry.lanes_end()) / 2.0).max(geometry.line_x() + 208.0);
    let head =
        |x: f64, anchor: &'static str, text: &'static str| shape::text(x, 20.0, text).class("head").anchor(anchor);
    let mark = |(y, text): &(f64, String)| {
        shape::text(geometry.line_x() - 6.0, *y + 4.0, text.clone()).class("mark").anchor("end")
    };
    shapes![
        (!scene.producers.is_empty()).then(|| head(20.0, "start", t("stage.producers"))),
        head(geometry.line_x(), "start", t("stage.hash_line")),
        head(centre, "middle", t("stage.shards")),
        (!scene.readers.is_empty()).then(|| head(geometry.width - 12.0, "end", t("stage.consumers"))),
        scene.marks.iter().map(mark)
    ]
}

fn lane_view(lane: &Lane, geometry: Geometry) -> Shape {
    let (x, end, y, height) = (geometry.lanes_x(), geometry.lanes_end(), lane.y, lane.height);
    let (left, right) = (x + 14.0, end - 12.0);
    let colour = format!("shard-{}", lane.colour);
    let (lane_class, fill) =
        if lane.throttled.is_some() { ("lane hot", "bad-fill".to_owned()) } else { ("lane", colour.clone()) };
    let shows_text = height >= 22.0;
    let shows_strip = height >= STRIP_FROM;
    let baseline = if shows_strip { y + 18.0 } else { y + (height / 2.0 + 1.0).min(17.0) };
    let bar_y = if shows_text { baseline + 7.0 } else { y + height / 2.0 - 2.0 };
    let cell_width = (right - left) / lane.strip.len() as f64;
    let cell = |(nth, load): (usize, &f64)| {
        let place = Rectangle {
            x: left + cell_width * nth as f64,
            y: bar_y + 14.0,
            width: (cell_width - 2.5).max(1.0),
            height: 14.0,
        };
        (place, load.min(1.0) * 0.85 + 0.1 * load.ceil().min(1.0))
    };
    let cells = shows_strip.then(|| shaded(lane.strip.iter().enumerate().map(cell), 2.0, &colour));
    // A lane without room for a line of its own says what was refused in place of the rate.
    let own_line = shows_strip && geometry.is_wide();
    let (rate, rate_class) = match &lane.throttled {
        Some(refused) if !own_line => (refused.clone(), "rate bad"),
        _ => (lane.rate.clone(), "rate"),
    };
    let refused = lane.throttled.clone().filter(|_| own_line);
    shape::group(shapes![
        shape::rect(geometry.line_x(), y, 10.0, height).round(3.0).class(colour),
        lane.patterned.then(|| shape::rect(geometry.line_x(), y, 10.0, height).round(3.0).hatched()),
        shape::rect(x, y + 1.0, end - x, (height - 2.0).max(1.0)).round(8.0).class(lane_class),
        shows_text.then(|| shapes![
            shape::text(left, baseline, lane.name.clone()).class("lane-name"),
            shape::text(right, baseline, rate).anchor("end").class(rate_class)
        ]),
        shape::rect(left, bar_y, right - left, 5.0).round(2.5).class("track"),
        shape::rect(left, bar_y, (right - left) * lane.load, 5.0).round(2.5).class(fill),
        cells,
        refused.map(|refused| shape::text(left, y + height - 6.0, refused).class("refused"))
    ])
}

fn producer_box(producer: &ProducerBox, geometry: Geometry) -> Vec<Shape> {
    let y = producer.y - 31.0;
    let (from, to) = (144.0, geometry.line_x() - 4.0);
    // A producer with one key points at its place; others at no place in particular.
    let (end, target, wire) = match producer.aim {
        Some((target, colour)) => (to, target, format!("wire aim stroke-{colour}")),
        None => (geometry.line_x() - 34.0, producer.y, "wire".to_owned()),
    };
    let middle = (from + end) / 2.0;
    let class = if producer.throttled { "box hot" } else { "box" };
    shapes![
        shape::path(format!("M{from} {0} C{middle} {0} {middle} {target} {end} {target}", producer.y)).class(wire),
        shape::rect(16.0, y, 128.0, 62.0).round(10.0).class(class),
        shape::text(28.0, y + 25.0, producer.name.clone()).class("box-name"),
        shape::text(28.0, y + 44.0, producer.detail.clone()).class("box-detail")
    ]
}

fn reader_box(reader: &ReaderBox, geometry: Geometry) -> Vec<Shape> {
    let x = geometry.lanes_end() + 22.0;
    let y = reader.y - 20.0;
    let detail = if reader.behind { "reader-detail behind" } else { "reader-detail" };
    shapes![
        shape::path(format!("M{} {1}H{2}", x - 20.0, reader.y, x - 2.0))
            .class(format!("wire dashed stroke-{}", reader.colour)),
        shape::rect(x, y, 96.0, 40.0).round(8.0).class("box"),
        shape::text(x + 10.0, y + 17.0, reader.name.clone()).class("reader-name"),
        shape::text(x + 10.0, y + 32.0, reader.detail.clone()).class(detail)
    ]
}
