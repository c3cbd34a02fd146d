//! When an item is asked again. The memory of an item is two numbers that each answer changes, by FSRS-6 with its
//! published parameters, which fit the average learner; none are fitted here.
//!
//! Source: open-spaced-repetition, "The Algorithm", FSRS-6, and the crate `fsrs` 6.6 that the tests compare with (both
//! read 2026-11-26). Time is an argument: whole days since the last answer.

use serde::{Deserialize, Serialize};

/// The share of items that a learner should still know when they are asked again.
pub const RETENTION: f64 = 0.9;

/// w₀ to w₂₀.
const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

const STABILITY_MIN: f64 = 0.001;
const STABILITY_MAX: f64 = 36_500.0;
const DIFFICULTY_MIN: f64 = 1.0;
const DIFFICULTY_MAX: f64 = 10.0;

/// How well an item was known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Rating {
    /// Not known.
    Again = 1,
    Hard,
    Good,
    Easy,
}

impl Rating {
    pub const ALL: [Rating; 4] = [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy];

    fn number(self) -> f64 {
        f64::from(self as u8)
    }
}

/// What a learner's answers say of an item so far.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Memory {
    /// Days until the item is known with a probability of 90 %, 0.001 to 36 500.
    stability: f64,
    /// 1 (easy) to 10.
    difficulty: f64,
}

impl Memory {
    /// After the first answer.
    pub fn new(rating: Rating) -> Memory {
        Memory { stability: W[rating as usize - 1], difficulty: clamp_difficulty(first_difficulty(rating)) }
    }

    /// After an answer so many days after the last one.
    pub fn answered(self, rating: Rating, days: u32) -> Memory {
        let stability = match (days, rating) {
            (0, _) => self.after_same_day(rating),
            (_, Rating::Again) => self.after_failure(days),
            _ => self.after_success(rating, days),
        };
        Memory { stability: stability.clamp(STABILITY_MIN, STABILITY_MAX), difficulty: self.next_difficulty(rating) }
    }

    /// Probability that the item is known so many days after the last answer: a power of time.
    pub fn retrievability(self, days: f64) -> f64 {
        (days / self.stability * factor() + 1.0).powf(-W[20])
    }

    /// Days from the last answer until the item is known with this probability only.
    pub fn interval(self, retention: f64) -> f64 {
        self.stability / factor() * (retention.powf(-1.0 / W[20]) - 1.0)
    }

    /// Days until the item should be asked again, one at least.
    pub fn due_in_days(self) -> u32 {
        self.interval(RETENTION).round().clamp(1.0, STABILITY_MAX) as u32
    }

    /// 1 (easy) to 10.
    pub fn difficulty(self) -> f64 {
        self.difficulty
    }

    /// Days until the item is known with a probability of 90 %.
    pub fn stability(self) -> f64 {
        self.stability
    }

    fn after_success(self, rating: Rating, days: u32) -> f64 {
        let Memory { stability, difficulty } = self;
        let forgotten = 1.0 - self.retrievability(days.into());
        let of_rating = match rating {
            Rating::Hard => W[15],
            Rating::Easy => W[16],
            Rating::Again | Rating::Good => 1.0,
        };
        let growth = W[8].exp() * (11.0 - difficulty) * stability.powf(-W[9]) * ((forgotten * W[10]).exp() - 1.0);
        stability * (growth * of_rating + 1.0)
    }

    fn after_failure(self, days: u32) -> f64 {
        let Memory { stability, difficulty } = self;
        let forgotten = 1.0 - self.retrievability(days.into());
        let left = W[11] * difficulty.powf(-W[12]) * ((stability + 1.0).powf(W[13]) - 1.0) * (forgotten * W[14]).exp();
        left.min(stability / (W[17] * W[18]).exp())
    }

    /// Answers of one day tell less of memory than of reading.
    fn after_same_day(self, rating: Rating) -> f64 {
        let change = (W[17] * (rating.number() - 3.0 + W[18])).exp() * self.stability.powf(-W[19]);
        self.stability * if rating == Rating::Again { change } else { change.max(1.0) }
    }

    /// Damped towards 10, and drawn a little to an easy item's.
    fn next_difficulty(self, rating: Rating) -> f64 {
        let change = -W[6] * (rating.number() - 3.0) * (10.0 - self.difficulty) / 9.0;
        let next = self.difficulty + change;
        clamp_difficulty(W[7] * (first_difficulty(Rating::Easy) - next) + next)
    }
}

/// Makes the retrievability 90 % after as many days as the stability has.
fn factor() -> f64 {
    0.9_f64.powf(-1.0 / W[20]) - 1.0
}

fn first_difficulty(rating: Rating) -> f64 {
    W[4] - (W[5] * (rating.number() - 1.0)).exp() + 1.0
}

fn clamp_difficulty(difficulty: f64) -> f64 {
    difficulty.clamp(DIFFICULTY_MIN, DIFFICULTY_MAX)
}
