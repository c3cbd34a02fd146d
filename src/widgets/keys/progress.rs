//! How far a reading has come, how fast it is, and the way to stop it.

use crate::content::{t, tf};
use crate::desk::{Desk, Phase};
use crate::scene::your_keys::file::{size, speed};
use crate::widgets::focus;
use lab_content::format::{THIN, thousands};
use leptos::prelude::*;

#[component]
pub fn ProgressCard(desk: Desk) -> impl IntoView {
    // Percent, what is said in the bar's name, and the line below it.
    let shown = Memo::new(move |_| match desk.phase.get() {
        Phase::Making(done) => (done as f64 / 10.0, t("keys.made_up.making"), String::new()),
        Phase::Reading(progress) => {
            let values = [
                ("n", size(progress.bytes)),
                ("of", size(progress.of)),
                ("speed", speed(progress.bytes, progress.seconds)),
                ("rows", thousands(progress.rows)),
                ("damaged", thousands(progress.damaged)),
            ];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            let key = if progress.damaged > 0 { "keys.reading.line_damaged" } else { "keys.reading.line" };
            let line = if progress.seconds > 0.0 { tf(key, &values) } else { String::new() };
            (progress.bytes * 100.0 / progress.of.max(1.0), t("keys.reading.bar"), line)
        }
        Phase::Empty | Phase::Done => (100.0, t("keys.reading.bar"), String::new()),
    });
    // All is read once it is, not half a percent before.
    let percent = move || format!("{:.0}", shown.with(|shown| if shown.0 < 100.0 { shown.0.min(99.0) } else { 100.0 }));
    let stop = move |_| {
        // The button goes, and the focus with it.
        focus("main");
        desk.stop();
    };
    let reading = move || matches!(desk.phase.get(), Phase::Reading(_));
    html! {
        <section class="card keys-progress" aria-label=t("keys.reading.bar")>
            <div class="keys-progress-head">
                <h2>{move || shown.with(|shown| shown.1)}</h2>
                <span class="keys-percent">{move || format!("{}{THIN}%", percent())}</span>
                {move || reading().then(|| html! {
                    <button type="button" class="button" on:click=stop>{t("keys.reading.stop")}</button>
                })}
            </div>
            <div class="keys-bar" role="progressbar" aria-label=move || shown.with(|shown| shown.1) aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=percent aria-valuetext=move || format!("{}{THIN}%", percent())>
                <i style:width=move || format!("{}%", shown.with(|shown| shown.0))></i>
            </div>
            <p class="hint">{move || shown.with(|shown| shown.2.clone())}</p>
        </section>
    }
}
