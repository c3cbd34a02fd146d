//! The run's partition keys by number, so that a stored record needs four bytes for its key and a
//! key is hashed once.

use crate::kinesis::hash_key::{HashKey, hash_key};
use crate::kinesis::shard::KeyId;
use crate::rng::mix;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Stands for "a random key of this record's own".
const RANDOM: KeyId = KeyId(u32::MAX);

/// All keys met so far; grows only.
#[derive(Clone, Debug, Default, Serialize)]
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

    /// The number that means a random key.
    pub fn random() -> KeyId {
        RANDOM
    }

    /// Whether the number stands for a key of the record's own.
    pub fn is_random(&self, key: KeyId) -> bool {
        key == RANDOM
    }

    /// Bytes of a key.
    pub fn bytes(&self, key: KeyId) -> u32 {
        self.entries.get(key.0 as usize).map_or(RANDOM_BYTES, |(text, _)| text.len() as u32)
    }

    /// The text of a key; `origin` is the record's producer and number, which make a random key.
    pub fn text(&self, key: KeyId, origin: (u8, u32)) -> String {
        match self.entries.get(key.0 as usize) {
            Some((text, _)) => text.clone(),
            None => random_key(origin),
        }
    }

    /// The hash key of a key.
    pub fn hash(&self, key: KeyId, origin: (u8, u32)) -> HashKey {
        match self.entries.get(key.0 as usize) {
            Some((_, hash)) => *hash,
            None => hash_key(&random_key(origin)),
        }
    }
}

/// Length of a random key.
const RANDOM_BYTES: u32 = 16;

/// 16 hex digits that no other record has.
fn random_key((producer, number): (u8, u32)) -> String {
    format!("{:016x}", mix(u64::from(producer) << 32 | u64::from(number)))
}
