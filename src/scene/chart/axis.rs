//! Round numbers along an axis, and the unit in which it counts.

use crate::content::t;
use lab_content::format::{THIN, thousands};

/// AWS' MB in limits.
const MEBIBYTE: f64 = (1_u32 << 20) as f64;

/// The unit of an axis. What is measured is divided by `divisor` for the eye.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Unit {
    pub divisor: f64,
    /// Smallest step between two marks.
    pub smallest: f64,
    /// Most decimals of a value.
    pub decimals: usize,
    pub name: &'static str,
    /// Stands before the number instead of behind it.
    pub is_prefix: bool,
}

/// What kind of thing is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    Records,
    /// Counted, not by the second.
    Messages,
    Calls,
    Events,
    /// Capacity units of a table.
    Units,
    PerMinute,
    Bytes,
    Milliseconds,
    Shards,
    NanoDollarsPerHour,
    /// Bytes that lie somewhere, not a rate.
    Volume,
    NanoDollars,
    /// In thousandths of a percent.
    Share,
}

impl Quantity {
    /// The unit that reads best up to `highest`. MB is MiB, as in AWS' limits.
    pub fn unit(self, highest: f64) -> Unit {
        let unit = |divisor, smallest, decimals, name| Unit { divisor, smallest, decimals, name, is_prefix: false };
        match self {
            Quantity::Records => unit(1.0, 1.0, 0, t("chart.unit.records")),
            Quantity::Messages => unit(1.0, 1.0, 0, t("chart.unit.messages")),
            Quantity::Calls => unit(1.0, 1.0, 0, t("chart.unit.calls")),
            Quantity::Events => unit(1.0, 1.0, 0, t("chart.unit.events")),
            Quantity::NanoDollars if highest < 1e8 => Unit { is_prefix: true, ..unit(1e9, 0.0001, 4, "$") },
            Quantity::NanoDollars => Unit { is_prefix: true, ..unit(1e9, 0.001, 3, "$") },
            Quantity::PerMinute => unit(1.0, 1.0, 0, t("chart.unit.per_minute")),
            Quantity::Units => unit(1.0, 1.0, 0, t("chart.unit.units")),
            Quantity::Bytes if highest >= 102_400.0 => unit(MEBIBYTE, 0.01, 2, t("chart.unit.megabytes")),
            Quantity::Bytes => unit(1_024.0, 1.0, 1, t("chart.unit.kilobytes")),
            Quantity::Volume => unit(MEBIBYTE, 0.1, 1, t("chart.unit.mebibytes")),
            Quantity::Milliseconds if highest >= 7_200_000.0 => unit(3_600_000.0, 0.1, 1, t("chart.unit.hours")),
            Quantity::Milliseconds if highest >= 300_000.0 => unit(60_000.0, 1.0, 1, t("chart.unit.minutes")),
            Quantity::Milliseconds if highest >= 2_000.0 => unit(1_000.0, 0.1, 1, t("chart.unit.seconds")),
            Quantity::Milliseconds => unit(1.0, 1.0, 0, t("chart.unit.milliseconds")),
            Quantity::Shards => unit(1.0, 1.0, 0, t("chart.unit.shards")),
            Quantity::NanoDollarsPerHour => Unit { is_prefix: true, ..unit(1e9, 0.001, 3, "$") },
            Quantity::Share => unit(1_000.0, 1.0, 1, "%"),
        }
    }
}

impl Unit {
    /// A value with its unit.
    pub fn text(&self, value: f64) -> String {
        let number = number(value / self.divisor, self.decimals);
        if self.is_prefix { format!("{}{number}", self.name) } else { format!("{number}{THIN}{}", self.name) }
    }
}

