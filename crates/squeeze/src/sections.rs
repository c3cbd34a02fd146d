//! Where the code stands in a WebAssembly module.

use std::ops::Range;

/// Of the binary format: the code section's number.
const CODE: u8 = 10;
/// The magic number and the version.
const HEAD: usize = 8;

/// The content of the code section; empty if there is none, or if this is no module.
pub fn code(module: &[u8]) -> Range<usize> {
    let mut at = HEAD;
    while let Some(id) = module.get(at) {
        let Some((length, start)) = number(module, at + 1) else { break };
        let end = start + length as usize;
        if end > module.len() {
            break;
        }
        if *id == CODE {
            return start..end;
        }
        at = end;
    }
    0..0
}

/// A number of seven bits a byte, lowest first, and where it ends.
fn number(module: &[u8], from: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    for (digit, byte) in module.get(from..)?.iter().take(5).enumerate() {
        value |= u32::from(byte & 127) << (7 * digit);
        if *byte < 128 {
            return Some((value, from + digit + 1));
        }
    }
    None
}
