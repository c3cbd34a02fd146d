//! The quiz: a question with its feedback and proof, what stands beside it, and the choice of what is asked.

mod answer;
pub mod choose;
pub mod exam;
mod feedback;
pub mod few;
pub mod keep;
pub mod mastery;
pub mod proof;
pub mod question;
pub mod side;
pub mod taking;

use leptos::prelude::*;
use question_bank::text::{Piece, pieces};

/// A text with what stands between backticks as code.
pub fn rich(text: &str) -> AnyView {
    prose(&pieces(text))
}

/// The same, taken apart already.
pub fn prose(pieces: &[Piece]) -> AnyView {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(text) => html! { {text.clone()} },
        Piece::Code(code) => html! { <code>{code.clone()}</code> },
    };
    pieces.iter().map(piece).collect_view().into_any()
}

/// `06:12`, or `2:06:12`.
pub fn minutes(seconds: u64) -> String {
    match seconds {
        3_600.. => format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60),
        _ => format!("{:02}:{:02}", seconds / 60, seconds % 60),
    }
}
