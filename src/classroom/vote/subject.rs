//! What is voted on: the prediction or a question of an exercise, or a question of the bank.

use super::without_key;
use crate::app::Shell;
use crate::classroom::{Known, of_address};
use crate::content::{bank, frame, t, tf};
use crate::quiz::asked::Variant;
use crate::quiz::quiz;
use crate::quiz::round::in_order_of;
use crate::quiz::wish::{Of, Wish};
use crate::route;
use crate::scene::ballot::Ballot;
use leptos::prelude::*;

/// What is voted on.
#[derive(Clone)]
pub struct Subject {
    /// What it is, whatever else an address says.
    pub key: String,
    /// Where the question comes from.
    pub head: String,
    pub ballot: Ballot,
    pub kind: Kind,
    /// The exercise that it is of, and the place of the question in that: None for its prediction.
    pub of: Option<(Known, Option<usize>)>,
    /// How many there are to choose from, and which of them it is.
    pub place: Option<(usize, usize)>,
}

/// Where its answer is found.
#[derive(Clone)]
pub enum Kind {
    Prediction(Known),
    Question(Variant),
}

impl Subject {
    /// What an address asks for; None if it asks for nothing.
    ///
    /// # Errors
    /// Why that can't be voted on, in words.
    pub fn of_address(shell: Shell, query: &str) -> Result<Option<Subject>, String> {
        if let Some(known) = of_address(query)? {
            let wanted = route::value(query, "q").and_then(|text| text.parse::<usize>().ok());
            let question = match (wanted, known.assignment.predicts) {
                (None | Some(0), true) => None,
                (wanted, _) => Some(wanted.unwrap_or(1).max(1) - 1),
            };
            return Subject::of_exercise(known, question).map(Some);
        }
        Subject::of_bank(shell, query)
    }

    /// The prediction of an exercise, or a question of it.
    fn of_exercise(known: Known, question: Option<usize>) -> Result<Subject, String> {
        let assignment = known.assignment.clone();
        let none = || t("vote.no_options").to_owned();
        let (ballot, kind) = match question {
            None => (Ballot::of_prediction(&assignment).ok_or_else(none)?, Kind::Prediction(known.clone())),
            Some(nth) => {
                let variant = question_of(&known, nth).ok_or_else(none)?;
                let ballot = without_key(&variant).and_then(|asked| Ballot::of_question(&asked.question));
                (ballot.ok_or_else(none)?, Kind::Question(variant))
            }
        };
        let key = format!("{} {question:?}", assignment.name());
        Ok(Subject { key, head: assignment.title.clone(), ballot, kind, of: Some((known, question)), place: None })
    }

    /// A question of the bank: those asked for, in the order of a seed.
    fn of_bank(shell: Shell, query: &str) -> Result<Option<Subject>, String> {
        let bank = quiz(shell).bank.get_untracked();
        let asks =
            ["item", "topic", "area", "lab", "own", "seed"].iter().any(|name| route::value(query, name).is_some());
        if !asks {
            return Ok(None);
        }
        let (wish, refused) = Wish::parse(&format!("mode=practice&{query}"), bank);
        let (Wish::Practice { of, seed }, true) = (wish, refused.is_empty()) else {
            return Err(tf("vote.refused", &[("what", &refused.join(", "))]));
        };
        let seed = seed.unwrap_or(1);
        let wanted = route::value(query, "n").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
        let profile = untrack(|| shell.profile_place());
        let ours = crate::content::bank().items.len();
        let order: Vec<usize> = match of {
            Of::Item(_) => (0..bank.items.len()).collect(),
            _ => in_order_of(bank, ours, seed),
        };
        let asked = |nth: usize| {
            let variant = Variant::new(bank, nth, seed, profile)?;
            let ballot = Ballot::of_question(&without_key(&variant)?.question)?;
            Some((variant, ballot))
        };
        let mut all: Vec<_> = order.into_iter().filter(|nth| of.takes(bank, ours, *nth)).filter_map(asked).collect();
        let count = all.len();
        if count == 0 {
            return Err(t("vote.no_options").to_owned());
        }
        let at = (wanted - 1) % count;
        let (variant, ballot) = all.swap_remove(at);
        let key = format!("{} {seed} {profile}", variant.item.id);
        let head = variant.topic.name.clone();
        Ok(Some(Subject { key, head, ballot, kind: Kind::Question(variant), of: None, place: Some((at + 1, count)) }))
    }
}

/// A question of an exercise, with its numbers and under its limits.
fn question_of(known: &Known, nth: usize) -> Option<Variant> {
    let asked = known.assignment.questions.get(nth)?;
    let item = bank().items.iter().position(|item| item.id == asked.item)?;
    let profile = frame().profiles.iter().position(|profile| profile.id == known.assignment.profile)?;
    Variant::new(bank(), item, asked.seed, profile)
}

/// The questions of an exercise that can be voted on: their places and stems.
pub fn questions(known: &Known) -> Vec<(usize, String)> {
    let votable = |nth: usize| {
        let asked = without_key(&question_of(known, nth)?)?;
        Ballot::of_question(&asked.question).map(|ballot| (nth, ballot.stem))
    };
    (0..known.assignment.questions.len()).filter_map(votable).collect()
}
