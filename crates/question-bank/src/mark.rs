//! Marking an answer.

use crate::question::{Body, Question};
use serde::{Deserialize, Serialize};

/// What a learner answered, by places as shown.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Places of the chosen options, in any order.
    Chosen(Vec<usize>),
    Number(f64),
    /// The steps' places in the order that the learner gave them.
    Order(Vec<usize>),
    /// For each of the lefts the chosen one of the rights.
    Matched(Vec<usize>),
}

/// How an answer is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Marked {
    pub right: bool,
    /// 0 to 1: a part for what is right in it. Wrong choices take away as much as right ones give.
    pub score: f64,
}

impl Question {
    /// Whether such an answer can be given: each part of it is one that the question has. A pair may be left open
    /// (`usize::MAX`).
    pub fn takes(&self, answer: &Answer) -> bool {
        match (&self.body, answer) {
            (Body::Choice { options, many }, Answer::Chosen(chosen)) => {
                chosen.iter().all(|nth| *nth < options.len()) && (*many || chosen.len() <= 1)
            }
            (Body::Number { .. }, Answer::Number(number)) => number.is_finite(),
            (Body::Order { steps, .. }, Answer::Order(order)) => {
                order.len() == steps.len() && (0..steps.len()).all(|step| order.contains(&step))
            }
            (Body::Match { lefts, rights, .. }, Answer::Matched(chosen)) => {
                chosen.len() == lefts.len() && chosen.iter().all(|nth| *nth < rights.len() || *nth == usize::MAX)
            }
            _ => false,
        }
    }

    /// Marks an answer; one of another kind is wrong.
    pub fn mark(&self, answer: &Answer) -> Marked {
        match (&self.body, answer) {
            (Body::Choice { options, many }, Answer::Chosen(chosen)) => {
                let wanted = options.iter().filter(|option| option.right).count();
                let hits = (0..options.len()).filter(|nth| options[*nth].right && chosen.contains(nth)).count();
                let misses = (0..options.len()).filter(|nth| !options[*nth].right && chosen.contains(nth)).count();
                let right = hits == wanted && misses == 0;
                let part = (hits as f64 - misses as f64).max(0.0) / wanted.max(1) as f64;
                Marked { right, score: if *many { part } else { f64::from(u8::from(right)) } }
            }
            (Body::Number { answer: wanted, tolerance, .. }, Answer::Number(given)) => {
                // Decimal answers are compared as they are read, not as they are stored.
                whole((given - wanted).abs() <= tolerance + 1e-9 * wanted.abs().max(1.0))
            }
            (Body::Order { places, .. }, Answer::Order(given)) => {
                let in_place = given.iter().enumerate().filter(|(nth, step)| places.get(**step) == Some(nth)).count();
                part(in_place, places.len())
            }
            (Body::Match { key, .. }, Answer::Matched(given)) => {
                part(key.iter().zip(given).filter(|(wanted, given)| wanted == given).count(), key.len())
            }
            _ => whole(false),
        }
    }

    /// The answer that is right.
    pub fn key(&self) -> Answer {
        match &self.body {
            Body::Choice { options, .. } => {
                Answer::Chosen((0..options.len()).filter(|nth| options[*nth].right).collect())
            }
            Body::Number { answer, .. } => Answer::Number(*answer),
            Body::Order { places, .. } => {
                let mut steps: Vec<usize> = (0..places.len()).collect();
                steps.sort_by_key(|step| places[*step]);
                Answer::Order(steps)
            }
            Body::Match { key, .. } => Answer::Matched(key.clone()),
        }
    }
}

fn whole(right: bool) -> Marked {
    Marked { right, score: f64::from(u8::from(right)) }
}

fn part(hits: usize, of: usize) -> Marked {
    Marked { right: hits == of, score: hits as f64 / of.max(1) as f64 }
}
