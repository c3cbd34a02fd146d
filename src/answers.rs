//! The learner's answers in this browser: read, kept, and merged with what another tab has kept meanwhile.

use crate::storage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use question_bank::practice::{Entry, Progress};

/// First characters of a stored log: the format's version.
const VERSION: &str = "1.";

/// The stored log; an empty one if there is none, or it can't be read.
pub fn load() -> Progress {
    storage::load_answers().and_then(|text| decode(&text)).unwrap_or_default()
}

/// Stores an answer beside what is stored already.
pub fn note(entry: Entry) {
    let mut stored = load();
    stored.note(entry);
    save(&stored);
}

/// Stores a log in place of what is there.
pub fn save(log: &Progress) {
    if let Some(text) = encode(log) {
        storage::save_answers(&text);
    }
}

fn encode(log: &Progress) -> Option<String> {
    Some(format!("{VERSION}{}", STANDARD_NO_PAD.encode(postcard::to_allocvec(log).ok()?)))
}

fn decode(text: &str) -> Option<Progress> {
    let bytes = STANDARD_NO_PAD.decode(text.strip_prefix(VERSION)?).ok()?;
    postcard::from_bytes(&bytes).ok()
}

/// This moment in seconds since 1970, and the learner's day, counted from 1970 by the clock on their wall.
pub fn now() -> (u64, u32) {
    let date = js_sys::Date::new_0();
    let seconds = date.get_time() / 1_000.0;
    let local = seconds - date.get_timezone_offset() * 60.0;
    (seconds as u64, (local / 86_400.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use question_bank::practice::Sure;

    #[test]
    fn a_log_comes_back_and_nonsense_is_no_log() {
        let mut log = Progress::default();
        log.note(Entry { at: 5, day: 1, item: "a".to_owned(), version: 2, seed: 7, right: true, sure: Sure::Guessed });
        assert_eq!(encode(&log).and_then(|text| decode(&text)), Some(log));
        assert_eq!(decode("1.@@"), None);
        assert_eq!(decode("2.AAAA"), None);
        assert_eq!(decode("1.AQ"), None);
    }
}
