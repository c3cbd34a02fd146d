//! What is told of the keys that were counted.

use super::{BUCKET_SHIFT, Entry, Keys};
use crate::line::Place;

/// A key as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hot {
    pub key: String,
    pub hash: u128,
    /// Records counted; with `missed` more at most.
    pub records: u64,
    pub bytes: u64,
    pub missed: u64,
}

impl Keys {
    /// The hottest keys, by records, then by their text.
    pub fn hottest(&self, count: usize) -> Vec<Hot> {
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        let by_heat = |one: &&Entry, other: &&Entry| {
            other.records.cmp(&one.records).then_with(|| one.text(&self.text).cmp(other.text(&self.text)))
        };
        if count < order.len() {
            order.select_nth_unstable_by(count, by_heat);
            order.truncate(count);
        }
        order.sort_unstable_by(by_heat);
        let hot = |entry: &&Entry| Hot {
            key: String::from_utf8_lossy(entry.text(&self.text)).into_owned(),
            hash: entry.hash,
            records: entry.records,
            bytes: entry.bytes,
            missed: entry.before,
        };
        order.iter().map(hot).collect()
    }

    /// All records by their place on the hash-key line, in its order. Keys that were let go stand in the middle of their
    /// bucket.
    pub fn places(&self) -> Vec<Place> {
        let of_entry = |entry: &Entry| Place { hash: entry.hash, records: entry.records, bytes: entry.bytes };
        let mut places: Vec<Place> = self.entries.iter().map(of_entry).collect();
        let middle = |nth: usize| ((nth as u128) << BUCKET_SHIFT) + (1 << (BUCKET_SHIFT - 1));
        let gone = self.let_go.iter().enumerate().filter(|(_, (records, _))| *records > 0);
        places.extend(gone.map(|(nth, (records, bytes))| Place {
            hash: middle(nth),
            records: *records,
            bytes: *bytes,
        }));
        places.sort_unstable_by_key(|place| place.hash);
        places
    }

    /// A list of up to `lines` keys that stands for all: each as often as its part of the records, rounded down or up.
    /// The records are laid in a row by key, and every nth is taken. Keys that were let go are not in it.
    pub fn sample(&self, lines: usize) -> Vec<String> {
        let total: u64 = self.entries.iter().map(|entry| entry.records).sum();
        let lines = (lines as u64).min(total);
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        // By hash key, so that what is taken of rare keys is spread evenly over the line.
        order.sort_unstable_by_key(|entry| entry.hash);
        let mut sample = Vec::with_capacity(lines as usize);
        let (mut before, mut nth) = (0_u64, 0_u64);
        for entry in order {
            before += entry.records;
            let key = String::from_utf8_lossy(entry.text(&self.text));
            // The middle of the nth of `lines` equal parts.
            while nth < lines
                && u128::from(2 * nth + 1) * u128::from(total) < u128::from(2 * lines) * u128::from(before)
            {
                sample.push(key.clone().into_owned());
                nth += 1;
            }
        }
        mixed(sample)
    }
}

/// The lines in an order in which equal ones, which lie beside each other, come at even distances.
fn mixed(mut lines: Vec<String>) -> Vec<String> {
    let count = lines.len();
    let shares_a_factor = |stride: usize| {
        let (mut one, mut other) = (stride, count);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one > 1
    };
    // Steps of the golden ratio of the whole length leave no gap long open; without a common factor they meet each line.
    let golden = (count as f64 * 0.618_034) as usize;
    let Some(stride) = (golden.max(1)..).find(|stride| !shares_a_factor(*stride)) else { return lines };
    (0..count).map(|nth| std::mem::take(&mut lines[nth * stride % count])).collect()
}
