//! What a prediction comes to: its answer by the run, in words.

use crate::content::{content, t};
use lab_content::Content;
use lab_content::format::{Format, THIN, thousands, unit_of};
use lab_content::lab::Lab;
use lab_content::prediction::Ask;
use lab_content::profile::Profile;
use lab_content::trial::Finding;

/// An answer found by running.
#[derive(Clone, PartialEq, Debug)]
pub struct Foretold {
    pub finding: Finding,
    /// Place of the right option; None for a number.
    pub right: Option<usize>,
    /// The right option, or the number with its unit.
    pub answer: String,
    pub explanation: String,
}

/// The limits with this id.
pub fn profile(content: &'static Content, id: &str) -> Option<&'static Profile> {
    content.profiles.iter().find(|profile| profile.id == id)
}

impl Foretold {
    /// The words for what a lab's prediction found.
    pub fn of(lab: &Lab, profile: &Profile, finding: &Finding) -> Foretold {
        let prediction = &lab.prediction;
        let found = match finding {
            Finding::Number(number) => prediction.format.unwrap_or(Format::Count).text(*number),
            Finding::Text(text) => text.clone(),
            Finding::Numbers(numbers) => {
                numbers.iter().map(|number| thousands(*number)).collect::<Vec<_>>().join(t("prediction.and"))
            }
        };
        let explanation = content().fill(&prediction.explanation, profile, &[("answer", found.clone())]);
        let right = prediction.right_option(finding);
        let answer = match (&prediction.ask, finding) {
            (Ask::Choice { options }, _) => {
                right.and_then(|nth| options.get(nth)).map_or(found, |option| option.label.clone())
            }
            (Ask::Number { unit, .. }, Finding::Number(number)) => number_of(*number, unit),
            (Ask::Number { unit, .. }, _) => format!("{found}{THIN}{unit}"),
        };
        Foretold { finding: finding.clone(), right, answer, explanation }
    }
}

/// A number of things with their unit.
pub fn number_of(number: u64, unit: &str) -> String {
    format!("{}{THIN}{}", thousands(number), unit_of(number, unit))
}
