//! The ways to the dialogs in which questions are taken away and brought. What they hold comes with the part `papers`.

use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::widgets::dialog::Dialog;
use leptos::prelude::*;

/// Two cards, each with its dialog.
#[component]
pub fn Taking(quiz: Quiz) -> impl IntoView {
    let (taking, bringing) = (RwSignal::new(false), RwSignal::new(false));
    let shell = quiz.shell;
    let open = move |dialog: RwSignal<bool>| {
        shell.papers.fetch(|| ());
        dialog.set(true);
    };
    html! {
        <section class="card quiz-way">
            <h2>{t("papers.title")}</h2>
            <p>{t("papers.text")}</p>
            <button class="button" type="button" on:click=move |_| open(taking)>{t("papers.button")}</button>
        </section>
        <section class="card quiz-way">
            <h2>{t("own.title")}</h2>
            <p>{move || tf("own.count", &[("n", &quiz.own_count().to_string())])}</p>
            <button class="button" type="button" on:click=move |_| open(bringing)>{t("own.button")}</button>
        </section>
        <Dialog open=taking title=t("papers.title")>
            {move || shell.papers.show(move |papers| (papers.take_away)(quiz), stand_in)}
        </Dialog>
        <Dialog open=bringing title=t("own.title")>
            {move || shell.papers.show(move |papers| (papers.bring)(quiz), stand_in)}
        </Dialog>
    }
}

fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="papers stand-in" aria-busy=busy.to_string()>{says}</div> }
}
