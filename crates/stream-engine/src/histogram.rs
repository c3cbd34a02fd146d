//! A bounded histogram of whole numbers: exact below 16, then sixteen steps an octave, so that any
//! quantile is right to about six percent. Integers only: the same counts natively and in WASM.

use serde::{Deserialize, Serialize};

const STEPS: u64 = 16;

/// Counts by size.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Histogram {
    counts: Vec<u32>,
    total: u64,
    sum: u64,
}

impl Histogram {
    /// Counts one value.
    pub fn add(&mut self, value: u64) {
        let at = bucket(value);
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] = self.counts[at].saturating_add(1);
        self.total += 1;
        self.sum = self.sum.saturating_add(value);
    }

    /// Counts one value so many times.
    pub fn add_many(&mut self, value: u64, times: u32) {
        (0..times).for_each(|_| self.add(value));
    }

    /// Counts all values that another has counted.
    pub fn add_all(&mut self, other: &Histogram) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(own, count)| *own = own.saturating_add(*count));
        self.total += other.total;
        self.sum = self.sum.saturating_add(other.sum);
    }

    /// Values counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The mean, rounded down. None if nothing was counted.
    pub fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.total)
    }

    /// The value that `percent` of all values don't exceed: the lower end of its step. None if
    /// nothing was counted.
    pub fn percentile(&self, percent: u64) -> Option<u64> {
        self.step_at(percent).map(lower_end)
    }

    /// The same by the upper end of its step: never less than what it stands for, so that it can stand beside an exact
    /// mean of the same values.
    pub fn percentile_at_most(&self, percent: u64) -> Option<u64> {
        self.step_at(percent).map(upper_end)
    }

    fn step_at(&self, percent: u64) -> Option<usize> {
        let rank = (self.total * percent.min(100)).div_ceil(100).max(1);
        let mut seen = 0;
        self.counts.iter().position(|count| {
            seen += u64::from(*count);
            seen >= rank
        })
    }

    /// Steps that hold anything: lower end and count, ascending.
    pub fn steps(&self) -> impl Iterator<Item = (u64, u32)> {
        let filled = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(at, count)| (lower_end(at), *count))
    }
}

fn bucket(value: u64) -> usize {
    if value < STEPS {
        return value as usize;
    }
    let octave = u64::from(value.ilog2()) - 4;
    (STEPS * (octave + 1) + (value >> octave) - STEPS) as usize
}

fn lower_end(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    match (bucket / STEPS).checked_sub(1) {
        None => bucket,
        Some(octave) => (STEPS + bucket % STEPS) << octave,
    }
}

fn upper_end(bucket: usize) -> u64 {
    let octave = (bucket as u64 / STEPS).saturating_sub(1);
    lower_end(bucket) + ((1 << octave) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_holds_its_lower_end_and_is_at_most_a_sixteenth_wide() {
        for value in (0..2_000).chain([65_535, 65_536, 1_000_003, u64::MAX]) {
            let low = lower_end(bucket(value));
            assert!(low <= value && value - low <= value / STEPS, "{value} {low}");
            assert_eq!(bucket(low), bucket(value));
            let high = upper_end(bucket(value));
            assert!(high >= value && bucket(high) == bucket(value), "{value} {high}");
            assert!(high == u64::MAX || bucket(high + 1) == bucket(value) + 1, "{value} {high}");
        }
    }

    #[test]
    fn percentiles_of_a_thousand_values_lie_where_they_should() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.percentile(50), None);
        (1..=1_000).for_each(|value| histogram.add(value));
        let (middle, high) = (histogram.percentile(50), histogram.percentile(99));
        assert!(middle.is_some_and(|value| (469..=500).contains(&value)), "{middle:?}");
        assert!(high.is_some_and(|value| (928..=990).contains(&value)), "{high:?}");
        let bound = histogram.percentile_at_most(99);
        assert!(bound.is_some_and(|value| (990..=1_023).contains(&value)), "{bound:?}");
        // Of values that are all the same, none is above the bound.
        let mut same = Histogram::default();
        (0..100).for_each(|_| same.add(31_000));
        assert!(same.percentile(99) < same.mean() && same.percentile_at_most(99) >= same.mean());
        assert_eq!(histogram.steps().map(|(_, count)| u64::from(count)).sum::<u64>(), histogram.total());
    }
}
