//! What an answer is given with: options, a number, an order, pairs. Once it is marked, what is right stands beside it.

use super::rich;
use crate::content::{t, tf};
use crate::quiz::{Quiz, number};
use leptos::prelude::*;
use question_bank::mark::Answer;
use question_bank::question::{Body, Explained, Shown};
use question_bank::text::letter;

/// The fields for a question of any kind.
#[component]
pub fn AnswerFields(quiz: Quiz, body: Body) -> impl IntoView {
    match body {
        Body::Choice { options, many } => html! { <Options quiz options many/> },
        Body::Number { unit, .. } => html! { <Number quiz unit/> },
        Body::Order { steps, places } => html! { <Order quiz steps places/> },
        Body::Match { lefts, rights, key } => html! { <Pairs quiz lefts rights key/> },
    }
}

/// Whether the question has been marked; followed.
fn is_marked(quiz: Quiz) -> bool {
    quiz.marked.with(Option::is_some)
}

#[component]
fn Options(quiz: Quiz, options: Vec<Shown>, many: bool) -> impl IntoView {
    let chosen = move |nth: usize| {
        quiz.draft.with(|draft| matches!(draft, Some(Answer::Chosen(chosen)) if chosen.contains(&nth)))
    };
    let choose = move |nth: usize, on: bool| {
        quiz.draft.update(|draft| {
            let mut all = match draft.take() {
                Some(Answer::Chosen(all)) if many => all,
                _ => Vec::new(),
            };
            all.retain(|other| *other != nth);
            if on {
                all.push(nth);
            }
            all.sort_unstable();
            *draft = (!all.is_empty()).then_some(Answer::Chosen(all));
        });
    };
    let option = move |(nth, Shown { text, why, right }): (usize, Shown)| {
        let state = move || match (is_marked(quiz), right, chosen(nth)) {
            (true, true, _) => "option right",
            (true, false, true) => "option wrong",
            (true, false, false) => "option",
            (false, _, true) => "option chosen",
            (false, _, false) => "option",
        };
        let says = move || match (right, chosen(nth)) {
            (true, true) => Some(("said good", t("quiz.option.right"))),
            (true, false) => Some(("said good", t(if many { "quiz.option.missed" } else { "quiz.option.correct" }))),
            (false, true) => Some(("said bad", t("quiz.option.wrong"))),
            (false, false) => None,
        };
        html! {
            <li class=state>
                <label>
                    <input type=if many { "checkbox" } else { "radio" } name="quiz-option" id=format!("quiz-option-{nth}")
                        prop:checked=move || chosen(nth) disabled=move || is_marked(quiz)
                        aria-describedby=format!("quiz-why-{nth}")
                        on:change=move |event| choose(nth, event_target_checked(&event))/>
                    <b class="mono" aria-hidden="true">{letter(nth)}</b>
                    <span class="option-text">{rich(&text)}</span>
                    {move || is_marked(quiz).then(says).flatten().map(|(class, text)| html! { <span class=class>{text}</span> })}
                </label>
                <p class="option-why" id=format!("quiz-why-{nth}")>{move || is_marked(quiz).then(|| rich(&why))}</p>
            </li>
        }
    };
    html! {
        {many.then(|| html! { <p class="hint">{t("quiz.several")}</p> })}
        <ul class="options">{options.into_iter().enumerate().map(option).collect_view()}</ul>
    }
}

#[component]
fn Number(quiz: Quiz, unit: String) -> impl IntoView {
    let given = quiz.draft.with_untracked(|draft| match draft {
        Some(Answer::Number(number)) => number.to_string(),
        _ => String::new(),
    });
    let take = move |event| quiz.draft.set(number::read(&event_target_value(&event)).map(Answer::Number));
    html! {
        <label class="number-answer">
            <span class="visually-hidden">{t("quiz.your_number")}</span>
            <input type="text" inputmode="decimal" autocomplete="off" id="quiz-number" prop:value=given
                aria-invalid=move || quiz.problem.with(Option::is_some).to_string() aria-describedby="quiz-problem"
                disabled=move || is_marked(quiz) on:input=take/>
            <span>{unit}</span>
        </label>
    }
}

