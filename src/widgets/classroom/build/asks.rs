//! What learners are asked: the lab's prediction, and questions of the bank.

use super::{of, section, set};
use crate::classroom::building::Building;
use crate::classroom::filled;
use crate::content::{bank, t, tf};
use crate::quiz::asked::Variant;
use crate::widgets::classroom::fields::check;
use classroom::assignment::{Asked, QUESTIONS_MAX};
use leptos::prelude::*;
use question_bank::Item;

/// Of a question's numbers: all learners get the same.
const SEED: u64 = 7;
/// Characters of a question in a list.
const STEM_MAX: usize = 110;

/// The section.
#[component]
pub fn Asks(building: Building) -> impl IntoView {
    let prediction = move || {
        let profile = building.draft.with(|draft| draft.profile.clone());
        tf("build.predicts", &[("question", &filled(&building.lab().prediction.question, &profile))])
    };
    let predicts = of(building, |draft| draft.predicts);
    let asks = set(building, |draft, predicts| draft.predicts = predicts);
    let questions = of(building, |draft| draft.questions.clone());
    let remove = move |nth: usize| {
        building.change(|draft| _ = draft.questions.remove(nth));
        crate::widgets::focus("build-asks");
    };
    let profile = of(building, |draft| draft.profile.clone());
    let row = move |(nth, asked): (usize, Asked)| {
        let place = bank().items.iter().position(|item| item.id == asked.item);
        let stem = place.and_then(|place| stem(place, asked.seed, &profile.get_untracked())).unwrap_or(asked.item);
        let label = tf("builder.remove_named", &[("name", &stem)]);
        html! {
            <li>
                <span>{stem}</span>
                <button class="button" type="button" aria-label=label on:click=move |_| remove(nth)>{t("builder.remove")}</button>
            </li>
        }
    };
    let inside = html! {
        {move || check(prediction(), predicts, asks)}
        <ol class="build-questions">{move || questions.get().into_iter().enumerate().map(row).collect_view()}</ol>
        {move || (questions.get().len() < QUESTIONS_MAX).then(|| html! { <Add building/> })}
    };
    section(t("build.asks"), "build-asks", inside)
}

/// A choice of the questions about the lab first, then of all others.
#[component]
fn Add(building: Building) -> impl IntoView {
    // Only another lab or other limits make another list.
    let of_what = Memo::new(move |_| building.draft.with(|draft| (draft.lab.clone(), draft.profile.clone())));
    let groups = move || {
        let (lab, profile) = of_what.get();
        let topics = || bank().topics.iter().zip(1_u8..);
        let of_topic = |nth: u8| {
            let items = bank().items.iter().enumerate().filter(|(_, item)| item.topic == nth);
            let option = |(place, item): (usize, &'static Item)| {
                let stem = stem(place, SEED, &profile)?;
                Some(html! { <option value=item.id.clone()>{stem}</option> })
            };
            items.filter_map(option).collect_view()
        };
        let ours = topics().filter(|(topic, _)| topic.lab == lab);
        let others = topics().filter(|(topic, _)| topic.lab != lab);
        ours.chain(others)
            .map(|(topic, nth)| html! { <optgroup label=topic.name.clone()>{of_topic(nth)}</optgroup> })
            .collect_view()
    };
    let add = move |event: web_sys::Event| {
        let item = event_target_value(&event);
        let select = event_target::<web_sys::HtmlSelectElement>(&event);
        select.set_value("");
        building.change(|draft| {
            let is_new = !item.is_empty() && draft.questions.iter().all(|asked| asked.item != item);
            draft.questions.extend(is_new.then_some(Asked { item, seed: SEED }));
        });
    };
    html! {
        <div class="field">
            <label for="build-question">{t("build.add_question")}</label>
            <select id="build-question" on:change=add>
                <option value="">{t("quiz.choose")}</option>
                {groups}
            </select>
        </div>
    }
}

/// The question as it is asked, cut to a line.
fn stem(nth: usize, seed: u64, profile: &str) -> Option<String> {
    let place = bank().facts.iter().position(|(known, _)| known == profile)?;
    let asked = Variant::new(bank(), nth, seed, place)?.without_key()?;
    let plain = asked.question.stem.replace('`', "");
    Some(match plain.char_indices().nth(STEM_MAX) {
        Some((at, _)) => format!("{}…", plain[..at].trim_end()),
        None => plain,
    })
}
