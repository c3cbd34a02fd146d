//! The steps of a vote: hands counted, the discussion's time, both votes with the answer and its run.

use super::{Watch, focus_soon};
use crate::app::Shell;
use crate::classroom::results::results;
use crate::classroom::vote::{Answer, Kind, Phase, Vote};
use crate::content::{t, tf};
use crate::route::Room;
use crate::scene::ballot::VOTES_MAX;
use crate::widgets::classroom::bars::bars;
use crate::widgets::quiz::{minutes, rich};
use classroom::outcome::Outcome;
use leptos::prelude::*;
use question_bank::text::letter;
use std::time::Duration;

/// How often the timer is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// The step that is shown, and what is told at the end.
const STEP: &str = "vote-step";
const TOLD: &str = "vote-told";

/// The votes for each option, counted by whoever teaches or taken from results.
#[component]
pub fn Hands(vote: Vote, nth: usize) -> impl IntoView {
    let votes = vote.votes[nth];
    let options = vote.subject.with_untracked(|subject| {
        subject
            .as_ref()
            .map_or(Vec::new(), |subject| subject.ballot.options.iter().map(|choice| choice.label.clone()).collect())
    });
    let set = move |option: usize, count: u32| {
        votes.update(|votes| {
            if let Some(votes) = votes.get_mut(option) {
                *votes = count.min(VOTES_MAX);
            }
        });
    };
    let count = move |option: usize| votes.with(|votes| votes.get(option).copied().unwrap_or(0));
    let row = move |(option, label): (usize, String)| {
        let named = |key: &str| tf(key, &[("option", &letter(option)), ("label", &label.replace('`', ""))]);
        html! {
            <li>
                <b class="mono" aria-hidden="true">{letter(option)}</b>
                <button class="button square" type="button" aria-label=named("vote.fewer") on:click=move |_| set(option, count(option).saturating_sub(1))>"−"</button>
                <input type="number" min="0" max=VOTES_MAX.to_string() step="1" aria-label=named("vote.votes_for") prop:value=move || count(option).to_string()
                    on:input=move |event| set(option, event_target_value(&event).trim().parse().unwrap_or(0))/>
                <button class="button square" type="button" aria-label=named("vote.more") on:click=move |_| set(option, count(option) + 1)>"+"</button>
            </li>
        }
    };
    let sum = move || votes.with(|votes| votes.iter().sum::<u32>()).to_string();
    let next = if nth == 0 { Phase::Discuss } else { Phase::Answer };
    html! {
        <section class="card vote-hands" id=STEP tabindex="-1" aria-label=t(if nth == 0 { "vote.step.first" } else { "vote.step.second" })>
            <p class="hint">{t(if nth == 0 { "vote.first.text" } else { "vote.second.text" })}</p>
            <ol class="vote-counts">{options.into_iter().enumerate().map(row).collect_view()}</ol>
            <div class="vote-next">
                <span>{move || tf("vote.sum", &[("n", &sum())])}</span>
                <FromResults vote nth/>
                {way_on(vote, next, if nth == 0 { "vote.to_discussion" } else { "vote.to_answer" })}
            </div>
        </section>
    }
}

/// The way on, which leaves the page with its step.
fn way_on(vote: Vote, next: Phase, key: &str) -> AnyView {
    let go = move |_| {
        vote.phase.set(next);
        focus_soon(STEP);
    };
    html! { <button class="button primary" type="button" on:click=go>{t(key)}</button> }
}

/// Takes predictions or answers of the exercise's results as votes: those that are there as first ones, what comes later
/// as second ones.
#[component]
fn FromResults(vote: Vote, nth: usize) -> impl IntoView {
    let all = results();
    let of = move || vote.subject.with(|subject| subject.as_ref().and_then(|subject| subject.of.clone()));
    let outcomes = move || -> Vec<Outcome> {
        let Some((known, question)) = of() else { return Vec::new() };
        let votes = |outcome: &Outcome| match question {
            None => outcome.predicted.is_some(),
            Some(question) => outcome.answers.get(question).is_some_and(Option::is_some),
        };
        let is_new = |outcome: &Outcome| nth == 0 || vote.taken.with(|taken| !taken.contains(&outcome.seal()));
        let all = all.outcomes(&known.assignment.name());
        all.into_iter().filter(|outcome| votes(outcome) && is_new(outcome)).collect()
    };
    let take = move |_| {
        let Some(subject) = vote.subject.get_untracked() else { return };
        let Some((known, question)) = subject.of.clone() else { return };
        let outcomes = untrack(outcomes);
        let counted = match question {
            None => subject.ballot.of_predicted(outcomes.iter().filter_map(|outcome| outcome.predicted)),
            Some(nth) => {
                subject.ballot.of_answers(outcomes.iter().filter_map(|outcome| outcome.answers.get(nth)?.as_ref()))
            }
        };
        vote.votes[nth].set(counted);
        if nth == 0 {
            let there = untrack(|| all.outcomes(&known.assignment.name()));
            vote.taken.set(there.iter().map(Outcome::seal).collect());
        }
        vote.status.set(tf("vote.taken", &[("n", &outcomes.len().to_string())]));
    };
    move || {
        of().is_some().then(|| match outcomes().len() {
            0 => html! { <a href=Room::Results.href()>{t(if nth == 0 { "vote.no_results" } else { "vote.no_later_results" })}</a> },
            n => html! {
                <button class="button" type="button" on:click=take>{tf("vote.take", &[("n", &n.to_string())])}</button>
            },
        })
    }
}

