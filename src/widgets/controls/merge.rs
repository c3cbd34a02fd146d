//! MergeShards of any two shards, also of such as can't be merged.

use super::problem::{Problem, ProblemLine};
use super::reshard::{ShardSelect, first_open, heading, or_else, second_open};
use crate::content::t;
use crate::session::Session;
use leptos::prelude::*;
use stream_engine::Command;
use stream_engine::kinesis::shard::ShardId;

#[component]
pub fn Merge(session: Session) -> impl IntoView {
    let (lower, upper) = (RwSignal::new(None::<ShardId>), RwSignal::new(None::<ShardId>));
    let shard = or_else(session, lower, true, first_open);
    let adjacent = or_else(session, upper, true, second_open);
    let problem = RwSignal::new(None::<Problem>);
    let merge = move |_| {
        if let (Some(shard), Some(adjacent)) = (shard.get_untracked(), adjacent.get_untracked()) {
            let command = Command::MergeShards { stream: Default::default(), shard, adjacent };
            problem.set(session.act(command).err().map(|refusal| Problem::refused(session, &refusal)));
        }
    };
    html! {
        <section class="part" aria-labelledby="merge-title">
            {heading("merge-title", t("controls.merge.title"))}
            <div class="pair">
                <ShardSelect session id="merge-shard" label=t("controls.merge.shard") chosen=lower shown=shard closed=true/>
                <ShardSelect session id="merge-adjacent" label=t("controls.merge.adjacent") chosen=upper shown=adjacent closed=true/>
            </div>
            <button class="button" aria-describedby="merge-problem" on:click=merge>{t("controls.merge.button")}</button>
            <ProblemLine id="merge-problem".to_owned() problem/>
        </section>
    }
}
