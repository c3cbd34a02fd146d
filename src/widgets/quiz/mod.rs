//! The quiz: a question with its feedback and proof, what stands beside it, and the choice of what is asked.

mod answer;
pub mod choose;
pub mod exam;
mod feedback;
pub mod keep;
pub mod mastery;
pub mod proof;
pub mod question;
pub mod side;
pub mod taking;

use leptos::prelude::*;

/// A text with what stands between backticks as code.
pub fn rich(text: &str) -> AnyView {
    let piece = |(nth, piece): (usize, &str)| match nth % 2 {
        0 => html! { {piece.to_owned()} },
        _ => html! { <code>{piece.to_owned()}</code> },
    };
    text.split('`').enumerate().map(piece).collect_view().into_any()
}

/// A place as options are named: A, B, C.
pub fn letter(nth: usize) -> char {
    char::from(b'A' + u8::try_from(nth).unwrap_or(25).min(25))
}

/// `06:12`, or `2:06:12`.
pub fn minutes(seconds: u64) -> String {
    match seconds {
        3_600.. => format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60),
        _ => format!("{:02}:{:02}", seconds / 60, seconds % 60),
    }
}
