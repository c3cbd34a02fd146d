//! Records counted by partition key, within bounded memory. Exact up to `KEYS_MAX` different keys or `TEXT_MAX` bytes of
//! their text. From then on the table holds `KEPT_MAX` keys, which fit into a processor's cache, and the rarer half is
//! let go whenever it is full: their records stay counted at their place on the hash-key line, in one of `BUCKETS` equal
//! parts of it, but no longer by key.
//!
//! That is lossy counting with a threshold that follows the file (after Manku and Motwani, 2002): a key that isn't in
//! the table has had at most `missed` records, and a key in it has at most `missed` more than it shows. Space-Saving
//! would give up one key for each new one; here half of them go at once, which needs no order kept by count.

mod told;

pub use told::Hot;

use crate::distinct::Distinct;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;
use stream_engine::kinesis::hash_key::hash_key;

/// Different keys that are counted exactly.
pub const KEYS_MAX: usize = 500_000;
/// Bytes of their text.
pub const TEXT_MAX: usize = 64 << 20;
/// Different keys that are held once there were more.
pub const KEPT_MAX: usize = 100_000;
/// Equal parts of the hash-key line in which keys that were let go stay counted.
pub const BUCKETS: usize = 1 << 16;
const BUCKET_SHIFT: u32 = u128::BITS - 16;

/// A key with its counts.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Its hash key: MD5 is computed once for each key in the table.
    hash: u128,
    records: u64,
    bytes: u64,
    /// Records that it may have had before it came into the table.
    before: u64,
    start: u32,
    length: u32,
}

impl Entry {
    fn records_max(&self) -> u64 {
        self.records + self.before
    }

    fn text<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start as usize..(self.start + self.length) as usize]
    }
}

/// Counts by key.
pub struct Keys {
    keys_max: usize,
    kept_max: usize,
    text: Vec<u8>,
    entries: Vec<Entry>,
    /// The entries' numbers by their key. That a key is new is seen from the table's control bytes, which stay in the
    /// processor's cache as the entries don't.
    numbers: HashTable<u32>,
    distinct: Distinct,
    missed: u64,
    /// Records and bytes of keys that were let go; empty as long as none was.
    let_go: Vec<(u64, u64)>,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys::with_max(KEYS_MAX, KEPT_MAX)
    }
}

impl Keys {
    /// A table that counts so many keys exactly, and holds so many of them once there are more.
    pub fn with_max(keys_max: usize, kept_max: usize) -> Keys {
        Keys {
            keys_max,
            kept_max,
            text: Vec::new(),
            entries: Vec::new(),
            numbers: HashTable::new(),
            distinct: Distinct::default(),
            missed: 0,
            let_go: Vec::new(),
        }
    }

    /// Counts a record; its hash key.
    pub fn count(&mut self, key: &str, bytes: u64) -> u128 {
        let Keys { numbers, entries, text, .. } = self;
        let quick = quick_hash(key.as_bytes());
        let found = numbers.find(quick, |nth| entries[*nth as usize].text(text) == key.as_bytes());
        let Some(nth) = found else { return self.add(key, quick, bytes) };
        let entry = &mut entries[*nth as usize];
        entry.records += 1;
        entry.bytes += bytes;
        entry.hash
    }

    fn add(&mut self, key: &str, quick: u64, bytes: u64) -> u128 {
        let hash = hash_key(key).0;
        self.distinct.note(hash);
        if self.entries.len() >= self.keys_max || self.text.len() + key.len() > TEXT_MAX {
            self.let_go();
        }
        let (start, length) = (self.text.len() as u32, key.len() as u32);
        self.text.extend_from_slice(key.as_bytes());
        self.entries.push(Entry { hash, records: 1, bytes, before: self.missed, start, length });
        let Keys { numbers, entries, text, .. } = self;
        let quick_of = |nth: &u32| quick_hash(entries[*nth as usize].text(text));
        numbers.insert_unique(quick, entries.len() as u32 - 1, quick_of);
        hash
    }

    /// Lets the rarer half go; at first all but half of what is held from then on.
    fn let_go(&mut self) {
        if self.let_go.is_empty() {
            self.let_go = vec![(0, 0); BUCKETS];
            self.keys_max = self.kept_max;
            self.numbers = HashTable::with_capacity(self.kept_max);
        }
        let mut counts: Vec<u64> = self.entries.iter().map(Entry::records_max).collect();
        let rarer = counts.len() - (counts.len() / 2).min(self.kept_max / 2);
        self.missed = self.missed.max(*counts.select_nth_unstable(rarer - 1).1);
        let Keys { entries, text, let_go, missed, .. } = self;
        let mut kept = 0;
        entries.retain_mut(|entry| {
            if entry.records_max() <= *missed {
                let bucket = &mut let_go[(entry.hash >> BUCKET_SHIFT) as usize];
                *bucket = (bucket.0 + entry.records, bucket.1 + entry.bytes);
                return false;
            }
            let start = entry.start as usize;
            text.copy_within(start..start + entry.length as usize, kept);
            entry.start = kept as u32;
            kept += entry.length as usize;
            true
        });
        text.truncate(kept);
        self.numbers.clear();
        let quick_of = |nth: &u32| quick_hash(self.entries[*nth as usize].text(&self.text));
        for nth in 0..self.entries.len() as u32 {
            self.numbers.insert_unique(quick_of(&nth), nth, quick_of);
        }
    }

    /// How many different keys there are: exactly, or about, if some were let go.
    pub fn distinct(&self) -> (u64, bool) {
        match self.is_exact() {
            true => (self.entries.len() as u64, true),
            false => (self.distinct.estimate(), false),
        }
    }

    /// Whether every key is counted.
    pub fn is_exact(&self) -> bool {
        self.let_go.is_empty()
    }

    /// Records that a key may have had more than it shows; those of a key that isn't shown.
    pub fn missed(&self) -> u64 {
        self.missed
    }
}

/// What keys are found by; MD5 would take far longer.
fn quick_hash(key: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    hasher.finish()
}

#[cfg(test)]
mod tests;
