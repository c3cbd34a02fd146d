//! Sequence numbers in the 56-digit form seen today (AWS documents only "up to 129 digits").
//!
//! 186 bits, in hex digits: `2`, creation second of the shard (9), shard number mod 16 (1), rising
//! index (16), two of unknown use, second of the put (9), shard number (8), version `2`. Numbers of
//! two older forms are still read where the service reads them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Index that the end of a closed shard carries.
const END_INDEX: u64 = 0x7fff_ffff_ffff_ffff;
/// Nine hex digits.
const SECOND_MAX: u64 = (1 << 36) - 1;

/// A sequence number; ordered as the service orders them inside one shard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct SequenceNumber {
    pub created_s: u64,
    pub index: u64,
    pub put_s: u64,
    pub shard: u32,
}

impl SequenceNumber {
    /// The first number of a shard, before any record.
    pub fn start(shard: u32, created_s: u64) -> SequenceNumber {
        SequenceNumber { created_s, index: 0, put_s: created_s, shard }
    }

    /// The last number of a closed shard, after any record.
    pub fn end(shard: u32, created_s: u64, closed_s: u64) -> SequenceNumber {
        SequenceNumber { created_s, index: END_INDEX, put_s: closed_s, shard }
    }

    /// The number as hex digits 0..=46 of a 192-bit number.
    fn to_wide(self) -> Wide {
        let (created_s, put_s) = (u128::from(self.created_s & SECOND_MAX), u128::from(self.put_s & SECOND_MAX));
        let (index, shard) = (u128::from(self.index), u128::from(self.shard));
        Wide {
            high: (2 << 56 | created_s << 20 | (shard % 16) << 16 | index >> 48) as u64,
            low: index << 80 | put_s << 36 | shard << 4 | 2,
        }
    }

    fn from_wide(wide: Wide) -> Option<SequenceNumber> {
        let found = SequenceNumber {
            created_s: wide.digits(1, 9),
            index: wide.digits(11, 16),
            put_s: wide.digits(29, 9),
            shard: u32::try_from(wide.digits(38, 8)).ok()?,
        };
        (found.to_wide() == wide).then_some(found)
    }
}

/// A number of 192 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Wide {
    high: u64,
    low: u128,
}

/// The largest power of ten below 2^64, and its digits.
const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_DIGITS: usize = 19;

impl Wide {
    /// `count` of the 47 hex digits that lie in 188 bits, counted from the left.
    fn digits(self, from: usize, count: usize) -> u64 {
        let digit = |at: usize| {
            let shift = 4 * (46 - at) as u32;
            (if shift >= 128 { self.high >> (shift - 128) } else { (self.low >> shift) as u64 }) & 15
        };
        (from..from + count).fold(0, |sum, at| sum << 4 | digit(at))
    }

    /// Quotient and remainder by `CHUNK`.
    fn divided(self) -> (Wide, u64) {
        let by = u128::from(CHUNK);
        let high = u128::from(self.high);
        let middle = (high % by) << 64 | self.low >> 64;
        let low = (middle % by) << 64 | self.low & u128::from(u64::MAX);
        (Wide { high: (high / by) as u64, low: ((middle / by) << 64) | (low / by) }, (low % by) as u64)
    }

    /// Reads a decimal number without a leading zero; None if it is none, or of more than 192 bits.
    fn read(text: &str) -> Option<Wide> {
        let zero = text.len() > 1 && text.starts_with('0');
        if text.is_empty() || text.len() > 3 * CHUNK_DIGITS || zero || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut wide = Wide { high: 0, low: 0 };
        for digit in text.bytes() {
            let low = (wide.low & u128::from(u64::MAX)) * 10 + u128::from(digit - b'0');
            let middle = (wide.low >> 64) * 10 + (low >> 64);
            let high = u128::from(wide.high) * 10 + (middle >> 64);
            wide = Wide { high: u64::try_from(high).ok()?, low: middle << 64 | low & u128::from(u64::MAX) };
        }
        Some(wide)
    }
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [b'0'; 3 * CHUNK_DIGITS];
        let mut rest = self.to_wide();
        for chunk in digits.rchunks_mut(CHUNK_DIGITS) {
            let (quotient, mut value) = rest.divided();
            rest = quotient;
            for digit in chunk.iter_mut().rev() {
                *digit = b'0' + (value % 10) as u8;
                value /= 10;
            }
        }
        let first = digits.iter().position(|digit| *digit != b'0').unwrap_or(0);
        f.write_str(std::str::from_utf8(&digits[first..]).unwrap_or_default())
    }
}

