//! Records and bytes by second, in minutes that are made when a row falls into them. Rows may come in any order.

use std::collections::HashMap;

/// Minutes that are kept; rows of later ones are counted by key, but not by second. About five weeks without a pause.
pub const MINUTES_MAX: usize = 50_000;
/// Seconds of a minute.
pub const MINUTE: usize = 60;

/// One minute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Minute {
    /// Minutes since 1970.
    pub number: u64,
    pub records: [u32; MINUTE],
    /// At most 4 GiB a second are told.
    pub bytes: [u32; MINUTE],
}

impl Minute {
    pub fn total(&self) -> u64 {
        self.records.iter().map(|records| u64::from(*records)).sum()
    }
}

/// The seconds of a file.
#[derive(Default)]
pub struct Timeline {
    places: HashMap<u64, u32>,
    minutes: Vec<Minute>,
    /// The last row's minute and its place.
    last: Option<(u64, usize)>,
    /// Earliest and latest second.
    span: Option<(u64, u64)>,
    /// Rows beyond `MINUTES_MAX`.
    pub beyond: u64,
}

impl Timeline {
    /// Counts a row.
    pub fn count(&mut self, second: u64, bytes: u64) {
        let number = second / MINUTE as u64;
        let at = match self.last {
            Some((last, at)) if last == number => at,
            _ => {
                let (first, last) = self.span.unwrap_or((second, second));
                self.span = Some((first.min(second), last.max(second)));
                let Some(at) = self.place(number) else {
                    self.beyond += 1;
                    return;
                };
                self.last = Some((number, at));
                at
            }
        };
        let (first, last) = self.span.unwrap_or((second, second));
        self.span = Some((first.min(second), last.max(second)));
        let (minute, nth) = (&mut self.minutes[at], (second % MINUTE as u64) as usize);
        minute.records[nth] = minute.records[nth].saturating_add(1);
        minute.bytes[nth] = minute.bytes[nth].saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    fn place(&mut self, number: u64) -> Option<usize> {
        if let Some(at) = self.places.get(&number) {
            return Some(*at as usize);
        }
        if self.minutes.len() >= MINUTES_MAX {
            return None;
        }
        let at = self.minutes.len();
        self.minutes.push(Minute { number, records: [0; MINUTE], bytes: [0; MINUTE] });
        self.places.insert(number, at as u32);
        Some(at)
    }

    /// The minutes that have rows, as they came.
    pub fn minutes(&self) -> &[Minute] {
        &self.minutes
    }

    /// The earliest and the latest second that a row fell into.
    pub fn span(&self) -> Option<(u64, u64)> {
        self.span
    }
}
