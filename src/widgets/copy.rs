//! A button that copies a text, and says whether it could; a link with such a button.

use crate::content::t;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Whether the last try went well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Done,
    Refused,
}

/// Copies `text`; where the browser refuses, the text is shown instead, to be copied by hand.
#[component]
pub fn CopyButton(text: String, name: &'static str) -> impl IntoView {
    let copied = RwSignal::new(Copied::NotYet);
    let by_hand = text.clone();
    let copy = move |_| {
        // Without a secure context there is no clipboard to ask.
        if !window().is_secure_context() {
            return copied.set(Copied::Refused);
        }
        let promise = window().navigator().clipboard().write_text(&text);
        leptos::task::spawn_local(async move {
            let done = JsFuture::from(promise).await.is_ok();
            copied.set(if done { Copied::Done } else { Copied::Refused });
        });
    };
    let said = move || match copied.get() {
        Copied::NotYet => None,
        Copied::Done => Some(t("copy.done")),
        Copied::Refused => Some(t("copy.refused")),
    };
    html! {
        <p class="copy">
            <button type="button" class="button" on:click=copy>{name}</button>
            <span role="status" class="hint">{said}</span>
        </p>
        {move || (copied.get() == Copied::Refused).then(|| html! {
            <pre>{by_hand.clone()}</pre>
        })}
    }
}

/// A link to be read, chosen and copied; without one, that it would be too long.
pub fn link_field(link: Option<String>) -> AnyView {
    let Some(link) = link else { return html! { <p class="error">{t("share.too_long")}</p> } };
    let shown = link.clone();
    html! {
        <section>
            <label class="field">
                <span>{t("share.link")}</span>
                <input type="text" readonly prop:value=shown on:focus=move |event| {
                    event_target::<web_sys::HtmlInputElement>(&event).select();
                }/>
            </label>
            <CopyButton text=link name=t("share.copy")/>
        </section>
    }
}
