//! The choice of what is voted on: of an exercise, or of the questions.

use crate::app::Shell;
use crate::classroom::vote::questions;
use crate::classroom::{Known, ours, own};
use crate::content::{t, tf};
use crate::quiz::quiz;
use crate::route::{self, Room};
use crate::widgets::quiz::choose::About;
use leptos::prelude::*;

#[component]
pub fn Choose(shell: Shell) -> impl IntoView {
    let quiz = quiz(shell);
    let of = RwSignal::new(String::new());
    let seed = RwSignal::new("1".to_owned());
    let start = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let seed: u32 = seed.get_untracked().trim().parse().unwrap_or(1);
        let of = of.get_untracked();
        let of = if of.is_empty() { String::new() } else { format!("{of}&") };
        route::open(&format!("{}?{of}seed={seed}", Room::Vote.href()));
    };
    html! {
        <div class="vote-choices">
            <section class="card vote-choice" aria-labelledby="vote-of-exercise">
                <h2 id="vote-of-exercise">{t("vote.of_exercise")}</h2>
                <p>{t("vote.of_exercise.text")}</p>
                <ul class="vote-exercises">{own().into_iter().chain(ours()).map(exercise).collect_view()}</ul>
            </section>
            <form class="card vote-choice" aria-labelledby="vote-of-bank" on:submit=start>
                <h2 id="vote-of-bank">{t("vote.of_bank")}</h2>
                <p>{t("vote.of_bank.text")}</p>
                <About quiz chosen=of/>
                <label class="field">
                    <span>{t("quiz.seed.label")}</span>
                    <input type="number" min="0" max=u32::MAX.to_string() step="1" prop:value=move || seed.get()
                        on:input=move |event| seed.set(event_target_value(&event))/>
                    <span class="hint">{t("vote.seed")}</span>
                </label>
                <button class="button primary" type="submit">{t("vote.start")}</button>
            </form>
        </div>
    }
}

fn exercise(known: Known) -> AnyView {
    let link = |nth: usize, text: String| {
        let href = format!("{}&q={nth}", known.href_in(Room::Vote));
        let label = format!("{}: {text}", known.assignment.title);
        html! { <a href=href aria-label=label>{text}</a> }
    };
    let prediction = known.assignment.predicts.then(|| link(0, t("vote.prediction").to_owned()));
    let questions = questions(&known);
    if prediction.is_none() && questions.is_empty() {
        return ().into_any();
    }
    let question = |(nth, _): &(usize, String)| link(nth + 1, tf("vote.question", &[("n", &(nth + 1).to_string())]));
    html! {
        <li>
            <span>{known.assignment.title.clone()}</span>
            <span class="vote-links">{prediction}{questions.iter().map(question).collect_view()}</span>
        </li>
    }
}
