//! Numbers of 192 bits, read and written as decimal digits, many in a row at little cost: what a sequence number is made of.

/// A number of 192 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Wide {
    pub high: u64,
    pub low: u128,
}

/// Decimal digits are made nine at a time: such a piece and a carry fit into 64 bits.
const PIECE: u64 = 1_000_000_000;
pub(super) const PIECE_DIGITS: usize = 9;
pub(super) const PIECES: usize = 7;
/// 2^80, by which the numbers of two records in a row differ, as pieces.
const STEP: [u64; 3] = [174_706_176, 819_614_629, 1_208_925];

/// Digits of a number that is read.
const DIGITS_MAX: usize = 57;

impl Wide {
    /// `count` of the 47 hex digits that lie in 188 bits, counted from the left.
    pub fn digits(self, from: usize, count: usize) -> u64 {
        let digit = |at: usize| {
            let shift = 4 * (46 - at) as u32;
            (if shift >= 128 { self.high >> (shift - 128) } else { (self.low >> shift) as u64 }) & 15
        };
        (from..from + count).fold(0, |sum, at| sum << 4 | digit(at))
    }

    /// The number in pieces of nine decimal digits, the lowest first.
    pub fn pieces(self) -> [u32; PIECES] {
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
    pub fn read(text: &str) -> Option<Wide> {
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

pub(super) fn write_pieces(pieces: [u32; PIECES], out: &mut String) {
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

/// The number that is so many times 2^80 larger; `steps` is below 2^32.
pub(super) fn plus_steps(mut pieces: [u32; PIECES], steps: u64) -> [u32; PIECES] {
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
