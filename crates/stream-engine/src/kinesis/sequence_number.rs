//! Sequence numbers in the 56-digit form seen today (AWS documents only "up to 129 digits").
//!
//! 186 bits, in hex digits: `2`, creation second of the shard (9), shard number mod 16 (1), rising
//! index (16), two of unknown use, second of the put (9), shard number (8), version `2`.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Index that the end of a closed shard carries.
const END_INDEX: u64 = 0x7fff_ffff_ffff_ffff;
/// Nine hex digits.
const SECOND_MAX: u64 = (1 << 36) - 1;

/// A sequence number; ordered as the service orders them inside one shard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
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

    /// The number as 24 bytes, big-endian.
    fn to_bytes(self) -> [u8; 24] {
        let nibbles = Nibbles::default()
            .push(2, 1)
            .push(self.created_s & SECOND_MAX, 9)
            .push(u64::from(self.shard % 16), 1)
            .push(self.index, 16)
            .push(0, 2)
            .push(self.put_s & SECOND_MAX, 9)
            .push(u64::from(self.shard), 8)
            .push(2, 1);
        nibbles.right_aligned()
    }

    fn from_bytes(bytes: [u8; 24]) -> Option<SequenceNumber> {
        let digit = |at: usize| u64::from(if at.is_multiple_of(2) { bytes[at / 2] >> 4 } else { bytes[at / 2] & 15 });
        let number = |from: usize, digits: usize| (from..from + digits).fold(0, |sum, at| sum << 4 | digit(at));
        let found = SequenceNumber {
            created_s: number(2, 9),
            index: number(12, 16),
            put_s: number(30, 9),
            shard: u32::try_from(number(39, 8)).ok()?,
        };
        (found.to_bytes() == bytes).then_some(found)
    }
}

/// 47 hex digits written from the left.
#[derive(Default)]
struct Nibbles {
    digits: Vec<u8>,
}

impl Nibbles {
    fn push(mut self, value: u64, digits: u32) -> Self {
        self.digits.extend((0..digits).rev().map(|nth| (value >> (4 * nth) & 15) as u8));
        self
    }

    fn right_aligned(&self) -> [u8; 24] {
        let mut bytes = [0; 24];
        for (nth, digit) in self.digits.iter().rev().enumerate() {
            bytes[23 - nth / 2] |= digit << (4 * (nth % 2));
        }
        bytes
    }
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.to_bytes();
        let mut digits = Vec::with_capacity(58);
        while bytes.iter().any(|byte| *byte != 0) {
            let rest = bytes.iter_mut().fold(0_u32, |rest, byte| {
                let value = rest << 8 | u32::from(*byte);
                *byte = (value / 10) as u8;
                value % 10
            });
            digits.push(char::from_digit(rest, 10).unwrap_or('0'));
        }
        f.write_str(&digits.iter().rev().collect::<String>())
    }
}

/// The text is no sequence number of the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotASequenceNumber;

impl FromStr for SequenceNumber {
    type Err = NotASequenceNumber;

    fn from_str(text: &str) -> Result<SequenceNumber, NotASequenceNumber> {
        if text.is_empty() || text.len() > 57 || text.starts_with('0') {
            return Err(NotASequenceNumber);
        }
        let mut bytes = [0_u8; 24];
        for digit in text.bytes() {
            if !digit.is_ascii_digit() {
                return Err(NotASequenceNumber);
            }
            let carry = bytes.iter_mut().rev().fold(u32::from(digit - b'0'), |carry, byte| {
                let value = u32::from(*byte) * 10 + carry;
                *byte = value as u8;
                value >> 8
            });
            if carry != 0 {
                return Err(NotASequenceNumber);
            }
        }
        SequenceNumber::from_bytes(bytes).ok_or(NotASequenceNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::EPOCH_S;

    #[test]
    fn it_has_56_digits_and_reads_back() {
        for (shard, index) in [(0, 0), (17, 1), (9_999, u64::from(u32::MAX)), (3, END_INDEX)] {
            let number = SequenceNumber { created_s: EPOCH_S, index, put_s: EPOCH_S + 77, shard };
            let text = number.to_string();
            assert_eq!(text.len(), 56, "{text}");
            assert_eq!(text.parse(), Ok(number));
        }
    }

    #[test]
    fn two_puts_in_one_second_lie_two_to_the_80_apart() {
        let value = |index| {
            let bytes = SequenceNumber { created_s: EPOCH_S, index, put_s: EPOCH_S, shard: 1 }.to_bytes();
            u128::from_be_bytes(bytes[8..24].try_into().expect("sixteen bytes"))
        };
        assert_eq!(value(2) - value(1), 1 << 80);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "0", "12a", "-1", "1", &"9".repeat(57), &"9".repeat(200)] {
            assert_eq!(text.parse::<SequenceNumber>(), Err(NotASequenceNumber), "{text}");
        }
    }
}
