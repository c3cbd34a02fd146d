//! The stage of fan-out: rows, texts and histograms in SVG, what moves on a canvas over it.

mod canvas;

use super::super::size::follow_size;
use super::rectangles::rounded;
use crate::app::Shell;
use crate::clock;
use crate::paint;
use crate::scene::chart::Size;
use crate::scene::fan_out::moving::moving;
use crate::scene::fan_out::{FanOutScene, Half, Row, Way, height, scene};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use canvas::Colours;
use leptos::html;
use leptos::prelude::*;

/// Drawn at this width until the page has told its own.
const WIDTH: f64 = 884.0;

/// The moving picture.
#[component]
pub fn FanOut(session: Session) -> impl IntoView {
    let shell = expect_context::<Shell>();
    let size = RwSignal::new(Size { width: WIDTH, height: height(WIDTH) });
    let host = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    follow_size(host, move |width, _| {
        let found = Size { width, height: height(width) };
        if found != size.get_untracked() {
            size.set(found);
        }
    });
    let scene = Memo::new(move |_| session.run(|run| scene(run, size.get())));

    let colours = StoredValue::new_local(None::<Colours>);
    let draw = move || {
        let size = size.get_untracked();
        let Some(context) = canvas.get_untracked().and_then(|canvas| paint::fit(&canvas, size.width, size.height))
        else {
            return;
        };
        let halves = session.peek(|run| moving(run, size));
        colours.update_value(|colours| {
            canvas::paint(&context, &halves, colours.get_or_insert_with(Colours::read), size);
        });
    };
    Effect::new(move |_| {
        shell.theme_changed.track();
        session.run(|_| ());
        size.track();
        canvas.track();
        colours.set_value(None);
        draw();
    });
    clock::drive(session, draw);

    html! {
        <div class="picture fan-out" node_ref=host>
            <svg role="img" aria-label=move || scene.with(|scene| scene.description.clone())
                width=move || size.get().width height=move || size.get().height>
                {move || scene.with(picture)}
            </svg>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
        </div>
    }
}

fn picture(scene: &FanOutScene) -> Vec<Shape> {
    let width = scene.size.width;
    let halves = scene.halves.iter().enumerate().map(|(nth, half)| {
        let divider = (nth > 0).then(|| shape::line(14.0, half.y, width - 14.0, half.y).class("divider"));
        shape::group(shapes![divider, half_view(half, width)])
    });
    halves.collect()
}

fn half_view(half: &Half, width: f64) -> Vec<Shape> {
    let is_wide = half.histogram.left > half.right;
    let (left, right, y) = (half.left, half.right, half.y);
    let start = if is_wide { 20.0 } else { 14.0 };
    // Beside the diagram the big number has a column of its own, below it the line of the title.
    let (note_x, note_y, anchor) = if is_wide { (right, y + 20.0, "end") } else { (start, y + 38.0, "start") };
    let note = if half.is_refused { "half-note bad" } else { "half-note" };
    shapes![
        shape::text(start, y + 20.0, half.title).class("half-title"),
        shape::text(note_x, note_y, half.note.clone()).anchor(anchor).class(note),
        shape::text(start, half.shard_y + 4.0, half.shard.clone()).class("row-name"),
        shape::line(left - 2.0, half.shard_y, right, half.shard_y).class("shard-line"),
        half.rows.iter().map(|row| row_view(row, start, (left, right))),
        figures(half, width),
        histogram(half)
    ]
}

fn row_view(row: &Row, start: f64, (left, right): (f64, f64)) -> Vec<Shape> {
    let problem =
        row.problem.map(|problem| shape::text(right, row.y - 3.0, problem).anchor("end").class("row-problem"));
    shapes![
        shape::line(left - 2.0, row.y, right, row.y).class("row-line"),
        shape::text(start, row.y + 4.0, row.name.clone()).class("row-name"),
        problem
    ]
}

/// The mean in large figures, and what stands under it.
fn figures(half: &Half, width: f64) -> Vec<Shape> {
    let mean = half.mean.clone().unwrap_or_else(|| "–".to_owned());
    let documented = half.documented.clone().unwrap_or_default();
    if half.histogram.left <= half.right {
        return shapes![
            shape::text(width - 14.0, half.y + 20.0, mean).anchor("end").class("half-title"),
            shape::text(half.right, half.histogram.floor + 14.0, half.histogram.reach.clone())
                .anchor("end")
                .class("tick")
        ];
    }
    let (x, y) = (half.histogram.left, half.y);
    shapes![
        shape::text(x, y + 28.0, mean).class("big").with(shape::tspan(8.0, half.mean_of).class("beside")),
        shape::text(x, y + 46.0, documented).class("half-note"),
        shape::text(half.histogram.right, y + 46.0, half.cost.clone()).anchor("end").class("half-note"),
        shape::text(half.histogram.right, half.histogram.floor + 14.0, half.histogram.reach.clone())
            .anchor("end")
            .class("tick")
    ]
}

fn histogram(half: &Half) -> Vec<Shape> {
    let field = &half.histogram;
    let class = if half.way == Way::Pull { "shard-1" } else { "shard-2" };
    let bars = field.bars.iter().map(|bar| rounded(*bar, 1.5)).collect::<String>();
    shapes![
        shape::path(bars).class(class),
        shape::line(field.left, field.floor, field.right, field.floor).class("row-line"),
        shape::text(field.left, field.floor + 14.0, "0").class("tick")
    ]
}
