//! What a class votes on, and how its votes stand.

use super::foretold::{Foretold, number_of};
use crate::content::content;
use classroom::assignment::Assignment;
use classroom::outcome::Predicted;
use lab_content::format::THIN;
use lab_content::prediction::Ask;
use lab_content::trial::Finding;
use question_bank::Question;
use question_bank::mark::Answer;
use question_bank::question::Body;

/// Ranges into which numbers are put, and votes for one option at most.
const RANGES: u64 = 5;
pub const VOTES_MAX: u32 = 999;

/// A question with what can be voted for.
#[derive(Clone, PartialEq, Debug)]
pub struct Ballot {
    pub stem: String,
    /// Whether several are right.
    pub many: bool,
    pub options: Vec<Choice>,
}

/// What can be voted for.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    pub label: String,
    /// The numbers that it stands for, if it is a range of them.
    range: Option<(u64, u64)>,
}

/// A row of a picture of votes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    pub label: String,
    pub count: usize,
    /// Of all, whole.
    pub percent: usize,
    /// Once that may be shown.
    pub right: bool,
}

impl Ballot {
    /// Of the prediction of an exercise; None if that can't be played.
    pub fn of_prediction(assignment: &Assignment) -> Option<Ballot> {
        let content = content();
        let prediction = &content.lab(&assignment.lab)?.prediction;
        let profile = super::foretold::profile(content, &assignment.profile)?;
        let options = match &prediction.ask {
            Ask::Choice { options } => {
                options.iter().map(|option| Choice { label: option.label.clone(), range: None }).collect()
            }
            Ask::Number { min, max, unit, .. } => ranges(*min, *max, RANGES)
                .into_iter()
                .map(|(low, high)| Choice { label: range_of(low, high, unit), range: Some((low, high)) })
                .collect(),
        };
        Some(Ballot { stem: content.fill(&prediction.question, profile, &[]), many: false, options })
    }

    /// Of a question; None if it has no options.
    pub fn of_question(question: &Question) -> Option<Ballot> {
        let Body::Choice { options, many } = &question.body else { return None };
        let options = options.iter().map(|option| Choice { label: option.text.clone(), range: None }).collect();
        Some(Ballot { stem: question.stem.clone(), many: *many, options })
    }

    /// No votes yet.
    pub fn none(&self) -> Vec<u32> {
        vec![0; self.options.len()]
    }

    /// The place of what was predicted.
    pub fn place(&self, predicted: Predicted) -> Option<usize> {
        match predicted {
            Predicted::Option(nth) => Some(usize::from(nth)).filter(|nth| *nth < self.options.len()),
            Predicted::Number(number) => {
                let holds = |choice: &Choice| choice.range.is_some_and(|(low, high)| (low..=high).contains(&number));
                self.options.iter().position(holds)
            }
        }
    }

    /// The place of a prediction's answer.
    pub fn right(&self, foretold: &Foretold) -> Option<usize> {
        match (foretold.right, &foretold.finding) {
            (Some(nth), _) => Some(nth),
            (None, Finding::Number(number)) => self.place(Predicted::Number(*number)),
            (None, _) => None,
        }
    }

    /// The votes that these predictions are.
    pub fn of_predicted(&self, all: impl Iterator<Item = Predicted>) -> Vec<u32> {
        self.count(all.filter_map(|predicted| self.place(predicted)))
    }

