//! The quiz below its frame: what is known on the left, the question in the middle, what is behind it on the right. And
//! a lab's own questions.

use crate::app::Shell;
use crate::content::{learn_quiz_words, t, tf};
use crate::parts::Quizzes;
use crate::quiz::wish::{Of, Wish};
use crate::quiz::{Quiz, quiz};
use crate::widgets::quiz::choose::Choose;
use crate::widgets::quiz::exam::{Clock, Numbers, Result};
use crate::widgets::quiz::few::Few;
use crate::widgets::quiz::keep::Keep;
use crate::widgets::quiz::mastery::Mastery;
use crate::widgets::quiz::question::{Question, Standing};
use crate::widgets::quiz::side::Beside;
use crate::widgets::quiz::taking::Taking;
use leptos::prelude::*;

/// The part.
pub const QUIZZES: Quizzes = Quizzes { page, of_lab };

fn page(shell: Shell, query: String) -> AnyView {
    learn_quiz_words();
    let quiz = quiz(shell);
    let (wish, refused) = Wish::parse(&query, quiz.bank.get_untracked());
    if !refused.is_empty() {
        shell.tell(&tf("quiz.refused", &[("what", &refused.join(", "))]));
    }
    let chooses = wish == Wish::Choose;
    match chooses {
        true => quiz.rest(),
        false => quiz.begin(wish),
    }
    quiz.serve(&query);
    html! {
        <Mastery quiz/>
        <div class="quiz-main">
            {match chooses {
                true => html! {
                    <header>
                        <p class="quiz-heading" aria-hidden="true">{t("quiz.title")}</p>
                        <p class="subtitle">{t("quiz.subtitle")}</p>
                    </header>
                    <Choose quiz/>
                },
                false => html! { <Asking quiz/> },
            }}
        </div>
        <aside class="quiz-side" aria-label=t("quiz.side")>
            {match chooses {
                true => html! {
                    <Keep quiz/>
                    <Taking quiz/>
                },
                false => html! { <Beside quiz/> },
            }}
        </aside>
    }
}

/// A round: where it stands, its question, what came of it.
#[component]
fn Asking(quiz: Quiz) -> impl IntoView {
    let shown = Memo::new(move |_| quiz.shows_question());
    let is_empty = Memo::new(move |_| quiz.round.with(Option::is_none));
    let part = move || {
        quiz.round.with(|round| round.as_ref().map_or(0, |round| (round.answered() * 100) / round.places.len().max(1)))
    };
    html! {
        {move || match is_empty.get() {
            true => html! {
                <p class="quiz-heading">{t("quiz.nothing")}</p>
                <a class="button" href=Wish::Choose.href()>{t("exam.to_choice")}</a>
            },
            false => html! {
                <div class="quiz-top">
                    <Standing quiz/>
                    <span class="bar" aria-hidden="true"><i style:width=move || format!("{}%", part())></i></span>
                    <Clock quiz/>
                </div>
                <Result quiz/>
                <Numbers quiz over=true/>
                {move || shown.get().then(|| html! { <Question quiz/> })}
                <Numbers quiz over=false/>
            },
        }}
    }
}

/// Three questions of a lab, in its details.
fn of_lab(shell: Shell, id: &'static str) -> AnyView {
    learn_quiz_words();
    let quiz = Quiz::new(shell, quiz(shell).bank.get_untracked());
    quiz.begin(Wish::Practice { of: Of::Lab(id.to_owned()), seed: None });
    html! { <Few quiz/> }
}
