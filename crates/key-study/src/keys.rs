//! Records counted by partition key, within bounded memory. Exact up to `KEYS_MAX` different keys or `TEXT_MAX` bytes of
//! their text. From then on the rarer half is let go whenever the table is full: their records stay counted at their
//! place on the hash-key line, in one of `BUCKETS` equal parts of it, but no longer by key.
//!
//! That is lossy counting with a threshold that follows the file (after Manku and Motwani, 2002): a key that isn't in
//! the table has had at most `missed` records, and a key in it has at most `missed` more than it shows. Space-Saving
//! would give up one key for each new one; here half of them go at once, which needs no order kept by count.

use crate::distinct::Distinct;
use crate::line::Place;
use rustc_hash::FxHasher;
use std::hash::Hasher;
use stream_engine::kinesis::hash_key::hash_key;

/// Different keys that are counted exactly.
pub const KEYS_MAX: usize = 500_000;
/// Bytes of their text.
pub const TEXT_MAX: usize = 64 << 20;
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
}

/// A place of the hash table: what tells keys apart at a glance, and the entry's number plus one.
#[derive(Clone, Copy, Default)]
struct Slot {
    tag: u32,
    entry: u32,
}

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

/// Counts by key.
pub struct Keys {
    keys_max: usize,
    text: Vec<u8>,
    entries: Vec<Entry>,
    /// A power of two of places, half of them free.
    slots: Vec<Slot>,
    distinct: Distinct,
    missed: u64,
    /// Records and bytes of keys that were let go; empty as long as none was.
    let_go: Vec<(u64, u64)>,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys::with_max(KEYS_MAX)
    }
}

impl Keys {
    /// A table that counts so many keys exactly.
    pub fn with_max(keys_max: usize) -> Keys {
        Keys {
            keys_max,
            text: Vec::new(),
            entries: Vec::new(),
            slots: vec![Slot::default(); 1 << 10],
            distinct: Distinct::default(),
            missed: 0,
            let_go: Vec::new(),
        }
    }

