//! The embedded content: the frame's, which the first module holds, the labs', the tools', the questions', the exercises' and the
//! search's, which come with theirs. And the page's words by key.

use classroom::assignment::Assignment;
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
static CLASSROOM_WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/classroom-words.bin"));
static PACKAGES_WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packages-words.bin"));
static EXERCISES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/exercises.bin"));
static SEARCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/search.bin"));
static CONTENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.bin"));

/// A function that makes a value at its first call and keeps it for the life of the page.
macro_rules! kept {
    ($(#[$doc:meta])* $name:ident: $kept:ty = $make:expr) => {
        $(#[$doc])*
        pub fn $name() -> &'static $kept {
            thread_local! {
                static MADE: OnceCell<&'static $kept> = const { OnceCell::new() };
            }
            MADE.with(|cell| *cell.get_or_init(|| Box::leak($make)))
        }
    };
}

kept! {
    /// What the frame shows: learning path, names of the profiles, words.
    frame: Frame = decoded(FRAME)
}
kept! {
    /// What the labs work with. Whoever calls it is in a lab's module.
    content: Content = decoded(CONTENT)
}
kept! {
    /// What the tools look things up in. Whoever calls it is in the tools' module.
    reference: Reference = decoded(REFERENCE)
}
kept! {
    /// The questions. Whoever calls it is in the quiz's module.
    bank: Bank = decoded(BANK)
}
kept! {
    /// What the search looks in, indexed. Whoever calls it is in the tools' module.
    search_index: Index = Box::new(Index::new(*decoded(SEARCH)))
}
kept! {
    /// The quiz's words.
    quiz_words: Words = decoded(QUIZ_WORDS)
}
kept! {
    /// The classroom's words.
    classroom_words: Words = decoded(CLASSROOM_WORDS)
}
kept! {
    /// Words of packages for learning-management systems.
    packages_words: Words = decoded(PACKAGES_WORDS)
}
kept! {
    /// Exercises for a class, by their ids. Whoever calls it is in the classroom's module.
    exercises: Vec<(String, Assignment)> = decoded(EXERCISES)
}

fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Box<T> {
    Box::new(lab_content::decode(bytes).expect("build.rs wrote it with the same types"))
}

type Words = Vec<(String, String)>;

thread_local! {
    /// Words that came with parts: with the quiz', with the classroom's, with packages.
    static LEARNT: [Cell<&'static [(String, String)]>; 3] = const { [const { Cell::new(&[] as &[_]) }; 3] };
}

/// Makes the quiz's words known. Whoever calls it is in the quiz's module, and first of all.
pub fn learn_quiz_words() {
    LEARNT.with(|[quiz, ..]| quiz.set(quiz_words()));
}

/// Makes the classroom's words known, and those of the quiz, whose questions it asks.
pub fn learn_classroom_words() {
    learn_quiz_words();
    LEARNT.with(|[_, classroom, _]| classroom.set(classroom_words()));
}

/// Makes the words of packages known. Whoever calls it isn't in the first module.
pub fn learn_packages_words() {
    LEARNT.with(|[.., packages]| packages.set(packages_words()));
}

/// The word with this key; a test holds the keys in the code against the words.
pub fn t(key: &str) -> &'static str {
    let learnt = || LEARNT.with(|parts| parts.iter().find_map(|words| word(words.get(), key)));
    frame().word(key).or_else(learnt).unwrap_or("")
}

/// The word with this key, its `{name}`s replaced.
pub fn tf(key: &str, values: &[(&str, &str)]) -> String {
    lab_content::format::fill(t(key), |name| {
        values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}
