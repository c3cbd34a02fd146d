//! Carries out commands: variables and substitutions are put in, and each command runs in its turn.

use super::Shell;
use super::lex::read;
use super::script::{Command, Piece, Problem, Script, When, Word};
use crate::cli::{Environment, aws};
use crate::failure::INTERRUPTED;
use crate::world::{Channel, World};
use std::pin::Pin;

/// Exit code of a text that is no script.
const SYNTAX: u8 = 2;

/// Where the output of commands goes: on the screen, or into a word.
pub(super) type Capture<'a> = Option<&'a mut String>;

impl Shell {
    /// Carries out what one line says; gives the exit code of its last command.
    pub async fn run<W: World>(&mut self, world: &mut W, text: &str) -> u8 {
        self.broken_off = false;
        match read(text) {
            Ok(script) => self.script(world, &script, None).await,
            Err(Problem::Unfinished) => {
                world.show(Channel::Error, "shell: unexpected end of the line\n");
                self.status = SYNTAX;
            }
            Err(Problem::Refused(why)) => {
                world.show(Channel::Error, &format!("shell: {why}\n"));
                self.status = SYNTAX;
            }
        }
        self.status
    }

    /// Boxed, since a command may hold others.
    fn script<'a, W: World>(
        &'a mut self,
        world: &'a mut W,
        script: &'a Script,
        mut capture: Capture<'a>,
    ) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
        Box::pin(async move {
            for command in script {
                let due = match command.when {
                    When::Always => true,
                    When::AfterDone => self.status == 0,
                    When::AfterFailed => self.status != 0,
                };
                if self.broken_off {
                    return;
                }
                if due {
                    self.command(world, command, capture.as_deref_mut()).await;
                }
            }
        })
    }

    async fn command<W: World>(&mut self, world: &mut W, command: &Command, mut capture: Capture<'_>) {
        let given = command.words.iter().map_while(Word::assignment).collect::<Vec<_>>();
        let rest = &command.words[given.len()..];
        let mut set = Vec::new();
        let mut inner = 0;
        for (name, word) in given {
            let has_commands = word.pieces.iter().any(|piece| matches!(piece, Piece::Command { .. }));
            let value = self.expand(world, &word, false).await.join(" ");
            inner = if has_commands { self.status } else { inner };
            set.push((name, value));
        }
        let mut words = Vec::new();
        for word in rest {
            words.extend(self.expand(world, word, true).await);
        }
        if self.broken_off {
            self.status = INTERRUPTED;
            return;
        }
        if words.is_empty() {
            // The code is that of the last command inside.
            self.status = inner;
            self.variables.extend(set);
            return;
        }
        // Before a command, an assignment holds for it alone.
        let before: Vec<_> = set.iter().map(|(name, _)| (name.clone(), self.variables.get(name).cloned())).collect();
        self.variables.extend(set);
        let is_own_assignment =
            matches!(rest.first().and_then(|word| word.pieces.first()), Some(Piece::Variable { .. }));
        let written = words[0].contains('=') && is_own_assignment;
        if written {
            world.show(Channel::Error, "shell: a variable is set without the dollar: NAME=value\n");
            self.status = SYNTAX;
        } else if words[0] == "aws" {
            let environment = Environment { variables: &self.variables, columns: self.columns };
            let outcome = aws(world, &words[1..], environment).await;
            self.status = outcome.code;
            self.broken_off |= outcome.code == INTERRUPTED;
            if !outcome.error.is_empty() {
                world.show(Channel::Error, &outcome.error);
            }
            put(world, &mut capture, &outcome.out);
        } else {
            self.builtin(world, &words, &mut capture).await;
        }
        for (name, value) in before {
            match value {
                Some(value) => _ = self.variables.insert(name, value),
                None => _ = self.variables.remove(&name),
            }
        }
    }

    /// The words that a word stands for: none, one, or, where it `splits`, several if a variable has
    /// spaces.
    async fn expand<W: World>(&mut self, world: &mut W, word: &Word, splits: bool) -> Vec<String> {
        let mut words = Vec::new();
        let mut open = word.quoted.then(String::new);
        for piece in &word.pieces {
            let (text, quoted) = match piece {
                Piece::Text(text) => (text.clone(), true),
                Piece::Variable { name, quoted } => (self.variable(name), *quoted),
                Piece::Command { script, quoted } => {
                    let mut captured = String::new();
                    self.script(world, script, Some(&mut captured)).await;
                    (captured.trim_end_matches('\n').to_owned(), *quoted)
                }
            };
            if quoted || !splits {
                open.get_or_insert_default().push_str(&text);
                continue;
            }
            let mut parts = text.split_whitespace();
            if text.starts_with(char::is_whitespace) {
                words.extend(open.take());
            }
            if let Some(first) = parts.next() {
                open.get_or_insert_default().push_str(first);
            }
            for part in parts {
                words.extend(open.take());
                open = Some(part.to_owned());
            }
            if text.ends_with(char::is_whitespace) {
                words.extend(open.take());
            }
        }
        words.extend(open);
        words
    }

    fn variable(&self, name: &str) -> String {
        match name {
            "?" => self.status.to_string(),
            name => self.variables.get(name).cloned().unwrap_or_default(),
        }
    }
}

/// Puts out a text: on the screen, or into the word that waits for it.
pub(super) fn put<W: World>(world: &mut W, capture: &mut Capture<'_>, text: &str) {
    match capture {
        _ if text.is_empty() => {}
        Some(captured) => captured.push_str(text),
        None => world.show(Channel::Out, text),
    }
}
