//! What is kept of the answers, and what can be done with it: saved to a file, taken from one, erased.

use crate::content::{t, tf};
use crate::progress_file::{BYTES_MAX, NAME, ProgressFile};
use crate::quiz::Quiz;
use crate::run_file::FileError;
use crate::widgets::files::{is_larger, picked, save_text, text_of};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The card.
#[component]
pub fn Keep(quiz: Quiz) -> impl IntoView {
    let count = move || quiz.log.with(|log| log.entries().len());
    let problem = RwSignal::new(None::<String>);
    let says = RwSignal::new(None::<String>);
    let save = move |_| save_text(NAME, "application/json", &quiz.file().encode());
    let take = move |event: web_sys::Event| {
        let Some(file) = picked(&event) else { return };
        spawn_local(async move {
            let read = match is_larger(&file, BYTES_MAX) {
                true => None,
                false => text_of(&file).await,
            };
            let read = read.ok_or(FileError::Foreign);
            match read.and_then(|text| ProgressFile::decode(&text)) {
                Ok(read) => {
                    problem.set(None);
                    says.set(Some(match quiz.take_file(read) {
                        Some(new) => tf("keep.taken", &[("n", &new.to_string())]),
                        None => t("keep.not_kept").to_owned(),
                    }));
                }
                Err(error) => {
                    says.set(None);
                    let why = t(match error {
                        FileError::Foreign => "keep.foreign",
                        FileError::Newer => "keep.newer",
                        FileError::Damaged => "keep.damaged",
                    });
                    problem.set(Some(tf("keep.refused", &[("file", &file.name()), ("why", why)])));
                }
            }
        });
    };
    // A button that goes grey keeps the focus.
    let erase = move |_| {
        if count() > 0 {
            quiz.erase();
        }
    };
    html! {
        <section class="card quiz-way">
            <h2>{t("keep.title")}</h2>
            <p>{move || tf("keep.text", &[("n", &count().to_string())])}</p>
            <div class="quiz-actions">
                <button class="button" type="button" on:click=save>{t("keep.save")}</button>
                <label class="button file">
                    {t("keep.open")}
                    <input type="file" class="visually-hidden" accept=".json,application/json" on:change=take/>
                </label>
                <button class="button" type="button" aria-disabled=move || (count() == 0).to_string() on:click=erase>{t("keep.erase")}</button>
                {move || quiz.erased.with(Option::is_some).then(|| html! {
                    <button class="button" type="button" on:click=move |_| quiz.bring_back()>{t("keep.bring_back")}</button>
                })}
            </div>
            {move || problem.get().map(|problem| html! { <p class="error" role="alert">{problem}</p> })}
            <p class="hint" role="status">{move || says.get().unwrap_or_else(|| quiz.status.get())}</p>
        </section>
    }
}
