//! The tree of shards: which came from which, which are open, how far the closed ones are read. The
//! split point that the controls prepare can be dragged here; their slider is the way without a mouse.

use super::controls::split::SplitDraft;
use super::size::follow_size;
use crate::content::{t, tf};
use crate::scene::lineage::{Block, Edge, LineageScene, hash_at, lineage, y_of};
use crate::scene::reshard::range;
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use lab_content::control::Widget;
use leptos::html;
use leptos::prelude::*;
use leptos::svg;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::ShardState;

const HEIGHT: f64 = 180.0;
/// Of the handle, so that a finger finds it.
const GRIP: f64 = 26.0;

/// The picture with its title.
#[component]
pub fn Lineage(session: Session) -> impl IntoView {
    let width = RwSignal::new(864.0);
    let host = NodeRef::<html::Div>::new();
    follow_size(host, move |found, _| {
        if found != width.get_untracked() {
            width.set(found);
        }
    });
    let scene = Memo::new(move |_| session.run(|run| lineage(run, width.get(), HEIGHT)));
    let hidden = move || match scene.with(|scene| scene.hidden) {
        0 => None,
        hidden => Some(tf("lineage.hidden", &[("n", &hidden.to_string())])),
    };
    let picture = NodeRef::<svg::Svg>::new();
    let splits = session.lab.controls.iter().any(|control| matches!(control.widget, Widget::Reshard {}));
    let draft = use_context::<SplitDraft>().filter(|_| splits);
    html! {
        <section class="card lineage" aria-labelledby="lineage-title">
            <header>
                <h2 id="lineage-title">{t("lineage.title")}</h2>
                <p class="hint">{t("lineage.hint")}" "{hidden}</p>
            </header>
            <div class="lineage-picture" node_ref=host>
                <svg node_ref=picture role="img" aria-label=move || scene.with(|scene| scene.description.clone())
                    width=move || width.get() height=HEIGHT>
                    <defs>
                        <pattern id="lineage-hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                            patternTransform="rotate(45)">
                            <rect width="1.4" height="6" class="lineage-hatch"/>
                        </pattern>
                    </defs>
                    {move || scene.with(tree)}
                    {draft.map(|draft| html! { <Handle session draft scene picture/> })}
                </svg>
            </div>
        </section>
    }
}

fn tree(scene: &LineageScene) -> Vec<Shape> {
    shapes![scene.edges.iter().map(edge), scene.blocks.iter().map(block)]
}

fn edge(edge: &Edge) -> Shape {
    let ((x, y), (to_x, to_y)) = (edge.from, edge.to);
    let middle = (x + to_x) / 2.0;
    let path = format!("M{x:.1} {y:.1}C{middle:.1} {y:.1} {middle:.1} {to_y:.1} {to_x:.1} {to_y:.1}");
    shape::path(path).class(format!("lineage-edge stroke-{}", edge.colour))
}

fn block(block: &Block) -> Shape {
    let Block { x, y, width, height, colour, .. } = *block;
    let (fill, state) = match block.state {
        ShardState::Open => (format!("shard-{colour}"), "open"),
        ShardState::Closed => ("hatched".to_owned(), "closed"),
        ShardState::Expired => ("none".to_owned(), "expired"),
    };
    let radius = (height / 2.0).min(6.0);
    let outline = || shape::rect(x, y, width, height).round(radius);
    let stripe = || shape::rect(x, y, 5.0, height);
    let stripes = (block.state != ShardState::Expired && width > 20.0).then(|| {
        let hatched = block.patterned.then(|| stripe().hatched());
        shapes![stripe().round(radius.min(2.5)).class(format!("shard-{colour}")), hatched]
    });
    let first = y + height / 2.0 + 4.0 - if block.lines.len() > 1 { 8.0 } else { 0.0 };
    let line = |(nth, line): (usize, &String)| {
        let class = if nth == 0 { "lineage-name" } else { "lineage-detail" };
        shape::text(x + 13.0, first + 16.0 * nth as f64, line.clone()).class(class)
    };
    let shapes = shapes![
        outline().class(format!("lineage-fill {fill}")),
        outline().class(format!("lineage-line stroke-{colour}")),
        stripes,
        block.lines.iter().enumerate().map(line)
    ];
    shape::group(shapes).class(format!("lineage-block {state}"))
}

/// Width of one character of a block's name, on the safe side.
const NAME_CHAR: f64 = 7.6;

/// Right of the block's text, at least as long as the grip.
fn handle_path(block: &Block, y: f64) -> String {
    let text = block.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let right = block.x + block.width;
    let left = (block.x + 18.0 + NAME_CHAR * text as f64).min(right - GRIP);
    format!("M{left:.1} {y:.1}H{:.1}", right + 4.0)
}

/// The split point as a line over its shard, with a grip.
#[component]
fn Handle(session: Session, draft: SplitDraft, scene: Memo<LineageScene>, picture: NodeRef<svg::Svg>) -> impl IntoView {
    let shard = draft.shard(session);
    let held = RwSignal::new(false);
    let place = Memo::new(move |_| {
        let shard = shard.get()?;
        let at = draft.point(session, shard).ok()?;
        let range = session.run(|run| range(run, shard)).filter(|range| range.contains(at))?;
        let found = scene.with(|scene| scene.blocks.iter().find(|block| block.id == shard).cloned())?;
        Some((range, found, y_of(at.0, HEIGHT)))
    });
    let take = move |event: web_sys::PointerEvent| {
        event.prevent_default();
        held.set(true);
        // Without capture the drag ends at the grip's edge, and that is all.
        let _captured = event_target::<web_sys::Element>(&event).set_pointer_capture(event.pointer_id());
    };
    let drag = move |event: web_sys::PointerEvent| {
        let Some(((range, ..), shard)) = place.get_untracked().zip(shard.get_untracked()) else { return };
        if let (true, Some(picture)) = (held.get_untracked(), picture.get_untracked()) {
            let y = f64::from(event.client_y()) - picture.get_bounding_client_rect().top();
            // Both children need room, as the service demands.
            let at = hash_at(y, HEIGHT).0.clamp(range.start.0.saturating_add(2), range.end.0.saturating_sub(1));
            draft.set(shard, HashKey(at));
        }
    };
    move || {
        place.get().map(|(_, block, y)| {
            let Block { x, width, .. } = block;
            // At the ends of the key space, too, all of the grip is inside.
            let grip_y = y.clamp(GRIP / 2.0, HEIGHT - GRIP / 2.0);
            html! {
                <g class="lineage-handle" class:held=move || held.get()>
                    <path d=handle_path(&block, y)/>
                    <circle cx=x + width - 14.0 cy=grip_y r="6"/>
                    <rect x=x y=grip_y - GRIP / 2.0 width=width height=GRIP
                        on:pointerdown=take on:pointermove=drag
                        on:pointerup=move |_| held.set(false) on:pointercancel=move |_| held.set(false)>
                        <title>{t("controls.split.handle")}</title>
                    </rect>
                </g>
            }
        })
    }
}
