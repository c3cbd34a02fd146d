//! The key as people read it, by letters and numbers, and numbers as programs read them.

use question_bank::question::{Body, Question};
use question_bank::text::letter;

/// Decimals of a part of the whole: what adds up from these is nearer to the whole than any reader looks.
const PART_DECIMALS: usize = 6;

/// The kind's name in data.
pub(crate) fn kind(body: &Body) -> &'static str {
    match body {
        Body::Choice { many: false, .. } => "single",
        Body::Choice { many: true, .. } => "multi",
        Body::Number { .. } => "numeric",
        Body::Order { .. } => "order",
        Body::Match { .. } => "match",
    }
}

/// The key in a line: `B`, `A, C`, `5 ± 1`, steps in the right order as `C, A, B`, pairs as `1 B, 2 A`.
pub(crate) fn key(question: &Question) -> String {
    let letters = |places: &[usize]| places.iter().map(|place| letter(*place)).collect::<Vec<_>>().join(", ");
    match &question.body {
        Body::Choice { options, .. } => letters(&rights(options.iter().map(|option| option.right))),
        Body::Number { answer, tolerance, .. } if *tolerance > 0.0 => {
            format!("{} ± {}", number(*answer), number(*tolerance))
        }
        Body::Number { answer, .. } => number(*answer),
        Body::Order { places, .. } => letters(&in_order(places)),
        Body::Match { key, .. } => {
            let pairs = key.iter().enumerate().map(|(left, right)| format!("{} {}", left + 1, letter(*right)));
            pairs.collect::<Vec<_>>().join(", ")
        }
    }
}

fn rights(right: impl Iterator<Item = bool>) -> Vec<usize> {
    right.enumerate().filter(|(_, right)| *right).map(|(nth, _)| nth).collect()
}

/// The steps, by where they are shown, in the right order.
pub(crate) fn in_order(places: &[usize]) -> Vec<usize> {
    let mut steps = vec![0; places.len()];
    for (step, place) in places.iter().enumerate() {
        steps[*place] = step;
    }
    steps
}

/// A number as programs read it. Twelve digits count: what arithmetic left behind them is no part of an answer.
pub(crate) fn number(value: f64) -> String {
    format!("{value:.11e}").parse::<f64>().unwrap_or(value).to_string()
}

/// The whole in so many equal parts, of which the last makes up for what rounding took from the others.
pub(crate) fn parts(of: usize) -> Vec<String> {
    let part = format!("{:.PART_DECIMALS$}", 1.0 / of.max(1) as f64).parse::<f64>().unwrap_or(0.0);
    let last = 1.0 - part * of.saturating_sub(1) as f64;
    (1..=of).map(|nth| number(if nth == of { last } else { part })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_a_whole() {
        for of in 1..=12 {
            let parts = parts(of);
            let sum: f64 = parts.iter().map(|part| part.parse::<f64>().expect("a number")).sum();
            assert!(parts.len() == of && (sum - 1.0).abs() < 1e-12, "{parts:?}");
        }
        assert_eq!(parts(3), ["0.333333", "0.333333", "0.333334"]);
    }

    #[test]
    fn numbers_come_without_the_dust_of_arithmetic() {
        assert_eq!(
            [0.1 + 0.2, 10.8, 72_000.0, -0.5, 1e15].map(number),
            ["0.3", "10.8", "72000", "-0.5", "1000000000000000"]
        );
    }
}
