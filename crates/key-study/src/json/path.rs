//! Where a value stands in a document: the part of JMESPath that names one value.

use std::fmt::{self, Write};

/// Steps of a path at most.
pub const STEPS_MAX: usize = 32;

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    Name(String),
    Element(usize),
}

/// Where a value stands in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Reads a path; none if it isn't one.
    pub fn parse(text: &str) -> Option<Path> {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        while steps.len() < STEPS_MAX {
            if let Some(inside) = rest.strip_prefix('[') {
                let (number, after) = inside.split_once(']')?;
                steps.push(Step::Element(number.parse().ok()?));
                rest = after;
            } else {
                // Names are parted by dots; none stands before the first.
                rest = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
                let (name, after) = name(rest)?;
                steps.push(Step::Name(name));
                rest = after;
            }
            if rest.is_empty() {
                return Some(Path(steps));
            }
        }
        None
    }

    /// The path of what stands under this name here.
    pub fn then(&self, step: Step) -> Path {
        Path(self.0.iter().cloned().chain([step]).collect())
    }
}

fn is_plain(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A name at the text's beginning, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(|character| !is_plain(character)).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (!name.is_empty()).then_some((name, &quoted[at + 1..])),
            '\\' => name.push(characters.next()?.1),
            _ => name.push(character),
        }
    }
    None
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, step) in self.0.iter().enumerate() {
            match step {
                Step::Element(number) => write!(f, "[{number}]")?,
                Step::Name(name) => {
                    if nth > 0 {
                        f.write_char('.')?;
                    }
                    match !name.is_empty() && name.chars().all(is_plain) {
                        true => f.write_str(name)?,
                        false => write!(f, "\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))?,
                    }
                }
            }
        }
        Ok(())
    }
}
