//! Sequence numbers in the 56-digit form seen today (AWS documents only "up to 129 digits").
//!
//! 186 bits, in hex digits: `2`, creation second of the shard (9), shard number mod 16 (1), rising
//! index (16), two of unknown use, second of the put (9), shard number (8), version `2`. Numbers of
//! two older forms are still read where the service reads them.

use super::wide::{PIECE_DIGITS, PIECES, Wide, plus_steps, write_pieces};
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

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(PIECES * PIECE_DIGITS);
        write_pieces(self.to_wide().pieces(), &mut text);
        f.write_str(&text)
    }
}

/// Writes many numbers: those of one shard and second differ in their index only, so that the rest
/// is divided into digits once.
#[derive(Default)]
pub struct NumberWriter {
    /// By shard: the number with index 0, and its pieces.
    known: Vec<Option<(SequenceNumber, [u32; PIECES])>>,
}

impl NumberWriter {
    /// Shards that are remembered; those beyond are divided each time.
    const SHARDS_MOST: usize = 1_024;

    /// Appends the number's text.
    pub fn write(&mut self, number: SequenceNumber, out: &mut String) {
        let shard = number.shard as usize;
        if shard >= Self::SHARDS_MOST || number.index > u64::from(u32::MAX) {
            return write_pieces(number.to_wide().pieces(), out);
        }
        if self.known.len() <= shard {
            self.known.resize(shard + 1, None);
        }
        let base = SequenceNumber { index: 0, ..number };
        let base_pieces = match self.known[shard] {
            Some((known, pieces)) if known == base => pieces,
            _ => {
                let pieces = base.to_wide().pieces();
                self.known[shard] = Some((base, pieces));
                pieces
            }
        };
        write_pieces(plus_steps(base_pieces, number.index), out);
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
    fn the_writer_of_many_writes_what_one_by_one_is_written() {
        let mut writer = NumberWriter::default();
        for nth in 0..4_000_u64 {
            let index = [nth, nth << 20, u64::from(u32::MAX) - nth, nth << 45][nth as usize % 4];
            let shard = [nth % 7, 999 + nth % 60][nth as usize % 2] as u32;
            let number = SequenceNumber { created_s: BORN_S + nth % 3, index, put_s: BORN_S + nth / 7, shard };
            let mut text = String::new();
            writer.write(number, &mut text);
            assert_eq!(text, number.to_string());
            assert_eq!(text.parse(), Ok(number));
        }
    }

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
