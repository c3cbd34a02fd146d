//! The busiest minutes in detail: what each second brought to each part of the hash-key line. Which minutes will be the
//! busiest isn't known while a file is read, so some are kept that may be: the fullest so far and the newest. In a file
//! that is in order of time, or nearly, the fullest minutes are whole; in any other, what is kept of a minute says how
//! much of it is there.

use crate::timeline::MINUTE;

/// Equal parts of the hash-key line.
pub const CELLS: usize = 1 << 10;
const CELL_SHIFT: u32 = u128::BITS - 10;
/// Minutes that are kept.
pub const BUSY_MAX: usize = 12;
/// The newest of them, which may still grow, are not given up.
const NEWEST: usize = 4;
/// Rows of a minute that are kept one by one, until counting them by second and part takes less room.
const ROWS_MAX: usize = 8_192;

/// The part of the line that a hash key lies in.
pub fn cell_of(hash: u128) -> usize {
    (hash >> CELL_SHIFT) as usize
}

/// The first hash key of a part.
pub fn cell_start(cell: usize) -> u128 {
    (cell as u128) << CELL_SHIFT
}

/// Records and bytes of a second in a part of the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Load {
    pub records: u32,
    pub bytes: u32,
}

impl Load {
    fn add(&mut self, bytes: u32) {
        self.records = self.records.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// A minute by second and part.
#[derive(Clone, Debug, Default)]
pub struct Busy {
    /// Minutes since 1970.
    pub number: u64,
    /// Rows counted here.
    pub rows: u64,
    /// Second and part in one number, with the row's bytes.
    single: Vec<(u16, u32)>,
    /// All seconds and parts, once there are many rows.
    dense: Vec<Load>,
}

impl Busy {
    fn add(&mut self, at: u16, bytes: u32) {
        self.rows += 1;
        if !self.dense.is_empty() {
            return self.dense[usize::from(at)].add(bytes);
        }
        self.single.push((at, bytes));
        if self.single.len() >= ROWS_MAX {
            self.dense = vec![Load::default(); MINUTE * CELLS];
            self.single.drain(..).for_each(|(at, bytes)| self.dense[usize::from(at)].add(bytes));
        }
    }

    /// What a second brought, by part; parts without records are left out.
    pub fn second(&self, second: usize) -> Vec<(usize, Load)> {
        let mut cells = vec![Load::default(); CELLS];
        match self.dense.is_empty() {
            true => {
                for (at, bytes) in self.single.iter().filter(|(at, _)| usize::from(*at) / CELLS == second) {
                    cells[usize::from(*at) % CELLS].add(*bytes);
                }
            }
            false => cells.copy_from_slice(&self.dense[second * CELLS..(second + 1) * CELLS]),
        }
        cells.into_iter().enumerate().filter(|(_, load)| load.records > 0).collect()
    }
}

/// The minutes that may be the busiest, in the order in which they began.
#[derive(Default)]
pub struct BusyMinutes {
    minutes: Vec<Busy>,
    /// Place of the last row's minute.
    last: usize,
}

impl BusyMinutes {
    /// Counts a row.
    pub fn count(&mut self, second: u64, hash: u128, bytes: u64) {
        let number = second / MINUTE as u64;
        if self.minutes.get(self.last).is_none_or(|minute| minute.number != number) {
            self.last =
                self.minutes.iter().position(|minute| minute.number == number).unwrap_or_else(|| self.begin(number));
        }
        let at = (second as usize % MINUTE) * CELLS + cell_of(hash);
        self.minutes[self.last].add(at as u16, u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    fn begin(&mut self, number: u64) -> usize {
        if self.minutes.len() >= BUSY_MAX {
            let old = self.minutes[..BUSY_MAX - NEWEST].iter().enumerate();
            let emptiest = old.min_by_key(|(_, minute)| minute.rows).map_or(0, |(nth, _)| nth);
            self.minutes.remove(emptiest);
        }
        self.minutes.push(Busy { number, ..Busy::default() });
        self.minutes.len() - 1
    }

    pub fn minutes(&self) -> &[Busy] {
        &self.minutes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_minutes_of_a_file_in_order_are_whole() {
        let mut busy = BusyMinutes::default();
        for minute in 0..100_u64 {
            let rows = if minute % 9 == 4 { 9_000 + minute } else { 50 };
            (0..rows).for_each(|row| busy.count(minute * 60 + row * 60 / rows, u128::from(row) << 100, 7));
        }
        let mut full: Vec<(u64, u64)> = busy
            .minutes()
            .iter()
            .filter(|minute| minute.rows > 100)
            .map(|minute| (minute.number, minute.rows))
            .collect();
        full.sort_unstable();
        assert_eq!(full.last(), Some(&(94, 9_094)));
        assert!(full.len() >= BUSY_MAX - NEWEST - 1 && busy.minutes().len() == BUSY_MAX);
        assert!(full.iter().all(|(number, rows)| *rows == 9_000 + number));
    }

    #[test]
    fn few_rows_and_many_tell_their_seconds_alike() {
        for rows in [60_u64, 60 * 1_000] {
            let mut busy = BusyMinutes::default();
            (0..rows).for_each(|row| busy.count(row % 60, if row % 60 == 5 { u128::MAX } else { 0 }, 10));
            let minute = &busy.minutes()[0];
            let load = Load { records: rows as u32 / 60, bytes: rows as u32 / 6 };
            assert_eq!(minute.second(5), [(CELLS - 1, load)]);
            assert_eq!(minute.second(6), [(0, load)]);
        }
        assert_eq!((cell_of(cell_start(7)), cell_of(cell_start(7) - 1)), (7, 6));
    }
}
