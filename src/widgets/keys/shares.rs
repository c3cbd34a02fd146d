//! Shares of shards as bars, and the hottest keys as a table. Both are text: nothing is said by a bar alone.

use crate::content::{t, tf};
use crate::desk::Desk;
use crate::scene::your_keys::{Bar, HotKey, hottest, hottest_of, shares};
use leptos::prelude::*;

/// With more bars than these, they stand closer together and scroll.
const BARS_WIDE: u32 = 6;

#[component]
pub fn SharesCard(desk: Desk) -> impl IntoView {
    let scene = Memo::new(move |_| desk.known(|known| shares(known, desk.shards.get())));
    let title = move || tf("keys.shares.title", &[("n", &desk.shards.get().to_string())]);
    let even =
        move || scene.with(|scene| scene.as_ref().map(|scene| tf("keys.shares.even", &[("n", &scene.even_text)])));
    let is_dense = move || desk.shards.get() > BARS_WIDE;
    let bars = move || {
        scene.with(|scene| {
            let scene = scene.as_ref()?;
            let even = format!("{:.2}%", scene.even * 100.0);
            Some(scene.bars.iter().map(|bar| draw(bar, even.clone())).collect_view())
        })
    };
    html! {
        <section class="card keys-card" aria-labelledby="keys-shares-title">
            <header><h2 id="keys-shares-title">{title}</h2><span class="hint">{even}</span></header>
            <ul class="keys-bars" class:dense=is_dense tabindex="0" aria-labelledby="keys-shares-title">
                {bars}
            </ul>
        </section>
    }
}

fn draw(bar: &Bar, even: String) -> impl IntoView + use<> {
    let patterned = if bar.patterned { " patterned" } else { "" };
    html! {
        <li>
            <span class="name">{bar.name.clone()}</span>
            <span class="track" aria-hidden="true">
                <i class=format!("bar-{}{patterned}", bar.colour) style:width=format!("{:.2}%", bar.length * 100.0)></i>
                <b style:left=even></b>
            </span>
            <span class="value">{bar.value.clone()}</span>
        </li>
    }
}

#[component]
pub fn HottestCard(desk: Desk) -> impl IntoView {
    let keys = Memo::new(move |_| desk.known(|known| hottest(known, desk.shards.get())));
    let of = move || desk.known(hottest_of);
    html! {
        <section class="card keys-card" aria-labelledby="keys-hottest-title">
            <header><h2 id="keys-hottest-title">{t("keys.hottest.title")}</h2><span class="hint">{of}</span></header>
            <table class="keys-hottest" aria-labelledby="keys-hottest-title">
                <thead>
                    <tr>
                        {[t("keys.hottest.key"), t("keys.hottest.rows"), t("keys.hottest.share"), t("keys.hottest.shard")]
                            .map(|name| html! { <th scope="col"><span class="visually-hidden">{name}</span></th> })
                            .into_iter()
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{move || keys.get().map(|keys| keys.iter().map(row).collect_view())}</tbody>
            </table>
        </section>
    }
}

fn row(key: &HotKey) -> impl IntoView + use<> {
    html! {
        <tr>
            <th scope="row" class="mono"><span title=key.key.clone()>{key.key.clone()}</span></th>
            <td>{key.records.clone()}</td>
            <td>{key.share.clone()}</td>
            <td class="keys-meter">
                <span class="visually-hidden">{tf("chart.shard", &[("n", &key.shard.to_string())])}</span>
                <i aria-hidden="true" class=format!("bar-{}", key.colour) style:width=format!("{:.2}%", (key.length * 100.0).max(0.5))></i>
            </td>
        </tr>
    }
}
