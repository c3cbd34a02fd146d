//! The learner's answers in this browser: read, kept, and merged with what another tab has kept meanwhile.

use crate::storage::{self, packed, unpacked};
use question_bank::practice::{Entry, Progress};

/// The stored log; an empty one if there is none, or it can't be read.
pub fn load() -> Progress {
    storage::load_answers().and_then(|text| unpacked(&text)).unwrap_or_default()
}

/// Stores an answer beside what is stored already.
pub fn note(entry: Entry) {
    let mut stored = load();
    stored.note(entry);
    let _refused = save(&stored);
}

/// Stores a log in place of what is there; false if the browser refuses.
pub fn save(log: &Progress) -> bool {
    packed(log).is_some_and(|text| storage::save_answers(&text))
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
        assert_eq!(packed(&log).and_then(|text| unpacked(&text)), Some(log));
        assert_eq!(unpacked::<Progress>("1.@@"), None);
        assert_eq!(unpacked::<Progress>("2.AAAA"), None);
        assert_eq!(unpacked::<Progress>("1.AQ"), None);
    }
}
