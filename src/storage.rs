//! What the page remembers in this browser: progress, answers, questions of one's own, an exam under way,
//! exercises and work in them, theme, quota profile. Works without storage:
//! then nothing is remembered. A value it can't read is left alone until something new is saved.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeMap;

const PROGRESS: &str = "shardlab.progress";
const ANSWERS: &str = "shardlab.answers";
const QUESTIONS: &str = "shardlab.questions";
const EXAM: &str = "shardlab.exam";
const EXERCISES: &str = "shardlab.exercises";
const WORK: &str = "shardlab.work";
const THEME: &str = "shardlab.theme";
const PROFILE: &str = "shardlab.profile";
/// First characters of what is stored packed: the format's version.
const VERSION: &str = "1.";

/// What a learner has reached.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    pub labs: BTreeMap<String, LabProgress>,
}

/// What a learner has reached in one lab. Only ever grows, so that two tabs can be merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LabProgress {
    pub opened: bool,
    pub solved: bool,
    pub gold: bool,
}

impl Progress {
    /// What is stored, merged with nothing lost.
    pub fn merge(&mut self, other: &Progress) {
        for (id, lab) in &other.labs {
            let mine = self.labs.entry(id.clone()).or_default();
            mine.opened |= lab.opened;
            mine.solved |= lab.solved;
            mine.gold |= lab.gold;
        }
    }

    /// The lab's progress; nothing yet for an unknown one.
    pub fn lab(&self, id: &str) -> LabProgress {
        self.labs.get(id).copied().unwrap_or_default()
    }
}

/// A value as it is stored: the format's version, and Base64.
pub fn packed<T: Serialize>(value: &T) -> Option<String> {
    Some(format!("{VERSION}{}", STANDARD_NO_PAD.encode(postcard::to_allocvec(value).ok()?)))
}

/// The stored value; None if it is damaged or of another version.
pub fn unpacked<T: DeserializeOwned>(text: &str) -> Option<T> {
    postcard::from_bytes(&STANDARD_NO_PAD.decode(text.strip_prefix(VERSION)?).ok()?).ok()
}

/// The stored progress; none if there is none, or it can't be read.
pub fn load_progress() -> Progress {
    read(PROGRESS).and_then(|text| unpacked(&text)).unwrap_or_default()
}

/// Stores progress, merged with what another tab may have stored meanwhile.
pub fn save_progress(progress: &Progress) {
    let mut merged = load_progress();
    merged.merge(progress);
    if let Some(text) = packed(&merged) {
        let _refused = write(PROGRESS, &text);
    }
}

/// Whether a change of this storage key concerns progress.
pub fn is_progress(key: Option<String>) -> bool {
    key.is_none_or(|key| key == PROGRESS)
}

/// The learner's answers, as `answers` writes them.
pub fn load_answers() -> Option<String> {
    read(ANSWERS)
}

/// Stores the answers; false if the browser refuses.
pub fn save_answers(text: &str) -> bool {
    write(ANSWERS, text)
}

/// Questions that the learner brought, as they were written.
pub fn load_questions() -> Option<String> {
    read(QUESTIONS).filter(|text| !text.is_empty())
}

/// Stores them; an empty text is none.
pub fn save_questions(text: &str) {
    let _refused = write(QUESTIONS, text);
}

/// A mock exam under way, as `quiz` writes it.
pub fn load_exam() -> Option<String> {
    read(EXAM).filter(|text| !text.is_empty())
}

/// Stores it; an empty text is none.
pub fn save_exam(text: &str) {
    let _refused = write(EXAM, text);
}

/// Exercises of a teacher's own, each as its text.
pub fn load_exercises() -> Vec<String> {
    read(EXERCISES).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Stores them.
pub fn save_exercises(texts: &[String]) {
    let _refused = write(EXERCISES, &texts.join("\n"));
}

/// What a learner has done in exercises and may go on with, as `classroom::work` writes it.
pub fn load_work() -> Option<String> {
    read(WORK)
}

/// Stores it; false if the browser refuses.
pub fn save_work(text: &str) -> bool {
    write(WORK, text)
}

/// Whether a change of this storage key concerns the answers.
pub fn is_answers(key: Option<String>) -> bool {
    key.is_none_or(|key| key == ANSWERS)
}

/// `light` or `dark`, if chosen.
pub fn load_theme() -> Option<String> {
    read(THEME).filter(|theme| ["light", "dark"].contains(&theme.as_str()))
}

/// Remembers the theme.
pub fn save_theme(theme: &str) {
    let _refused = write(THEME, theme);
}

/// Id of the chosen quota profile.
pub fn load_profile() -> Option<String> {
    read(PROFILE)
}

/// Remembers the quota profile.
pub fn save_profile(id: &str) {
    let _refused = write(PROFILE, id);
}

thread_local! {
    static KEPT_OUT: Cell<bool> = const { Cell::new(false) };
}

/// From now on nothing is read or written: another page shows this one, and hasn't allowed it.
pub fn keep_out() {
    KEPT_OUT.set(true);
}

fn store() -> Option<web_sys::Storage> {
    if KEPT_OUT.get() {
        return None;
    }
    web_sys::window()?.local_storage().ok()?
}

fn read(key: &str) -> Option<String> {
    store()?.get_item(key).ok()?
}

/// Full or refused: the page goes on and remembers nothing.
fn write(key: &str, value: &str) -> bool {
    store().is_some_and(|store| store.set_item(key, value).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_comes_back_and_two_tabs_lose_nothing() {
        let mut one = Progress::default();
        one.labs.entry("a".to_owned()).or_default().solved = true;
        let mut two = Progress::default();
        two.labs.entry("a".to_owned()).or_default().gold = true;
        two.labs.entry("b".to_owned()).or_default().opened = true;
        one.merge(&two);
        assert!(one.lab("a").solved && one.lab("a").gold && one.lab("b").opened);
        assert_eq!(packed(&one).and_then(|text| unpacked(&text)), Some(one));
        assert_eq!(unpacked::<Progress>("9.abc"), None);
        assert_eq!(unpacked::<Progress>("1.@@"), None);
    }
}
