//! A bounded, append-only list whose copies share what they have in common. Records, calls and
//! series live in it, so that a saved state of the whole simulation costs a few kilobytes.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use std::collections::VecDeque;
use std::rc::Rc;

/// Entries of one shared piece: small, because each copy of the simulation may own one half full.
const CHUNK: usize = 64;

/// An append-only list. Entries keep their index for life, also when older ones were dropped.
#[derive(Clone, Debug)]
pub struct Log<T> {
    full: VecDeque<Rc<Vec<T>>>,
    tail: Rc<Vec<T>>,
    first: u64,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Log { full: VecDeque::new(), tail: empty(), first: 0 }
    }
}

impl<T: Clone> Log<T> {
    /// Index of the oldest entry still held.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// One past the index of the newest entry: how many were ever appended.
    pub fn end(&self) -> u64 {
        self.first + self.len() as u64
    }

    /// Entries held now.
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends; true if this filled a piece (the moment to think about dropping old ones).
    pub fn push(&mut self, entry: T) -> bool {
        let tail = own(&mut self.tail);
        tail.push(entry);
        let filled = tail.len() == CHUNK;
        if filled {
            let full = std::mem::replace(&mut self.tail, empty());
            self.full.push_back(full);
        }
        filled
    }

    /// Appends and then drops the oldest piece while more than `most` entries stay without it.
    pub fn push_bounded(&mut self, entry: T, most: usize) {
        if self.push(entry) {
            while self.len() >= most + CHUNK
                && let Some(chunk) = self.full.pop_front()
            {
                self.first += chunk.len() as u64;
                self.reuse(chunk);
            }
        }
    }

    /// Takes over the memory of a dropped piece, if no copy shares it.
    fn reuse(&mut self, mut chunk: Rc<Vec<T>>) {
        if let Some(entries) = Rc::get_mut(&mut chunk) {
            entries.clear();
            self.tail = chunk;
        }
    }

    /// Drops the oldest full piece and says how many entries went.
    pub fn drop_oldest(&mut self) -> usize {
        match self.full.pop_front() {
            Some(chunk) => {
                self.first += chunk.len() as u64;
                chunk.len()
            }
            None => 0,
        }
    }

    /// The oldest full piece: what `drop_oldest` would drop.
    pub fn oldest(&self) -> Option<&[T]> {
        self.full.front().map(|chunk| chunk.as_slice())
    }

    /// The entry with this index, if it is held.
    pub fn get(&self, index: u64) -> Option<&T> {
        let at = usize::try_from(index.checked_sub(self.first)?).ok()?;
        match self.full.get(at / CHUNK) {
            Some(chunk) => chunk.get(at % CHUNK),
            None => self.tail.get(at - self.full.len() * CHUNK),
        }
    }

    /// The newest entry.
    pub fn last(&self) -> Option<&T> {
        self.tail.last().or_else(|| self.full.back().and_then(|chunk| chunk.last()))
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Log<T>>) -> usize {
        let shared = earlier.map_or(0, |earlier| self.first.max(earlier.end()) - self.first) as usize;
        (self.len().saturating_sub(shared) + CHUNK) * size_of::<T>() + self.full.len() * size_of::<Rc<Vec<T>>>()
    }

    /// The entries from `index` on, oldest first.
    pub fn iter_from(&self, index: u64) -> impl Iterator<Item = &T> {
        let skip = index.saturating_sub(self.first) as usize;
        let (chunk, within) = (skip / CHUNK, skip % CHUNK);
        let pieces = self.full.iter().chain(std::iter::once(&self.tail)).skip(chunk);
        pieces.enumerate().flat_map(move |(nth, piece)| {
            let from = if nth == 0 { within.min(piece.len()) } else { 0 };
            piece[from..].iter()
        })
    }

    /// All entries held, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter_from(self.first)
    }

    /// All entries held, newest first.
    pub fn iter_back(&self) -> impl Iterator<Item = &T> {
        let pieces = self.full.iter().chain(std::iter::once(&self.tail));
        pieces.rev().flat_map(|piece| piece.iter().rev())
    }

    /// Index of the first entry for which `before` no longer holds, in a list ordered by it.
    pub fn partition_point(&self, before: impl Fn(&T) -> bool) -> u64 {
        let (mut low, mut high) = (self.first, self.end());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle) {
                Some(entry) if before(entry) => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}

fn empty<T>() -> Rc<Vec<T>> {
    Rc::new(Vec::with_capacity(CHUNK))
}

/// The piece for writing: this copy's own, taken over from the shared one if need be.
fn own<T: Clone>(piece: &mut Rc<Vec<T>>) -> &mut Vec<T> {
    if Rc::get_mut(piece).is_none() {
        let mut copy = Vec::with_capacity(CHUNK);
        copy.extend_from_slice(piece);
        *piece = Rc::new(copy);
    }
    Rc::get_mut(piece).expect("this copy has just been made the only owner")
}

impl<T: Clone + Serialize> Serialize for Log<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.first, Entries(self)).serialize(serializer)
    }
}

impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for Log<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Log<T>, D::Error> {
        let (first, entries) = <(u64, Vec<T>)>::deserialize(deserializer)?;
        if first.checked_add(entries.len() as u64).is_none() {
            return Err(D::Error::custom("a log's indices go beyond 64 bits"));
        }
        let mut log = Log { first, ..Log::default() };
        entries.into_iter().for_each(|entry| _ = log.push(entry));
        Ok(log)
    }
}

struct Entries<'a, T>(&'a Log<T>);

impl<T: Clone + Serialize> Serialize for Entries<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for entry in self.0.iter() {
            list.serialize_element(entry)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_had_when_the_original_goes_on() {
        let mut log = Log::default();
        (0..1_000).for_each(|n| _ = log.push(n));
        let copy = log.clone();
        log.push(1_000);
        assert_eq!((copy.len(), copy.last()), (1_000, Some(&999)));
        assert_eq!((log.len(), log.last()), (1_001, Some(&1_000)));
    }

    #[test]
    fn bytes_tell_how_much_was_dropped() {
        let (mut dropped, mut fresh) = (Log::default(), Log::default());
        (0..CHUNK).for_each(|_| _ = dropped.push(7_u8));
        dropped.drop_oldest();
        (0..3).for_each(|_| _ = (dropped.push(7), fresh.push(7)));
        let bytes = |log: &Log<u8>| postcard::to_allocvec(log).expect("a list of bytes");
        assert_ne!(bytes(&dropped), bytes(&fresh));
        assert_eq!(bytes(&fresh), [0, 3, 7, 7, 7]);
    }

    #[test]
    fn indices_stay_when_old_entries_are_dropped() {
        let mut log = Log::default();
        (0..10_000_u64).for_each(|n| log.push_bounded(n, 1_000));
        assert!((1_000..1_000 + CHUNK).contains(&log.len()));
        assert_eq!(log.end(), 10_000);
        assert_eq!(log.get(log.first()), Some(&log.first()));
        assert_eq!(log.get(log.first() - 1), None);
        assert_eq!(log.iter_from(9_998).copied().collect::<Vec<_>>(), [9_998, 9_999]);
        assert_eq!(log.iter_back().take(2).copied().collect::<Vec<_>>(), [9_999, 9_998]);
        assert_eq!(log.partition_point(|&n| n < 9_500), 9_500);
    }
}