    /// The votes that these answers are.
    pub fn of_answers<'a>(&self, all: impl Iterator<Item = &'a Answer>) -> Vec<u32> {
        let chosen = |answer: &'a Answer| match answer {
            Answer::Chosen(chosen) => chosen.clone(),
            _ => Vec::new(),
        };
        self.count(all.flat_map(chosen))
    }

    fn count(&self, places: impl Iterator<Item = usize>) -> Vec<u32> {
        let mut votes = self.none();
        for place in places {
            if let Some(votes) = votes.get_mut(place) {
                *votes = (*votes + 1).min(VOTES_MAX);
            }
        }
        votes
    }

    /// The votes as bars; `right` tells which is right, once it may be shown.
    pub fn bars(&self, votes: &[u32], right: impl Fn(usize) -> bool) -> Vec<Bar> {
        let counts: Vec<usize> = votes.iter().map(|count| *count as usize).collect();
        let labelled = self.options.iter().map(|choice| choice.label.clone());
        bars(labelled.zip(counts).enumerate().map(|(nth, (label, count))| (label, count, right(nth))).collect())
    }
}

/// Counts as bars, each with its part of all.
pub fn bars(all: Vec<(String, usize, bool)>) -> Vec<Bar> {
    let sum: usize = all.iter().map(|(_, count, _)| count).sum();
    let percent = |count: usize| (count * 200 + sum).checked_div(sum * 2).unwrap_or(0);
    all.into_iter().map(|(label, count, right)| Bar { label, count, percent: percent(count), right }).collect()
}

/// Whole numbers from `min` to `max` in ranges of one size, but for the last; as many as there are numbers, at most `most`.
pub fn ranges(min: u64, max: u64, most: u64) -> Vec<(u64, u64)> {
    let step = max.saturating_sub(min) / most.max(1);
    let range = |low: u64| (low, low.saturating_add(step).min(max));
    std::iter::successors(Some(range(min)), |(_, high)| (*high < max).then(|| range(high + 1))).collect()
}

/// How such a range reads.
pub fn range_of(low: u64, high: u64, unit: &str) -> String {
    match low == high {
        true => number_of(low, unit),
        false => format!("{low}{THIN}–{THIN}{}", number_of(high, unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::exercises;

    #[test]
    fn ranges_hold_every_number_once() {
        assert_eq!(ranges(1, 3, 5), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(ranges(0, 100, 5), [(0, 20), (21, 41), (42, 62), (63, 83), (84, 100)]);
        assert_eq!(ranges(7, 7, 5), [(7, 7)]);
        assert_eq!(ranges(u64::MAX - 1, u64::MAX, 5), [(u64::MAX - 1, u64::MAX - 1), (u64::MAX, u64::MAX)]);
        let all = ranges(0, u64::MAX, 5);
        assert_eq!((all.len(), all[0], all[4].1), (5, (0, u64::MAX / 5), u64::MAX));
    }

    #[test]
    fn every_exercise_that_predicts_can_be_voted_on() {
        for (id, exercise) in exercises().iter().filter(|(_, exercise)| exercise.predicts) {
            let ballot = Ballot::of_prediction(exercise).expect("it can be played");
            assert!(ballot.options.len() > 1 && !ballot.stem.contains('{'), "{id}: {ballot:?}");
        }
    }

    #[test]
    fn votes_are_counted_and_their_parts_are_of_all() {
        let option = |label: &str, range| Choice { label: label.to_owned(), range };
        let options = vec![option("a", Some((0, 9))), option("b", Some((10, 19))), option("c", Some((20, 29)))];
        let ballot = Ballot { stem: String::new(), many: false, options };
        let votes = ballot.of_predicted([3, 12, 15, 99].into_iter().map(Predicted::Number));
        assert_eq!(votes, [1, 2, 0]);
        let bars = ballot.bars(&votes, |nth| nth == 1);
        assert_eq!(bars.iter().map(|bar| bar.percent).collect::<Vec<_>>(), [33, 67, 0]);
        assert_eq!(bars.iter().map(|bar| bar.right).collect::<Vec<_>>(), [false, true, false]);
        let none = ballot.bars(&ballot.none(), |_| false);
        assert!(none.iter().all(|bar| bar.percent == 0));
        let answers = [Answer::Chosen(vec![0, 2]), Answer::Chosen(vec![2]), Answer::Number(1.0)];
        assert_eq!(ballot.of_answers(answers.iter()), [1, 0, 2]);
    }
}
