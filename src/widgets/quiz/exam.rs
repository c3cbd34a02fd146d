//! A mock exam: its clock, the way among its questions, and its result by domain.

use super::minutes;
use super::question::focus_title;
use crate::content::{frame, t, tf};
use crate::quiz::Quiz;
use crate::quiz::round::Round;
use crate::quiz::wish::{Wish, domain_key};
use crate::route::{self, lab_href};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use question_bank::practice::exam::{Exam, Part};

/// Labs that are recommended.
const LABS_MAX: usize = 4;

/// The clock: time passed, or in an exam what is left, which can be extended or switched off.
#[component]
pub fn Clock(quiz: Quiz) -> impl IntoView {
    let tick = RwSignal::new(0_u32);
    let timer = StoredValue::new_local(Some(Interval::new(1_000, move || tick.update(|tick| *tick += 1))));
    on_cleanup(move || timer.set_value(None));
    let left = move || {
        tick.track();
        quiz.timer.left_s()
    };
    let shown = move || {
        tick.track();
        minutes(quiz.timer.left_s().unwrap_or_else(|| quiz.timer.elapsed_s()))
    };
    let is_up = Memo::new(move |_| left() == Some(0));
    html! {
        <span class="quiz-clock mono" role="timer" aria-label=move || t(if quiz.timer.is_limited() { "exam.left" } else { "exam.passed" })>
            {shown}
        </span>
        {move || quiz.timer.is_limited().then(|| html! {
            <button class="button" type="button" on:click=move |_| quiz.timer.extend()>{t("exam.extend")}</button>
            <button class="button" type="button" on:click=move |_| quiz.timer.switch_off()>{t("exam.timer_off")}</button>
        })}
        {move || is_up.get().then(|| html! {
            <p class="notice exam-up" role="alert">
                {t("exam.time_is_up")}
                <button class="button primary" type="button" on:click=move |_| quiz.finish()>{t("exam.finish")}</button>
            </p>
        })}
    }
}

/// Below an exam's question: to the others, mark for later, finish.
#[component]
pub fn Moves(quiz: Quiz) -> impl IntoView {
    let at = Memo::new(move |_| quiz.round.with(|round| round.as_ref().map_or(0, |round| round.at)));
    let is_last = Memo::new(move |_| {
        quiz.round.with(|round| round.as_ref().is_some_and(|round| round.at + 1 == round.places.len()))
    });
    let go = move |to: usize| {
        quiz.go(to);
        focus_title();
    };
    let open_one = move || {
        let open =
            quiz.round.with(|round| round.as_ref().and_then(|round| round.next_open().filter(|nth| *nth != round.at)));
        open.map(|nth| {
            html! {
                <button class="button" type="button" on:click=move |_| go(nth)>{t("exam.to_open")}</button>
            }
        })
    };
    let later = move || quiz.place().is_some_and(|place| place.later);
    html! {
        <div class="quiz-actions">
            <label class="exam-later">
                <input type="checkbox" prop:checked=later
                    on:change=move |event| quiz.mark_for_later(event_target_checked(&event))/>
                <span>{t("exam.later")}</span>
            </label>
            <button class="button" type="button" disabled=move || at.get() == 0 on:click=move |_| go(at.get_untracked() - 1)>{t("exam.back")}</button>
            {move || (!is_last.get()).then(|| html! {
                <button class="button primary" type="submit">{t("quiz.next")}" ↵"</button>
            })}
            {move || is_last.get().then(open_one).flatten()}
            {move || is_last.get().then(|| html! { <Finish quiz/> })}
        </div>
    }
}

/// Ends the exam; asks once more if questions are open.
#[component]
fn Finish(quiz: Quiz) -> impl IntoView {
    let asked = RwSignal::new(false);
    let open = move || {
        quiz.keep_draft();
        quiz.round.with_untracked(|round| round.as_ref().map_or(0, |round| round.places.len() - round.answered()))
    };
    let finish = move |_| match (open(), asked.get_untracked()) {
        (1.., false) => asked.set(true),
        _ => quiz.finish(),
    };
    html! {
        {move || asked.get().then(|| html! {
            <span class="hint" role="status">{tf("exam.open", &[("n", &open().to_string())])}</span>
        })}
        <button class="button primary" type="button" on:click=finish>
            {move || t(if asked.get() { "exam.finish_anyway" } else { "exam.finish" })}
        </button>
    }
}

