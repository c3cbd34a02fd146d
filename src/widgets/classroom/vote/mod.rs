//! A vote of the class: the question large, the way through it, and what belongs to each step.

mod choose;
mod steps;

use crate::app::Shell;
use crate::classroom::Known;
use crate::classroom::vote::{Kind, Phase, Subject, Vote, questions, vote};
use crate::content::{t, tf};
use crate::parameters;
use crate::route::Room;
use crate::widgets::focus;
use crate::widgets::quiz::rich;
use choose::Choose;
use leptos::prelude::*;
use question_bank::text::letter;
use std::rc::Rc;
use std::time::Duration;
use steps::{Answered, Discussion, Hands};

const STEM: &str = "vote-stem";
const STATUS: &str = "vote-status";

/// Draws the run of an exercise's prediction.
pub type Watch = fn(Shell, &Known, &crate::scene::foretold::Foretold) -> AnyView;

/// The room: a vote on what its address asks, or the choice.
#[component]
pub fn VoteRoom(shell: Shell, query: String, watch: Watch) -> impl IntoView {
    let vote = vote();
    let asked = StoredValue::new(query);
    move || {
        // Other limits make another question of it.
        shell.profile_place();
        match untrack(|| asked.with_value(|query| vote.open(shell, query))) {
            Ok(true) => html! { <Voting shell vote watch/> },
            Ok(false) => html! { <Choose shell/> },
            Err(why) => html! {
                <p class="card vote-refused error" role="alert">{why}</p>
                <Choose shell/>
            },
        }
    }
}

#[component]
fn Voting(shell: Shell, vote: Vote, watch: Watch) -> impl IntoView {
    let step = move |(nth, phase): (usize, Phase)| {
        let is_current = move || (vote.phase.get() == phase).then_some("step");
        html! {
            <li>
                <button class="button" type="button" aria-current=is_current on:click=move |_| vote.phase.set(phase)>
                    <b aria-hidden="true">{nth + 1}</b>{t(&format!("vote.step.{}", phase.name()))}
                </button>
            </li>
        }
    };
    // The next step's button is at the end of this one's; the question and the way stay where they are.
    let inside = move || match vote.phase.get() {
        Phase::First => html! { <Hands vote nth=0/> },
        Phase::Discuss => html! { <Discussion vote/> },
        Phase::Second => html! { <Hands vote nth=1/> },
        Phase::Answer => html! { <Answered shell vote watch/> },
    };
    let can_restore = Memo::new(move |_| vote.can_restore());
    html! {
        <div class="vote">
            {move || vote.subject.get().map(asked)}
            <ol class="vote-steps" aria-label=t("vote.steps")>{Phase::ALL.into_iter().enumerate().map(step).collect_view()}</ol>
            {inside}
            <p class="vote-status" id=STATUS role="status" tabindex="-1">{move || vote.status.get()}</p>
            <div class="vote-ends">
                <button class="button" type="button" on:click=move |_| vote.begin_anew()>{t("vote.anew")}</button>
                {move || can_restore.get().then(|| html! {
                    <button class="button" type="button" on:click=move |_| {
                        vote.restore();
                        focus(STATUS);
                    }>{t("vote.restore")}</button>
                })}
                {move || vote.subject.get().map(others)}
                <a class="button" href=Room::Vote.href()>{t("vote.choose")}</a>
            </div>
        </div>
    }
}

/// The question with what can be voted for.
fn asked(subject: Rc<Subject>) -> AnyView {
    let option = |(nth, choice): (usize, &crate::scene::ballot::Choice)| {
        html! { <li><b class="mono">{letter(nth)}</b><span>{rich(&choice.label)}</span></li> }
    };
    html! {
        <section class="card vote-question" aria-labelledby=STEM>
            <p class="hint">{subject.head.clone()}</p>
            <h2 id=STEM tabindex="-1">{rich(&subject.ballot.stem)}</h2>
            {subject.ballot.many.then(|| html! { <p class="hint">{t("quiz.several")}</p> })}
            <ol class="vote-options">{subject.ballot.options.iter().enumerate().map(option).collect_view()}</ol>
        </section>
    }
}

/// Links to the other questions of the exercise, or to the next one of those asked for.
fn others(subject: Rc<Subject>) -> AnyView {
    if let Some((known, at)) = &subject.of {
        let href = |nth: usize| {
            let room = known.href_in(Room::Vote);
            format!("{room}&q={nth}")
        };
        let prediction =
            (known.assignment.predicts && at.is_some()).then(|| other(href(0), t("vote.prediction").to_owned()));
        let question =
            |(nth, _): (usize, String)| other(href(nth + 1), tf("vote.question", &[("n", &(nth + 1).to_string())]));
        let questions = questions(known).into_iter().filter(|(nth, _)| Some(*nth) != *at);
        return html! { {prediction} {questions.map(question).collect_view()} };
    }
    match (&subject.kind, subject.place) {
        (Kind::Question(_), Some((at, count))) if count > 1 => {
            let here = window().location().hash().unwrap_or_default();
            let next = parameters::with(&here, "n", Some(&(at % count + 1).to_string()));
            other(next, tf("vote.next_question", &[("n", &(at % count + 1).to_string()), ("of", &count.to_string())]))
        }
        _ => ().into_any(),
    }
}

/// A link to another question.
fn other(href: String, text: String) -> AnyView {
    html! { <a class="button" href=href on:click=|_| focus_soon(STEM)>{text}</a> }
}

/// The focus goes on when what held it has left the page.
fn focus_soon(id: &'static str) {
    set_timeout(move || request_animation_frame(move || focus(id)), Duration::ZERO);
}
