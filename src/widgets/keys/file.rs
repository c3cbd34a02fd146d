//! Where a file comes in: dropped, chosen, pasted or made up; and the line that says which one it is.

use crate::content::{t, tf};
use crate::desk::{Desk, Phase};
use crate::scene::your_keys::file::{kind, line};
use crate::widgets::files;
use leptos::html;
use leptos::prelude::*;

/// The place for a file, while there is none.
#[component]
pub fn Intake(desk: Desk) -> impl IntoView {
    let text = NodeRef::<html::Textarea>::new();
    let paste = move |_| {
        if let Some(area) = text.get_untracked() {
            desk.paste(&area.value());
        }
    };
    html! {
        <section class="card keys-drop" aria-labelledby="keys-drop-title">
            <svg class="keys-sheet" width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">
                <rect x="4" y="6" width="36" height="6" rx="3" class="shard-0"/>
                <rect x="4" y="19" width="22" height="6" rx="3" class="shard-1"/>
                <rect x="4" y="32" width="29" height="6" rx="3" class="shard-2"/>
            </svg>
            <h2 id="keys-drop-title">{t("keys.drop.title")}</h2>
            <p class="hint">{t("keys.drop.text")}</p>
            <p class="control-row">
                <FileButton desk label=t("keys.drop.button") primary=true/>
                <button type="button" class="button" on:click=move |_| desk.make_up()>{t("keys.made_up.button")}</button>
            </p>
            <details>
                <summary>{t("keys.paste.title")}</summary>
                <label class="visually-hidden" for="keys-paste">{t("keys.paste.title")}</label>
                <textarea id="keys-paste" class="mono" rows="6" wrap="off" spellcheck="false" autocomplete="off"
                    placeholder=t("keys.paste.placeholder") node_ref=text></textarea>
                <button type="button" class="button" on:click=paste>{t("keys.paste.button")}</button>
            </details>
        </section>
    }
}

/// A button that asks for a file.
#[component]
fn FileButton(desk: Desk, label: &'static str, primary: bool) -> impl IntoView {
    let picked = move |event: web_sys::Event| {
        if let Some(file) = files::picked(&event) {
            desk.open(file);
        }
    };
    html! {
        <label class="button file" class:primary=primary>
            {label}
            <input type="file" class="visually-hidden" on:change=picked/>
        </label>
    }
}

/// Which file this is, and the way to another one.
#[component]
pub fn FileLine(desk: Desk) -> impl IntoView {
    let said = move || match desk.phase.get() {
        Phase::Done => desk.read.with(|read| {
            let rows = desk.known(|known| known.findings.rows)?;
            read.as_ref().map(|read| line(read, rows))
        }),
        _ => None,
    };
    let known = move || {
        let kind = desk.source.with(|source| source.as_ref().map(kind));
        kind.map(|kind| tf("keys.file.kind", &[("kind", &kind)]))
    };
    html! {
        <div class="keys-file">
            <p class="subtitle">{move || said().or_else(known)}</p>
            <FileButton desk label=t("keys.file.another") primary=false/>
        </div>
    }
}
