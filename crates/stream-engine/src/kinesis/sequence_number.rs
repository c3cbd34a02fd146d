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

/// Decimal digits are made nine at a time: such a piece and a carry fit into 64 bits.
const PIECE: u64 = 1_000_000_000;
const PIECE_DIGITS: usize = 9;
const PIECES: usize = 7;
/// 2^80, by which the numbers of two records in a row differ, as pieces.
const STEP: [u64; 3] = [174_706_176, 819_614_629, 1_208_925];

/// Digits of a number that is read.
const DIGITS_MAX: usize = 57;

impl Wide {
    /// `count` of the 47 hex digits that lie in 188 bits, counted from the left.
    fn digits(self, from: usize, count: usize) -> u64 {
        let digit = |at: usize| {
            let shift = 4 * (46 - at) as u32;
            (if shift >= 128 { self.high >> (shift - 128) } else { (self.low >> shift) as u64 }) & 15
        };
        (from..from + count).fold(0, |sum, at| sum << 4 | digit(at))
    }

    /// The number in pieces of nine decimal digits, the lowest first.
    fn pieces(self) -> [u32; PIECES] {
        let limb =
            |nth: u32| if nth < 4 { (self.low >> (32 * nth)) as u32 } else { (self.high >> (32 * (nth - 4))) as u32 };
        let mut limbs: [u32; 6] = std::array::from_fn(|nth| limb(nth as u32));
        let mut top = limbs.len();
        let mut pieces = [0; PIECES];
        for piece in &mut pieces {
            let mut rest = 0;
            for limb in limbs[..top].iter_mut().rev() {
                let value = rest << 32 | u64::from(*limb);
                (*limb, rest) = ((value / PIECE) as u32, value % PIECE);
            }
            *piece = rest as u32;
            while top > 0 && limbs[top - 1] == 0 {
                top -= 1;
            }
        }
        pieces
    }

    /// Reads a decimal number without a leading zero; None if it is none, or of more than 192 bits.
    fn read(text: &str) -> Option<Wide> {
        let zero = text.len() > 1 && text.starts_with('0');
        if text.is_empty() || text.len() > DIGITS_MAX || zero || !text.bytes().all(|byte| byte.is_ascii_digit()) {
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
        let mut text = String::with_capacity(PIECES * PIECE_DIGITS);
        write_pieces(self.to_wide().pieces(), &mut text);
        f.write_str(&text)
    }
}

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut nth = 0;
    while nth < 100 {
        pairs[nth] = [b'0' + nth as u8 / 10, b'0' + nth as u8 % 10];
        nth += 1;
    }
    pairs
};

fn write_pieces(pieces: [u32; PIECES], out: &mut String) {
    let mut digits = [b'0'; PIECES * PIECE_DIGITS];
    for (piece, place) in pieces.iter().rev().zip(digits.chunks_exact_mut(PIECE_DIGITS)) {
        let (high, low) = (piece / 10_000, piece % 10_000);
        let pair = |value: u32| PAIRS[value as usize % 100];
        place[0] = b'0' + (high / 10_000) as u8;
        place[1..3].copy_from_slice(&pair(high / 100));
        place[3..5].copy_from_slice(&pair(high));
        place[5..7].copy_from_slice(&pair(low / 100));
        place[7..9].copy_from_slice(&pair(low));
    }
    let first = digits.iter().position(|digit| *digit != b'0').unwrap_or(0);
    out.push_str(std::str::from_utf8(&digits[first..]).unwrap_or_default());
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

/// The number that is so many times 2^80 larger; `steps` is below 2^32.
fn plus_steps(mut pieces: [u32; PIECES], steps: u64) -> [u32; PIECES] {
    let mut carry = 0;
    for (nth, piece) in pieces.iter_mut().enumerate() {
        let value = u64::from(*piece) + STEP.get(nth).map_or(0, |step| step * steps) + carry;
        if value < PIECE {
            (*piece, carry) = (value as u32, 0);
        } else {
            (*piece, carry) = ((value % PIECE) as u32, value / PIECE);
        }
    }
    pieces
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
