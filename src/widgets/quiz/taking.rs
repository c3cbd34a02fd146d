//! The ways to the dialogs in which questions are taken away and brought.

use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::widgets::dialog::Dialog;
use crate::widgets::papers::bring::Bring;
use crate::widgets::papers::take_away::TakeAway;
use leptos::prelude::*;

/// Two cards, each with its dialog.
#[component]
pub fn Taking(quiz: Quiz) -> impl IntoView {
    let (taking, bringing) = (RwSignal::new(false), RwSignal::new(false));
    let count = move || match quiz.own_count() {
        0 => t("own.none").to_owned(),
        n => tf("own.count", &[("n", &n.to_string())]),
    };
    html! {
        <section class="card quiz-way">
            <h2>{t("papers.title")}</h2>
            <p>{t("papers.text")}</p>
            <button class="button" type="button" on:click=move |_| taking.set(true)>{t("papers.button")}</button>
        </section>
        <section class="card quiz-way">
            <h2>{t("own.title")}</h2>
            <p>{count}</p>
            <button class="button" type="button" on:click=move |_| bringing.set(true)>{t("own.button")}</button>
        </section>
        <Dialog open=taking title=t("papers.title")><TakeAway quiz/></Dialog>
        <Dialog open=bringing title=t("own.title")><Bring quiz/></Dialog>
    }
}
