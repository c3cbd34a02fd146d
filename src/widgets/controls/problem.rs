//! What is wrong with an input, or what the service refused, beside the control it is about.

use crate::session::{Resets, Session};
use leptos::prelude::*;
use stream_engine::Answer;
use stream_engine::error::Refusal;

/// A message; of a refusal with the service's code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub code: Option<&'static str>,
    pub text: String,
}

impl Problem {
    /// A message without a code.
    pub fn plain(text: String) -> Problem {
        Problem { code: None, text }
    }

    /// As the service refused a call of this session.
    pub fn refused(session: Session, refusal: &Refusal) -> Problem {
        Problem::coded(refusal.code(), session.refusal_text(refusal))
    }

    /// What became of a request that was refused: at once, or by what the service replies.
    pub fn of(session: Session, outcome: &Result<Answer, Refusal>) -> Option<Problem> {
        match outcome {
            Err(refusal) => Some(Problem::refused(session, refusal)),
            Ok(Answer::Reply(reply)) => reply.refusal().map(Problem::plain),
            Ok(_) => None,
        }
    }

    /// As the service refuses a call.
    pub fn coded(code: &'static str, text: String) -> Problem {
        Problem { code: Some(code), text }
    }
}

/// The message, as long as there is one and the run that it was about goes on.
#[component]
pub fn ProblemLine(id: String, #[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let resets = expect_context::<Resets>();
    let said = Memo::new(move |_| (problem.get(), resets.peek()));
    let standing = move || said.with(|(problem, run)| problem.clone().filter(|_| *run == resets.get()));
    move || {
        let id = id.clone();
        standing().map(|Problem { code, text }| {
            html! {
                <p class="error" role="alert" id=id>
                    {code.map(|code| html! { <b class="mono">{code}</b>" " })}
                    {text}
                </p>
            }
        })
    }
}
