//! The learning path beside a lab: all labs with what has been reached; a menu where it is narrow.

use super::footer::Footer;
use super::icon::{Icon, MENU};
use crate::app::Shell;
use crate::content::{frame, t};
use crate::route::lab_href;
use lab_content::lab::LabCard;
use leptos::prelude::*;

/// The list of labs.
#[component]
pub fn LearningPath(shell: Shell, current: String) -> impl IntoView {
    let open = RwSignal::new(false);
    let entries = frame().course.iter().map(|card| entry(shell, card, card.id == current)).collect_view();
    html! {
        <nav class="path" class:open=move || open.get() aria-label=t("path.title")>
            <button
                class="button path-menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon path=MENU/>
                {t("path.title")}
            </button>
            <h2>{t("path.title")}</h2>
            <ol on:click=move |_| open.set(false)>{entries}</ol>
            <Footer current=None/>
        </nav>
    }
}

fn entry(shell: Shell, card: &'static LabCard, is_current: bool) -> impl IntoView {
    let built = card.is_built();
    let state = move || {
        let progress = shell.progress(&card.id);
        match () {
            () if progress.solved => "solved",
            () if !built => "coming",
            () if progress.opened => "begun",
            () => "new",
        }
    };
    let dot = move || {
        html! { <span class=format!("dot {}", state()) aria-hidden="true">{(state() == "solved").then_some("✓")}</span> }
    };
    let spoken = move || html! { <span class="visually-hidden">{t(&format!("path.{}", state()))}</span> };
    match built {
        true => html! {
            <li><a href=lab_href(&card.id) aria-current=is_current.then_some("page")>{dot}{card.title.as_str()}{spoken}</a></li>
        }
        .into_any(),
        false => html! { <li><span class="coming">{dot}{card.title.as_str()}{spoken}</span></li> }.into_any(),
    }
}
