//! The embedded content: the frame's, which the first module holds, the labs', the tools', the questions' and the search's,
//! which come with theirs. And the page's words by key.

use lab_content::reference::Reference;
use lab_content::{Content, Frame, word};
use page_search::Index;
use question_bank::Bank;
use serde::de::DeserializeOwned;
use std::cell::{Cell, OnceCell};

static FRAME: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/frame.bin"));
static REFERENCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reference.bin"));
static BANK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bank.bin"));
static QUIZ_WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quiz-words.bin"));
static SEARCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/search.bin"));
static CONTENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.bin"));

/// What the frame shows: learning path, names of the profiles, words. Decoded once and kept for the life of the page.
pub fn frame() -> &'static Frame {
    thread_local! {
        static DECODED: OnceCell<&'static Frame> = const { OnceCell::new() };
    }
    DECODED.with(|cell| *cell.get_or_init(|| decoded(FRAME)))
}

/// What the labs work with. Decoded once and kept for the life of the page. Whoever calls it is in a lab's module.
pub fn content() -> &'static Content {
    thread_local! {
        static DECODED: OnceCell<&'static Content> = const { OnceCell::new() };
    }
    DECODED.with(|cell| *cell.get_or_init(|| decoded(CONTENT)))
}

/// What the tools look things up in. Whoever calls it is in the tools' module.
pub fn reference() -> &'static Reference {
    thread_local! {
        static DECODED: OnceCell<&'static Reference> = const { OnceCell::new() };
    }
    DECODED.with(|cell| *cell.get_or_init(|| decoded(REFERENCE)))
}

/// The questions. Decoded once and kept for the life of the page. Whoever calls it is in the quiz's module.
pub fn bank() -> &'static Bank {
    thread_local! {
        static DECODED: OnceCell<&'static Bank> = const { OnceCell::new() };
    }
    DECODED.with(|cell| *cell.get_or_init(|| decoded(BANK)))
}

/// What the search looks in. Decoded, indexed once and kept for the life of the page. Whoever calls it is in the search's
/// module.
pub fn search_index() -> &'static Index {
    thread_local! {
        static MADE: OnceCell<&'static Index> = const { OnceCell::new() };
    }
    let make = || {
        let documents = lab_content::decode(SEARCH).expect("build.rs wrote it with the same types");
        &*Box::leak(Box::new(Index::new(documents)))
    };
    MADE.with(|cell| *cell.get_or_init(make))
}

fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> &'static T {
    Box::leak(Box::new(lab_content::decode(bytes).expect("build.rs wrote it with the same types")))
}

type Words = &'static [(String, String)];

thread_local! {
    /// Words that came with a part.
    static LEARNT: Cell<Words> = const { Cell::new(&[]) };
}

/// Makes the quiz's words known. Whoever calls it is in the quiz's module, and first of all.
pub fn learn_quiz_words() {
    if LEARNT.get().is_empty() {
        LEARNT.set(decoded::<Vec<(String, String)>>(QUIZ_WORDS));
    }
}

/// The word with this key; a test holds the keys in the code against the words.
pub fn t(key: &str) -> &'static str {
    frame().word(key).or_else(|| word(LEARNT.get(), key)).unwrap_or("")
}

/// The word with this key, its `{name}`s replaced.
pub fn tf(key: &str, values: &[(&str, &str)]) -> String {
    lab_content::format::fill(t(key), |name| {
        values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}