    /// Counts a record; its hash key.
    pub fn count(&mut self, key: &str, bytes: u64) -> u128 {
        let tag = tag(key.as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.entry == 0 {
                return self.add(key, tag, bytes);
            }
            if slot.tag == tag {
                let entry = &mut self.entries[slot.entry as usize - 1];
                let start = entry.start as usize;
                if &self.text[start..start + entry.length as usize] == key.as_bytes() {
                    entry.records += 1;
                    entry.bytes += bytes;
                    return entry.hash;
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn add(&mut self, key: &str, tag: u32, bytes: u64) -> u128 {
        let hash = hash_key(key).0;
        self.distinct.note(hash);
        if self.entries.len() >= self.keys_max || self.text.len() + key.len() > TEXT_MAX {
            self.let_go();
        }
        if (self.entries.len() + 1) * 2 > self.slots.len() {
            self.index(self.slots.len() * 2);
        }
        let (start, length) = (self.text.len() as u32, key.len() as u32);
        self.text.extend_from_slice(key.as_bytes());
        self.entries.push(Entry { hash, records: 1, bytes, before: self.missed, start, length });
        self.place(tag, self.entries.len() as u32);
        hash
    }

    /// Puts an entry into the first free place from its tag's on.
    fn place(&mut self, tag: u32, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        while self.slots[at].entry != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot { tag, entry };
    }

    fn index(&mut self, slots: usize) {
        self.slots.clear();
        self.slots.resize(slots, Slot::default());
        for nth in 0..self.entries.len() {
            let tag = tag(self.text_of(&self.entries[nth]));
            self.place(tag, nth as u32 + 1);
        }
    }

    /// Lets the rarer half go.
    fn let_go(&mut self) {
        if self.let_go.is_empty() {
            self.let_go = vec![(0, 0); BUCKETS];
        }
        let mut counts: Vec<u64> = self.entries.iter().map(Entry::records_max).collect();
        let middle = counts.len() / 2;
        self.missed = self.missed.max(*counts.select_nth_unstable(middle).1);
        let (entries, text) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.text));
        for mut entry in entries {
            if entry.records_max() <= self.missed {
                let bucket = &mut self.let_go[(entry.hash >> BUCKET_SHIFT) as usize];
                *bucket = (bucket.0 + entry.records, bucket.1 + entry.bytes);
            } else {
                let start = entry.start as usize;
                entry.start = self.text.len() as u32;
                self.text.extend_from_slice(&text[start..start + entry.length as usize]);
                self.entries.push(entry);
            }
        }
        self.index(self.slots.len());
    }

    fn text_of(&self, entry: &Entry) -> &[u8] {
        &self.text[entry.start as usize..(entry.start + entry.length) as usize]
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

    /// The hottest keys, by records, then by their text.
    pub fn hottest(&self, count: usize) -> Vec<Hot> {
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        let by_heat = |one: &&Entry, other: &&Entry| {
            other.records.cmp(&one.records).then_with(|| self.text_of(one).cmp(self.text_of(other)))
        };
        if count < order.len() {
            order.select_nth_unstable_by(count, by_heat);
            order.truncate(count);
        }
        order.sort_unstable_by(by_heat);
        let hot = |entry: &&Entry| Hot {
            key: String::from_utf8_lossy(self.text_of(entry)).into_owned(),
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
            let key = String::from_utf8_lossy(self.text_of(entry));
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

fn tag(key: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Keys by a law that makes few of them hot.
    fn stream(rows: u64, different: u64) -> impl Iterator<Item = String> {
        let mut state = 1_u64;
        (0..rows).map(move |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = (state >> 33) % different;
            format!("key-{}", drawn * drawn / different)
        })
    }

    #[test]
    fn few_keys_are_counted_exactly() {
        let mut keys = Keys::default();
        let mut wanted = BTreeMap::<String, u64>::new();
        for key in stream(200_000, 20_000) {
            assert_eq!(keys.count(&key, 10), hash_key(&key).0);
            *wanted.entry(key).or_default() += 1;
        }
        assert_eq!(keys.distinct(), (wanted.len() as u64, true));
        assert_eq!(keys.missed(), 0);
        let hottest = keys.hottest(usize::MAX);
        assert_eq!(hottest.len(), wanted.len());
        assert!(hottest.iter().all(|hot| wanted[&hot.key] == hot.records && hot.bytes == hot.records * 10));
        assert!(hottest.windows(2).all(|pair| (pair[1].records, &pair[0].key) <= (pair[0].records, &pair[1].key)));
        assert_eq!(keys.hottest(7), hottest[..7]);
        let places = keys.places();
        assert!(places.windows(2).all(|pair| pair[0].hash < pair[1].hash));
        assert_eq!(places.iter().map(|place| place.records).sum::<u64>(), 200_000);
    }

    #[test]
    fn many_keys_keep_the_bounds_that_are_said_and_no_record_is_lost_from_the_line() {
        let mut keys = Keys::with_max(2_000);
        let mut wanted = BTreeMap::<String, u64>::new();
        for key in stream(300_000, 50_000) {
            keys.count(&key, 1);
            *wanted.entry(key).or_default() += 1;
        }
        assert!(!keys.is_exact() && keys.missed() < 300, "{}", keys.missed());
        let shown: BTreeMap<String, Hot> = keys.hottest(2_000).into_iter().map(|hot| (hot.key.clone(), hot)).collect();
        for (key, records) in &wanted {
            match shown.get(key) {
                Some(hot) => assert!((hot.records..=hot.records + hot.missed).contains(records), "{hot:?} {records}"),
                None => assert!(*records <= keys.missed(), "{key} {records}"),
            }
        }
        let hottest = wanted.iter().max_by_key(|(_, records)| **records).expect("there are keys").0;
        assert_eq!(&keys.hottest(1)[0].key, hottest);
        // By sixteenths of the line, the places tell what the keys themselves do.
        let sixteenth = |hash: u128| (hash >> 124) as usize;
        let (mut on_line, mut truly) = ([0; 16], [0; 16]);
        keys.places().iter().for_each(|place| on_line[sixteenth(place.hash)] += place.records);
        wanted.iter().for_each(|(key, records)| truly[sixteenth(hash_key(key).0)] += records);
        assert_eq!(on_line, truly);
        let (distinct, exact) = keys.distinct();
        assert!(!exact && distinct.abs_diff(wanted.len() as u64) * 100 < 7 * wanted.len() as u64, "{distinct}");
    }

    #[test]
    fn a_sample_has_each_key_as_often_as_its_part_of_the_records() {
        let mut keys = Keys::default();
        for (key, records) in [("a", 600), ("b", 300), ("c", 99), ("d", 1)] {
            (0..records).for_each(|_| _ = keys.count(key, 1));
        }
        let sample = keys.sample(100);
        let count = |key: &str| sample.iter().filter(|line| *line == key).count();
        assert_eq!((sample.len(), count("a"), count("b")), (100, 60, 30));
        assert!((9..=10).contains(&count("c")) && count("d") <= 1);
        // As mixed as they came, not one key after the other.
        let in_ten = |lines: &[String]| lines.iter().filter(|line| *line == "a").count();
        assert!(sample.windows(10).all(|lines| (5..=7).contains(&in_ten(lines))));
        assert_eq!(keys.sample(5_000).len(), 1_000);
        assert_eq!(Keys::default().sample(10), Vec::<String>::new());
    }
}
