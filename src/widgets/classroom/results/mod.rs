//! The results of a class: where they come in, what couldn't be read, and each exercise's.

mod class;
mod intake;
mod sides;

use crate::classroom::results::{Results, results};
use crate::content::{t, tf};
use crate::route::value;
use class::ClassCard;
use intake::Intake;
use leptos::prelude::*;
pub use sides::steps;

/// The room; a result in its address is taken like a pasted one.
#[component]
pub fn ResultsRoom(query: String) -> impl IntoView {
    let results = results();
    results.look_again();
    if let Some(text) = value(&query, "r") {
        results.take_text(t("results.from.link"), text);
    }
    let is_empty = Memo::new(move |_| results.is_empty());
    let classes = move || {
        results.classes(|classes| {
            let cards = classes.iter().cloned().map(|class| html! { <ClassCard results class/> });
            cards.collect_view()
        })
    };
    html! {
        <div class="results">
            <Intake results/>
            <Unread results/>
            {move || (!is_empty.get() || results.can_restore.get()).then(|| html! { <Keeping results is_empty/> })}
            {classes}
        </div>
    }
}

/// What couldn't be read, each with its file and why.
#[component]
fn Unread(results: Results) -> impl IntoView {
    move || {
        let (lines, more) = results.unread();
        (!lines.is_empty()).then(|| {
            html! {
                <section class="card results-unread" aria-labelledby="results-unread">
                    <h2 id="results-unread">{tf("results.unread", &[("n", &(lines.len() + more).to_string())])}</h2>
                    <ul>{lines.into_iter().map(|line| html! { <li>{line}</li> }).collect_view()}</ul>
                    {(more > 0).then(|| html! { <p>{tf("results.unread.more", &[("n", &more.to_string())])}</p> })}
                </section>
            }
        })
    }
}

/// What becomes of all this.
#[component]
fn Keeping(results: Results, is_empty: Memo<bool>) -> impl IntoView {
    html! {
        <div class="results-keeping">
            <p class="hint">{t("results.memory")}</p>
            {move || (!is_empty.get()).then(|| html! {
                <button class="button" type="button" on:click=move |_| {
                    results.clear();
                    crate::widgets::focus("results-status");
                }>{t("results.clear")}</button>
            })}
            {move || results.can_restore.get().then(|| html! {
                <button class="button" type="button" on:click=move |_| {
                    results.restore();
                    crate::widgets::focus("results-status");
                }>{t("results.restore")}</button>
            })}
        </div>
    }
}
