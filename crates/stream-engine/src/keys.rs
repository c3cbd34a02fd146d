//! The run's partition keys by number, so that a stored record needs four bytes for its key and a
//! key is hashed once.

use crate::kinesis::hash_key::{HashKey, hash_key};
use crate::kinesis::shard::{KeyId, Shard};
use crate::rng::mix;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Stands for "a random key of this record's own". The numbers below it stand for others of the same
/// record: a client that reads its input again may draw again.
const RANDOM: KeyId = KeyId(u32::MAX);
const DRAWS: u32 = 256;

/// Stands for "the key that was kept with the record's bytes".
const KEPT: KeyId = KeyId(u32::MAX - 1);

/// All keys met so far; grows only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeyTable {
    entries: Rc<Vec<(String, HashKey)>>,
    numbers: Rc<BTreeMap<String, u32>>,
}

impl KeyTable {
    /// The key's number, given to it now if it is new.
    pub fn intern(&mut self, key: &str) -> KeyId {
        if let Some(number) = self.numbers.get(key) {
            return KeyId(*number);
        }
        let number = self.entries.len() as u32;
        Rc::make_mut(&mut self.entries).push((key.to_owned(), hash_key(key)));
        Rc::make_mut(&mut self.numbers).insert(key.to_owned(), number);
        KeyId(number)
    }

    /// The number of a key, if it was met.
    pub fn find(&self, key: &str) -> Option<KeyId> {
        self.numbers.get(key).map(|number| KeyId(*number))
    }

    /// Whether no key was met yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number that means a random key.
    pub fn random() -> KeyId {
        RANDOM
    }

    /// The number that means the random key of another draw; draws repeat after 256.
    pub fn drawn_again(draw: u32) -> KeyId {
        match draw % DRAWS {
            0 => RANDOM,
            draw => KeyId(KEPT.0 - draw),
        }
    }

    /// The number that means a key kept with the record's bytes (see `Payload`).
    pub fn kept() -> KeyId {
        KEPT
    }

    /// Whether the number stands for a key of the record's own.
    pub fn is_random(&self, key: KeyId) -> bool {
        KeyTable::is_own(key)
    }

    /// As `is_random`, without a table.
    pub fn is_own(key: KeyId) -> bool {
        key == RANDOM || (key < KEPT && KEPT.0 - key.0 < DRAWS)
    }

    /// Whether the number stands for a key of the table, or of the record's own bytes.
    pub(crate) fn holds(&self, key: KeyId) -> bool {
        key == KEPT || (key.0 as usize) < self.entries.len()
    }

    /// Whether numbers and keys agree: a state from outside may claim anything.
    pub(crate) fn is_sound(&self) -> bool {
        let found = |(text, number): (&String, &u32)| {
            self.entries.get(*number as usize).is_some_and(|(known, hash)| known == text && *hash == hash_key(text))
        };
        self.numbers.len() == self.entries.len() && self.numbers.iter().all(found)
    }

    /// Bytes of a key.
    pub fn bytes(&self, key: KeyId) -> u32 {
        self.entries.get(key.0 as usize).map_or(RANDOM_BYTES, |(text, _)| text.len() as u32)
    }

    /// The hash key that a stored record's partition key gives; None if the record is gone.
    pub fn hash_of(&self, shard: &Shard, index: u64) -> Option<HashKey> {
        let record = shard.records.get(index)?;
        let kept = shard.payload(index).map(|payload| hash_key(payload.key()));
        Some(kept.unwrap_or_else(|| self.hash(record.key, record.origin())))
    }

    /// Bytes of a stored record's partition key; None if the record is gone.
    pub fn bytes_of(&self, shard: &Shard, index: u64) -> Option<u32> {
        let record = shard.records.get(index)?;
        let kept = shard.payload(index).map(|payload| payload.key().len() as u32);
        Some(kept.unwrap_or_else(|| self.bytes(record.key)))
    }

    /// The text of a key; `origin` is the record's producer and number, which make a random key.
    pub fn text(&self, key: KeyId, origin: (u8, u32)) -> String {
        match self.entries.get(key.0 as usize) {
            Some((text, _)) => text.clone(),
            None => random_key(key, origin),
        }
    }

    /// The hash key of a key.
    pub fn hash(&self, key: KeyId, origin: (u8, u32)) -> HashKey {
        match self.entries.get(key.0 as usize) {
            Some((_, hash)) => *hash,
            None => hash_key(&random_key(key, origin)),
        }
    }
}

/// Length of a random key.
const RANDOM_BYTES: u32 = 16;

/// 16 hex digits that no other record has.
fn random_key(key: KeyId, (producer, number): (u8, u32)) -> String {
    let draw = if key == RANDOM { 0 } else { u64::from(KEPT.0.saturating_sub(key.0)) };
    format!("{:016x}", mix(draw << 40 | u64::from(producer) << 32 | u64::from(number)))
}
