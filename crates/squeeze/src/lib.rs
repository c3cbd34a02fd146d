//! Bytes made small, for the one-file edition of the page: each bit is guessed from what came before, and only the
//! surprise is written. The same model guesses on both sides, here when the page is built and as WebAssembly in the
//! browser; `shape` follows a module's code, since what an instruction is tells more than where its byte stands.
//!
//! Context mixing, as in the programs PAQ and lpaq; docs/adr/0020 has what other ways come to.
//! Leaves out what a file format has: names, versions, several files.

mod contexts;
mod door;
mod model;
mod repeat;
mod sections;
mod shape;

use model::Model;
pub use sections::code;
use std::ops::Range;

/// The head: length, begin and end of the code, and a digest, in four bytes each, lowest first.
const HEAD: usize = 16;

/// Makes bytes small. `code` is where the content of a module's code section stands in them; empty if there is none.
/// At most 2 GiB.
pub fn squeeze(bytes: &[u8], code: Range<usize>) -> Vec<u8> {
    let head = [bytes.len() as u32, code.start as u32, code.end as u32, digest(bytes)];
    let mut out: Vec<u8> = head.iter().flat_map(|number| number.to_le_bytes()).collect();
    let mut model = Model::new(code);
    let mut coder = Span::WHOLE;
    for byte in bytes {
        for place in (0..8).rev() {
            let bit = byte >> place & 1 == 1;
            coder.narrow(model.chance(), bit);
            model.learn(bit);
            while let Some(settled) = coder.settle() {
                out.push(settled);
            }
        }
    }
    out.extend(coder.low.to_be_bytes());
    out
}

/// Gives squeezed bytes back, some at a time.
pub struct Restorer {
    squeezed: Vec<u8>,
    /// The next byte of `squeezed`.
    at: usize,
    model: Model,
    coder: Span,
    /// What of `squeezed` lies in the span.
    here: u32,
    bytes: Vec<u8>,
    length: usize,
    digest: u32,
}

impl Restorer {
    /// None if there is no head, or one of nonsense.
    pub fn new(squeezed: Vec<u8>) -> Option<Self> {
        let number = |nth: usize| {
            let bytes = squeezed.get(nth * 4..nth * 4 + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        let (length, start, end, digest) = (number(0)? as usize, number(1)? as usize, number(2)? as usize, number(3)?);
        if start > end || end > length || length > i32::MAX as usize {
            return None;
        }
        let here = squeezed.get(HEAD..HEAD + 4)?;
        let here = u32::from_be_bytes(here.try_into().ok()?);
        let model = Model::new(start..end);
        Some(Restorer { squeezed, at: HEAD + 4, model, coder: Span::WHOLE, here, bytes: Vec::new(), length, digest })
    }

    /// Restores so many bytes more, or what is left; true if all are there.
    pub fn go_on(&mut self, bytes: usize) -> bool {
        let until = (self.bytes.len() + bytes).min(self.length);
        while self.bytes.len() < until {
            let mut byte = 0;
            for _ in 0..8 {
                let bit = self.here <= self.coder.middle(self.model.chance());
                self.coder.narrow(self.model.chance(), bit);
                self.model.learn(bit);
                byte = byte << 1 | u8::from(bit);
                while self.coder.settle().is_some() {
                    let next = self.squeezed.get(self.at).copied().unwrap_or(0);
                    (self.here, self.at) = (self.here << 8 | u32::from(next), self.at + 1);
                }
            }
            self.bytes.push(byte);
        }
        self.bytes.len() == self.length
    }

    /// What is restored.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether all is restored as it was.
    pub fn is_whole(&self) -> bool {
        self.bytes.len() == self.length && digest(&self.bytes) == self.digest
    }
}

/// What the arithmetic coder has not told yet.
struct Span {
    low: u32,
    high: u32,
}

impl Span {
    const WHOLE: Span = Span { low: 0, high: u32::MAX };

    fn middle(&self, chance: u32) -> u32 {
        let width = self.high - self.low;
        self.low + (width >> 12) * chance + (((width & 4095) * chance) >> 12)
    }

    fn narrow(&mut self, chance: u32, bit: bool) {
        let middle = self.middle(chance);
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
    }

    /// The highest byte, if it is the same all over the span.
    fn settle(&mut self) -> Option<u8> {
        if (self.low ^ self.high) >> 24 != 0 {
            return None;
        }
        let settled = (self.low >> 24) as u8;
        (self.low, self.high) = (self.low << 8, self.high << 8 | 255);
        Some(settled)
    }
}

/// FNV-1a of 32 bits: finds what was damaged on the way, not what was forged.
pub fn digest(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |state, byte| (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(squeezed: Vec<u8>, step: usize) -> Option<Vec<u8>> {
        let mut restorer = Restorer::new(squeezed)?;
        while !restorer.go_on(step) {}
        restorer.is_whole().then(|| restorer.bytes().to_vec())
    }

    /// A module with one function, `body` so often in its code.
    fn module(body: &[u8], times: usize) -> Vec<u8> {
        let number = |value: usize| [(value & 127) as u8 | 128, (value >> 7 & 127) as u8 | 128, (value >> 14) as u8];
        let function = [&[0][..], &body.repeat(times), &[0x0b]].concat();
        let content = [&[1][..], &number(function.len()), &function].concat();
        [b"\0asm\x01\0\0\0", &[1, 2, 0, 0, 10][..], &number(content.len()), &content, &[11, 1, 0]].concat()
    }

    #[test]
    fn whatever_is_squeezed_comes_back() {
        let random: Vec<u8> = (0..3_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for bytes in [vec![], vec![7], b"shard ".repeat(500), random] {
            for code in [0..0, 0..bytes.len(), bytes.len() / 3..bytes.len() / 2] {
                assert_eq!(restored(squeeze(&bytes, code.clone()), 1_000).as_ref(), Some(&bytes), "{code:?}");
            }
        }
    }

    #[test]
    fn code_is_found_in_a_module_and_grows_small() {
        // local.get 3, i32.load offset=8, i64.const -2, br_table 2 labels, memory.copy, call 5.
        let body = [0x20, 3, 0x28, 2, 8, 0x42, 0x7e, 0x0e, 1, 0, 1, 0xfc, 10, 0, 0, 0x10, 5];
        let module = module(&body, 900);
        let found = code(&module);
        assert_eq!(module[found.end..], [11, 1, 0], "what follows the code");
        let squeezed = squeeze(&module, found);
        assert!(squeezed.len() < module.len() / 50, "{} bytes", squeezed.len());
        assert_eq!(restored(squeezed, usize::MAX / 2), Some(module));
    }

    #[test]
    fn what_is_no_module_has_no_code() {
        for bytes in [&b""[..], b"\0asm\x01\0\0\0", b"\0asm\x01\0\0\0\x0a\xff", b"\0asm\x01\0\0\0\x0a\x05\0"] {
            assert_eq!(code(bytes), 0..0);
        }
    }

    #[test]
    fn what_was_damaged_is_noticed() {
        let squeezed = squeeze(&b"which record went where, and why? ".repeat(40), 0..0);
        assert!(restored(squeezed[..HEAD + 2].to_vec(), 100).is_none(), "cut within the head");
        assert!(restored(squeezed[..HEAD + 12].to_vec(), 100).is_none(), "cut behind the head");
        for place in [0, 5, 13, HEAD + 3] {
            let mut other = squeezed.clone();
            other[place] ^= 64;
            assert!(restored(other, 100).is_none(), "byte {place}");
        }
    }
}
