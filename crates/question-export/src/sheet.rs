//! What is taken away: questions as they were asked, with what their item says of them.

use question_bank::Question;
use question_bank::item::Source;

/// Questions that are taken away together.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    pub title: String,
    /// What the questions were drawn by, so that the same sheet can be drawn again.
    pub seed: u64,
    /// The name of the quota profile under whose limits the keys are right.
    pub profile: String,
    /// The language of the texts, as BCP 47 has it: `en`.
    pub language: String,
    pub labels: Labels,
    /// No two with the same `name`.
    pub questions: Vec<Exported>,
}

/// Words that stand beside those of the questions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Labels {
    /// Above the key: "Key".
    pub key: String,
    /// Above the sources: "Sources".
    pub sources: String,
    /// Before the date of a source: "checked".
    pub checked: String,
    /// Before the seed: "seed".
    pub seed: String,
}

/// A question as it was asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Exported {
    /// The item's id.
    pub item: String,
    pub version: u32,
    /// The seed of its numbers, if they were drawn; None for an item that has no others.
    pub variant: Option<u64>,
    /// The topic's name.
    pub topic: String,
    /// The name of the exam's domain.
    pub domain: String,
    /// 1 to 3.
    pub difficulty: u8,
    pub sources: Vec<Source>,
    /// Texts are plain, with code between backticks.
    pub question: Question,
}

impl Exported {
    /// What it is known by outside: the item's id, and its variant behind a full stop. Begins with a letter or `_`, and
    /// holds letters and digits of ASCII, `-`, `_` and `.` only, so it can name files and elements.
    pub fn name(&self) -> String {
        let is_plain = |one: char| one.is_ascii_alphanumeric() || one == '-';
        let mut name: String = self.item.chars().map(|one| if is_plain(one) { one } else { '_' }).collect();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert(0, '_');
        }
        match self.variant {
            Some(variant) => format!("{name}.{variant}"),
            None => name,
        }
    }
}