#[component]
fn Order(quiz: Quiz, steps: Vec<Explained>, places: Vec<usize>) -> impl IntoView {
    let count = steps.len();
    let order = Memo::new(move |_| match quiz.draft.get() {
        Some(Answer::Order(order)) if order.len() == count => order,
        _ => (0..count).collect(),
    });
    let move_step = move |from: usize, to: usize| {
        let mut moved = order.get_untracked();
        moved.swap(from, to);
        quiz.draft.set(Some(Answer::Order(moved)));
        let place = [("n", &*(to + 1).to_string()), ("of", &*count.to_string())];
        quiz.status.set(tf("quiz.moved", &place));
        // The focus goes with the step; at an end the button that is left has it.
        let up = if to == 0 || (to > from && to + 1 < count) { "down" } else { "up" };
        request_animation_frame(move || crate::widgets::focus(&format!("quiz-{up}-{to}")));
    };
    let row = move |(at, step): (usize, usize)| {
        let Explained { text, why } = steps[step].clone();
        let right_place = places[step];
        let marked = is_marked(quiz);
        let class = match (marked, right_place == at) {
            (false, _) => "option",
            (true, true) => "option right",
            (true, false) => "option wrong",
        };
        let label = |key: &str| tf(key, &[("step", &text)]);
        html! {
            <li class=class>
                <div class="order-row">
                    <b class="mono" aria-hidden="true">{at + 1}</b>
                    <span class="option-text">{rich(&text)}</span>
                    {match marked {
                        false => html! {
                            <button type="button" class="button square" id=format!("quiz-up-{at}") aria-label=label("quiz.up") disabled=at == 0
                                on:click=move |_| move_step(at, at - 1)>"↑"</button>
                            <button type="button" class="button square" id=format!("quiz-down-{at}") aria-label=label("quiz.down") disabled={at + 1 == count}
                                on:click=move |_| move_step(at, at + 1)>"↓"</button>
                        },
                        true if right_place == at => html! { <span class="said good">{t("quiz.option.right")}</span> },
                        true => html! {
                            <span class="said bad">{tf("quiz.belongs", &[("n", &(right_place + 1).to_string())])}</span>
                        },
                    }}
                </div>
                {marked.then(|| html! { <p class="option-why">{rich(&why)}</p> })}
            </li>
        }
    };
    html! {
        <p class="hint">{t("quiz.in_order")}</p>
        <ol class="options">{move || order.get().into_iter().enumerate().map(&row).collect_view()}</ol>
    }
}

#[component]
fn Pairs(quiz: Quiz, lefts: Vec<Explained>, rights: Vec<String>, key: Vec<usize>) -> impl IntoView {
    let count = lefts.len();
    let chosen = move |nth: usize| {
        quiz.draft.with(|draft| match draft {
            Some(Answer::Matched(chosen)) => chosen.get(nth).copied().filter(|right| *right < usize::MAX),
            _ => None,
        })
    };
    let choose = move |nth: usize, right: Option<usize>| {
        quiz.draft.update(|draft| {
            let mut all = match draft.take() {
                Some(Answer::Matched(all)) if all.len() == count => all,
                _ => vec![usize::MAX; count],
            };
            all[nth] = right.unwrap_or(usize::MAX);
            *draft = Some(Answer::Matched(all));
        });
    };
    let row = move |(nth, Explained { text, why }): (usize, Explained)| {
        let right = key[nth];
        let class = move || match (is_marked(quiz), chosen(nth) == Some(right)) {
            (false, _) => "option",
            (true, true) => "option right",
            (true, false) => "option wrong",
        };
        let options = rights.iter().enumerate().map(|(place, right)| {
            let right = right.replace('`', "");
            html! { <option value=place.to_string() selected=move || chosen(nth) == Some(place)>{right}</option> }
        });
        let options = options.collect_view();
        let answer = rights[right].clone();
        let given = rights.clone();
        html! {
            <li class=class>
                <label class="pair-row">
                    <span class="option-text">{rich(&text)}</span>
                    {move || is_marked(quiz).then(|| chosen(nth)).flatten().map(|right| html! {
                        <span class="pair-given">{rich(&given[right])}</span>
                    })}
                    <select hidden=move || is_marked(quiz)
                        on:change=move |event| choose(nth, event_target_value(&event).parse().ok())>
                        <option value="">{t("quiz.choose")}</option>
                        {options}
                    </select>
                </label>
                {move || is_marked(quiz).then(|| html! {
                    <p class="option-why">
                        {(chosen(nth) != Some(right)).then(|| html! { <b class="said bad">"→ "{rich(&answer)}". "</b> })}
                        {rich(&why)}
                    </p>
                })}
            </li>
        }
    };
    html! { <ul class="options">{lefts.into_iter().enumerate().map(row).collect_view()}</ul> }
}
