//! Simulated time: whole microseconds since the start of the run. Nothing here reads a clock.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// Microseconds in a second.
pub const SECOND_US: u64 = 1_000_000;
/// Microseconds in a millisecond.
pub const MS_US: u64 = 1_000;
/// Microseconds in an hour.
pub const HOUR_US: u64 = 3_600 * SECOND_US;

/// The civil moment at which a run starts, in microseconds since 1970. Sequence numbers and
/// timestamps carry it; nothing else depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Epoch(pub u64);

impl Default for Epoch {
    /// 2026-01-01T00:00:00Z.
    fn default() -> Epoch {
        Epoch(1_767_225_600 * SECOND_US)
    }
}

impl Epoch {
    /// Seconds since 1970 at this instant, as a service would stamp it.
    pub const fn second(self, at: Time) -> u64 {
        (self.0 + at.0) / SECOND_US
    }

    /// Milliseconds since 1970 at this instant.
    pub const fn ms(self, at: Time) -> u64 {
        (self.0 + at.0) / MS_US
    }

    /// This instant as the service writes it into texts: `Thu Jan 22 01:22:02 UTC 2015`.
    pub fn utc_text(self, at: Time) -> String {
        const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let second = self.second(at);
        let (days, of_day) = (second / 86_400, second % 86_400);
        // Civil date from days, in eras of 400 years that begin on the first of March.
        let shifted = days + 719_468;
        let (era, of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12;
        let year = era * 400 + year_of_era + u64::from(month < 2);
        format!(
            "{} {} {day:02} {:02}:{:02}:{:02} UTC {year}",
            WEEKDAYS[(days % 7) as usize],
            MONTHS[month as usize],
            of_day / 3_600,
            of_day / 60 % 60,
            of_day % 60
        )
    }

    /// The instant of the run at these milliseconds since 1970; the start for what lies before it.
    pub const fn at_ms(self, ms: u64) -> Time {
        Time(ms.saturating_mul(MS_US).saturating_sub(self.0))
    }
}

/// An instant of the run, in microseconds since its start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash, Serialize, Deserialize)]
pub struct Time(pub u64);

impl Time {
    /// The start of the run.
    pub const ZERO: Time = Time(0);

    /// An instant `seconds` after the start.
    pub const fn from_s(seconds: u64) -> Time {
        Time(seconds * SECOND_US)
    }

    /// An instant `ms` milliseconds after the start.
    pub const fn from_ms(ms: u64) -> Time {
        Time(ms * MS_US)
    }

    /// The same instant with minutes in the place of seconds: a series filed by it spans days.
    pub const fn in_minutes(self) -> Time {
        Time::from_s(self.0 / SECOND_US / 60)
    }

    /// Whole seconds since the start.
    pub const fn second(self) -> u64 {
        self.0 / SECOND_US
    }

    /// Whole milliseconds since the start.
    pub const fn ms(self) -> u64 {
        self.0 / MS_US
    }

    /// Microseconds from `earlier` to here; 0 if `earlier` is later.
    pub const fn since(self, earlier: Time) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<u64> for Time {
    type Output = Time;
    fn add(self, us: u64) -> Time {
        Time(self.0.saturating_add(us))
    }
}

impl Sub<u64> for Time {
    type Output = Time;
    fn sub(self, us: u64) -> Time {
        Time(self.0.saturating_sub(us))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_the_service_writes_it() {
        let text = |second: u64| Epoch(second * SECOND_US).utc_text(Time::ZERO);
        assert_eq!(text(0), "Thu Jan 01 00:00:00 UTC 1970");
        assert_eq!(text(1_421_889_722), "Thu Jan 22 01:22:02 UTC 2015");
        assert_eq!(text(1_709_210_096), "Thu Feb 29 12:34:56 UTC 2024");
        assert_eq!(text(1_767_225_599), "Wed Dec 31 23:59:59 UTC 2025");
    }
}
