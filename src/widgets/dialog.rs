//! A dialog on the browser's own `<dialog>`: focus goes in and back, Escape closes.

use crate::content::t;
use leptos::html;
use leptos::prelude::*;

/// Shows its children while `open`; closing it sets `open` back.
#[component]
pub fn Dialog(open: RwSignal<bool>, title: &'static str, children: ChildrenFn) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            match open.get() {
                true if !dialog.open() => _ = dialog.show_modal(),
                false if dialog.open() => dialog.close(),
                _ => {}
            }
        }
    });
    // The browser tells of it later; by then it may be open again.
    let closed = move |_| {
        if node.get_untracked().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    html! {
        <dialog node_ref=node class="dialog" aria-label=title on:close=closed>
            <header>
                <h2>{title}</h2>
                <button class="button" on:click=move |_| open.set(false)>{t("dialog.close")}</button>
            </header>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
