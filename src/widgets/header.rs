//! The page's header: brand, pages, quota profile, share, search, help, projector, theme; and the notice below it.

use super::help::Help;
use super::icon::{Icon, SCREEN};
use super::search::{Search, SearchButton};
use crate::app::Shell;
use crate::content::{frame, t};
use crate::route::{CLASSROOM_HREF, KEYS_HREF, QUIZ_HREF, Route};
use crate::storage;
use leptos::prelude::*;

/// Brand, navigation, switches.
#[component]
pub fn Header(shell: Shell) -> impl IntoView {
    let in_lab = move || matches!(shell.route.get(), Route::Lab { .. });
    let in_quiz = move || matches!(shell.route.get(), Route::Quiz(_));
    let in_classroom = move || matches!(shell.route.get(), Route::Classroom(..));
    let in_keys = move || shell.route.get() == Route::Keys;
    let first = frame()
        .course
        .iter()
        .find(|card| card.is_built())
        .map(|card| crate::route::lab_href(&card.id))
        .unwrap_or_default();
    html! {
        <header class="top">
            <a class="brand" href="#/" aria-label=t("frame.home")>
                <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
                    <rect x="1" y="2" width="20" height="4" rx="2" class="shard-0"/>
                    <rect x="1" y="9" width="13" height="4" rx="2" class="shard-1"/>
                    <rect x="1" y="16" width="17" height="4" rx="2" class="shard-2"/>
                </svg>
                <span>"Shardlab"</span>
            </a>
            <nav aria-label=t("frame.pages")>
                <a href=first aria-current=move || in_lab().then_some("page")>{t("frame.labs")}</a>
                <a href=QUIZ_HREF aria-current=move || in_quiz().then_some("page")>{t("quiz.title")}</a>
                <a href=KEYS_HREF aria-current=move || in_keys().then_some("page")>{t("keys.title")}</a>
                <a href=CLASSROOM_HREF aria-current=move || in_classroom().then_some("page")>{t("classroom.title")}</a>
            </nav>
            <div class="spacer"></div>
            <label class="profile">
                <span>{t("frame.limits")}</span>
                // An exercise is played under its own.
                <select disabled=move || matches!(shell.route.get(), Route::Exercise { .. })
                    prop:value=move || shell.profile().id.clone()
                    on:change=move |event| shell.set_profile(&event_target_value(&event))
                >
                    {frame().profiles.iter().map(|profile| html! {
                        <option value=profile.id.clone() selected=move || shell.profile().id == profile.id>
                            {profile.label.clone()}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            {move || in_lab().then(|| html! {
                <button class="button share" on:click=move |_| shell.share.set(true)>{t("share.button")}</button>
            })}
            <SearchButton shell/>
            <button class="button square" aria-label=t("help.title") on:click=move |_| shell.help.set(true)>"?"</button>
            <button class="button square projector" aria-label=t("frame.projector") title=t("frame.projector")
                aria-pressed=move || shell.projector.get().to_string() on:click=move |_| shell.switch_projector()>
                <Icon path=SCREEN/>
            </button>
            <button class="button square" aria-label=t("frame.theme") on:click=move |_| switch_theme(shell)>"◐"</button>
        </header>
        <Help shell/>
        <Search shell/>
        {move || shell.notice.get().map(|notice| html! {
            <div class="notice" role="alert">
                <p class="lines">{notice}</p>
                <button class="button" on:click=move |_| shell.notice.set(None)>{t("dialog.close")}</button>
            </div>
        })}
    }
}

/// Puts the theme on the page.
pub fn show_theme(theme: &str) {
    set_on_root("data-theme", Some(theme));
}

/// Sets an attribute of the whole page, or takes it away.
pub fn set_on_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        // The names of the attributes are valid.
        let _set = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

fn switch_theme(shell: Shell) {
    let shown = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    let system_dark = || {
        let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        query.is_some_and(|query| query.matches())
    };
    let dark = shown.map_or_else(system_dark, |theme| theme == "dark");
    let theme = if dark { "light" } else { "dark" };
    show_theme(theme);
    storage::save_theme(theme);
    shell.theme_changed.update(|count| *count += 1);
}
