//! Guesses the next bit: what followed in each of eight contexts, and after the longest earlier repetition, weighed by
//! what was right before. Whole numbers only, so that every machine guesses the same.

use crate::contexts::{CONTEXTS, Contexts, MANNERS};
use crate::repeat::Repeat;
use std::ops::Range;

/// What is weighed: the contexts, the repetition, and a constant.
const INPUTS: usize = CONTEXTS + 2;
/// 2^21 pairs of slots of 32 bytes: 128 MiB.
const PAIR_BITS: u32 = 21;
/// A mark of the context, then what was learned at each of the 15 places of half a byte.
type Slot = [u16; 16];
/// Weights are chosen by manner, digit of a number and length of the repetition.
const DIGITS: usize = 4;
const LENGTHS: usize = 4;
/// How fast weights follow.
const PACE: i32 = 6;
const CONSTANT: i32 = 256;
/// Below 8, of 65536: its product with an input still fits 32 bits.
const WEIGHT_MAX: i32 = (1 << 19) - 1;
/// A chance of one half that nothing was learned about yet, as a node has it: 12 bits, then 4 for how often it was met.
const FRESH: u16 = 2048 << 4;

/// The two slots in which a context may be: one line of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Pair([Slot; 2]);

/// The model; made by `new`, asked by `chance`, taught by `learn`.
pub struct Model {
    contexts: Contexts,
    repeat: Repeat,
    pairs: Vec<Pair>,
    /// Each context's slot for this half of the byte: its pair, doubled, and its place there.
    slot: [usize; CONTEXTS],
    inputs: [i32; INPUTS],
    weights: Vec<[i32; INPUTS]>,
    /// Which weights are in use.
    set: usize,
    /// The bits of the byte so far, below a 1.
    byte: usize,
    /// Within its half: 1 to 15.
    node: usize,
    chance: i32,
    stretch: Vec<i32>,
    /// How far a chance moves, by how often it was met.
    rate: [i32; 16],
}

impl Model {
    /// `code` is where the content of a module's code section stands.
    pub fn new(code: Range<usize>) -> Self {
        let mut model = Model {
            contexts: Contexts::new(code),
            repeat: Repeat::new(),
            pairs: vec![Pair([[FRESH; 16]; 2]); 1 << PAIR_BITS],
            slot: [0; CONTEXTS],
            inputs: [0; INPUTS],
            weights: vec![[65_536 * 3 / 10; INPUTS]; MANNERS * DIGITS * LENGTHS],
            set: 0,
            byte: 1,
            node: 1,
            chance: 2048,
            stretch: stretches(),
            rate: std::array::from_fn(|met| 65_536 * 2 / (2 * met.min(8) as i32 + 3)),
        };
        model.open_byte();
        model.weigh();
        model
    }

    /// The chance that the next bit is 1, of 4096.
    pub fn chance(&self) -> u32 {
        self.chance as u32
    }

    /// Takes the bit that came.
    pub fn learn(&mut self, bit: bool) {
        let error = ((i32::from(bit) << 12) - self.chance) * PACE;
        for (weight, input) in self.weights[self.set].iter_mut().zip(&self.inputs) {
            *weight = (*weight + ((input * error + 0x2000) >> 14)).clamp(-WEIGHT_MAX, WEIGHT_MAX);
        }
        let target = if bit { 4095 } else { 0 };
        for slot in self.slot {
            let node = &mut self.pairs[slot / 2].0[slot % 2][self.node & 15];
            let (chance, met) = (i32::from(*node >> 4), *node & 15);
            let moved = chance + (((target - chance) * self.rate[usize::from(met)]) >> 16);
            *node = (moved as u16) << 4 | (met + 1).min(15);
        }
        self.repeat.learn(bit);
        self.byte = self.byte << 1 | usize::from(bit);
        self.node = self.node << 1 | usize::from(bit);
        if self.byte >= 256 {
            let byte = (self.byte & 255) as u8;
            self.contexts.follow(byte);
            self.repeat.follow(byte);
            self.open_byte();
        } else if self.byte >= 16 && self.byte < 32 {
            self.open_half();
        }
        self.weigh();
    }

    fn open_byte(&mut self) {
        self.byte = 1;
        let digit = (self.contexts.shape.digits as usize).min(DIGITS - 1);
        self.set = (self.contexts.manner() * DIGITS + digit) * LENGTHS;
        self.open_half();
    }

    /// Looks for each context's slot. Of two places the one of this context is taken, else the one less met. All are
    /// read before any is decided on: then the processor waits for memory once, not eight times.
    fn open_half(&mut self) {
        self.node = 1;
        let half = (self.byte as u32).wrapping_mul(0x9e37_79b1);
        let sought = self.contexts.hashes.map(|context| {
            let hash = (context ^ half).wrapping_mul(0x85eb_ca6b);
            let hash = (hash ^ hash >> 15).wrapping_mul(0xc2b2_ae35);
            ((hash >> (32 - PAIR_BITS)) as usize, hash as u16)
        });
        let found = sought.map(|(place, mark)| {
            let Pair([one, other]) = &self.pairs[place];
            (one[0] == mark, other[0] == mark, other[1] & 15 < one[1] & 15)
        });
        for ((slot, (place, mark)), (one, other, is_less_met)) in self.slot.iter_mut().zip(sought).zip(found) {
            let nth = usize::from(!one & (other | is_less_met));
            if !one & !other {
                self.pairs[place].0[nth] = [FRESH; 16];
                self.pairs[place].0[nth][0] = mark;
            }
            *slot = place * 2 + nth;
        }
    }

    fn weigh(&mut self) {
        for (input, slot) in self.inputs.iter_mut().zip(self.slot) {
            let node = self.pairs[slot / 2].0[slot % 2][self.node & 15];
            *input = self.stretch[usize::from(node >> 4)];
        }
        let (chance, length) = self.repeat.chance();
        self.inputs[CONTEXTS] = self.stretch[chance];
        self.inputs[CONTEXTS + 1] = CONSTANT;
        self.set = self.set / LENGTHS * LENGTHS + length;
        let weights = &self.weights[self.set];
        let sum: i32 = weights.iter().zip(&self.inputs).map(|(weight, input)| (weight * input) >> 8).sum();
        self.chance = squash(sum >> 8).clamp(1, 4095);
    }
}

/// 4096 / (1 + e^(-x / 256)), by a table and lines between.
fn squash(x: i32) -> i32 {
    const TABLE: [i32; 33] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901,
        3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ];
    if x >= 2047 {
        return 4095;
    }
    if x <= -2047 {
        return 0;
    }
    let (place, part) = (((x >> 7) + 16) as usize, x & 127);
    (TABLE[place] * (128 - part) + TABLE[place + 1] * part + 64) >> 7
}

/// The inverse of `squash`.
fn stretches() -> Vec<i32> {
    let mut table = vec![2047; 4096];
    let mut next = 0;
    for x in -2047..=2047 {
        let chance = squash(x) as usize;
        while next <= chance {
            table[next] = x;
            next += 1;
        }
    }
    table
}
