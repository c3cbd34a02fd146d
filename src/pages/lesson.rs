//! The page of a lesson that belongs to no lab: its heading at once, the text when the tools' module is there.

use super::tools::stand_in;
use crate::app::Shell;
use crate::route::lesson_href;
use crate::widgets::footer::Footer;
use lab_content::lesson::LessonCard;
use leptos::prelude::*;

/// The frame of a lesson, around what the part makes.
#[component]
pub fn LessonPage(shell: Shell, card: &'static LessonCard) -> impl IntoView {
    shell.tools.fetch(|| ());
    crate::widgets::title(&card.title);
    html! {
        <main id="main" class="tool" tabindex="-1">
            <header class="tool-head">
                <h1>{card.title.as_str()}</h1>
                <p class="subtitle">{card.subtitle.as_str()}</p>
            </header>
            {move || shell.tools.show(|tools| (tools.lesson)(shell, card), stand_in)}
            <Footer current=Some(lesson_href(&card.id))/>
        </main>
    }
}
