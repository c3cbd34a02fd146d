//! Where a learner stands in an exercise, and the result that is handed in.

use super::give::{Gift, give};
use crate::classroom::building::{Building, built_as};
use crate::classroom::work::Work;
use crate::content::{t, tf};
use crate::route::Room;
use crate::scene::clock;
use crate::widgets::dialog::Dialog;
use crate::widgets::share::beyond;
use classroom::outcome::NICKNAME_MAX;
use leptos::prelude::*;

/// What is done and what is open, and the button that makes the result.
#[component]
pub fn HandIn(work: Work) -> impl IntoView {
    let assignment = work.known.with_value(|known| known.assignment.clone());
    let built = work.known.with_value(built_as);
    let open = RwSignal::new(false);
    let hand_in = move |_| {
        work.session.pause();
        open.set(true);
    };
    let line = |done: Signal<bool>, text: Signal<String>| {
        let mark = move || if done.get() { "✓" } else { "○" };
        html! {
            <li class:done=move || done.get()>
                <span aria-hidden="true">{mark}</span>
                <span>{move || text.get()}</span>
                <span class="visually-hidden">{move || t(if done.get() { "exercise.is_done" } else { "exercise.is_open" })}</span>
            </li>
        }
    };
    let predicts = assignment.predicts.then(|| {
        let done = Signal::derive(move || work.predicted.get().is_some());
        line(done, Signal::derive(|| t("exercise.step.predict").to_owned()))
    });
    let goals = (!assignment.goals.is_empty()).then(|| {
        let done = Signal::derive(move || work.reached().is_some());
        let text = move || match work.reached() {
            None => t("exercise.step.goals").to_owned(),
            Some(reached) => tf("exercise.step.reached", &[("moment", &clock(reached.done.at))]),
        };
        line(done, Signal::derive(text))
    });
    let questions = work.quiz.map(|quiz| {
        let count = move || {
            quiz.round.with(|round| round.as_ref().map_or((0, 0), |round| (round.answered(), round.places.len())))
        };
        let done = Signal::derive(move || count().0 == count().1);
        let text =
            move || tf("exercise.step.questions", &[("n", &count().0.to_string()), ("of", &count().1.to_string())]);
        line(done, Signal::derive(text))
    });
    html! {
        <section class="card hand-in" aria-labelledby="hand-in-title">
            <h2 id="hand-in-title">{t("exercise.steps")}</h2>
            <ul>{predicts}{goals}{questions}</ul>
            <button class="button primary" on:click=hand_in>{t("exercise.hand_in")}</button>
            <p class="hint">{t("exercise.kept")}</p>
        </section>
        {built.map(|building| html! { <Trying work building/> })}
        <Dialog open title=t("exercise.result")><ResultOf work/></Dialog>
    }
}

/// For whoever is building the exercise: back to it, with this run or without.
#[component]
fn Trying(work: Work, building: Building) -> impl IntoView {
    let taken = RwSignal::new(false);
    let take = move |_| {
        let done = work.reached().map(|reached| reached.done).or_else(|| work.session.done());
        building.solve_with(done.unwrap_or_default());
        taken.set(true);
    };
    html! {
        <section class="card hand-in" aria-label=t("build.side")>
            <button class="button" on:click=take>{t("build.take")}</button>
            <p class="hint" role="status">{move || taken.get().then(|| t("build.taken"))}</p>
            <a class="button" href=Room::Build.href()>{t("build.back")}</a>
        </section>
    }
}

/// The result in its forms, made of what stands when the dialog opens.
#[component]
fn ResultOf(work: Work) -> impl IntoView {
    let assignment = work.known.with_value(|known| known.assignment.clone());
    let stem = work.known.with_value(|known| known.stem());
    let asks = assignment.nickname;
    let about = move || match (work.reached(), assignment.goals.is_empty()) {
        (Some(reached), _) => tf("exercise.result.reached", &[("moment", &clock(reached.done.at))]),
        (None, false) => t("exercise.result.not_reached").to_owned(),
        (None, true) => t("exercise.result.text").to_owned(),
    };
    let title = work.known.with_value(|known| known.assignment.title.clone());
    let gift = move || {
        work.nickname.track();
        let outcome = untrack(|| work.outcome());
        if !outcome.is_within_bounds() {
            return html! { <p class="error" role="alert">{beyond()}</p> }.into_any();
        }
        let sealed = outcome.seal();
        let gift = Gift {
            fragment: format!("{}?r={sealed}", Room::Results.href()),
            code_label: t("exercise.result.code").to_owned(),
            file: format!("{stem}.result.txt"),
            text: outcome.file(&title),
            save: t("exercise.result.save"),
        };
        give(gift, || ())
    };
    html! {
        <p>{about}</p>
        {asks.then(|| html! {
            <label class="field">
                <span>{t("exercise.nickname")}</span>
                <input type="text" maxlength=NICKNAME_MAX.to_string() autocomplete="off" prop:value=move || work.nickname.get()
                    on:input=move |event| work.nickname.set(event_target_value(&event))/>
                <span class="hint">{t("exercise.nickname.hint")}</span>
            </label>
        })}
        {gift}
        <p class="hint">{t("exercise.result.hint")}</p>
    }
}
