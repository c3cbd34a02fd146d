//! A question: where it stands in the round, the question itself, and what can be done with it.

use super::answer::AnswerFields;
use super::feedback::Feedback;
use super::rich;
use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::quiz::asked::Asked;
use crate::quiz::wish::area_name;
use leptos::prelude::*;
use question_bank::practice::Sure;
use question_bank::question::Body;
use std::rc::Rc;
use wasm_bindgen::JsCast;

const TITLE: &str = "quiz-question";
const SURE: [(Sure, &str); 3] =
    [(Sure::Guessed, "quiz.sure.guessed"), (Sure::Fairly, "quiz.sure.fairly"), (Sure::Certain, "quiz.sure.certain")];

/// The question that is asked, or why there is none. It takes the focus that nobody has, unless it `waits` below something else.
#[component]
pub fn Question(quiz: Quiz, #[prop(optional)] waits: bool) -> impl IntoView {
    // What a run shows changes nothing in the fields; the key, where that is what it shows, once.
    let form = Memo::new(move |_| {
        let form = |asked: &Rc<Asked>| (asked.variant.seed, asked.question.stem.clone(), asked.question.body.clone());
        quiz.asked.with(|asked| asked.as_ref().map(form))
    });
    Effect::new(move |before: Option<u32>| {
        let answered = quiz.answered.get();
        if before.is_some_and(|before| before != answered) {
            request_animation_frame(|| crate::widgets::focus("quiz-result"));
        }
        answered
    });
    // Whoever comes to a question finds its keys at work; a focus that somebody has set is left where it is.
    request_animation_frame(move || {
        let focused = document().active_element().map(|element| element.tag_name());
        if !waits && focused.is_none_or(|name| name == "BODY") {
            crate::widgets::focus(TITLE);
        }
    });
    html! {
        <section class="question-card" aria-labelledby=TITLE on:keydown=move |event| on_key(quiz, &event)>
            {move || match (form.get(), quiz.unasked.get()) {
                (Some((_, stem, body)), _) => {
                    let stem = rich(&stem);
                    html! {
                        <form class="question-form" on:submit=move |event| {
                            event.prevent_default();
                            check(quiz);
                        }>
                            <fieldset aria-describedby="quiz-result">
                                <legend><h2 id=TITLE tabindex="-1">{stem}</h2></legend>
                                <AnswerFields quiz body/>
                            </fieldset>
                            {move || quiz.problem.get().map(|problem| html! { <p class="error" role="alert" id="quiz-problem">{problem}</p> })}
                            <Actions quiz/>
                        </form>
                    }
                }
                (None, Some(why)) => html! {
                    <h2 id=TITLE tabindex="-1">{why}</h2>
                    <Onward quiz/>
                },
                (None, None) => ().into_any(),
            }}
            <Feedback quiz/>
            <p class="visually-hidden" role="status">{move || quiz.status.get()}</p>
        </section>
    }
}

/// Where the question stands: its number, its area and topic.
#[component]
pub fn Standing(quiz: Quiz) -> impl IntoView {
    let told = move || {
        let (at, of) =
            quiz.round.with(|round| round.as_ref().map_or((0, 0), |round| (round.at + 1, round.places.len())));
        let topic = quiz.place().map(|place| {
            let bank = quiz.bank.get();
            &bank.topics[usize::from(bank.items[place.item].topic) - 1]
        });
        if !quiz.is_open() {
            // Where it belongs would be a hint.
            return tf("exam.standing", &[("n", &at.to_string()), ("of", &of.to_string())]);
        }
        let area = topic.map_or("", |topic| t(&format!("quiz.area.{}", area_name(topic.area))));
        let topic = topic.map_or("", |topic| topic.name.as_str());
        tf("quiz.standing", &[("n", &at.to_string()), ("of", &of.to_string()), ("area", area), ("topic", topic)])
    };
    html! { <p class="quiz-standing">{told}</p> }
}

