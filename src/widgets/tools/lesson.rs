//! A lesson of no lab, and below it every figure that it uses, with its source.

use crate::app::Shell;
use crate::content::{reference, t, tf};
use lab_content::format::placeholders;
use lab_content::lesson::LessonCard;
use lab_content::reference::FactRow;
use leptos::prelude::*;

/// The lesson under the profile that is on.
#[component]
pub fn LessonText(shell: Shell, card: &'static LessonCard) -> impl IntoView {
    let html = reference().lesson(&card.id).map_or("", |lesson| lesson.html.as_str());
    let facts = facts_used(html);
    // Our own HTML, made from Markdown at build.
    let text = move || reference().fill(html, shell.profile_place());
    let lines = move || facts.iter().map(|fact| line(fact, shell.profile_place())).collect_view();
    html! {
        <div class="reading">
            <article class="card prose lesson" inner_html=text></article>
            <section class="card prose facts" aria-labelledby="facts-title">
                <h2 id="facts-title">{t("lesson.facts")}</h2>
                <p class="hint">{move || tf("lesson.facts_about", &[("profile", &shell.profile().label)])}</p>
                <ul>{lines}</ul>
            </section>
        </div>
    }
}

/// The facts of a text, each once, in the order of their first use.
fn facts_used(html: &str) -> Vec<&'static FactRow> {
    let mut facts: Vec<&FactRow> = Vec::new();
    for fact in placeholders(html).into_iter().filter_map(|key| reference().said_by(key)).map(|(fact, _)| fact) {
        if facts.iter().all(|known| known.key != fact.key) {
            facts.push(fact);
        }
    }
    facts
}

fn line(fact: &'static FactRow, profile: usize) -> impl IntoView + use<> {
    let said = fact.said(profile);
    let source = reference().sources.get(usize::from(said.source)).map_or("", String::as_str);
    let source = format!("{source}, {}", tf("lesson.checked", &[("date", &said.date)]));
    html! {
        <li>
            <p class="fact"><span>{fact.name.as_str()}</span><strong>{fact.text(profile)}</strong></p>
            <p class="hint">{source}{(!said.note.is_empty()).then(|| format!(". {}", said.note))}</p>
        </li>
    }
}
