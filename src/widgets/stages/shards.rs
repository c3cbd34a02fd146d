//! Producers, the hash-key line, a lane for each shard and its reader: in SVG, with the moving records
//! on a canvas over it.

use super::super::size::follow_size;
use super::hatch;
use crate::app::Shell;
use crate::clock;
use crate::content::t;
use crate::paint::{self, Palette};
use crate::scene::records::records;
use crate::scene::stage::{Geometry, Lane, ProducerBox, ReaderBox, StageScene, stage};
use crate::session::Session;
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

fn picture(scene: &StageScene) -> impl IntoView + use<> {
    let geometry = scene.geometry;
    let heads = geometry.is_wide().then(|| {
        // In the middle, but right of the name of the hash-key line.
        let centre = ((geometry.lanes_x() + geometry.lanes_end()) / 2.0).max(geometry.line_x() + 208.0);
        let head = |x: f64, anchor: &'static str, text: &'static str| {
            html! { <text x=x y="20" class="head" text-anchor=anchor>{text}</text> }
        };
        vec![
            head(20.0, "start", t("stage.producers")),
            head(geometry.line_x(), "start", t("stage.hash_line")),
            head(centre, "middle", t("stage.shards")),
            head(geometry.width - 12.0, "end", t("stage.consumers")),
        ]
    });
    let marks = geometry.is_wide().then(|| {
        let mark = |(y, text): &(f64, String)| {
            html! { <text x=geometry.line_x() - 6.0 y=*y + 4.0 class="mark" text-anchor="end">{text.clone()}</text> }
        };
        scene.marks.iter().map(mark).collect_view()
    });
    let wide = geometry.is_wide();
    let producers =
        wide.then(|| scene.producers.iter().map(|producer| producer_box(producer, geometry)).collect_view());
    let readers = wide.then(|| scene.readers.iter().map(|reader| reader_box(reader, geometry)).collect_view());
    let lanes = scene.lanes.iter().map(|lane| lane_view(lane, geometry)).collect_view();
    html! { {heads} {marks} {producers} {lanes} {readers} }
}

fn lane_view(lane: &Lane, geometry: Geometry) -> impl IntoView + use<> {
    let (x, end, y, height) = (geometry.lanes_x(), geometry.lanes_end(), lane.y, lane.height);
    let (left, right) = (x + 14.0, end - 12.0);
    let hot = lane.throttled.is_some();
    let colour = format!("shard-{}", lane.colour);
    let shows_text = height >= 22.0;
    let shows_strip = height >= 56.0;
    let baseline = if shows_strip { y + 18.0 } else { y + (height / 2.0 + 1.0).min(17.0) };
    let bar_y = if shows_text { baseline + 7.0 } else { y + height / 2.0 - 2.0 };
    let cell_width = (right - left) / lane.strip.len() as f64;
    let cells = shows_strip.then(|| {
        let cell = |(nth, load): (usize, &f64)| {
            html! {
                <rect x=left + cell_width * nth as f64 y=bar_y + 14.0 width=(cell_width - 2.5).max(1.0) height="14" rx="2"
                    class=colour.clone() opacity=format!("{:.2}", load.min(1.0) * 0.85 + 0.1 * load.ceil().min(1.0))/>
            }
        };
        lane.strip.iter().enumerate().map(cell).collect_view()
    });
    // A lane without room for a line of its own says what was refused in place of the rate.
    let own_line = shows_strip && geometry.is_wide();
    let (rate, rate_class) = match &lane.throttled {
        Some(refused) if !own_line => (refused.clone(), "rate bad"),
        _ => (lane.rate.clone(), "rate"),
    };
    let refused = lane.throttled.clone().filter(|_| own_line);
    html! {
        <rect x=geometry.line_x() y=y width="10" height=height rx="3" class=colour.clone()/>
        {lane.patterned.then(|| html! { <rect x=geometry.line_x() y=y width="10" height=height rx="3" fill="url(#hatch)"/> })}
        <rect x=x y=y + 1.0 width=end - x height=(height - 2.0).max(1.0) rx="8" class=if hot { "lane hot" } else { "lane" }/>
        {shows_text.then(|| html! {
            <text x=left y=baseline class="lane-name">{lane.name.clone()}</text>
            <text x=right y=baseline text-anchor="end" class=rate_class>{rate}</text>
        })}
        <rect x=left y=bar_y width=right - left height="5" rx="2.5" class="track"/>
        <rect x=left y=bar_y width=(right - left) * lane.load height="5" rx="2.5" class=if hot { "bad-fill".to_owned() } else { colour.clone() }/>
        {cells}
        {refused.map(|refused| html! { <text x=left y=y + height - 6.0 class="refused">{refused}</text> })}
    }
}

fn producer_box(producer: &ProducerBox, geometry: Geometry) -> impl IntoView + use<> {
    let y = producer.y - 31.0;
    let (from, to) = (144.0, geometry.line_x() - 4.0);
    // A producer with one key points at its place; others at no place in particular.
    let (end, target, wire) = match producer.aim {
        Some((target, colour)) => (to, target, format!("wire aim stroke-{colour}")),
        None => (geometry.line_x() - 24.0, producer.y, "wire".to_owned()),
    };
    let middle = (from + end) / 2.0;
    let class = if producer.throttled { "box hot" } else { "box" };
    html! {
        <path d=format!("M{from} {0} C{middle} {0} {middle} {target} {end} {target}", producer.y) class=wire/>
        <rect x="16" y=y width="128" height="62" rx="10" class=class/>
        <text x="28" y=y + 25.0 class="box-name">{producer.name.clone()}</text>
        <text x="28" y=y + 44.0 class="box-detail">{producer.detail.clone()}</text>
    }
}

fn reader_box(reader: &ReaderBox, geometry: Geometry) -> impl IntoView + use<> {
    let x = geometry.lanes_end() + 22.0;
    let y = reader.y - 20.0;
    html! {
        <path d=format!("M{} {1}H{2}", x - 20.0, reader.y, x - 2.0) class=format!("wire dashed stroke-{}", reader.colour)/>
        <rect x=x y=y width="96" height="40" rx="8" class="box"/>
        <text x=x + 10.0 y=y + 17.0 class="reader-name">{reader.name.clone()}</text>
        <text x=x + 10.0 y=y + 32.0 class=if reader.behind { "reader-detail behind" } else { "reader-detail" }>{reader.detail.clone()}</text>
    }
}
