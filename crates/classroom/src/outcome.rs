//! What a learner hands in.

use crate::assignment::{Assignment, QUESTIONS_MAX, in_order};
use crate::sealed::{self, Unreadable};
use lab_content::run::{MOMENT_MAX, REQUESTS_MAX};
use question_bank::mark::Answer;
use serde::{Deserialize, Serialize};
use stream_engine::Time;
use stream_engine::history::Request;

const KIND: char = 'r';
const VERSION: u32 = 1;
/// Characters of a nickname.
pub const NICKNAME_MAX: usize = 30;

/// The log of what somebody did in an exercise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The exercise's name.
    pub exercise: String,
    /// `stream_engine::REVISION` of the engine that it was played with.
    pub engine: u32,
    /// Empty if none was asked for.
    pub nickname: String,
    /// The learner's own, behind those that the exercise begins with.
    pub requests: Vec<Request>,
    /// The moment of the run that is handed in.
    pub end: Time,
    pub predicted: Option<Predicted>,
    /// For each question, if it was answered.
    pub answers: Vec<Option<Answer>>,
    /// Seconds that it took.
    pub took_s: u32,
}

/// An answer to the lab's prediction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Predicted {
    Number(u64),
    /// Place of the option.
    Option(u8),
}

impl Outcome {
    /// Nothing done yet.
    pub fn new(assignment: &Assignment) -> Outcome {
        Outcome {
            exercise: assignment.name(),
            engine: stream_engine::REVISION,
            nickname: String::new(),
            requests: Vec::new(),
            end: assignment.from,
            predicted: None,
            answers: vec![None; assignment.questions.len()],
            took_s: 0,
        }
    }

    /// As text for a link, a file or a code.
    pub fn seal(&self) -> String {
        sealed::seal(KIND, VERSION, self)
    }

    /// Reads such a text, alone or at the end of a link.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn open(text: &str) -> Result<Outcome, Unreadable> {
        let text = text.trim();
        let sealed = text.rsplit(['=', '/', '#']).next().unwrap_or(text);
        let outcome: Outcome = sealed::open(KIND, VERSION, sealed)?;
        if outcome.is_within_bounds() { Ok(outcome) } else { Err(Unreadable::Damaged) }
    }

    /// Whether it can be handed in: one that is larger isn't read.
    pub fn is_within_bounds(&self) -> bool {
        self.requests.len() <= REQUESTS_MAX
            && self.answers.len() <= QUESTIONS_MAX
            && self.nickname.chars().count() <= NICKNAME_MAX
            && self.end <= MOMENT_MAX
            && in_order(&self.requests, Time::ZERO, self.end)
    }
}
