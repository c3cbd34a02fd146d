//! What follows an answer: whether it is right, why, and the run that proves it.

use super::question::Surely;
use super::rich;
use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::quiz::asked::Asked;
use leptos::prelude::*;
use question_bank::mark::{Answer, Marked};
use question_bank::question::Body;
use question_bank::text::number_with_unit;
use std::rc::Rc;

/// The result in a line, the explanation, the proof.
#[component]
pub fn Feedback(quiz: Quiz) -> impl IntoView {
    let shell = quiz.shell;
    let asked = move || quiz.asked.get();
    let said = move || {
        let (marked, asked) = (quiz.marked.get()?, asked()?);
        Some(html! {
            <p class=if marked.right { "quiz-result good" } else { "quiz-result bad" }>{result(marked, &asked)}</p>
            <p class="quiz-explanation">{rich(&asked.question.explanation)}</p>
        })
    };
    let proven = move || {
        let asked = asked().filter(|asked| quiz.marked.with(Option::is_some) && asked.has_run())?;
        Some(match asked.finding.is_some() {
            true => shell.whole.show(move |whole| (whole.prove)(shell, asked.clone()), stand_in),
            false => stand_in(true, html! { <p class="hint">{t("quiz.proving")}</p> }),
        })
    };
    html! {
        <div class="quiz-feedback" id="quiz-result" tabindex="-1">{said}</div>
        <Surely quiz/>
        {proven}
    }
}

/// As large as a small stage, so that nothing jumps.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <section class="card proof stand-in" aria-busy=busy.to_string()>{says}</section> }
}

fn result(marked: Marked, asked: &Rc<Asked>) -> String {
    let head = match marked {
        Marked { right: true, .. } => t("quiz.right"),
        Marked { score, .. } if score > 0.0 => t("quiz.partly"),
        Marked { .. } => t("quiz.wrong"),
    };
    match (&asked.question.body, asked.question.key()) {
        (Body::Number { unit, .. }, Answer::Number(key)) => {
            format!("{head} {}", tf("quiz.number_is", &[("n", &number_with_unit(key, unit))]))
        }
        _ => head.to_owned(),
    }
}