/// A number with so many decimals and thin spaces between its thousands.
pub fn number(value: f64, decimals: usize) -> String {
    let rounded = format!("{value:.decimals$}");
    let (whole, rest) = rounded.split_at(rounded.find('.').unwrap_or(rounded.len()));
    // Axes start at nothing: no value is negative.
    format!("{}{rest}", thousands(whole.parse().unwrap_or(0)))
}

/// An axis from 0 to `top` with a mark at every `step`, in its unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    pub top: f64,
    pub step: f64,
}

/// Steps between two marks that stay three at most.
const STEPS_MAX: f64 = 3.0;

impl Scale {
    /// The tightest axis of three or four marks that reaches `highest`.
    pub fn reaching(highest: f64, smallest: f64) -> Scale {
        let highest = highest.max(2.0 * smallest);
        let at_least = (highest / STEPS_MAX).max(smallest);
        let power = 10_f64.powf(at_least.log10().floor());
        let is_whole = |step: f64| (step / smallest - (step / smallest).round()).abs() < 1e-6;
        let round = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
        let enough = |step: &f64| *step >= at_least * (1.0 - 1e-9) && is_whole(*step);
        let step = round.into_iter().find(enough).unwrap_or(10.0 * power);
        Scale { top: (highest / step - 1e-9).ceil() * step, step }
    }

    /// The marks with their texts.
    pub fn marks(&self) -> Vec<(f64, String)> {
        let decimals = (0..3).find(|decimals| {
            let shifted = self.step * 10_f64.powi(*decimals);
            (shifted - shifted.round()).abs() < 1e-6
        });
        let decimals = decimals.unwrap_or(3) as usize;
        let count = (self.top / self.step).round() as u32;
        (0..=count).map(|nth| f64::from(nth) * self.step).map(|at| (at, number(at, decimals))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_three_or_four_round_marks_and_reaches_the_highest_value() {
        let cases = [
            (0.0, 1.0, "0 1 2"),
            (3.0, 1.0, "0 1 2 3"),
            (7.0, 1.0, "0 5 10"),
            (1_000.0, 1.0, "0 500 1 000"),
            (1_001.0, 1.0, "0 500 1 000 1 500"),
            (1_640.0, 1.0, "0 1 000 2 000"),
            (1.0, 0.01, "0.0 0.5 1.0"),
            (0.11, 0.001, "0.00 0.05 0.10 0.15"),
            (70.0, 1.0, "0 25 50 75"),
        ];
        for (highest, smallest, wanted) in cases {
            let scale = Scale::reaching(highest, smallest);
            let texts: Vec<String> = scale.marks().into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts.join(" ").replace(THIN, " "), wanted, "{highest}");
            assert!(scale.top >= highest);
        }
    }

    #[test]
    fn every_axis_up_to_a_million_has_two_to_three_steps() {
        for highest in (2..1_000_000).step_by(997) {
            let scale = Scale::reaching(f64::from(highest), 1.0);
            let steps = scale.top / scale.step;
            assert!((1.9..=3.1).contains(&steps), "{highest}: {scale:?}");
        }
    }

    #[test]
    fn values_read_in_the_unit_that_fits_them() {
        let text = |quantity: Quantity, highest: f64, value: f64| quantity.unit(highest).text(value).replace(THIN, " ");
        assert_eq!(text(Quantity::Records, 1_000.0, 1_000.0), "1 000 rec/s");
        assert_eq!(text(Quantity::Bytes, MEBIBYTE, 251_658.0), "0.24 MB/s");
        assert_eq!(text(Quantity::Bytes, 50_000.0, 5_120.0), "5.0 KB/s");
        assert_eq!(text(Quantity::Milliseconds, 1_900.0, 250.0), "250 ms");
        assert_eq!(text(Quantity::Milliseconds, 2_000.0, 250.0), "0.2 s");
        assert_eq!(text(Quantity::NanoDollarsPerHour, 0.0, 60_000_000.0), "$0.060");
        assert_eq!(text(Quantity::Share, 100.0, 26_449.0), "26.4 %");
    }
}
