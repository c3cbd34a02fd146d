//! A sheet to print: the questions as plain data for whoever draws them, and the key apart, for a page of its own.

use crate::key::key;
use crate::sheet::{Exported, Sheet};
use question_bank::item::Source;
use question_bank::question::Body;
use question_bank::text::{letter, pieces};

pub use question_bank::text::Piece;

/// Questions and their key, in the sheet's order.
#[derive(Clone, PartialEq, Debug)]
pub struct Paper {
    pub title: String,
    pub profile: String,
    pub seed: u64,
    pub questions: Vec<Asked>,
    pub key: Vec<KeyLine>,
}

/// A question without its key.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// From 1.
    pub number: usize,
    pub stem: Vec<Piece>,
    pub answer: Space,
}

/// What stands below a stem.
#[derive(Clone, PartialEq, Debug)]
pub enum Space {
    /// One of them is to be chosen, or several.
    Options { options: Vec<Lettered>, many: bool },
    /// A number is to be written.
    Number { unit: String },
    /// Their letters are to be written in the right order.
    Order { steps: Vec<Lettered> },
    /// A letter is to be written to each of `lefts`, which are numbered from 1.
    Match { lefts: Vec<Vec<Piece>>, rights: Vec<Lettered> },
}

/// A text with its letter: A, B, …
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lettered {
    pub letter: String,
    pub text: Vec<Piece>,
}

/// The key of one question.
#[derive(Clone, PartialEq, Debug)]
pub struct KeyLine {
    /// The question's.
    pub number: usize,
    /// `Exported::name`.
    pub name: String,
    /// By letters: `B`; `A, C`; `5 ± 1 shards`; steps in the right order, `C, A, B`; pairs, `1 B, 2 A`.
    pub key: String,
    pub explanation: Vec<Piece>,
    pub sources: Vec<Source>,
}

/// The sheet as it is printed.
pub fn paper(sheet: &Sheet) -> Paper {
    let numbered = || (1..).zip(&sheet.questions);
    Paper {
        title: sheet.title.clone(),
        profile: sheet.profile.clone(),
        seed: sheet.seed,
        questions: numbered().map(|(number, exported)| asked(number, exported)).collect(),
        key: numbered().map(|(number, exported)| key_line(number, exported)).collect(),
    }
}

fn asked(number: usize, exported: &Exported) -> Asked {
    let answer = match &exported.question.body {
        Body::Choice { options, many } => {
            Space::Options { options: lettered(options.iter().map(|option| &option.text)), many: *many }
        }
        Body::Number { unit, .. } => Space::Number { unit: unit.clone() },
        Body::Order { steps, .. } => Space::Order { steps: lettered(steps.iter().map(|step| &step.text)) },
        Body::Match { lefts, rights, .. } => Space::Match {
            lefts: lefts.iter().map(|left| pieces(&left.text)).collect(),
            rights: lettered(rights.iter()),
        },
    };
    Asked { number, stem: pieces(&exported.question.stem), answer }
}

fn lettered<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<Lettered> {
    texts.enumerate().map(|(nth, text)| Lettered { letter: letter(nth), text: pieces(text) }).collect()
}

fn key_line(number: usize, exported: &Exported) -> KeyLine {
    let mut key = key(&exported.question);
    if let Body::Number { unit, .. } = &exported.question.body {
        key.push_str(&format!(" {unit}"));
    }
    let explanation = pieces(&exported.question.explanation);
    KeyLine { number, name: exported.name(), key, explanation, sources: exported.sources.clone() }
}
