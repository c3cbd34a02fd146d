//! The words of a command as options and values, in the way of Python's argparse, on which the CLI
//! is built: what may be shortened, which option takes how many words, what is left over.

pub mod json;
pub mod shorthand;
pub mod table;
pub mod timestamp;
mod typed;
pub mod unpack;
pub mod validate;

use crate::failure::Failure;
use crate::names::meant;
use std::collections::BTreeMap;

/// How many words follow an option.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Takes {
    One,
    /// One that is a whole number.
    Number,
    /// All up to the next option.
    Many,
    /// One or none; then this one stands for it.
    Maybe(&'static str),
    /// None: the option sets this.
    Flag(bool),
}

/// An option that a command has.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Without its hyphens.
    pub name: String,
    /// Under which name its value is kept: two flags may share one.
    pub kept_as: String,
    pub takes: Takes,
    /// Empty for any.
    pub one_of: &'static [&'static str],
    pub required: bool,
}

/// A word that stands for itself.
pub struct Positional<'a> {
    pub name: &'static str,
    /// None for anything.
    pub one_of: Option<&'a [String]>,
    pub required: bool,
}

/// What an option was given.
#[derive(Clone, PartialEq, Debug)]
pub enum Given {
    Text(String),
    Texts(Vec<String>),
    Flag(bool),
}

/// The words of a command, sorted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parsed {
    pub options: BTreeMap<String, Given>,
    /// In the order of the positionals.
    pub words: Vec<String>,
    /// What nobody asked for, in its order.
    pub rest: Vec<String>,
}

impl Parsed {
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.options.get(name) {
            Some(Given::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.options.get(name) {
            Some(Given::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }
}

/// What a word looks like.
enum Word<'a> {
    Plain,
    /// An option that is there, with what follows a `=`.
    Known(&'a Choice, Option<&'a str>),
    Unknown,
}

/// Sorts words by the options and positionals that there are.
pub fn parse(args: &[String], choices: &[Choice], positionals: &[Positional]) -> Result<Parsed, Failure> {
    let words = args.iter().map(|arg| look(arg, choices)).collect::<Result<Vec<Word>, Failure>>()?;
    let mut parsed = Parsed::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let arg = &args[at];
        at += 1;
        match word {
            Word::Plain => match positionals.get(parsed.words.len()) {
                Some(wanted) => {
                    check_word(arg, wanted)?;
                    parsed.words.push(arg.clone());
                }
                None => parsed.rest.push(arg.clone()),
            },
            Word::Unknown => parsed.rest.push(arg.clone()),
            Word::Known(choice, inside) => {
                let plain = words[at..].iter().take_while(|word| matches!(word, Word::Plain)).count();
                let (given, taken) = take(choice, *inside, &args[at..at + plain])?;
                parsed.options.insert(choice.kept_as.clone(), given);
                at += taken;
            }
        }
    }
    check_required(&parsed, choices, positionals)?;
    Ok(parsed)
}

fn look<'a>(arg: &'a str, choices: &'a [Choice]) -> Result<Word<'a>, Failure> {
    let Some(name) = arg.strip_prefix('-').filter(|rest| !rest.is_empty()) else { return Ok(Word::Plain) };
    let Some(name) = name.strip_prefix('-') else {
        // A negative number, or a text with a space, is no option.
        return Ok(if name.parse::<f64>().is_ok() || arg.contains(' ') { Word::Plain } else { Word::Unknown });
    };
    let (name, inside) = name.split_once('=').map_or((name, None), |(name, inside)| (name, Some(inside)));
    if let Some(choice) = choices.iter().find(|choice| choice.name == name) {
        return Ok(Word::Known(choice, inside));
    }
    let alike: Vec<&Choice> = choices.iter().filter(|choice| choice.name.starts_with(name)).collect();
    match alike[..] {
        _ if name.is_empty() => Ok(Word::Plain),
        [choice] => Ok(Word::Known(choice, inside)),
        [] if arg.contains(' ') => Ok(Word::Plain),
        [] => Ok(Word::Unknown),
        _ => {
            let names: Vec<String> = alike.iter().map(|choice| format!("--{}", choice.name)).collect();
            Err(Failure::usage(&format!("ambiguous option: {arg} could match {}", names.join(", "))))
        }
    }
}

/// What an option takes of the words behind it, and how many.
fn take(choice: &Choice, inside: Option<&str>, behind: &[String]) -> Result<(Given, usize), Failure> {
    let wrong = |text: &str| Failure::usage(&format!("argument --{}: {text}", choice.name));
    let one = || match (inside, behind.first()) {
        (Some(inside), _) => Ok((inside.to_owned(), 0)),
        (None, Some(word)) => Ok((word.clone(), 1)),
        (None, None) => Err(wrong("expected one argument")),
    };
    Ok(match choice.takes {
        Takes::Flag(flag) => match inside {
            Some(inside) => return Err(wrong(&format!("ignored explicit argument '{inside}'"))),
            None => (Given::Flag(flag), 0),
        },
        Takes::Many => match inside {
            Some(inside) => (Given::Texts(vec![inside.to_owned()]), 0),
            None => (Given::Texts(behind.to_vec()), behind.len()),
        },
        Takes::Maybe(otherwise) if inside.is_none() && behind.is_empty() => (Given::Text(otherwise.to_owned()), 0),
        Takes::Number => {
            let (word, taken) = one()?;
            if word.trim().parse::<i64>().is_err() {
                return Err(wrong(&format!("invalid int value: '{word}'")));
            }
            (Given::Text(word), taken)
        }
        Takes::One | Takes::Maybe(_) => {
            let (word, taken) = one()?;
            if !choice.one_of.is_empty() && !choice.one_of.contains(&word.as_str()) {
                return Err(wrong(&invalid(&word, choice.one_of.iter().copied())));
            }
            (Given::Text(word), taken)
        }
    })
}

/// A positional whose word must be one of a list.
fn check_word(word: &str, wanted: &Positional) -> Result<(), Failure> {
    match wanted.one_of {
        Some(names) if !names.iter().any(|name| name == word) => {
            let text = invalid(word, names.iter().map(String::as_str));
            Err(Failure::usage(&format!("argument {}: {text}", wanted.name)))
        }
        _ => Ok(()),
    }
}

fn invalid<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("Found invalid choice '{word}'\n");
    let alike = meant(word, names);
    if !alike.is_empty() {
        text.push_str("\nMaybe you meant:\n");
        alike.iter().for_each(|name| text.push_str(&format!("\n  * {name}")));
    }
    text
}

fn check_required(parsed: &Parsed, choices: &[Choice], positionals: &[Positional]) -> Result<(), Failure> {
    let absent = |choice: &&Choice| choice.required && !parsed.options.contains_key(&choice.kept_as);
    let options = choices.iter().filter(absent).map(|choice| format!("--{}", choice.name));
    let left = positionals.iter().skip(parsed.words.len()).filter(|wanted| wanted.required);
    let missing: Vec<String> = options.chain(left.map(|wanted| wanted.name.to_owned())).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Failure::usage(&format!("the following arguments are required: {}", missing.join(", ")))),
    }
}
