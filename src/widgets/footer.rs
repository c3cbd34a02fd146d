//! The way to the tools and to the lessons of no lab: below the first page, below the learning path, and on their own
//! pages.

use crate::content::{frame, t};
use crate::route::{QUIZ_HREF, Tool, lesson_href};
use leptos::prelude::*;

/// Links to all of them; the one with the current fragment is marked.
#[component]
pub fn Footer(current: Option<String>) -> impl IntoView {
    let quiz = [(QUIZ_HREF.to_owned(), t("quiz.title"))];
    let tools = Tool::ALL.map(|tool| (tool.href(), t(&format!("footer.{}", tool.name()))));
    let lessons = frame().lessons.iter().map(|card| (lesson_href(&card.id), card.title.as_str()));
    let link = |(href, label): (String, &'static str)| {
        let is_current = (current.as_ref() == Some(&href)).then_some("page");
        html! { <li><a href=href aria-current=is_current>{label}</a></li> }
    };
    html! {
        <nav class="tool-links" aria-label=t("footer.title")>
            <ul>{quiz.into_iter().chain(tools).chain(lessons).map(link).collect_view()}</ul>
        </nav>
    }
}
