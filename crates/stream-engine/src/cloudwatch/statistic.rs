//! Statistics over samples, by periods.

use super::Sample;
use std::collections::BTreeMap;

/// What is made of the samples of one period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Statistic {
    SampleCount,
    Sum,
    Average,
    Minimum,
    Maximum,
    /// A percentile in hundredths of a percent: p99.9 is 9 990.
    Percentile(u32),
}

impl Statistic {
    /// Reads a statistic's name; None for those that aren't simulated.
    pub fn read(text: &str) -> Option<Statistic> {
        Some(match text {
            "SampleCount" => Statistic::SampleCount,
            "Sum" => Statistic::Sum,
            "Average" => Statistic::Average,
            "Minimum" => Statistic::Minimum,
            "Maximum" => Statistic::Maximum,
            _ => Statistic::Percentile(percentile(text.strip_prefix('p')?)?),
        })
    }

    /// The value for samples in ascending order, of which there is at least one.
    fn of(self, sorted: &[u64]) -> f64 {
        let sum = || sorted.iter().map(|value| u128::from(*value)).sum::<u128>() as f64;
        let at = |nth: usize| sorted.get(nth).copied().unwrap_or(0) as f64;
        match self {
            Statistic::SampleCount => sorted.len() as f64,
            Statistic::Sum => sum(),
            Statistic::Average => sum() / sorted.len() as f64,
            Statistic::Minimum => at(0),
            Statistic::Maximum => at(sorted.len() - 1),
            Statistic::Percentile(hundredths) => {
                let rank = (sorted.len() as u64 * u64::from(hundredths)).div_ceil(10_000).max(1);
                at(rank as usize - 1)
            }
        }
    }
}

/// `99`, `99.9`, `99.99` in hundredths of a percent; 0 to 100.
fn percentile(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<2}").parse().ok()?;
    let hundredths = whole.parse::<u32>().ok()? * 100 + fraction;
    (hundredths <= 10_000).then_some(hundredths)
}

/// The samples of each period that has any, in ascending order: by the period's first second,
/// counted from 1970 as periods are. `epoch_s` is when the run began.
pub fn periods(samples: &[Sample], epoch_s: u64, period_s: u64) -> BTreeMap<u64, Vec<u64>> {
    let mut periods: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for sample in samples {
        let second = epoch_s + sample.second;
        periods.entry(second - second % period_s.max(1)).or_default().push(sample.value);
    }
    periods.values_mut().for_each(|values| values.sort_unstable());
    periods
}

/// One statistic over the samples of each period.
pub fn values(periods: &BTreeMap<u64, Vec<u64>>, statistic: Statistic) -> impl Iterator<Item = (u64, f64)> {
    periods.iter().map(move |(start, sorted)| (*start, statistic.of(sorted)))
}
