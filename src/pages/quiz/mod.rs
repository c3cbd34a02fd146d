//! The quiz: its frame at once, all else when its module is there. And the questions of a lab.

pub mod body;
pub mod proof;

use crate::app::Shell;
use crate::content::t;
use leptos::prelude::*;

/// The frame, around what the part makes. The engine follows, so that a proof doesn't have to wait for it.
#[component]
pub fn QuizPage(shell: Shell, query: String) -> impl IntoView {
    shell.quiz.fetch(move || shell.whole.fetch(|| ()));
    crate::widgets::title(t("quiz.title"));
    html! {
        <main id="main" class="quiz" tabindex="-1">
            <h1 class="visually-hidden">{t("quiz.title")}</h1>
            {move || shell.quiz.show(|quiz| (quiz.page)(shell, query.clone()), stand_in)}
        </main>
    }
}

/// As wide as what comes.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! {
        <div class="quiz-mastery"></div>
        <div class="quiz-main" aria-busy=busy.to_string()>{says}</div>
        <div class="quiz-side"></div>
    }
}
