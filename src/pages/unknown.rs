//! A route that leads nowhere.

use crate::content::{t, tf};
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub fn Unknown(path: String) -> impl IntoView {
    crate::widgets::title(t("unknown.title"));
    html! {
        <main id="main" class="unknown" tabindex="-1">
            <h1>{t("unknown.title")}</h1>
            <p>{tf("unknown.text", &[("path", &path)])}</p>
            <p><a class="button primary" href="#/">{t("unknown.home")}</a></p>
        </main>
    }
}
