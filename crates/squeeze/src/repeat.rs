//! The longest earlier place that ended as the bytes so far end: what followed there is the guess.

const HASH_BITS: u32 = 20;
/// So many bytes must be alike at least.
const SHORTEST: u32 = 5;
const LONGEST: u32 = 63;

/// Earlier bytes, and the place among them that is followed.
pub struct Repeat {
    bytes: Vec<u8>,
    /// The last eight bytes, the latest lowest.
    last: u64,
    /// Hash of the last bytes → where they ended.
    ends: Vec<u32>,
    /// Where the guess stands.
    at: usize,
    /// How many bytes were alike; 0 if there is no guess.
    length: u32,
    /// The bits of this byte so far, below a 1.
    byte: u32,
    /// By length: the chance that the guess is right, of 65536.
    right: [u32; LONGEST as usize + 1],
}

impl Repeat {
    pub fn new() -> Self {
        Repeat {
            bytes: Vec::new(),
            last: 0,
            ends: vec![0; 1 << HASH_BITS],
            at: 0,
            length: 0,
            byte: 1,
            right: [49_152; LONGEST as usize + 1],
        }
    }

    /// The bit that is guessed, if the guess was right so far in this byte.
    fn guess(&self) -> Option<bool> {
        if self.length == 0 {
            return None;
        }
        let whole = u32::from(self.bytes[self.at]) | 256;
        let left = self.byte.leading_zeros() - 23;
        (whole >> left == self.byte).then(|| whole >> (left - 1) & 1 == 1)
    }

    /// The chance of a 1, of 4096, and a class of how long the repetition is, 0 to 3.
    pub fn chance(&self) -> (usize, usize) {
        let Some(bit) = self.guess() else { return (2048, 0) };
        let right = (self.right[self.length as usize] >> 4).min(4095) as usize;
        let class = 1 + usize::from(self.length > 8) + usize::from(self.length > 24);
        (if bit { right } else { 4095 - right }, class)
    }

    pub fn learn(&mut self, bit: bool) {
        if let Some(guess) = self.guess() {
            let right = &mut self.right[self.length as usize];
            if guess == bit {
                *right += (65_535 - *right) >> 6;
            } else {
                *right -= *right >> 6;
            }
        }
        self.byte = self.byte << 1 | u32::from(bit);
    }

    /// Goes on by one byte.
    pub fn follow(&mut self, byte: u8) {
        self.byte = 1;
        self.bytes.push(byte);
        let now = self.bytes.len();
        if self.length > 0 && self.bytes[self.at] == byte {
            self.at += 1;
            self.length = (self.length + 1).min(LONGEST);
        } else {
            self.length = 0;
        }
        self.last = self.last << 8 | u64::from(byte);
        // The lowest 40 bits are the last five bytes.
        let place = ((self.last << 24).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - HASH_BITS)) as usize;
        if self.length == 0 {
            let end = self.ends[place] as usize;
            let alike = |back: &u32| {
                let back = *back as usize;
                back < end && self.bytes[end - 1 - back] == self.bytes[now - 1 - back]
            };
            let length = (0..LONGEST).take_while(alike).count() as u32;
            if length >= SHORTEST {
                (self.at, self.length) = (end, length);
            }
        }
        self.ends[place] = now as u32;
    }
}
