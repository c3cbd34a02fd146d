//! An exercise or a result to hand on: as a link, as its QR code, as a file.

use crate::content::t;
use crate::route::{address_of, is_on_disk};
use crate::scene::qr::{COMFORT_BYTES, code};
use crate::share::LINK_MAX;
use crate::widgets::copy::link_field;
use crate::widgets::files::save_text;
use crate::widgets::qr::picture;
use leptos::prelude::*;

/// What is given, in its forms.
#[derive(Clone)]
pub struct Gift {
    pub fragment: String,
    /// What the code says to those who don't see it.
    pub code_label: String,
    /// Name of the file, and what is in it.
    pub file: String,
    pub text: String,
    /// The word on the button that saves it.
    pub save: &'static str,
}

/// The three forms; `given` is told when one is taken.
pub fn give(gift: Gift, given: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let Gift { fragment, code_label, file, text, save } = gift;
    let link = Some(fragment).filter(|fragment| fragment.len() <= LINK_MAX).and_then(|fragment| address_of(&fragment));
    let drawn = link.as_ref().filter(|link| link.len() <= COMFORT_BYTES).and_then(|link| code(link));
    let drawing = match (&link, drawn) {
        (Some(link), _) if is_on_disk(link) => html! { <p class="hint no-code">{t("share.on_disk")}</p> },
        (Some(_), Some(drawn)) => picture(&drawn, code_label),
        (Some(_), None) => html! { <p class="hint no-code">{t("share.no_code")}</p> },
        (None, _) => ().into_any(),
    };
    html! {
        <div class="share-link" on:click=move |_| given()>
            <div>
                {link_field(link)}
                <button class="button" on:click=move |_| save_text(&file, "text/plain", &text)>{save}</button>
            </div>
            {drawing}
        </div>
    }
}
