//! What the file needs, the numbers to play with, and why it is so.

use super::commands::Script;
use crate::content::content;
use crate::content::t;
use crate::desk::Desk;
use crate::scene::your_keys::needs::Needs;
use crate::widgets::controls::number::{Bounds, NumberSlider};
use leptos::prelude::*;

/// Applications that read, at most.
const APPLICATIONS_MAX: u64 = 20;
/// The highest rate for a file without times.
const RATE_MAX: u64 = 50_000;

fn needs(desk: Desk) -> Memo<Option<Needs>> {
    Memo::new(move |_| desk.known(|known| Needs::of(known, desk.limits())))
}

#[component]
pub fn NeedCard(desk: Desk) -> impl IntoView {
    let needs = needs(desk);
    let text = move |of: fn(&Needs) -> String| needs.with(|needs| needs.as_ref().map(of));
    let month = Memo::new(move |_| {
        let prices = &content().prices.prices;
        needs.with(|needs| desk.known(|known| needs.as_ref().map(|needs| needs.month(known, prices)))).flatten()
    });
    let because =
        move || needs.with(|needs| desk.known(|known| needs.as_ref().map(|needs| needs.because(known)))).flatten();
    let is_stuck = move || needs.with(|needs| needs.as_ref().is_some_and(Needs::is_stuck));
    let fits = move || needs.with(|needs| needs.as_ref().is_some_and(|needs| needs.alone <= 1.0));
    html! {
        <section class="challenge" aria-labelledby="keys-need-title">
            <h2 id="keys-need-title">{t("keys.need.title")}</h2>
            <ul>
                <li><span>{t("keys.need.even_keys")}</span><b>{move || text(|needs| needs.even_keys.to_string())}</b></li>
                <li>
                    <span>{t("keys.need.your_keys")}</span>
                    <b class:bad=is_stuck>{move || text(Needs::shards_text)}</b>
                </li>
                <li>
                    <span>{t("keys.need.alone")}</span>
                    <b class=move || if fits() { "good" } else { "bad" }>{move || text(Needs::alone_text)}</b>
                </li>
                <li><span>{t("keys.need.month")}</span><b>{move || month.get().map(|month| month.0)}</b></li>
            </ul>
            <p>{because}</p>
            <p>{move || month.get().map(|month| month.1)}</p>
        </section>
    }
}

#[component]
pub fn Sliders(desk: Desk) -> impl IntoView {
    // Made anew with each file.
    let problem = || RwSignal::new(None);
    let is_timed = Memo::new(move |_| desk.known(|known| known.is_timed()) == Some(true));
    let bounds = |min, max, step| Bounds { min, max, step };
    html! {
        <section class="controls" aria-label=t("controls.title")>
            <div class="control">
                <NumberSlider id="keys-shards".to_owned() label=t("keys.sliders.shards") unit=""
                    bounds=bounds(1, u64::from(desk.shards_max.get_untracked()), 1)
                    value=Signal::derive(move || u64::from(desk.shards.get())) problem=problem()
                    choose=Callback::new(move |shards: u64| desk.shards.set(shards as u32))/>
            </div>
            <div class="control">
                <NumberSlider id="keys-applications".to_owned() label=t("keys.sliders.applications") unit=""
                    bounds=bounds(1, APPLICATIONS_MAX, 1) value=Signal::derive(move || desk.applications.get()) problem=problem()
                    choose=Callback::new(move |applications| desk.applications.set(applications))/>
            </div>
            {move || (!is_timed.get()).then(|| html! {
                <div class="control">
                    <NumberSlider id="keys-rate".to_owned() label=t("keys.sliders.rate") unit=t("chart.unit.records")
                        bounds=bounds(1, RATE_MAX, 100) value=Signal::derive(move || desk.rate.get()) problem=problem()
                        choose=Callback::new(move |rate| desk.set_rate(rate))/>
                </div>
            })}
        </section>
    }
}

#[component]
pub fn WhyCard(desk: Desk, script: Script) -> impl IntoView {
    let needs = needs(desk);
    let why = Memo::new(move |_| {
        let shards = desk.shards.get();
        needs.with(|needs| desk.known(|known| needs.as_ref().map(|needs| needs.why(known, shards)))).flatten()
    });
    html! {
        <section class="card keys-why" aria-labelledby="keys-why-title">
            <h2 id="keys-why-title">{move || why.get().map(|why| why.0)}</h2>
            <p>{move || why.get().map(|why| why.1)}</p>
        </section>
        <div class="keys-actions">
            <button type="button" class="button primary" on:click=move |_| desk.play()>{t("keys.play")}</button>
            {script.copy_button()}
        </div>
    }
}