/// The time to talk.
#[component]
pub fn Discussion(vote: Vote) -> impl IntoView {
    let timer = vote.timer;
    if let Ok(looking) = set_interval_with_handle(
        move || {
            if timer.follow() {
                vote.status.set(t("vote.time_is_up").to_owned());
            }
        },
        LOOK,
    ) {
        on_cleanup(move || looking.clear());
    }
    let left = Memo::new(move |_| timer.left_s());
    let word = move || match (timer.is_running(), left.get()) {
        (true, _) => t("vote.pause"),
        (false, 0) => t("vote.again"),
        (false, _) => t("vote.run"),
    };
    html! {
        <section class="card vote-discussion" id=STEP tabindex="-1" aria-label=t("vote.step.discuss")>
            <p>{t("vote.discuss.text")}</p>
            <p class="vote-clock mono" role="timer" aria-label=t("vote.left") class:over=move || left.get() == 0>{move || minutes(u64::from(left.get()))}</p>
            <div class="vote-next">
                <button class="button" type="button" on:click=move |_| {
                    vote.status.set(String::new());
                    timer.switch();
                }>{word}</button>
                <button class="button" type="button" on:click=move |_| timer.extend()>{t("vote.minute")}</button>
                {way_on(vote, Phase::Second, "vote.to_second")}
            </div>
        </section>
    }
}

/// Both votes; once asked for, what is right, why, and the run.
#[component]
pub fn Answered(shell: Shell, vote: Vote, watch: Watch) -> impl IntoView {
    let drawn = move || {
        let subject = vote.subject.get()?;
        let answer = vote.answer.get();
        let is_right = |nth: usize| answer.as_ref().is_some_and(|answer| answer.rights.get(nth) == Some(&true));
        let column = |(nth, key): (usize, &str)| {
            let votes = vote.votes[nth].get();
            let title = tf(key, &[("n", &votes.iter().sum::<u32>().to_string())]);
            (title, subject.ballot.bars(&votes, is_right))
        };
        let columns = ["vote.first.count", "vote.second.count"].into_iter().enumerate().map(column).collect();
        Some(bars(t("vote.both").to_owned(), t("vote.option"), columns, true))
    };
    let revealed = move || {
        let (subject, answer) = (vote.subject.get()?, vote.answer.get()?);
        Some(told(shell, &subject.kind, answer, watch))
    };
    Effect::new(move |was_told: Option<bool>| {
        let is_told = vote.answer.with(Option::is_some);
        if is_told && was_told == Some(false) {
            focus_soon(TOLD);
        }
        is_told
    });
    html! {
        <section class="card vote-answer" id=STEP tabindex="-1" aria-label=t("vote.step.answer")>
            {drawn}
            {move || vote.answer.with(Option::is_none).then(|| html! {
                <div class="vote-next">
                    <button class="button primary" type="button" on:click=move |_| vote.reveal(shell)>{t("vote.reveal")}</button>
                </div>
            })}
        </section>
        {revealed}
    }
}

fn told(shell: Shell, kind: &Kind, answer: Answer, watch: Watch) -> AnyView {
    let why = |(nth, why): (usize, &String)| {
        (!why.is_empty()).then(|| {
            html! {
                <li><b class="mono">{letter(nth)}</b><span>{rich(why)}</span></li>
            }
        })
    };
    let has_whys = answer.whys.iter().any(|why| !why.is_empty());
    let proof = match (&answer.asked, kind, &answer.foretold) {
        (Some(asked), _, _) if asked.has_run() => {
            let asked = StoredValue::new_local(asked.clone());
            let view = move || {
                shell
                    .whole
                    .show(move |whole| asked.with_value(|asked| (whole.prove)(shell, asked.clone())), |_, says| says)
            };
            html! { {view} }
        }
        (_, Kind::Prediction(known), Some(foretold)) => html! {
            {watch(shell, known, foretold)}
        },
        _ => ().into_any(),
    };
    html! {
        <section class="vote-told" id=TOLD tabindex="-1" aria-label=t("vote.why")>
            <p class="vote-explanation">{rich(&answer.explanation)}</p>
            {has_whys.then(|| html! { <ol class="vote-whys">{answer.whys.iter().enumerate().map(why).collect_view()}</ol> })}
            {proof}
        </section>
    }
}
