//! Simulated time: whole microseconds since the start of the run. Nothing here reads a clock.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// Microseconds in a second.
pub const SECOND_US: u64 = 1_000_000;
/// Microseconds in a millisecond.
pub const MS_US: u64 = 1_000;
/// Microseconds in an hour.
pub const HOUR_US: u64 = 3_600 * SECOND_US;

/// The civil moment at which every run starts: 2026-01-01T00:00:00Z, in seconds since 1970.
/// Sequence numbers and arrival timestamps carry it; nothing else depends on it.
pub const EPOCH_S: u64 = 1_767_225_600;

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

    /// Whole seconds since the start.
    pub const fn second(self) -> u64 {
        self.0 / SECOND_US
    }

    /// Whole milliseconds since the start.
    pub const fn ms(self) -> u64 {
        self.0 / MS_US
    }

    /// Seconds since 1970, as a service would stamp it.
    pub const fn epoch_s(self) -> u64 {
        EPOCH_S + self.second()
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
