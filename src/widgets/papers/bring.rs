//! The dialog in which questions of one's own are brought: pasted or as a file, with what is wrong with them by line.

use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::quiz::own_facts::read;
use crate::quiz::wish::{Of, Wish};
use crate::storage;
use crate::widgets::files::{is_larger, picked, text_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use question_bank::read::own::BYTES_MAX;

/// A question to write others after: it is taken as it stands.
const EXAMPLE: &str = include_str!("../../../content/own-question.toml");
const TEXT_ID: &str = "own-text";
/// Problems that are listed.
const LISTED_MAX: usize = 20;

/// What the dialog holds.
#[component]
pub fn Bring(quiz: Quiz) -> impl IntoView {
    let text = RwSignal::new(storage::load_questions().unwrap_or_default());
    let problems = RwSignal::new(Vec::<String>::new());
    let says = RwSignal::new(None::<String>);
    let take = move || {
        let written = text.get_untracked();
        match read(&written) {
            Ok(all) => {
                problems.set(Vec::new());
                quiz.bring(&written, all);
                let n = quiz.own_count().to_string();
                says.set(Some(tf("own.taken", &[("n", &n)])));
            }
            Err(found) => {
                says.set(None);
                problems.set(found);
            }
        }
    };
    let choose = move |event: web_sys::Event| {
        let Some(file) = picked(&event) else { return };
        spawn_local(async move {
            let read = match is_larger(&file, BYTES_MAX as u64) {
                true => None,
                false => text_of(&file).await,
            };
            if text.is_disposed() {
                return;
            }
            match read {
                Some(read) => {
                    text.set(read);
                    take();
                }
                None => problems.set(vec![tf("own.no_text", &[("file", &file.name())])]),
            }
        });
    };
    let begin = move |_| {
        text.set(EXAMPLE.to_owned());
        problems.set(Vec::new());
        crate::widgets::focus(TEXT_ID);
    };
    let drop = move |_| {
        quiz.drop_own();
        says.set(Some(t("own.dropped").to_owned()));
    };
    let listed = move || {
        let all = problems.get();
        let more = all.len().saturating_sub(LISTED_MAX);
        let lines = all.into_iter().take(LISTED_MAX).map(|line| html! { <li>{line}</li> }).collect_view();
        html! {
            <ul class="own-problems mono">{lines}</ul>
            {(more > 0).then(|| html! { <p>{tf("own.more", &[("n", &more.to_string())])}</p> })}
        }
    };
    html! {
        <div class="papers">
            <p>{t("own.text")}</p>
            <label class="field">
                <span>{t("own.label")}</span>
                <textarea class="mono" id=TEXT_ID rows="12" spellcheck="false" placeholder=t("own.placeholder")
                    aria-invalid=move || (!problems.with(Vec::is_empty)).to_string() aria-describedby="own-problems"
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
            </label>
            <div id="own-problems" class="error" role="alert">
                {move || (!problems.with(Vec::is_empty)).then(|| html! { <p>{t("own.problems")}</p> {listed()} })}
            </div>
            <div class="quiz-actions">
                <span class="hint" role="status">{move || says.get()}</span>
                {move || (quiz.own_count() > 0).then(|| html! {
                    <button class="button" type="button" on:click=drop>{t("own.drop")}</button>
                    <a class="button" href=Wish::Practice { of: Of::Own, seed: None }.href()>{t("own.practise")}</a>
                })}
                {move || text.with(|text| text.trim().is_empty()).then(|| html! {
                    <button class="button" type="button" on:click=begin>{t("own.example")}</button>
                })}
                <label class="button file">
                    {t("own.open")}
                    <input type="file" class="visually-hidden" accept=".toml,text/plain" on:change=choose/>
                </label>
                <button class="button primary" type="button" on:click=move |_| take()>{t("own.take")}</button>
            </div>
        </div>
    }
}
