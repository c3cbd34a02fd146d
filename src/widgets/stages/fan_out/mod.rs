//! The stage of fan-out: rows, texts and histograms in SVG, what moves on a canvas over it.

mod canvas;

use super::super::size::follow_size;
use crate::app::Shell;
use crate::clock;
use crate::paint;
use crate::scene::chart::Size;
use crate::scene::fan_out::histogram::Bar;
use crate::scene::fan_out::moving::moving;
use crate::scene::fan_out::{FanOutScene, Half, Row, Way, height, scene};
use crate::session::Session;
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

fn picture(scene: &FanOutScene) -> impl IntoView + use<> {
    let width = scene.size.width;
    let halves = scene.halves.iter().enumerate().map(|(nth, half)| {
        let divider = (nth > 0).then(|| {
            html! { <line x1="14" x2=width - 14.0 y1=half.y y2=half.y class="divider"/> }
        });
        html! { {divider} {half_view(half, width)} }
    });
    halves.collect_view()
}

fn half_view(half: &Half, width: f64) -> impl IntoView + use<> {
    let is_wide = half.histogram.left > half.right;
    let (left, right, y) = (half.left, half.right, half.y);
    let start = if is_wide { 20.0 } else { 14.0 };
    // Beside the diagram the big number has a column of its own, below it the line of the title.
    let (note_x, note_y, anchor) = if is_wide { (right, y + 20.0, "end") } else { (start, y + 38.0, "start") };
    let rows = half.rows.iter().map(|row| row_view(row, start, (left, right))).collect_view();
    html! {
        <text x=start y=y + 20.0 class="half-title">{half.title}</text>
        <text x=note_x y=note_y text-anchor=anchor class=if half.is_refused { "half-note bad" } else { "half-note" }>
            {half.note.clone()}
        </text>
        <text x=start y=half.shard_y + 4.0 class="row-name">{half.shard.clone()}</text>
        <line x1=left - 2.0 x2=right y1=half.shard_y y2=half.shard_y class="shard-line"/>
        {rows}
        {figures(half, width)}
        {histogram(half)}
    }
}

fn row_view(row: &Row, start: f64, (left, right): (f64, f64)) -> impl IntoView + use<> {
    let problem = row.problem.map(|problem| {
        html! { <text x=right y=row.y - 3.0 text-anchor="end" class="row-problem">{problem}</text> }
    });
    html! {
        <line x1=left - 2.0 x2=right y1=row.y y2=row.y class="row-line"/>
        <text x=start y=row.y + 4.0 class="row-name">{row.name.clone()}</text>
        {problem}
    }
}

/// The mean in large figures, and what stands under it.
fn figures(half: &Half, width: f64) -> AnyView {
    let mean = half.mean.clone().unwrap_or_else(|| "–".to_owned());
    let documented = half.documented.clone().unwrap_or_default();
    if half.histogram.left <= half.right {
        return html! {
            <text x=width - 14.0 y=half.y + 20.0 text-anchor="end" class="half-title">{mean}</text>
            <text x=half.right y=half.histogram.floor + 14.0 text-anchor="end" class="tick">{half.histogram.reach.clone()}</text>
        }
        .into_any();
    }
    let (x, y) = (half.histogram.left, half.y);
    html! {
        <text x=x y=y + 28.0 class="big">{mean}<tspan dx="8" class="beside">{half.mean_of}</tspan></text>
        <text x=x y=y + 46.0 class="half-note">{documented}</text>
        <text x=half.histogram.right y=y + 46.0 text-anchor="end" class="half-note">{half.cost.clone()}</text>
        <text x=half.histogram.right y=half.histogram.floor + 14.0 text-anchor="end" class="tick">
            {half.histogram.reach.clone()}
        </text>
    }
    .into_any()
}

fn histogram(half: &Half) -> impl IntoView + use<> {
    let field = &half.histogram;
    let class = if half.way == Way::Pull { "shard-1" } else { "shard-2" };
    let bar = move |Bar { x, y, width, height }: &Bar| {
        html! { <rect x=*x y=*y width=*width height=*height rx="1.5" class=class/> }
    };
    html! {
        {field.bars.iter().map(bar).collect_view()}
        <line x1=field.left x2=field.right y1=field.floor y2=field.floor class="row-line"/>
        <text x=field.left y=field.floor + 14.0 class="tick">"0"</text>
    }
}
