//! The way to the tools: below the first page, below the learning path, and on the tools' own pages.

use crate::content::t;
use crate::route::{QUIZ_HREF, Tool};
use leptos::prelude::*;

/// Links to all tools; the current one is marked.
#[component]
pub fn Footer(current: Option<Tool>) -> impl IntoView {
    let link = |tool: Tool| {
        let is_current = (current == Some(tool)).then_some("page");
        html! { <li><a href=tool.href() aria-current=is_current>{t(&format!("footer.{}", tool.name()))}</a></li> }
    };
    html! {
        <nav class="tool-links" aria-label=t("footer.title")>
            <ul>
                <li><a href=QUIZ_HREF>{t("quiz.title")}</a></li>
                {Tool::ALL.map(link).collect_view()}
            </ul>
        </nav>
    }
}
