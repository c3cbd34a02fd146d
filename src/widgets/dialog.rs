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
    // Before the browser closes it, and not after: that is told later, when somebody may have asked for it again. A choice
    // of files within that is given up tells of it likewise.
    let closed = move |event: web_sys::Event| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    html! {
        <dialog node_ref=node class="dialog" aria-label=title on:cancel=closed>
            <header>
                <h2>{title}</h2>
                <button class="button" on:click=move |_| open.set(false)>{t("dialog.close")}</button>
            </header>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
