//! The hash-key space: MD5 of the partition key's UTF-8 bytes as a 128-bit number, and the ranges
//! that shards own. Source: Kinesis Data Streams API Reference, PutRecord, checked 2026-11-23.

use md5::{Digest, Md5};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A point of the hash-key space, 0 to 2^128 − 1. Text form: decimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct HashKey(pub u128);

/// Digits of the text form, as the API's pattern allows them.
const DIGITS_MAX: usize = 39;

/// The hash key of a partition key.
pub fn hash_key(partition_key: &str) -> HashKey {
    HashKey(u128::from_be_bytes(md5(partition_key.as_bytes())))
}

/// The MD5 digest.
pub fn md5(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

/// Why a text is no hash key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HashKeyError {
    /// Not `0` or up to 39 digits without a leading zero: the service says ValidationException.
    Pattern,
    /// A number of 2^128 or more: the service says InvalidArgumentException.
    TooLarge,
}

impl FromStr for HashKey {
    type Err = HashKeyError;

    fn from_str(text: &str) -> Result<HashKey, HashKeyError> {
        let digits = (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || (text.len() > 1 && text.starts_with('0')) {
            return Err(HashKeyError::Pattern);
        }
        text.parse().map(HashKey).map_err(|_| HashKeyError::TooLarge)
    }
}

impl fmt::Display for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for HashKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for HashKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<HashKey, D::Error> {
        if !deserializer.is_human_readable() {
            return u128::deserialize(deserializer).map(HashKey);
        }
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom("a hash key is a decimal number from 0 to 2^128 - 1, in quotes"))
    }
}

/// A range of hash keys, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct HashKeyRange {
    pub start: HashKey,
    pub end: HashKey,
}

impl HashKeyRange {
    /// The ranges of a fresh stream: equal widths, the last shard takes the rest.
    pub fn even(shard_count: u32) -> Vec<HashKeyRange> {
        let width = even_width(shard_count);
        let start = |shard: u32| HashKey(width.wrapping_mul(u128::from(shard)));
        (0..shard_count)
            .map(|shard| HashKeyRange {
                start: start(shard),
                end: if shard + 1 == shard_count { HashKey(u128::MAX) } else { HashKey(start(shard + 1).0 - 1) },
            })
            .collect()
    }

    /// Whether the hash key lies inside.
    pub fn contains(&self, key: HashKey) -> bool {
        self.start <= key && key <= self.end
    }

    /// The point that halves the range: where its upper half would start.
    pub fn middle(&self) -> HashKey {
        HashKey(self.start.0 + (self.end.0 - self.start.0) / 2 + 1)
    }

    /// Share of the whole space, in millionths.
    pub fn share_millionths(&self) -> u32 {
        (((((self.end.0 - self.start.0) >> 96) + 1) * 1_000_000) >> 32) as u32
    }
}

/// floor(2^128 / count), the width of a shard of a fresh stream (0, meaning 2^128, for one shard).
pub fn even_width(shard_count: u32) -> u128 {
    let count = u128::from(shard_count.max(1));
    let below = u128::MAX / count;
    below.wrapping_add(u128::from(u128::MAX % count == count - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_refused_for_its_form_or_for_its_size() {
        let read = |text: &str| text.parse::<HashKey>();
        assert_eq!(read("0"), Ok(HashKey(0)));
        assert_eq!(read(&u128::MAX.to_string()), Ok(HashKey(u128::MAX)));
        assert_eq!(read("340282366920938463463374607431768211456"), Err(HashKeyError::TooLarge));
        for text in ["", "01", "-1", "+1", "x", &"1".repeat(40)] {
            assert_eq!(read(text), Err(HashKeyError::Pattern), "{text}");
        }
    }

    #[test]
    fn shares_of_the_space_are_exact_where_they_can_be() {
        let shares = |shards| HashKeyRange::even(shards).iter().map(HashKeyRange::share_millionths).collect::<Vec<_>>();
        assert_eq!(shares(1), [1_000_000]);
        assert_eq!(shares(4), [250_000; 4]);
        assert_eq!(shares(3), [333_333; 3]);
    }
}
