//! Text as commands: words with their quotes and variables, and what joins the commands.

use super::script::{Command, Piece, Problem, Script, When, Word, begins_a_name};

/// Reads a text.
pub fn read(text: &str) -> Result<Script, Problem> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0 };
    reader.script(false)
}

/// Parts a text into the lines that are carried out one by one; a line that goes on with the next is
/// one. The second is what is left when the last one is unfinished.
pub fn lines(text: &str) -> (Vec<String>, String) {
    let (mut whole, mut open) = (Vec::new(), String::new());
    for line in text.split('\n') {
        open.push_str(line);
        match read(&open) {
            Err(Problem::Unfinished) => open.push('\n'),
            _ => whole.push(std::mem::take(&mut open)),
        }
    }
    whole.retain(|line| !line.trim().is_empty());
    (whole, open)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

fn refused<T>(text: &str) -> Result<T, Problem> {
    Err(Problem::Refused(text.to_owned()))
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let char = self.peek(0)?;
        self.at += 1;
        Some(char)
    }

    /// Commands up to the end, or up to the bracket that closes them.
    fn script(&mut self, inside: bool) -> Result<Script, Problem> {
        let mut script = Script::new();
        let mut when = When::Always;
        loop {
            let words = self.words(inside)?;
            let is_empty = words.is_empty();
            if !is_empty {
                script.push(Command { when, words });
            }
            let joins = matches!((self.peek(0), self.peek(1)), (Some('&'), Some('&')) | (Some('|'), Some('|')));
            if is_empty && (joins || when != When::Always && self.peek(0) != Some('\n')) {
                return match self.peek(0) {
                    None => Err(Problem::Unfinished),
                    Some(char) => refused(&format!("syntax error near '{char}'")),
                };
            }
            when = match self.take() {
                None if inside => return Err(Problem::Unfinished),
                None => return Ok(script),
                Some(')') if inside => return Ok(script),
                Some('&') => {
                    self.at += 1;
                    When::AfterDone
                }
                Some('|') => {
                    self.at += 1;
                    When::AfterFailed
                }
                // A line may end behind `&&`.
                Some('\n') if is_empty => when,
                Some(_) => When::Always,
            };
        }
    }

    /// Words up to what parts commands.
    fn words(&mut self, inside: bool) -> Result<Vec<Word>, Problem> {
        let mut words = Vec::new();
        loop {
            while matches!(self.peek(0), Some(' ' | '\t' | '\r')) || self.skips_line_end() {
                self.at += 1;
            }
            match self.peek(0) {
                None | Some('\n' | ';') => return Ok(words),
                Some(')') if inside => return Ok(words),
                Some('#') => {
                    while self.peek(0).is_some_and(|char| char != '\n') {
                        self.at += 1;
                    }
                }
                Some('&') if self.peek(1) == Some('&') => return Ok(words),
                Some('|') if self.peek(1) == Some('|') => return Ok(words),
                Some('&') => return refused("commands in the background ('&') are not part of this terminal"),
                Some('|') => {
                    return refused(
                        "pipes ('|') are not part of this terminal: choose what a command prints with --query",
                    );
                }
                Some('<' | '>') => {
                    return refused("redirection ('<', '>') is not part of this terminal: it has no files");
                }
                Some('(' | ')') => return refused("subshells ('(', ')') are not part of this terminal"),
                Some(_) => words.push(self.word(inside)?),
            }
        }
    }

    /// A backslash before a line end joins the lines.
    fn skips_line_end(&mut self) -> bool {
        let joins = self.peek(0) == Some('\\') && self.peek(1) == Some('\n');
        self.at += usize::from(joins);
        joins
    }

    fn word(&mut self, inside: bool) -> Result<Word, Problem> {
        let mut word = Word::default();
        // Braces that are open, each with whether it has a comma.
        let mut braces = Vec::new();
        loop {
            match (self.peek(0), braces.last_mut()) {
                (Some('{'), _) => braces.push(false),
                (Some(','), Some(comma)) => *comma = true,
                (Some('}'), Some(true)) => {
                    return refused("bash parts {a,b} into words: put it in quotes");
                }
                (Some('}'), _) => _ = braces.pop(),
                _ => {}
            }
            match self.peek(0) {
                None | Some(' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '<' | '>') => return Ok(word),
                Some(')') if inside => return Ok(word),
                Some('\'') => {
                    self.at += 1;
                    word.quoted = true;
                    self.single(&mut word)?;
                }
                Some('"') => {
                    self.at += 1;
                    word.quoted = true;
                    self.double(&mut word)?;
                }
                Some('`') => return refused("backticks are not part of this terminal: write $(…)"),
                Some('$') => self.dollar(&mut word, false)?,
                Some('\\') => {
                    self.at += 1;
                    match self.take() {
                        None => return Err(Problem::Unfinished),
                        Some('\n') => {}
                        Some(char) => word.push(char),
                    }
                }
                Some(char) => {
                    self.at += 1;
                    word.push(char);
                }
            }
        }
    }

    fn single(&mut self, word: &mut Word) -> Result<(), Problem> {
        loop {
            match self.take() {
                None => return Err(Problem::Unfinished),
                Some('\'') => return Ok(()),
                Some(char) => word.push(char),
            }
        }
    }

    fn double(&mut self, word: &mut Word) -> Result<(), Problem> {
        loop {
            match self.peek(0) {
                None => return Err(Problem::Unfinished),
                Some('"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('$') => self.dollar(word, true)?,
                Some('`') => return refused("backticks are not part of this terminal: write $(…)"),
                Some('\\') if matches!(self.peek(1), Some('"' | '\\' | '$' | '`' | '\n')) => {
                    self.at += 1;
                    if let Some(char) = self.take().filter(|char| *char != '\n') {
                        word.push(char);
                    }
                }
                Some(char) => {
                    self.at += 1;
                    word.push(char);
                }
            }
        }
    }

    fn dollar(&mut self, word: &mut Word, quoted: bool) -> Result<(), Problem> {
        self.at += 1;
        match self.peek(0) {
            Some('(') => {
                self.at += 1;
                let script = self.script(true)?;
                word.pieces.push(Piece::Command { script, quoted });
            }
            Some('{') => {
                self.at += 1;
                let mut name = String::new();
                loop {
                    match self.take() {
                        None => return Err(Problem::Unfinished),
                        Some('}') => break,
                        Some(char) if begins_a_name(char) || char.is_ascii_digit() || char == '?' => name.push(char),
                        Some(_) => return refused("of ${…} this terminal knows names only"),
                    }
                }
                word.pieces.push(Piece::Variable { name, quoted });
            }
            Some('?') => {
                self.at += 1;
                word.pieces.push(Piece::Variable { name: "?".to_owned(), quoted });
            }
            Some(char) if begins_a_name(char) => {
                let mut name = String::new();
                while let Some(char) = self.peek(0).filter(|char| begins_a_name(*char) || char.is_ascii_digit()) {
                    name.push(char);
                    self.at += 1;
                }
                word.pieces.push(Piece::Variable { name, quoted });
            }
            _ => word.push('$'),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_go_on_are_one() {
        let (whole, open) = lines("echo a \\\n  b\n\n# nothing\necho 'c\nd'; echo e\necho \"f");
        assert_eq!(whole, ["echo a \\\n  b", "# nothing", "echo 'c\nd'; echo e"]);
        assert_eq!(open, "echo \"f\n");
    }

    #[test]
    fn what_a_script_is_not_is_said() {
        let texts = ["a | b", "a &", "a > b", "`a`", "(a)", "${a:-b}", "a && ; b", "a={b=c,d=e}"];
        for text in texts {
            assert!(matches!(read(text), Err(Problem::Refused(_))), "{text}: {:?}", read(text));
        }
        for text in ["'a", "\"a", "$(a", "a \\", "a &&", "${a"] {
            assert_eq!(read(text), Err(Problem::Unfinished), "{text}");
        }
    }

    #[test]
    fn an_assignment_has_a_name() {
        let word =
            |text: &str| read(text).ok().and_then(|script| script[0].words[0].assignment()).map(|(name, _)| name);
        assert_eq!(word("X=1"), Some("X".to_owned()));
        assert_eq!(word("it_2=$(aws help)"), Some("it_2".to_owned()));
        assert_eq!(word("2X=1"), None);
        assert_eq!(word("'X'=1"), Some("X".to_owned()));
        assert_eq!(word("--a=b"), None);
    }
}
