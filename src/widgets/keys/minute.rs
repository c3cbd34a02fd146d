//! The busiest minute, drawn as the labs' charts are; without times, what the rate would come to.

use crate::content::t;
use crate::desk::Desk;
use crate::scene::chart::{LineChart, Size};
use crate::scene::your_keys::minute::Minute;
use crate::widgets::charts::{Picture, draw_lines, legend};
use leptos::prelude::*;

/// Drawn at this size until the page has told its own.
const SIZE: Size = Size { width: 900.0, height: 180.0 };

#[component]
pub fn MinuteCard(desk: Desk) -> impl IntoView {
    let minute = Memo::new(move |_| desk.known(|known| Minute::of(known, desk.shards.get(), &desk.limits())).flatten());
    let is_timed = Memo::new(move |_| minute.with(Option::is_some));
    let size = RwSignal::new(SIZE);
    let chart = Memo::new(move |_| minute.with(|minute| minute.as_ref().map(|minute| minute.chart(size.get()))));
    let text = move |of: fn(&Minute) -> String| minute.with(|minute| minute.as_ref().map(of));
    let label = move || {
        let described = chart.with(|chart| chart.as_ref().map(|chart: &LineChart| chart.description.clone()));
        format!(
            "{}: {}. {}",
            text(|m| m.title.clone()).unwrap_or_default(),
            text(|m| m.summary.clone()).unwrap_or_default(),
            described.unwrap_or_default()
        )
    };
    html! {
        <section class="card keys-card keys-minute" aria-labelledby="keys-minute-title">
            {move || match is_timed.get() {
                true => html! {
                    <header>
                        <h2 id="keys-minute-title">{move || text(|minute| minute.title.clone())}</h2>
                        <span class="hint" class:bad=move || minute.with(|minute| minute.as_ref().is_some_and(|minute| minute.is_refused))>
                            {move || text(|minute| minute.summary.clone())}
                        </span>
                    </header>
                    <Picture size label>{move || chart.with(|chart| chart.as_ref().map(draw_lines))}</Picture>
                    <ul class="legend" aria-hidden="true">{move || chart.with(|chart| chart.as_ref().map(legend))}</ul>
                    <p class="hint">{move || minute.with(|minute| minute.as_ref().and_then(|minute| minute.note))}</p>
                },
                false => html! {
                    <header><h2 id="keys-minute-title">{t("keys.minute.none_title")}</h2></header>
                    <p class="hint">{t("keys.minute.none")}</p>
                },
            }}
        </section>
    }
}
