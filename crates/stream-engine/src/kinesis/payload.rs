//! What a client put: the bytes of a record, kept beside the shard's log. All records of one
//! request share one buffer, so that a batch costs one allocation.

use super::hash_key::{HashKey, hash_key};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Partition key and data of one record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Whole", into = "Whole")]
pub struct Payload {
    /// Place of its record in the shard's log.
    pub index: u64,
    /// The rising part of its sequence number.
    pub rising: u64,
    bytes: Bytes,
    /// Rare, and large: not worth its room in every record.
    explicit_hash_key: Option<Box<HashKey>>,
}

/// Key and data, one after the other, in a buffer that others may share.
#[derive(Clone, Debug)]
pub struct Bytes {
    buffer: Rc<Vec<u8>>,
    start: u32,
    key: u32,
    data: u32,
}

impl Bytes {
    /// The part of `buffer` that begins at `start`: `key` bytes of UTF-8, then `data` bytes.
    pub fn part(buffer: &Rc<Vec<u8>>, start: usize, key: usize, data: usize) -> Bytes {
        Bytes { buffer: buffer.clone(), start: start as u32, key: key as u32, data: data as u32 }
    }

    /// A buffer of its own.
    pub fn new(key: &str, data: &[u8]) -> Bytes {
        Bytes::part(&Rc::new([key.as_bytes(), data].concat()), 0, key.len(), data.len())
    }

    pub fn key(&self) -> &str {
        std::str::from_utf8(self.slice(0, self.key)).unwrap_or_default()
    }

    pub fn data(&self) -> &[u8] {
        self.slice(self.key, self.data)
    }

    /// As counted against the limits.
    pub fn len(&self) -> u32 {
        self.key + self.data
    }

    /// Whether there is neither key nor data.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn slice(&self, from: u32, length: u32) -> &[u8] {
        let start = (self.start + from) as usize;
        self.buffer.get(start..start + length as usize).unwrap_or_default()
    }
}

impl Payload {
    pub fn new(index: u64, rising: u64, bytes: Bytes, explicit_hash_key: Option<HashKey>) -> Payload {
        Payload { index, rising, bytes, explicit_hash_key: explicit_hash_key.map(Box::new) }
    }

    pub fn key(&self) -> &str {
        self.bytes.key()
    }

    pub fn data(&self) -> &[u8] {
        self.bytes.data()
    }

    /// Where the record belongs: the client's own choice, or what the key hashes to.
    pub fn hash_key(&self) -> HashKey {
        self.explicit_hash_key().unwrap_or_else(|| hash_key(self.key()))
    }

    pub fn explicit_hash_key(&self) -> Option<HashKey> {
        self.explicit_hash_key.as_deref().copied()
    }
}

/// A payload as it is written down: with a copy of its own part of the buffer only.
#[derive(Serialize, Deserialize)]
struct Whole {
    index: u64,
    rising: u64,
    key: String,
    data: Vec<u8>,
    explicit_hash_key: Option<HashKey>,
}

impl From<Payload> for Whole {
    fn from(payload: Payload) -> Whole {
        Whole {
            index: payload.index,
            rising: payload.rising,
            key: payload.key().to_owned(),
            data: payload.data().to_vec(),
            explicit_hash_key: payload.explicit_hash_key(),
        }
    }
}

impl From<Whole> for Payload {
    fn from(whole: Whole) -> Payload {
        Payload::new(whole.index, whole.rising, Bytes::new(&whole.key, &whole.data), whole.explicit_hash_key)
    }
}
