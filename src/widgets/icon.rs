//! The page's few icons, drawn in the colour of their text.

use leptos::prelude::*;

/// An icon by its path in a 14 × 14 square.
#[component]
pub fn Icon(path: &'static str) -> impl IntoView {
    html! {
        <svg class="icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d=path fill="currentColor" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/>
        </svg>
    }
}

pub const PLAY: &str = "M4 2l8 5-8 5z";
pub const PAUSE: &str = "M3.5 2.5h2v9h-2zM8.5 2.5h2v9h-2z";
pub const STEP: &str = "M11.5 2v10M2.5 2l6 5-6 5z";
pub const STEP_BACK: &str = "M2.5 2v10M11.5 2l-6 5 6 5z";
pub const RESTART: &str = "M2 2v10M7.5 2.5L3.5 7l4 4.5zM12 2.5L8 7l4 4.5z";
pub const MENU: &str = "M2 3h10M2 7h10M2 11h10";
pub const BACK: &str = "M8.5 3l-4 4 4 4";
pub const ON: &str = "M5.5 3l4 4-4 4";
pub const SAVE: &str = "M7 1.5v7M4 6l3 3 3-3M2 11.5h10";
pub const LENS: &str =
    "M5.8 1.4a4.4 4.4 0 1 1 0 8.8a4.4 4.4 0 1 1 0-8.8zm0 .2a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4zM9 9l3.6 3.6";
pub const SCREEN: &str = "M1.5 2.5h11v7h-11zM4.5 12.5L7 9.5l2.5 3";
