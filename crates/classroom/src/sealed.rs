//! Values as text that goes by a link, a code or a chat: a version, Base64url, and four bytes that tell whether it came
//! whole. They keep slips away, not forgery: what counts in a result is its replay.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use md5::{Digest, Md5};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of the check.
const CHECK: usize = 4;

/// Why a text can't be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// Nothing of this kind.
    Foreign,
    /// Cut off or changed on its way.
    Damaged,
    /// Made by a later edition of the page.
    Newer,
}

/// `e1.` and the value; `kind` is the letter, `version` the number.
pub fn seal(kind: char, version: u32, value: &impl Serialize) -> String {
    // Types of ours alone, without maps of unknown length.
    let mut bytes = postcard::to_allocvec(value).expect("postcard writes all of serde that is used here");
    bytes.extend(&digest(&bytes)[..CHECK]);
    format!("{kind}{version}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads it back.
///
/// # Errors
/// Why it can't be read.
pub fn open<T: DeserializeOwned>(kind: char, version: u32, text: &str) -> Result<T, Unreadable> {
    let rest = text.trim().strip_prefix(kind).ok_or(Unreadable::Foreign)?;
    let (written, body) = rest.split_once('.').ok_or(Unreadable::Foreign)?;
    match written.parse::<u32>() {
        Ok(written) if written == version => {}
        Ok(written) if written > version => return Err(Unreadable::Newer),
        _ => return Err(Unreadable::Foreign),
    }
    let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| Unreadable::Damaged)?;
    let (value, check) = bytes.split_at_checked(bytes.len().saturating_sub(CHECK)).ok_or(Unreadable::Damaged)?;
    if digest(value)[..CHECK] != *check {
        return Err(Unreadable::Damaged);
    }
    match postcard::take_from_bytes(value) {
        Ok((value, [])) => Ok(value),
        _ => Err(Unreadable::Damaged),
    }
}

/// A short name for a value as it is.
pub fn name(value: &impl Serialize) -> String {
    let bytes = postcard::to_allocvec(value).expect("postcard writes all of serde that is used here");
    URL_SAFE_NO_PAD.encode(&digest(&bytes)[..9])
}

fn digest(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_read_back_and_nothing_else_is() {
        let text = seal('r', 2, &("mina", 37_u64));
        assert_eq!(open::<(String, u64)>('r', 2, &format!(" {text}\n")), Ok(("mina".to_owned(), 37)));
        let read = |text: &str| open::<(String, u64)>('r', 2, text);
        assert_eq!(read(&text.replacen("r2", "r3", 1)), Err(Unreadable::Newer));
        assert_eq!(read(&text.replacen("r2", "e2", 1)), Err(Unreadable::Foreign));
        assert_eq!(read("hello, r2."), Err(Unreadable::Foreign));
        assert_eq!(read("r2."), Err(Unreadable::Damaged));
        for cut in 4..text.len() {
            assert_eq!(read(&text[..cut]), Err(Unreadable::Damaged), "{cut}");
        }
        for at in 3..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(read(&String::from_utf8(changed).expect("letters")), Err(Unreadable::Damaged), "{at}");
        }
    }
}