/// All questions by number: answered, marked, or what came of them.
#[component]
pub fn Numbers(
    quiz: Quiz,
    /// Shown once the round is over, or before.
    over: bool,
) -> impl IntoView {
    let number = move |nth: usize, round: &Round| {
        let place = &round.places[nth];
        let state = match (round.is_over, place.right, place.answer.is_some(), place.later) {
            (true, Some(true), ..) => "right",
            (true, ..) => "wrong",
            (false, _, _, true) => "later",
            (false, _, true, _) => "answered",
            (false, ..) => "open",
        };
        let label = tf(&format!("exam.number.{state}"), &[("n", &(nth + 1).to_string())]);
        let mark = match state {
            "right" => "✓",
            "wrong" => "✕",
            "later" => "⚑",
            _ => "",
        };
        html! {
            <li>
                <button class=format!("exam-number {state}") type="button" aria-label=label
                    aria-current=(round.at == nth).then_some("step")
                    on:click=move |_| {
                        quiz.go(nth);
                        focus_title();
                    }>{nth + 1}<i aria-hidden="true">{mark}</i></button>
            </li>
        }
    };
    let numbers = move || {
        let round = quiz.round.get().filter(|round| round.is_over == over && (round.is_exam || over))?;
        let all = (0..round.places.len()).map(|nth| number(nth, &round)).collect_view();
        Some(html! { <ol class="exam-numbers" aria-label=t("exam.numbers")>{all}</ol> })
    };
    html! { {numbers} }
}

/// What came of a round: right answers, by domain after an exam, and what to play next, unless the questions were `given`.
#[component]
pub fn Result(quiz: Quiz, #[prop(optional)] given: bool) -> impl IntoView {
    let is_over = Memo::new(move |_| quiz.round.with(|round| round.as_ref().is_some_and(|round| round.is_over)));
    Effect::new(move |before: Option<bool>| {
        let is_over = is_over.get();
        if is_over && before == Some(false) {
            request_animation_frame(|| crate::widgets::focus("quiz-over-title"));
        }
        is_over
    });
    let shown = move || {
        let round = quiz.round.get().filter(|round| round.is_over)?;
        let bank = quiz.bank.get();
        let right: Vec<bool> = round.places.iter().map(|place| place.right == Some(true)).collect();
        let count = right.iter().filter(|right| **right).count();
        let exam = Exam { asked: round.places.iter().map(|place| (place.item, place.seed)).collect() };
        let total = tf("exam.total", &[("n", &count.to_string()), ("of", &right.len().to_string())]);
        let parts = exam.parts(bank, &right).into_iter().map(part).collect_view();
        let labs = round.labs_to_play(bank).into_iter().take(LABS_MAX).filter_map(|id| frame().built(id));
        let labs = labs.map(|card| html! { <li><a href=lab_href(&card.id)>{card.title.clone()}</a></li> });
        let labs = labs.collect_view();
        let has_missed = count < right.len() && !given;
        let again = move |_| {
            match quiz.wish.get_untracked() {
                // Another exam has another address.
                Wish::Exam { count, seed } => route::open(&Wish::Exam { count, seed: seed + 1 }.href()),
                wish => quiz.begin_anew(wish),
            }
            focus_title();
        };
        Some(html! {
            <section class="card quiz-over" aria-labelledby="quiz-over-title">
                <h2 id="quiz-over-title" tabindex="-1">{total}</h2>
                {quiz.timer.took_s().filter(|_| round.is_exam).map(|took_s| html! {
                    <p class="hint">{tf("exam.took", &[("time", &minutes(took_s))])}</p>
                })}
                <ul class="exam-parts">{parts}</ul>
                {has_missed.then(|| html! {
                    <h3>{t("exam.play_next")}</h3>
                    <ul class="quiz-labs">{labs}</ul>
                })}
                {(!given).then(|| html! {
                    <div class="quiz-actions">
                        <a class="button" href=Wish::Choose.href()>{t("exam.to_choice")}</a>
                        <button class="button primary" type="button" on:click=again>{t("exam.again")}</button>
                    </div>
                })}
            </section>
        })
    };
    html! { {shown} }
}

fn part(Part { domain, right, asked }: Part) -> impl IntoView + use<> {
    let percent = right * 100 / asked.max(1);
    let name = t(domain_key(domain));
    html! {
        <li>
            <span>{name}</span>
            <b>{tf("exam.part", &[("n", &right.to_string()), ("of", &asked.to_string())])}</b>
            <span class="bar" aria-hidden="true"><i style:width=format!("{percent}%")></i></span>
        </li>
    }
}
