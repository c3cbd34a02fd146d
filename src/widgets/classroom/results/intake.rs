//! Where results come in: dropped anywhere, chosen, pasted; and how far their checking is.

use crate::classroom::results::Results;
use crate::content::{t, tf};
use crate::widgets::files::{all_picked, dropped};
use leptos::ev;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Intake(results: Results) -> impl IntoView {
    let dropping = RwSignal::new(false);
    take_drops(results, dropping);
    let text = RwSignal::new(String::new());
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let pasted = text.get_untracked();
        match pasted.trim().is_empty() {
            true => results.status.set(t("results.paste.nothing").to_owned()),
            false => {
                results.take_text(t("results.from.paste"), &pasted);
                text.set(String::new());
            }
        }
    };
    html! {
        <section class="card results-intake" class:dropping=move || dropping.get() aria-label=t("results.intake")>
            <div class="results-drop">
                <p class="results-drop-title">{t("results.drop")}</p>
                <p class="hint">{t("results.drop.text")}</p>
                <label class="button primary file">
                    {t("results.choose")}
                    <input type="file" class="visually-hidden" multiple="" on:change=move |event| {
                        let files = all_picked(&event);
                        if !files.is_empty() {
                            results.take_files(files);
                        }
                    }/>
                </label>
            </div>
            <form class="results-paste" on:submit=take>
                <label class="field">
                    <span>{t("results.paste")}</span>
                    <textarea class="mono" rows="4" spellcheck="false" placeholder=t("results.paste.placeholder")
                        prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
                </label>
                <button class="button" type="submit">{t("results.take")}</button>
            </form>
            <div class="results-told">
                <p role="status" id="results-status" tabindex="-1">{move || results.status.get()}</p>
                {move || results.progress.with(Option::is_some).then(|| html! { <Checking results/> })}
            </div>
        </section>
    }
}

#[component]
fn Checking(results: Results) -> impl IntoView {
    let done = move || results.progress.get().map_or(0, |progress| progress.done);
    let of = move || results.progress.get().map_or(1, |progress| progress.of.max(1));
    let count = move || tf("results.checking", &[("n", &done().to_string()), ("of", &of().to_string())]);
    html! {
        <label class="results-progress">
            <span>{count}</span>
            <progress max=move || of().to_string() value=move || done().to_string()></progress>
        </label>
    }
}

/// Files dropped anywhere on the page are taken, and never opened by the browser in the page's place.
fn take_drops(results: Results, dropping: RwSignal<bool>) {
    let over = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        dropping.set(true);
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        // Leaving an element isn't leaving the window.
        if event.related_target().is_none() {
            dropping.set(false);
        }
    });
    let fallen = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        dropping.set(false);
        let (files, text) = dropped(&event);
        match (files.is_empty(), text) {
            (false, _) => results.take_files(files),
            (true, Some(text)) => results.take_text(t("results.from.drop"), &text),
            (true, None) => {}
        }
    });
    on_cleanup(move || {
        over.remove();
        left.remove();
        fallen.remove();
    });
}
