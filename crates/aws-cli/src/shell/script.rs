//! Commands as they were read: words with their quotes and variables.

/// A piece of a word.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    Text(String),
    /// `$NAME`; in quotes it stays one word.
    Variable {
        name: String,
        quoted: bool,
    },
    /// `$(…)`.
    Command {
        script: Script,
        quoted: bool,
    },
}

/// A word of a command.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Word {
    pub pieces: Vec<Piece>,
    /// It has quotes, so it is there even when it is empty.
    pub quoted: bool,
}

/// When a command is carried out, by how the one before ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    Always,
    AfterDone,
    AfterFailed,
}

/// One command.
#[derive(Clone, PartialEq, Debug)]
pub struct Command {
    pub when: When,
    pub words: Vec<Word>,
}

/// Commands in their order.
pub type Script = Vec<Command>;

/// Why a text is no script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// A quote, a bracket or a line goes on: more must come.
    Unfinished,
    /// What the terminal doesn't do, in words.
    Refused(String),
}

/// What a name of a variable may begin with.
pub fn begins_a_name(char: char) -> bool {
    char.is_ascii_alphabetic() || char == '_'
}

impl Word {
    /// Adds a character as it is.
    pub fn push(&mut self, char: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(char),
            _ => self.pieces.push(Piece::Text(char.to_string())),
        }
    }

    /// The name and value of an assignment, if it is one: `NAME=value`.
    pub fn assignment(&self) -> Option<(String, Word)> {
        let Some(Piece::Text(first)) = self.pieces.first() else { return None };
        let (name, value) = first.split_once('=')?;
        let is_name = name.chars().next().is_some_and(begins_a_name)
            && name.chars().all(|char| begins_a_name(char) || char.is_ascii_digit());
        if !is_name {
            return None;
        }
        let mut pieces = self.pieces.clone();
        pieces[0] = Piece::Text(value.to_owned());
        Some((name.to_owned(), Word { pieces, quoted: true }))
    }
}
