//! Predictions: a question before the run whose answer is found by running.

use crate::format::Format;
use crate::trial::{Finding, Trial};
use serde::{Deserialize, Serialize};

/// A question with the trial that answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    pub question: String,
    pub ask: Ask,
    pub trial: Trial,
    /// Shown with the answer; `{answer}` is what the trial found.
    pub explanation: String,
    /// How a number found is written there; as a count if absent.
    #[serde(default)]
    pub format: Option<Format>,
}

/// How the learner answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ask {
    /// A number by slider; within `tolerance` is right.
    Number {
        min: u64,
        max: u64,
        start: u64,
        tolerance: u64,
        unit: String,
    },
    Choice {
        options: Vec<PredictionOption>,
    },
}

/// A possible answer and which findings make it the right one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredictionOption {
    pub label: String,
    pub when: Match,
}

/// Which findings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Match {
    /// From the first to the second, both included.
    Between(u64, u64),
    Is(String),
    /// Each side's number between the first and the second, both included.
    Each(Vec<(u64, u64)>),
    /// None of the other options' findings.
    Otherwise,
}

impl Match {
    /// Whether these findings are meant; `Otherwise` is never, by itself.
    pub fn fits(&self, finding: &Finding) -> bool {
        match (self, finding) {
            (Match::Between(low, high), Finding::Number(value)) => (low..=high).contains(&value),
            (Match::Is(wanted), Finding::Text(text)) => wanted == text,
            (Match::Each(ranges), Finding::Numbers(numbers)) => {
                let fits = |((low, high), number): (&(u64, u64), &u64)| (low..=high).contains(&number);
                ranges.len() == numbers.len() && ranges.iter().zip(numbers).all(fits)
            }
            _ => false,
        }
    }
}

impl Prediction {
    /// Place of the right option, or None for a number.
    pub fn right_option(&self, finding: &Finding) -> Option<usize> {
        let Ask::Choice { options } = &self.ask else { return None };
        let fits = |option: &PredictionOption| option.when.fits(finding);
        let otherwise = || options.iter().position(|option| matches!(option.when, Match::Otherwise));
        options.iter().position(fits).or_else(otherwise)
    }
}
