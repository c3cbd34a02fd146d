//! A picture all in SVG, drawn to the width of its card, four times a second at most.

use super::super::size::follow_size;
use super::hatch;
use crate::clock;
use crate::scene::chart::Size;
use crate::session::Session;
use crate::widgets::shape::Shape;
use leptos::html;
use leptos::prelude::*;
use stream_engine::Simulation;

/// Drawn at this width until the page has told its own.
const WIDTH: f64 = 892.0;

/// How a stage without a canvas is made.
pub struct Pictured<S: 'static, F, H> {
    /// The picture's height at a width, both in CSS pixels.
    pub height: H,
    pub scene: F,
    /// The scene in words.
    pub describe: fn(&S) -> String,
    pub draw: fn(&S) -> Vec<Shape>,
}

/// The picture of `pictured`, following the run.
pub fn picture<S, F, H>(session: Session, pictured: Pictured<S, F, H>) -> AnyView
where
    S: PartialEq + Send + Sync + 'static,
    F: Fn(&Simulation, Size) -> S + Send + Sync + 'static,
    H: Fn(f64) -> f64 + Copy + 'static,
{
    let Pictured { height, scene, describe, draw } = pictured;
    let size = RwSignal::new(Size { width: WIDTH, height: height(WIDTH) });
    let host = NodeRef::<html::Div>::new();
    follow_size(host, move |width, _| {
        let found = Size { width, height: height(width) };
        if found != size.get_untracked() {
            size.set(found);
        }
    });
    let scene = Memo::new(move |_| session.run(|run| scene(run, size.get())));
    clock::drive(session, || ());
    html! {
        <div class="picture" node_ref=host>
            <svg role="img" aria-label=move || scene.with(describe)
                width=move || size.get().width height=move || size.get().height>
                {hatch()}
                {move || scene.with(draw)}
            </svg>
        </div>
    }
}
