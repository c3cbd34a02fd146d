//! A saved lab as bytes: what it is, for which version, and whether it arrived whole.
//!
//! Magic, format (2 bytes), the engine's version (length and text), length of the content (8), MD5
//! of the content (16), content. Numbers are little-endian.

use md5::{Digest, Md5};

const MAGIC: &[u8] = b"shardlab";
/// Of the frame; what is inside depends on the engine's version.
const FORMAT: u16 = 1;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Frames a state.
pub fn wrap(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 64);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.push(VERSION.len() as u8);
    bytes.extend_from_slice(VERSION.as_bytes());
    bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&digest(content));
    bytes.extend_from_slice(content);
    bytes
}

/// The state inside the frame, or what is wrong with the bytes.
pub fn unwrap(bytes: &[u8]) -> Result<&[u8], String> {
    let cut_off = || "the saved lab is cut off".to_owned();
    if bytes.is_empty() {
        return Err("there are no bytes to restore a lab from".to_owned());
    }
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(if MAGIC.starts_with(bytes) { cut_off() } else { "the bytes are no saved lab".to_owned() });
    };
    let (format, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
    match u16::from_le_bytes(*format) {
        FORMAT => {}
        newer if newer > FORMAT => {
            return Err(format!("the lab was saved in format {newer}; this version reads up to format {FORMAT}"));
        }
        other => return Err(format!("the saved lab is damaged: there is no format {other}")),
    }
    let (length, rest) = rest.split_first().ok_or_else(cut_off)?;
    let (version, rest) = rest.split_at_checked(usize::from(*length)).ok_or_else(cut_off)?;
    if version != VERSION.as_bytes() {
        let other = String::from_utf8_lossy(version);
        return Err(format!("the lab was saved by version {other:?}; this is version {VERSION:?} and can't read it"));
    }
    let (length, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
    let (expected, content) = rest.split_first_chunk::<16>().ok_or_else(cut_off)?;
    let length = u64::from_le_bytes(*length);
    let found = content.len() as u64;
    if found < length {
        return Err(format!("the saved lab is cut off: {found} of {length} bytes of its state are there"));
    }
    if found > length {
        return Err(format!("the saved lab is damaged: {} bytes follow its end", found - length));
    }
    if digest(content) != *expected {
        return Err("the saved lab is damaged: its digest doesn't fit".to_owned());
    }
    Ok(content)
}

fn digest(content: &[u8]) -> [u8; 16] {
    Md5::digest(content).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_gives_back_what_it_holds() {
        assert_eq!(unwrap(&wrap(b"state")), Ok(&b"state"[..]));
    }

    #[test]
    fn every_bit_and_every_length_matters() {
        let whole = wrap(b"some state");
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(unwrap(&damaged).is_err(), "bit {bit}");
        }
        assert!((0..whole.len()).all(|length| unwrap(&whole[..length]).is_err()));
        assert!(unwrap(&[whole.as_slice(), b"x"].concat()).is_err());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let whole = wrap(b"some state");
        let says = |bytes: &[u8], words: &str| {
            let problem = unwrap(bytes).expect_err(words);
            assert!(problem.contains(words), "{problem}");
        };
        says(b"PK\x03\x04 a zip file", "no saved lab");
        says(&whole[..whole.len() - 3], "cut off: 7 of 10 bytes");
        let mut newer = whole.clone();
        newer[MAGIC.len()] = 2;
        says(&newer, "format 2");
        let mut other = whole.clone();
        other[MAGIC.len() + 3] = b'9';
        says(&other, "version \"9.");
    }
}
