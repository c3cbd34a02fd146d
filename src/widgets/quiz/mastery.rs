//! What is known by now, by area, and what is to be done today.

use crate::answers;
use crate::content::{frame, t, tf};
use crate::quiz::Quiz;
use crate::quiz::wish::{AREAS, Of, Wish, area_name};
use leptos::prelude::*;
use question_bank::item::Area;
use question_bank::practice::Progress;
use std::collections::BTreeSet;

/// Seconds that a question takes, as told beforehand: half a minute to answer, as much to see why. Assumed.
const SECONDS_FOR_EACH: usize = 60;
/// New questions a day that are counted on.
const NEW_A_DAY: usize = 6;

/// What the column shows.
#[derive(Clone, PartialEq, Debug)]
struct Standing {
    areas: Vec<Known>,
    due: usize,
    new: usize,
    /// Ids of labs whose prediction should be made again.
    labs: Vec<&'static str>,
}

/// How much of an area is known, and of each of its topics, in percent.
#[derive(Clone, PartialEq, Debug)]
struct Known {
    area: Area,
    percent: u32,
    /// By their numbers.
    topics: Vec<(u8, &'static str, u32)>,
}

/// The column.
#[component]
pub fn Mastery(quiz: Quiz) -> impl IntoView {
    let standing = Memo::new(move |_| standing(quiz));
    let link = |of: Of, text: &'static str| html! { <a href=Wish::Practice { of, seed: None }.href()>{text}</a> };
    let topic = move |(number, name, percent): (u8, &'static str, u32)| {
        html! { <li>{link(Of::Topic(number), name)} <b>{percent_text(percent)}</b></li> }
    };
    let row = move |Known { area, percent, topics }: Known| {
        let name = t(&format!("quiz.area.{}", area_name(area)));
        html! {
            <li>
                <details>
                    <summary>
                        <span>{name}</span>
                        <b>{percent_text(percent)}</b>
                        <span class="bar" aria-hidden="true"><i style:width=format!("{percent}%")></i></span>
                    </summary>
                    <ul>
                        <li>{link(Of::Area(area), t("quiz.whole_area"))}</li>
                        {topics.into_iter().map(topic).collect_view()}
                    </ul>
                </details>
            </li>
        }
    };
    let lab = |id: &'static str| {
        frame().built(id).map(|card| {
            html! {
                <p><a href=crate::route::lab_href(id)>{tf("quiz.predict_again", &[("lab", &card.title)])}</a></p>
            }
        })
    };
    let today = move || {
        standing.with(|Standing { due, new, .. }| {
            let minutes = ((due + new) * SECONDS_FOR_EACH).div_ceil(60).to_string();
            tf("quiz.today", &[("due", &due.to_string()), ("new", &new.to_string()), ("minutes", &minutes)])
        })
    };
    html! {
        <nav class="quiz-mastery" aria-label=t("quiz.mastery")>
            <h2>{t("quiz.mastery")}</h2>
            <ul>{move || standing.get().areas.into_iter().map(row).collect_view()}</ul>
            <h2>{t("quiz.today_title")}</h2>
            <p>{today}</p>
            {move || standing.get().labs.into_iter().map(lab).collect_view()}
        </nav>
    }
}

/// Items answered for the first time on a day.
fn begun_on(log: &Progress, day: u32) -> usize {
    let mut before = BTreeSet::new();
    log.entries().iter().filter(|entry| before.insert(entry.item.as_str()) && entry.day == day).count()
}

fn percent_text(percent: u32) -> String {
    format!("{percent}\u{202f}%")
}

fn standing(quiz: Quiz) -> Standing {
    let bank = quiz.bank.get();
    let (_, day) = answers::now();
    let profile = &quiz.shell.profile().id;
    quiz.log.with(|log| {
        let memories = log.memories(bank);
        let percent = |part: f64| (part * 100.0).round() as u32;
        let known = |area: Area| {
            let topics = bank.topics.iter().zip(1_u8..).filter(|(topic, _)| topic.area == area);
            let topics =
                topics.map(|(topic, nth)| (nth, topic.name.as_str(), percent(memories.topic_mastery(nth, day))));
            Known { area, percent: percent(memories.mastery(area, day)), topics: topics.collect() }
        };
        let new =
            (0..bank.items.len()).filter(|nth| memories.known(*nth).is_none() && bank.items[*nth].is_asked_in(profile));
        let is_due = |id: &&str| log.known(&format!("lab/{id}")).is_some_and(|known| known.due() <= day);
        Standing {
            areas: AREAS.map(|(area, _)| known(area)).to_vec(),
            due: memories.due(profile, day).len(),
            new: new.take(NEW_A_DAY.saturating_sub(begun_on(log, day))).count(),
            labs: frame().course.iter().map(|card| card.id.as_str()).filter(is_due).collect(),
        }
    })
}
