//! The small shell around the CLI: quotes, variables, several commands on a line, and a few commands
//! of its own. The grammar is a part of POSIX sh; what isn't in it is refused in words.

pub mod builtins;
pub mod lex;
mod run;
mod script;

use std::collections::BTreeMap;

/// Lines that are remembered.
const HISTORY_MAX: usize = 500;

/// A shell with what it remembers.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Variables by name.
    pub variables: BTreeMap<String, String>,
    /// Exit code of the last command.
    pub status: u8,
    /// Lines that were entered, oldest first.
    pub history: Vec<String>,
    /// Width of the terminal in characters.
    pub columns: usize,
    /// A command was broken off: what follows on its line is left.
    broken_off: bool,
}

impl Default for Shell {
    fn default() -> Shell {
        Shell { variables: BTreeMap::new(), status: 0, history: Vec::new(), columns: 80, broken_off: false }
    }
}

impl Shell {
    /// Remembers a line, unless it is empty or the one before.
    pub fn remember(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() || self.history.last().is_some_and(|last| last == line) {
            return;
        }
        if self.history.len() >= HISTORY_MAX {
            self.history.remove(0);
        }
        self.history.push(line.to_owned());
    }
}
