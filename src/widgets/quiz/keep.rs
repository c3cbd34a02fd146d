//! What is kept of the answers, and what can be done with it: saved to a file, taken from one, erased.

use crate::content::{t, tf};
use crate::quiz::Quiz;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Keep(quiz: Quiz) -> impl IntoView {
    let count = move || quiz.log.with(|log| log.entries().len());
    html! {
        <section class="card quiz-way">
            <h2>{t("keep.title")}</h2>
            <p>{move || tf("keep.text", &[("n", &count().to_string())])}</p>
            <div class="quiz-actions">
                <button class="button" type="button" disabled=move || count() == 0 on:click=move |_| quiz.erase()>{t("keep.erase")}</button>
                {move || quiz.erased.with(Option::is_some).then(|| html! {
                    <button class="button" type="button" on:click=move |_| quiz.bring_back()>{t("keep.bring_back")}</button>
                })}
            </div>
        </section>
    }
}
