//! A class' results as plain data: a line for each, what was predicted and answered, two ways side by side.

pub mod class;
pub mod side;

use crate::content::{t, tf};
use classroom::check::Standing;
use lab_content::format::dollars;

/// How a result stands, as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stands {
    /// Its colour: `good`, `bad` or `odd`.
    pub class: &'static str,
    pub mark: &'static str,
    pub text: String,
}

impl Stands {
    pub fn of(standing: &Standing, gold: bool) -> Stands {
        let stands = |class, mark, key: &str| Stands { class, mark, text: t(key).to_owned() };
        match standing {
            Standing::Proven if gold => stands("good", "★", "results.gold"),
            Standing::Proven => stands("good", "✓", "results.proven"),
            Standing::NotReached => stands("bad", "✕", "results.not_reached"),
            Standing::NotAllowed(nth) => {
                Stands { class: "odd", mark: "⚠", text: tf("results.not_allowed", &[("n", &(nth + 1).to_string())]) }
            }
            Standing::OtherEngine { reached: true } => stands("odd", "⚠", "results.other_engine.reached"),
            Standing::OtherEngine { reached: false } => stands("odd", "⚠", "results.other_engine.not_reached"),
            Standing::OtherExercise => stands("odd", "⚠", "results.other_exercise"),
            Standing::Unplayable => stands("odd", "⚠", "results.unplayable"),
        }
    }
}

/// What a run cost, small sums with all that tells them apart.
pub fn cost(nano: u128) -> String {
    let nano = u64::try_from(nano).unwrap_or(u64::MAX);
    format!("${}", dollars(nano, if nano < 1_000_000_000 { 5 } else { 2 }))
}

/// Seconds as `3:07`, or `1:02:07`.
pub fn took(seconds: u32) -> String {
    match seconds {
        3_600.. => format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60),
        _ => format!("{}:{:02}", seconds / 60, seconds % 60),
    }
}
