//! The tools: the shard calculator, every limit and price, how far the simulation goes; and lessons of no lab.

pub mod calculator;
pub mod facts;
pub mod fidelity;
pub mod lesson;
mod number_field;

use crate::content::{reference, t, tf};
use leptos::prelude::*;

/// A search box, a service, a switch, and how much is left of all.
#[component]
fn Search(
    text: RwSignal<String>,
    /// Titles to choose from.
    services: Vec<(usize, String)>,
    service: RwSignal<Option<usize>>,
    /// What the switch leaves.
    only: &'static str,
    only_on: RwSignal<bool>,
    /// Shown and all.
    count: Signal<(usize, usize)>,
) -> impl IntoView {
    let found = move || {
        let (shown, all) = count.get();
        tf("tools.count", &[("n", &shown.to_string()), ("of", &all.to_string())])
    };
    let options = services
        .into_iter()
        .map(|(at, title)| html! { <option value=at.to_string() selected=move || service.get() == Some(at)>{title}</option> })
        .collect_view();
    html! {
        <form class="tool-search card" role="search" on:submit=move |event| event.prevent_default()>
            <label class="field">
                <span>{t("tools.search")}</span>
                <input type="search" autocomplete="off" spellcheck="false" prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))/>
            </label>
            <label class="field">
                <span>{t("tools.service")}</span>
                <select on:change=move |event| service.set(event_target_value(&event).parse().ok())>
                    <option value="" selected=move || service.get().is_none()>{t("tools.all")}</option>
                    {options}
                </select>
            </label>
            <label class="check">
                <input type="checkbox" prop:checked=move || only_on.get()
                    on:change=move |event| only_on.set(event_target_checked(&event))/>
                {only}
            </label>
            <p class="hint" role="status">{found}</p>
        </form>
    }
}

/// How the profiles are called for short.
fn profile_names() -> Vec<&'static str> {
    reference().profiles.iter().map(|profile| profile.short.as_str()).collect()
}
