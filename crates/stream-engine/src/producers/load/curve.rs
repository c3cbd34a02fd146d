//! A load's rate over time: whole numbers, and for the same seed and second always the same.

use crate::rng::mix;
use serde::{Deserialize, Serialize};

/// Records a second by second of the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LoadCurve {
    Steady(u32),
    /// Straight lines between points of (second, records a second), ordered by second; again from the
    /// start after `period_s`. Two points of one second are a jump.
    Lines {
        period_s: u32,
        points: Vec<(u32, u32)>,
    },
    /// Nobody knows: another rate every `hold_s`, drawn between `low` and `high`, low ones far more
    /// often.
    Unknown {
        low: u32,
        high: u32,
        hold_s: u32,
    },
}

impl LoadCurve {
    /// Records in this second.
    pub fn rate(&self, seed: u64, second: u64) -> u64 {
        match self {
            LoadCurve::Steady(rate) => u64::from(*rate),
            LoadCurve::Lines { period_s, points } => on_lines(points, second % u64::from(*period_s).max(1)),
            LoadCurve::Unknown { low, high, hold_s } => {
                let drawn = mix(seed ^ (second / u64::from(*hold_s).max(1)).wrapping_mul(0x9e37_79b9)) >> 48;
                // The third power of a part of 2^16.
                let part = drawn * drawn / (1 << 16) * drawn / (1 << 16);
                u64::from(*low) + u64::from(high.saturating_sub(*low)) * part / (1 << 16)
            }
        }
    }
}

/// The rate of the line between the points before and after this second; the first and the last go on.
fn on_lines(points: &[(u32, u32)], second: u64) -> u64 {
    let after = points.partition_point(|(at, _)| u64::from(*at) <= second);
    let wide = |(at, rate): (u32, u32)| (u64::from(at), u64::from(rate));
    match (after.checked_sub(1).map(|before| wide(points[before])), points.get(after).copied().map(wide)) {
        (Some((from, low)), Some((to, high))) => {
            let (passed, span) = (second - from, (to - from).max(1));
            (low * (span - passed) + high * passed) / span
        }
        (Some((_, rate)), None) | (None, Some((_, rate))) => rate,
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_runs_along_its_lines_and_begins_again() {
        let curve = LoadCurve::Lines { period_s: 100, points: vec![(10, 100), (20, 300), (20, 50)] };
        let rates = [0, 10, 15, 19, 20, 99, 115].map(|second| curve.rate(1, second));
        assert_eq!(rates, [100, 100, 200, 280, 50, 50, 200]);
        assert_eq!(LoadCurve::Lines { period_s: 0, points: Vec::new() }.rate(1, 7), 0);
    }

    #[test]
    fn an_unknown_load_holds_its_rate_stays_in_bounds_and_is_low_most_of_the_time() {
        let curve = LoadCurve::Unknown { low: 100, high: 10_100, hold_s: 600 };
        let rates: Vec<u64> = (0..1_000).map(|nth| curve.rate(7, nth * 600)).collect();
        assert!(rates.iter().all(|rate| (100..=10_100).contains(rate)));
        assert!(rates.iter().filter(|rate| **rate < 1_350).count() > 450, "half of them lie in the lowest eighth");
        assert!(rates.iter().any(|rate| *rate > 9_000));
        assert_eq!(curve.rate(7, 599), rates[0]);
        assert_ne!(curve.rate(8, 0), rates[0]);
    }
}
