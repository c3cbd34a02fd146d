//! What the next byte's guess is made from: hashes of what came before it, eight for instructions, operands and text
//! each. docs/adr/0020 tells what more of them bring.

use crate::shape::{ALIGN, Ended, KINDS, OP, Shape, TEXT};
use std::ops::Range;

/// How many.
pub const CONTEXTS: usize = 8;
/// Of the code's operands and instructions, and of all kinds.
pub const MANNERS: usize = 257 + 256 + KINDS;
const OPS: usize = 8;

/// The contexts of the next byte.
pub struct Contexts {
    pub shape: Shape,
    pub hashes: [u32; CONTEXTS],
    /// The last eight bytes, the latest lowest.
    bytes: u64,
    /// Of text: the word so far.
    word: u32,
    /// The last instructions, the latest first: alone, and with their operands.
    ops: [u32; OPS],
    whole: [u32; OPS],
    /// By kind, the last two operands.
    operands: [[u32; 2]; KINDS],
}

impl Contexts {
    pub fn new(code: Range<usize>) -> Self {
        let mut contexts = Contexts {
            shape: Shape::new(code),
            hashes: [0; CONTEXTS],
            bytes: 0,
            word: 0,
            ops: [0; OPS],
            whole: [0; OPS],
            operands: [[0; 2]; KINDS],
        };
        contexts.hash();
        contexts
    }

    /// Goes on by one byte.
    pub fn follow(&mut self, byte: u8) {
        self.bytes = self.bytes << 8 | u64::from(byte);
        let kind = self.shape.kind();
        match self.shape.follow(byte) {
            Ended::Nothing => (),
            Ended::Op => {
                for list in [&mut self.ops, &mut self.whole] {
                    list.copy_within(..OPS - 1, 1);
                    list[0] = u32::from(byte) + 1;
                }
            }
            Ended::Operand(value) => {
                self.whole[0] = join(self.whole[0], value);
                self.operands[kind] = [value, self.operands[kind][0]];
            }
            Ended::Function => (self.ops, self.whole) = ([0; OPS], [0; OPS]),
        }
        let is_letter = byte.is_ascii_alphanumeric() || byte >= 128;
        self.word = if is_letter { join(self.word, u32::from(byte.to_ascii_lowercase())) } else { 0 };
        self.hash();
    }

    /// Which weights hold for the next byte: by the instruction before an instruction, by an operand's instruction, and
    /// by the kind of all else.
    pub fn manner(&self) -> usize {
        match self.shape.kind() {
            OP => self.ops[0] as usize,
            ALIGN..TEXT => 257 + usize::from(self.shape.op),
            kind => 257 + 256 + kind,
        }
    }

    fn hash(&mut self) {
        let kind = self.shape.kind();
        let [o1, o2, o3, o4, o5, o6, ..] = self.ops;
        let [w1, w2, w3, w4, ..] = self.whole;
        let [k1, k2] = self.operands[kind];
        let last = |bytes: u32| self.bytes & ((1 << (8 * bytes)) - 1);
        let of_text = |bytes: u32| join(last(bytes) as u32, (last(bytes) >> 32) as u32);
        let all = |list: &[u32]| list.iter().fold(0, |hash, part| join(hash, *part));
        let from = match kind {
            TEXT => [
                0,
                of_text(1),
                of_text(2),
                of_text(3),
                of_text(4),
                of_text(5),
                of_text(7),
                all(&[self.word, of_text(1)]),
            ],
            OP => [
                o1,
                all(&[o1, o2]),
                all(&[o1, o2, o3]),
                all(&[o1, o2, o3, o4, o5, o6]),
                all(&self.ops),
                w1,
                all(&[w1, w2]),
                all(&[w1, w2, w3]),
            ],
            _ => [
                0,
                all(&[o1, o2]),
                all(&[o1, o2, o3, o4]),
                all(&[w1, w2]),
                all(&[w1, w2, w3]),
                all(&[w1, w2, w3, w4]),
                k1,
                all(&[k1, k2]),
            ],
        };
        // The digits of a number so far, the place, and the instruction whose operand it is.
        let digits = self.shape.digits.min(3);
        let of_op = if (ALIGN..TEXT).contains(&kind) { u32::from(self.shape.op) } else { 0 };
        let place = all(&[kind as u32, of_op, digits, last(digits) as u32]);
        for (nth, (hash, from)) in self.hashes.iter_mut().zip(from).enumerate() {
            *hash = join(join(place, nth as u32), from);
        }
    }
}

fn join(hash: u32, part: u32) -> u32 {
    (hash.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b1).wrapping_add(0x2545_f491)
}
