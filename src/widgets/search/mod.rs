//! The search: its button in the header, its key, and the dialog that the part `tools` fills, which alone knows what
//! can be found.

pub mod body;

use super::dialog::Dialog;
use super::icon::{Icon, LENS};
use crate::app::Shell;
use crate::content::t;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Fields, in which `/` is a letter, and dialogs, which have the page to themselves.
const IN_A_FIELD: &str = "input, textarea, select, [contenteditable]";
const DIALOG_OPEN: &str = "dialog[open]";

/// The button.
#[component]
pub fn SearchButton(shell: Shell) -> impl IntoView {
    html! {
        <button class="button square" aria-label=t("search.title") title=t("search.button") aria-keyshortcuts="/"
            on:click=move |_| shell.searching.set(true)>
            <Icon path=LENS/>
        </button>
    }
}

/// The dialog; `/` opens it on every page.
#[component]
pub fn Search(shell: Shell) -> impl IntoView {
    let listening = window_event_listener(ev::keydown, move |event| {
        let alone = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if alone && event.key() == "/" && !is_taken(&event) {
            event.prevent_default();
            shell.searching.set(true);
        }
    });
    on_cleanup(move || listening.remove());
    html! {
        <Dialog open=shell.searching title=t("search.title")>
            {
                shell.tools.fetch(|| ());
                move || shell.tools.show(|tools| (tools.search)(shell), stand_in)
            }
        </Dialog>
    }
}

/// Whether the key is for whatever has the focus.
fn is_taken(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let in_a_field = target.is_some_and(|target| target.closest(IN_A_FIELD).ok().flatten().is_some());
    in_a_field || document().query_selector(DIALOG_OPEN).ok().flatten().is_some()
}

/// As high as what comes.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="search" aria-busy=busy.to_string()>{says}</div> }
}
