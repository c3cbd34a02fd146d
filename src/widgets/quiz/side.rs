//! Beside a question: why it comes now, the limits behind it, the same with other numbers.

use super::question::focus_title;
use crate::answers;
use crate::content::{frame, t, tf};
use crate::quiz::Quiz;
use crate::quiz::wish::{Of, Wish};
use crate::route::lesson_href;
use leptos::prelude::*;

/// Limits that are shown.
const FACTS_MAX: usize = 6;

/// The cards, which say nothing of the key before it is known.
#[component]
pub fn Beside(quiz: Quiz) -> impl IntoView {
    let is_open = Memo::new(move |_| quiz.is_open());
    html! {
        {move || match is_open.get() {
            true => html! {
                <Why quiz/>
                <Facts quiz/>
                <NewNumbers quiz/>
                <Seed quiz/>
                <Notes quiz/>
                <p class="quiz-keys">{t("quiz.keys")}</p>
            },
            false => html! { <p class="quiz-keys">{t("exam.keys")}</p> },
        }}
    }
}

#[component]
fn Why(quiz: Quiz) -> impl IntoView {
    let why = move || {
        let place = quiz.place()?;
        let (_, day) = answers::now();
        let bank = quiz.bank.get();
        let known = quiz.log.with(|log| log.known(&bank.items[place.item].id));
        let ago = |before: u32| match day.saturating_sub(before) {
            0 => t("quiz.ago.today").to_owned(),
            days => tf("quiz.ago.days", &[("n", &days.to_string())]),
        };
        let came = match known {
            None => t("quiz.why.new").to_owned(),
            Some(known) if known.right => tf("quiz.why.known", &[("ago", &ago(known.day))]),
            Some(known) => tf("quiz.why.missed", &[("ago", &ago(known.day))]),
        };
        let next = quiz.due_in_days().map(|days| tf("quiz.why.next", &[("n", &days.to_string())]));
        Some(html! { <p>{came}</p> {next.map(|next| html! { <p>{next}</p> })} })
    };
    html! {
        <section class="challenge">
            <h2>{t("quiz.why")}</h2>
            {why}
        </section>
    }
}

#[component]
fn Facts(quiz: Quiz) -> impl IntoView {
    let shown = move || {
        let asked = quiz.asked.get().filter(|_| quiz.marked.with(Option::is_some))?;
        let (item, facts) = (asked.variant.item, asked.variant.facts);
        let rows = item.names().into_iter().filter_map(|name| facts.fact(&name).cloned()).take(FACTS_MAX);
        let rows: Vec<_> = rows.collect();
        let has_facts = !rows.is_empty();
        let rows = rows.into_iter().map(|fact| {
            let dated = tf("quiz.fact.dated", &[("source", &fact.source), ("date", &fact.date)]);
            html! { <li title=dated>{fact.name.clone()}" "<b>{fact.text()}</b></li> }
        });
        let rows = rows.collect_view();
        let sources = item.sources.iter().map(|source| {
            let checked = tf("quiz.fact.checked", &[("date", &source.checked)]);
            html! {
                <li><a href=source.address.clone() rel="noopener noreferrer" target="_blank">{source.title.clone()}</a>" "{checked}</li>
            }
        });
        let sources = sources.collect_view();
        Some(html! {
            <section class="card quiz-card">
                {has_facts.then(|| html! {
                    <h2>{t("quiz.facts")}</h2>
                    <ul class="quiz-facts">{rows}</ul>
                })}
                <h2>{t("quiz.sources")}</h2>
                <ul class="quiz-facts">{sources}</ul>
            </section>
        })
    };
    html! { {shown} }
}

#[component]
fn NewNumbers(quiz: Quiz) -> impl IntoView {
    let is_generator = Memo::new(move |_| {
        let bank = quiz.bank.get();
        quiz.is_open() && quiz.place().is_some_and(|place| bank.items[place.item].is_generator())
    });
    html! {
        {move || is_generator.get().then(|| html! {
            <section class="card quiz-card">
                <h2>{t("quiz.another")}</h2>
                <p>{t("quiz.another.text")}</p>
                <button class="button" on:click=move |_| {
                    quiz.new_numbers();
                    focus_title();
                }>{t("quiz.new_numbers")}</button>
            </section>
        })}
    }
}

/// What the notes are that a question speaks of.
#[component]
fn Notes(quiz: Quiz) -> impl IntoView {
    let told = move || {
        let place = quiz.place()?;
        let item = &quiz.bank.get().items[place.item];
        let card = frame().lesson("what-changed").filter(|_| item.stem.contains("our notes"))?;
        Some(html! {
            <p class="quiz-seed">{t("quiz.notes")}" "<a href=lesson_href(&card.id)>{card.title.clone()}</a></p>
        })
    };
    html! { {told} }
}

/// With which numbers and in which order: a link asks everybody the same.
#[component]
fn Seed(quiz: Quiz) -> impl IntoView {
    let same = move || {
        let place = quiz.place()?;
        let seed = place.seed.to_string();
        let item = quiz.bank.get().items[place.item].id.clone();
        let href = Wish::Practice { of: Of::Item(item), seed: Some(place.seed) }.href();
        Some(
            html! { <p class="quiz-seed">{tf("quiz.seed", &[("seed", &seed)])}" "<a href=href>{t("quiz.same")}</a></p> },
        )
    };
    html! { {same} }
}
