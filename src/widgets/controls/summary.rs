//! What a list of keys comes to on the shards that are open now.

use crate::content::{t, tf};
use crate::scene::COLOURS;
use crate::scene::keys::{Part, Tally};
use crate::session::Session;
use lab_content::format::{Format, share, thousands};
use leptos::prelude::*;
use std::sync::Arc;
use stream_engine::kinesis::shard::ShardId;

/// Shards that the list shows without scrolling.
const LIST: usize = 10;

/// Lines, different keys, the hottest, and a bar for each open shard.
#[component]
pub fn Summary(session: Session, tally: Arc<Tally>) -> impl IntoView {
    let counts = {
        let (n, distinct) = (thousands(tally.records), thousands(tally.distinct() as u64));
        tf("controls.own.summary", &[("n", &n), ("distinct", &distinct)])
    };
    let hottest = tally.hottest.clone();
    let hottest_share = {
        let share = Format::Percent.text(share(tally.hottest_records, tally.records));
        tf("controls.own.hottest_share", &[("n", &thousands(tally.hottest_records)), ("share", &share)])
    };
    let parts = Memo::new(move |_| {
        session.run(|run| run.streams().first().map(|stream| tally.parts(stream)).unwrap_or_default())
    });
    let even = move || {
        let share = Format::Percent.text(share(1, parts.with(Vec::len) as u64));
        tf("controls.own.even", &[("share", &share)])
    };
    html! {
        <div class="summary">
            <p>{counts}</p>
            <p>
                {t("controls.own.hottest")}" "<code class="key">{hottest}</code>", "{hottest_share}
            </p>
            <ul class="bars" tabindex=move || (parts.with(Vec::len) > LIST).then_some("0") aria-label=t("controls.own.parts")>
                {move || parts.get().iter().map(bar).collect_view()}
            </ul>
            <p class="hint">{even}</p>
        </div>
    }
}

fn bar(part: &Part) -> impl IntoView + use<> {
    let share = Format::Percent.text(part.share);
    html! {
        <li>
            <span>{tf("controls.shard", &[("n", &part.shard.0.to_string())])}</span>
            <span class="bar" aria-hidden="true">
                <i class=bar_class(part.shard) style:width=format!("{:.2}%", part.share as f64 / 1_000.0)></i>
            </span>
            <span class="value">{thousands(part.records)}</span>
            <span class="value">{share}</span>
        </li>
    }
}

/// The colour of a shard as a background; from the seventh on with a pattern.
pub fn bar_class(shard: ShardId) -> String {
    let patterned = if shard.0 >= COLOURS { " patterned" } else { "" };
    format!("bar-{}{patterned}", shard.0 % COLOURS)
}