/// What the buttons below a question do before it is answered; in an exam, the way to the others.
#[component]
fn Actions(quiz: Quiz) -> impl IntoView {
    let is_open = Memo::new(move |_| quiz.is_open());
    let can_check = move || is_open.get() && quiz.marked.get().is_none();
    html! {
        {move || can_check().then(|| html! {
            <div class="quiz-actions">
                <button class="button" type="button" on:click=move |_| {
                    quiz.next();
                    focus_title();
                }>{t("quiz.skip")}</button>
                <button class="button primary" type="submit">{t("quiz.check")}</button>
            </div>
        })}
        {move || (!is_open.get()).then(|| html! { <super::exam::Moves quiz/> })}
    }
}

/// After the answer: how sure the learner was, and on.
#[component]
pub fn Surely(quiz: Quiz) -> impl IntoView {
    let shown = move || quiz.marked.with(Option::is_some) && quiz.is_open();
    let is_exam = move || quiz.round.with(|round| round.as_ref().is_some_and(|round| round.is_exam));
    let button = move |(sure, key): (Sure, &'static str)| {
        html! {
            <button class="button" aria-pressed=move || (quiz.sure.get() == Some(sure)).to_string()
                on:click=move |_| quiz.set_sure(sure)>{t(key)}</button>
        }
    };
    html! {
        {move || shown().then(|| html! {
            <div class="quiz-actions">
                {(!is_exam()).then(|| html! {
                    <div class="quiz-sure" role="group" aria-label=t("quiz.sure")>
                        <span>{t("quiz.sure")}</span>
                        {SURE.map(button).collect_view()}
                    </div>
                })}
                <Onward quiz/>
            </div>
        })}
    }
}

#[component]
fn Onward(quiz: Quiz) -> impl IntoView {
    // Once the round is over, the numbers lead from question to question.
    let is_over = Memo::new(move |_| quiz.round.with(|round| round.as_ref().is_some_and(|round| round.is_over)));
    html! {
        {move || (!is_over.get()).then(|| html! {
            <button class="button primary" type="button" on:click=move |_| {
                quiz.next();
                focus_title();
            }>{t("quiz.next")}" ↵"</button>
        })}
    }
}

fn check(quiz: Quiz) {
    if !quiz.is_open() {
        // An exam is ended by its button alone.
        if !quiz.is_last() {
            quiz.next();
            focus_title();
        }
        return;
    }
    if quiz.marked.with_untracked(Option::is_some) {
        return;
    }
    quiz.check();
}

/// The focus goes to what is asked next.
pub fn focus_title() {
    request_animation_frame(|| crate::widgets::focus(TITLE));
}

/// Digits choose, Enter goes on, p plays the proof: within the question alone.
fn on_key(quiz: Quiz, event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let within = |selector: &str| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(false));
    let is_typing = within("input[type=number], input[type=text], select, textarea");
    let is_answered = quiz.marked.with_untracked(Option::is_some);
    match event.key().as_str() {
        "Enter" if is_answered && quiz.is_open() && !within("button, a, input, select") => {
            event.prevent_default();
            quiz.next();
            focus_title();
        }
        "Enter" if !is_answered && within(&format!("#{TITLE}")) => {
            event.prevent_default();
            check(quiz);
        }
        "p" if is_answered && !is_typing => {
            event.prevent_default();
            press("#proof-play");
        }
        key if !is_answered && !is_typing => {
            let Some(nth) = key.parse::<usize>().ok().filter(|nth| (1..=9).contains(nth)) else { return };
            let is_choice = quiz.asked.with_untracked(|asked| {
                asked.as_ref().is_some_and(|asked| matches!(asked.question.body, Body::Choice { .. }))
            });
            if is_choice {
                event.prevent_default();
                press(&format!("#quiz-option-{}", nth - 1));
            }
        }
        _ => {}
    }
}

/// Presses what a pointer would.
fn press(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.click();
        // What can't take the focus leaves it where it is.
        let _unfocusable = element.focus();
    }
}
