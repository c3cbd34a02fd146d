//! The stage: one picture for each kind of lab, the transport below it, the status line.

mod bars;
mod capacity;
mod delivery;
mod fan_out;
mod kcl;
mod keys;
mod lambda;
mod pieces;
mod producers;
mod race;
mod rectangles;
mod security;
mod shards;
pub mod svg;
mod topology;

use super::marks::Marks;
use super::transport::Transport;
use crate::app::Shell;
use crate::content::t;
use crate::session::Session;
use fan_out::FanOut;
use kcl::Kcl;
use keys::{follow_alt_keys, on_key};
use lab_content::lab::StageKind;
use lambda::LambdaStage;
use leptos::prelude::*;
use shards::Shards;

/// Shards on the hash-key line.
pub fn shards(session: Session) -> AnyView {
    html! { <Shards session/> }.into_any()
}

/// The picture of any lab.
pub fn picture(session: Session) -> AnyView {
    match session.lab.stage.kind {
        StageKind::Shards => shards(session),
        StageKind::Security => security::gates(session),
        StageKind::Delivery => delivery::readers(session),
        StageKind::Race => race::view(session),
        StageKind::Producers => producers::view(session),
        StageKind::Kcl => html! { <Kcl session/> }.into_any(),
        StageKind::Lambda => html! { <LambdaStage session/> }.into_any(),
        StageKind::Topology => topology::view(session),
        StageKind::FanOut => html! { <FanOut session/> }.into_any(),
        StageKind::Capacity => capacity::stage(session),
    }
}

/// The picture of the lab and its controls.
#[component]
pub fn Stage(session: Session) -> impl IntoView {
    let shell = expect_context::<Shell>();
    follow_alt_keys(session);
    html! {
        <section class="card stage" tabindex="0" aria-label=t("stage.title")
            on:keydown=move |event| on_key(shell, session, &event)>
            {(session.kit.picture)(session)}
            <Transport session/>
            <div class="stage-foot">
                <p class="status" role="status">{move || session.status.get()}</p>
                <Marks session/>
            </div>
        </section>
    }
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
