//! The lesson, and below it every figure that the lab's texts use, with its source.

use crate::content::{content, t, tf};
use crate::session::Session;
use lab_content::format::placeholders;
use lab_content::lab::Lab;
use lab_content::profile::{Fact, Profile};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The lesson of a lab under the profile that is on.
#[component]
pub fn Lesson(session: Session) -> impl IntoView {
    let (lab, profile) = (session.lab, session.profile);
    // Our own HTML, made from Markdown at build.
    let lesson = session.fill(&lab.lesson, &[]);
    let facts = facts_used(lab, profile).into_iter().map(|fact| fact_line(fact, profile)).collect_view();
    html! {
        <div class="prose lesson" inner_html=lesson on:click=move |event| follow(session, &event)></div>
        <section class="prose facts" aria-labelledby="facts-title">
            <h2 id="facts-title">{t("lesson.facts")}</h2>
            <p class="hint">{tf("lesson.facts_about", &[("profile", &profile.label)])}</p>
            <ul>{facts}</ul>
        </section>
    }
}

/// A link into this lab opens its run here, and doesn't lose the one that is shown.
fn follow(session: Session, event: &MouseEvent) {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a").ok().flatten());
    let href = link.and_then(|link| link.get_attribute("href")).filter(|_| !elsewhere);
    if href.is_some_and(|href| session.follow(&href)) {
        event.prevent_default();
        crate::widgets::focus("main");
    }
}

/// The facts in the lab's texts, in the order of their first use.
fn facts_used(lab: &'static Lab, profile: &'static Profile) -> Vec<&'static Fact> {
    let mut facts: Vec<&Fact> = Vec::new();
    for key in lab.texts().into_iter().flat_map(placeholders) {
        let fact = content().fact(profile, key);
        facts.extend(fact.filter(|fact| facts.iter().all(|known| known.key != fact.key)));
    }
    facts
}

fn fact_line(fact: &'static Fact, profile: &'static Profile) -> impl IntoView {
    let others = content().profiles.iter().filter(|other| other.id != profile.id);
    let differing: Vec<String> = others
        .filter_map(|other| {
            let theirs = content().fact(other, &fact.key).filter(|theirs| theirs.value != fact.value)?;
            Some(tf("lesson.other", &[("profile", &other.short), ("value", &theirs.text())]))
        })
        .collect();
    let badge = (!differing.is_empty()).then(|| {
        html! { <p class="badge"><span class="visually-hidden">{t("lesson.differs")}</span>{differing.join(", ")}</p> }
    });
    let source = format!("{}, {}", fact.source, tf("lesson.checked", &[("date", &fact.date)]));
    html! {
        <li>
            <p class="fact"><span>{fact.name.as_str()}</span><strong>{fact.text()}</strong></p>
            {badge}
            <p class="hint">{source}{(!fact.note.is_empty()).then(|| format!(". {}", fact.note))}</p>
        </li>
    }
}
