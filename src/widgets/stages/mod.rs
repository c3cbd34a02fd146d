//! The stage: one picture for each kind of lab, the transport below it, the status line.

mod capacity;
mod fan_out;
mod shards;
pub mod svg;

use super::transport::Transport;
use crate::content::t;
use crate::session::Session;
use fan_out::FanOut;
use lab_content::lab::StageKind;
use leptos::prelude::*;
use shards::Shards;
use wasm_bindgen::JsCast;

/// The picture of the lab and its controls.
#[component]
pub fn Stage(session: Session) -> impl IntoView {
    let picture = match session.lab.stage.kind {
        StageKind::Shards => html! { <Shards session/> }.into_any(),
        StageKind::FanOut => html! { <FanOut session/> }.into_any(),
        StageKind::Capacity => capacity::stage(session),
    };
    html! {
        <section class="card stage" tabindex="0" aria-label=t("stage.title") on:keydown=move |event| on_key(session, &event)>
            {picture}
            <Transport session/>
            <p class="status" role="status">{move || session.status.get()}</p>
        </section>
    }
}

/// Keys that work while the stage or something in it has the focus, unless that uses them itself.
fn on_key(session: Session, event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let tag = target.map(|target| target.tag_name()).unwrap_or_default();
    let key = event.key();
    let of_the_element = match tag.as_str() {
        "BUTTON" => key == " ",
        "INPUT" | "SELECT" | "TEXTAREA" => !matches!(key.as_str(), "." | "+" | "-" | "r"),
        "DIALOG" => true,
        _ => false,
    };
    if of_the_element {
        return;
    }
    let faster = |by: isize| {
        session.speed.update(|speed| *speed = speed.saturating_add_signed(by).min(session.speeds().len() - 1))
    };
    match key.as_str() {
        " " => session.toggle(),
        "." | "ArrowRight" => session.step(),
        "ArrowLeft" => session.step_back(),
        "Home" => session.restart(),
        "End" => session.scrub(session.history(|history| history.latest())),
        "+" => faster(1),
        "-" => faster(-1),
        "r" => session.reset(),
        _ => return,
    }
    event.prevent_default();
}

/// The pattern that tells shard 6 from shard 0.
pub fn hatch() -> impl IntoView {
    html! {
        <defs>
            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="2.4" height="6" class="hatch"/>
            </pattern>
        </defs>
    }
}
