//! The numbers that a question gives: fixed, or drawn anew for each variant.

use crate::expression::Expression;
use serde::{Deserialize, Serialize};
use stream_engine::rng::Generator;

/// A number of the question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Given {
    OneOf(Vec<u64>),
    /// From the first to the second, in steps of the third.
    Range(u64, u64, u64),
}

/// Names with the numbers that were drawn, in the order of the names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Drawn(pub Vec<(String, u64)>);

impl Drawn {
    pub fn number(&self, name: &str) -> Option<u64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    /// The same with one more.
    pub fn with(&self, name: &str, number: u64) -> Drawn {
        Drawn(self.0.iter().cloned().chain([(name.to_owned(), number)]).collect())
    }
}

impl Given {
    /// How many numbers it may be.
    pub fn choices(&self) -> u64 {
        match self {
            Given::OneOf(numbers) => numbers.len() as u64,
            Given::Range(from, to, step) => to.saturating_sub(*from) / (*step).max(1) + 1,
        }
    }

    /// The nth of them.
    pub fn nth(&self, nth: u64) -> u64 {
        match self {
            Given::OneOf(numbers) => numbers[nth as usize],
            Given::Range(from, _, step) => from + nth * step,
        }
    }
}

/// Draws until all conditions hold; a condition holds where its expression is above 0. None if a thousand draws don't.
pub fn draw(
    given: &[(String, Given)],
    conditions: &[Expression],
    named: &dyn Fn(&str) -> Option<f64>,
    chance: &mut Generator,
) -> Option<Drawn> {
    (0..1_000).find_map(|_| {
        let numbers = given.iter().map(|(name, given)| (name.clone(), given.nth(chance.below(given.choices()))));
        let drawn = Drawn(numbers.collect());
        let value = |name: &str| drawn.number(name).map(|number| number as f64).or_else(|| named(name));
        let holds = |condition: &Expression| condition.value(&value).is_some_and(|value| value > 0.0);
        conditions.iter().all(holds).then_some(drawn)
    })
}

/// The places 0 to `count` - 1 in an order by chance.
pub fn shuffled(count: usize, chance: &mut Generator) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, chance.below(last as u64 + 1) as usize);
    }
    order
}
