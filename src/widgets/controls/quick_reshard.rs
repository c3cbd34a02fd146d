//! "Split the hottest" and "merge the coldest pair", at one click each.

use super::problem::{Problem, ProblemLine};
use crate::content::{t, tf};
use crate::scene::reshard::{quick, range, updating_s};
use crate::session::Session;
use lab_content::control::Control;
use leptos::prelude::*;
use stream_engine::Command;

#[component]
pub fn QuickReshard(session: Session, control: &'static Control) -> impl IntoView {
    let found = Memo::new(move |_| session.run(quick));
    let why_not = Memo::new(move |_| session.run(updating_s).map(updating));
    let problem = RwSignal::new(None::<Problem>);
    let act = move |command: Option<Command>| match why_not.get_untracked() {
        // The stream would answer ResourceInUseException; one click should not go wrong so easily.
        Some(why) => session.say(why),
        None => problem.set(
            command.and_then(|command| session.act(command).err()).map(|refusal| Problem::refused(session, &refusal)),
        ),
    };
    let split = move |_| {
        let shard = found.get_untracked().map(|quick| quick.split);
        act(shard.and_then(|shard| {
            let new_starting_hash_key = session.peek(|run| range(run, shard))?.middle();
            Some(Command::SplitShard { stream: Default::default(), shard, new_starting_hash_key })
        }));
    };
    let pair = move || found.get().and_then(|quick| quick.merge);
    let merge = move |_| match untrack(pair) {
        Some((shard, adjacent)) => act(Some(Command::MergeShards { stream: Default::default(), shard, adjacent })),
        None => session.say(t("controls.reshard.one_shard").to_owned()),
    };
    let open = move || {
        let count = found.get().map_or(0, |quick| quick.open);
        tf("controls.reshard.open", &[("n", &count.to_string())])
    };
    let split_label = move || {
        let shard = found.get().map(|quick| quick.split.0.to_string()).unwrap_or_default();
        tf("controls.reshard.quick_split", &[("n", &shard)])
    };
    let merge_label = move || match pair() {
        Some((lower, upper)) => {
            tf("controls.reshard.quick_merge", &[("n", &lower.0.to_string()), ("m", &upper.0.to_string())])
        }
        None => t("controls.reshard.no_pair").to_owned(),
    };
    let reason_id = format!("{}-reason", control.id);
    let reason = move || why_not.get().or_else(|| pair().is_none().then(|| t("controls.reshard.one_shard").to_owned()));
    html! {
        <div class="control-head"><span>{control.label.as_str()}</span><b>{open}</b></div>
        <div class="control-row">
            <button class="button primary" aria-describedby=reason_id.clone()
                aria-disabled=move || why_not.get().map(|_| "true") on:click=split>{split_label}</button>
            <button class="button" aria-describedby=reason_id.clone()
                aria-disabled=move || reason().map(|_| "true") on:click=merge>{merge_label}</button>
        </div>
        <p class="hint" id=reason_id>{reason}</p>
        <ProblemLine id=format!("{}-problem", control.id) problem/>
    }
}

/// Why nothing can be changed now.
pub fn updating(seconds: u64) -> String {
    tf("controls.reshard.updating", &[("n", &seconds.to_string())])
}
