//! Split at a chosen point, merge a chosen pair, change the count. Nothing is held back here: what
//! can't be done is refused by the service, in its words.

use super::count::Count;
use super::merge::Merge;
use super::quick_reshard::updating;
use super::split::Split;
use crate::content::tf;
use crate::scene::reshard::{listed, updating_s};
use crate::session::Session;
use lab_content::control::Control;
use leptos::prelude::*;
use stream_engine::Simulation;
use stream_engine::kinesis::shard::ShardId;

#[component]
pub fn Reshard(session: Session, control: &'static Control) -> impl IntoView {
    let open = move || session.run(|run| run.streams().first().map_or(0, |stream| stream.open_count()));
    let status = move || session.run(updating_s).map(updating);
    html! {
        <div class="control-head">
            <span>{control.label.as_str()}</span>
            <b>{move || tf("controls.reshard.open", &[("n", &open().to_string())])}</b>
        </div>
        <p class="hint">{status}</p>
        <Split session/>
        <Merge session/>
        <Count session/>
    }
}

/// A list of shards. What was chosen stays as long as the run has that shard.
#[component]
pub fn ShardSelect(
    session: Session,
    id: &'static str,
    label: &'static str,
    chosen: RwSignal<Option<ShardId>>,
    /// The shard that counts as chosen.
    shown: Memo<Option<ShardId>>,
    /// Whether closed shards are listed too.
    closed: bool,
) -> impl IntoView {
    let options = Memo::new(move |_| {
        let mut options = session.run(listed);
        options.retain(|(_, open)| *open || closed);
        options
    });
    let option = move |(shard, open): (ShardId, bool)| {
        let n = shard.0.to_string();
        let text = match open {
            true => tf("controls.shard", &[("n", &n)]),
            false => tf("controls.shard_closed", &[("n", &n)]),
        };
        html! { <option value=n prop:selected=move || shown.get() == Some(shard)>{text}</option> }
    };
    html! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| chosen.set(event_target_value(&event).parse().ok().map(ShardId))>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// What is chosen, or else a shard that the run has.
pub fn or_else(
    session: Session,
    chosen: RwSignal<Option<ShardId>>,
    closed: bool,
    default: fn(&Simulation) -> Option<ShardId>,
) -> Memo<Option<ShardId>> {
    Memo::new(move |_| {
        session.run(|run| {
            let there = |shard: &ShardId| listed(run).iter().any(|(id, open)| id == shard && (*open || closed));
            chosen.get().filter(there).or_else(|| default(run))
        })
    })
}

/// A heading of one of the three.
pub fn heading(id: &'static str, text: &'static str) -> impl IntoView {
    html! { <h3 class="control-title" id=id>{text}</h3> }
}

/// The first open shard.
pub fn first_open(run: &Simulation) -> Option<ShardId> {
    Some(crate::scene::reshard::first_pair(run.streams().first()?)?.0)
}

/// The open shard above the first.
pub fn second_open(run: &Simulation) -> Option<ShardId> {
    Some(crate::scene::reshard::first_pair(run.streams().first()?)?.1)
}
