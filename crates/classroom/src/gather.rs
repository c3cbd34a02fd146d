//! Exercises and results wherever they stand in a text: alone, in links, in a file of ours, in a table that a form made.

use crate::assignment::Assignment;
use crate::outcome::Outcome;
use crate::sealed::Unreadable;

/// Shorter than this is a word that only looks like one.
const BODY_MIN: usize = 4;

/// Something that a text holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    Result(Outcome),
    Exercise(Box<Assignment>),
    /// Of a result or an exercise, and can't be read.
    Unreadable(Kind, Unreadable),
}

/// What something is, by its first letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Result,
    Exercise,
}

/// All that a text holds, in its order, with the piece that each was read from. Takes time in proportion to its length.
pub fn gather(text: &str) -> Vec<(&str, Found)> {
    let is_of_piece = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    text.split(|letter| !is_of_piece(letter)).filter_map(|piece| Some((piece, read(piece)?))).collect()
}

fn read(piece: &str) -> Option<Found> {
    let piece = piece.trim_end_matches('.');
    let kind = match piece.bytes().next()? {
        b'r' => Kind::Result,
        b'e' => Kind::Exercise,
        _ => return None,
    };
    let (version, body) = piece[1..].split_once('.')?;
    let is_version = !version.is_empty() && version.len() < 5 && version.bytes().all(|byte| byte.is_ascii_digit());
    if !is_version || body.len() < BODY_MIN {
        return None;
    }
    let unreadable = |why| Found::Unreadable(kind, why);
    Some(match kind {
        Kind::Result => Outcome::open(piece).map_or_else(unreadable, Found::Result),
        Kind::Exercise => Assignment::open(piece).map_or_else(unreadable, |found| Found::Exercise(Box::new(found))),
    })
}

impl Outcome {
    /// A file of this result that a person can tell from another's.
    pub fn file(&self, title: &str) -> String {
        let name = if self.nickname.is_empty() { String::new() } else { format!("Nickname: {}\n", self.nickname) };
        format!("Shardlab result\nExercise: {title}\n{name}\n{}\n", self.seal())
    }
}

impl Assignment {
    /// A file of this exercise, with all that is in it.
    pub fn file(&self) -> String {
        format!("Shardlab exercise\n{}\n\n{}\n", self.title, self.seal())
    }
}
