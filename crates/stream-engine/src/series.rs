//! A bounded series with one entry a second, from which charts, goals and averages are read.

use crate::log::Log;
use crate::time::Time;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Seconds kept: one hour.
pub const SECONDS_KEPT: usize = 3_600;

/// Entries by second; seconds without an entry read as the default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: Clone + Serialize + DeserializeOwned")]
pub struct Series<T> {
    /// The second of the log's entry 0.
    origin: u64,
    /// Seconds that are over.
    entries: Log<T>,
    /// The second that comes after `entries`: kept outside of the log, as it is written all the time.
    present: T,
    /// When it will be over; the start of the run for a series without an entry.
    ends: Time,
}

impl<T: Clone + Default> Default for Series<T> {
    fn default() -> Self {
        Series { origin: 0, entries: Log::default(), present: T::default(), ends: Time::ZERO }
    }
}

impl<T: Clone + Default> Series<T> {
    /// The entry of the second in which `now` lies, to be changed. Time must not run backwards.
    pub fn now(&mut self, now: Time) -> &mut T {
        if now >= self.ends {
            self.begin(now.second());
        }
        &mut self.present
    }

    fn begin(&mut self, second: u64) {
        let before = self.origin + self.entries.end();
        if self.ends == Time::ZERO || second - before > SECONDS_KEPT as u64 {
            *self = Series { origin: second, ..Series::default() };
        } else {
            let over = std::mem::take(&mut self.present);
            self.entries.push_bounded(over, SECONDS_KEPT);
            for _ in before + 1..second {
                self.entries.push_bounded(T::default(), SECONDS_KEPT);
            }
        }
        self.ends = Time::from_s(second + 1);
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Series<T>>) -> usize {
        size_of::<Self>() + self.entries.own_bytes(earlier.map(|earlier| &earlier.entries))
    }

    /// The entry of this second.
    pub fn get(&self, second: u64) -> Option<&T> {
        let at = second.checked_sub(self.origin)?;
        match at == self.entries.end() && self.ends > Time::ZERO {
            true => Some(&self.present),
            false => self.entries.get(at),
        }
    }

    /// The entries of the `seconds` whole seconds before the one in which `now` lies, oldest first.
    pub fn window(&self, now: Time, seconds: u64) -> impl Iterator<Item = &T> {
        let end = now.second();
        (end.saturating_sub(seconds)..end).filter_map(|second| self.get(second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_without_entries_read_as_nothing_and_a_long_gap_costs_nothing() {
        let mut series = Series::<u32>::default();
        *series.now(Time::from_s(3)) += 5;
        *series.now(Time::from_s(6)) += 7;
        assert_eq!(series.window(Time::from_s(7), 5).copied().collect::<Vec<_>>(), [5, 0, 0, 7]);
        *series.now(Time::from_s(1_000_000)) += 1;
        assert_eq!(series.get(6), None);
        assert_eq!(series.get(1_000_000), Some(&1));
    }
}
