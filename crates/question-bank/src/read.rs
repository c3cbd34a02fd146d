//! Reads and checks `content/quizzes/`: at build, in the tests, and where a teacher brings questions of their own.

pub mod lint;
pub mod own;

use crate::facts::Facts;
use crate::given::Given;
use crate::item::{Bank, Domain, Item, Kind, Proof, Run, Source, Topic};
use lab_content::read::{Problem, line_of};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The file of the topics.
const TOPICS: &str = "topics.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicsFile {
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemsFile {
    #[serde(default)]
    item: Vec<Written>,
}

/// An item as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    version: u32,
    topic: u8,
    domain: Domain,
    difficulty: u8,
    misconception: String,
    #[serde(default)]
    given: BTreeMap<String, Given>,
    #[serde(default)]
    conditions: Vec<String>,
    stem: String,
    kind: Kind,
    explanation: String,
    sources: Vec<Source>,
    proof: WrittenProof,
    #[serde(default)]
    profiles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum WrittenProof {
    Facts(Vec<String>),
    Run {
        lab: String,
        trial: toml::Value,
        #[serde(default)]
        reading: Option<String>,
        #[serde(default)]
        equals: Option<String>,
        shows: String,
    },
}

impl From<Written> for Item {
    fn from(written: Written) -> Item {
        let proof = match written.proof {
            WrittenProof::Facts(keys) => Proof::Facts(keys),
            WrittenProof::Run { lab, trial, reading, equals, shows } => {
                let trial = serde_json::to_string(&trial).expect("TOML without dates is JSON");
                Proof::Run(Run { lab, trial, reading, equals, shows })
            }
        };
        Item {
            id: written.id,
            version: written.version,
            topic: written.topic,
            domain: written.domain,
            difficulty: written.difficulty,
            misconception: written.misconception,
            given: written.given.into_iter().collect(),
            conditions: written.conditions,
            stem: written.stem,
            kind: written.kind,
            explanation: written.explanation,
            sources: written.sources,
            proof,
            profiles: written.profiles,
        }
    }
}

/// An item with the line on which it begins.
#[derive(Clone, Debug)]
pub struct Placed {
    pub line: usize,
    pub item: Item,
}

/// Begins an item in a file.
const BEGINNING: &str = "[[item]]";

/// The items of a file's text. A problem names the line on which the value stands, and its field.
///
/// # Errors
/// One problem for each item that can't be read.
pub fn items(file: &str, text: &str) -> Result<Vec<Placed>, Vec<Problem>> {
    let (mut items, mut problems) = (Vec::new(), Vec::new());
    for (first, part) in parts(text) {
        match toml::from_str::<ItemsFile>(part) {
            Ok(parsed) => {
                items.extend(parsed.item.into_iter().map(|written| Placed { line: first, item: written.into() }));
            }
            Err(error) => {
                let nth = error.span().map_or(1, |span| line_of(part, span.start));
                let field = part.lines().nth(nth - 1).and_then(field_of);
                let field = field.map_or_else(String::new, |field| format!("{field}: "));
                let text = format!("{field}{}", plain(error.message()));
                problems.push(Problem { file: file.to_owned(), line: Some(first + nth - 1), text });
            }
        }
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}

/// What a type of the reader is to somebody who writes TOML.
const PLAIN: [(&str, &str); 9] = [
    ("expected u8", "expected a whole number"),
    ("expected u16", "expected a whole number"),
    ("expected u32", "expected a whole number"),
    ("expected u64", "expected a whole number"),
    ("expected a sequence", "expected a list"),
    ("expected a string", "expected a text in quotes"),
    ("expected a map", "expected a table"),
    ("invalid type: map", "invalid type: a table"),
    ("invalid type: sequence", "invalid type: a list"),
];

/// A problem without the names of types that only the code knows.
fn plain(message: &str) -> String {
    let mut text = message.to_owned();
    for (from, to) in PLAIN {
        text = text.replace(from, to);
    }
    for kind in ["expected struct ", "expected enum ", "expected tuple struct "] {
        if let Some((before, after)) = text.split_once(kind) {
            let rest = after.trim_start_matches(|one: char| one.is_alphanumeric() || one == '_');
            text = format!("{before}expected a table or one of its names{rest}");
        }
    }
    text
}

/// The text in parts, each with its first line: what stands before the first item, and each item.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let at_line = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
    let mut begins: Vec<usize> = text.match_indices(BEGINNING).map(|(at, _)| at).filter(at_line).collect();
    if begins.first() != Some(&0) {
        begins.insert(0, 0);
    }
    let ends = begins.iter().skip(1).copied().chain([text.len()]);
    begins.iter().zip(ends).map(|(begin, end)| (line_of(text, *begin), &text[*begin..end])).collect()
}

/// The field that a line of a file is about.
fn field_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = match line.split_once('=') {
        Some((name, _)) => name.trim(),
        None => line.trim_matches(['[', ']']).trim(),
    };
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || "._-".contains(one));
    Some(name).filter(is_name)
}

/// Reads all questions below `root`, which is `content/`.
///
/// # Errors
/// All that is wrong with them.
pub fn read(root: &Path) -> Result<Bank, Vec<Problem>> {
    let entries = std::fs::read_dir(root.join("quizzes")).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut files: Vec<String> = names.filter(|name| name.ends_with(".toml") && name != TOPICS).collect();
    files.sort();
    read_files(root, &files)
}

/// Reads the questions of these files of `content/quizzes/` alone.
///
/// # Errors
/// All that is wrong with them.
pub fn read_files(root: &Path, files: &[String]) -> Result<Bank, Vec<Problem>> {
    let problem = |name: &str, text: String| Problem { file: format!("content/quizzes/{name}"), line: None, text };
    let text = |name: &str| {
        std::fs::read_to_string(root.join("quizzes").join(name)).map_err(|error| vec![problem(name, error.to_string())])
    };
    let topics: TopicsFile =
        toml::from_str(&text(TOPICS)?).map_err(|error| vec![problem(TOPICS, error.message().to_owned())])?;
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for name in files {
        match items(&format!("content/quizzes/{name}"), &text(name)?) {
            Ok(items) => all.extend(items.into_iter().map(|placed| (name.as_str(), placed))),
            Err(found) => problems.extend(found),
        }
    }
    let used: BTreeSet<String> = all.iter().flat_map(|(_, placed)| placed.item.names()).collect();
    let facts = match lab_content::read::read_facts(root, &used) {
        Ok(facts) => facts.into_iter().map(|(profile, facts)| (profile, Facts(facts))).collect(),
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    let bank = Bank { topics: topics.topic, items: all.iter().map(|(_, placed)| placed.item.clone()).collect(), facts };
    for (file, Placed { line, item }) in &all {
        let found = lint::check(item, &bank).into_iter().chain(lint::check_ours(item, &bank));
        let found = found.map(|text| Problem { line: Some(*line), ..problem(file, format!("{}: {text}", item.id)) });
        problems.extend(found);
    }
    if problems.is_empty() { Ok(bank) } else { Err(problems) }
}