/// The text is no sequence number of the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotASequenceNumber;

impl FromStr for SequenceNumber {
    type Err = NotASequenceNumber;

    fn from_str(text: &str) -> Result<SequenceNumber, NotASequenceNumber> {
        Wide::read(text).and_then(SequenceNumber::from_wide).ok_or(NotASequenceNumber)
    }
}

/// The two older forms and today's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// 125 bits: creation second, unknown digits, shard.
    Old,
    /// Today's layout, in two variants.
    Today,
}

/// What the service makes of a number that a client sends, before it looks for the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParsedNumber {
    pub version: Version,
    /// Second of the put; None in the old form.
    pub put_s: Option<u64>,
    /// Can be below zero: the sign is part of the form.
    pub shard: i64,
}

/// Creation seconds from here on are no dates to the service (the year 2477).
const SECOND_REFUSED: u64 = 16_025_175_000;

impl ParsedNumber {
    /// Takes a number apart; None if the service finds it invalid.
    pub fn read(text: &str) -> Option<ParsedNumber> {
        let wide = Wide::read(text)?;
        if wide.high == 0 && wide.low >> 125 == 0 {
            let low = if wide.low >> 124 == 0 { wide.low | 1 << 124 } else { wide.low };
            let created_s = (low >> 88) as u64 & SECOND_MAX;
            let shard = (low & 0xffff) as i64;
            return (created_s < SECOND_REFUSED).then_some(ParsedNumber { version: Version::Old, put_s: None, shard });
        }
        let (first, last) = (wide.high >> 56, wide.low & 15);
        let (put_s, shard_digits) = match last {
            2 if wide.digits(11, 1) <= 7 => (wide.digits(29, 9), wide.digits(38, 8)),
            1 => (wide.digits(13, 9), wide.digits(38, 8)),
            _ => return None,
        };
        let sign = if last == 2 && shard_digits >> 31 == 1 { -1 } else { 1 };
        let known = first == 2 && (last == 1 || wide.digits(1, 9) < SECOND_REFUSED);
        known.then_some(ParsedNumber { version: Version::Today, put_s: Some(put_s), shard: sign * shard_digits as i64 })
    }

    /// The shard id that the number encodes, as texts spell it.
    pub fn shard_id(&self) -> String {
        match self.shard < 0 {
            true => format!("shardId--{:011}", self.shard.unsigned_abs()),
            false => format!("shardId-{:012}", self.shard),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BORN_S: u64 = 1_767_225_600;

    #[test]
    fn it_has_56_digits_and_reads_back() {
        for (shard, index) in [(0, 0), (17, 1), (9_999, u64::from(u32::MAX)), (3, END_INDEX)] {
            let number = SequenceNumber { created_s: BORN_S, index, put_s: BORN_S + 77, shard };
            let text = number.to_string();
            assert_eq!(text.len(), 56, "{text}");
            assert_eq!(text.parse(), Ok(number));
        }
    }

    #[test]
    fn two_puts_in_one_second_lie_two_to_the_80_apart() {
        let value = |index| SequenceNumber { created_s: BORN_S, index, put_s: BORN_S, shard: 1 }.to_wide().low;
        assert_eq!(value(2) - value(1), 1 << 80);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "0", "01", "12a", "-1", "1", &"9".repeat(57), &"9".repeat(200)] {
            assert_eq!(text.parse::<SequenceNumber>(), Err(NotASequenceNumber), "{text}");
        }
    }
}
