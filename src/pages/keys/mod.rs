//! "Your keys": the heading at once, all else when its module is there.

pub mod body;

use crate::app::Shell;
use crate::content::t;
use leptos::prelude::*;

/// The frame, around what the part makes.
#[component]
pub fn KeysPage(shell: Shell) -> impl IntoView {
    shell.keys.fetch(|| ());
    crate::widgets::title(t("keys.title"));
    html! {
        <main id="main" class="keys-page" tabindex="-1">
            <header class="keys-head"><h1>{t("keys.title")}</h1></header>
            {move || shell.keys.show(|view| view(shell), stand_in)}
        </main>
    }
}

/// As large as the place for a file, so that nothing jumps.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! {
        <div class="keys-main" aria-busy=busy.to_string()><section class="card keys-drop">{says}</section></div>
        <div class="keys-side"></div>
    }
}
