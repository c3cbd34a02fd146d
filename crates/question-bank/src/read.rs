//! Reads and checks `content/quizzes/`: at build, in the tests, and where a teacher brings questions of their own.

pub mod lint;

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
    item: Vec<toml::Value>,
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

/// The items of a file's text. A problem names the line on which the item begins or the value stands.
///
/// # Errors
/// All that is wrong with the text.
pub fn items(file: &str, text: &str) -> Result<Vec<Item>, Vec<Problem>> {
    let problem = |line, text: String| Problem { file: file.to_owned(), line, text };
    let parsed: ItemsFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        vec![problem(line, error.message().to_owned())]
    })?;
    let begins: Vec<usize> = text.match_indices("[[item]]").map(|(at, _)| line_of(text, at)).collect();
    let (mut items, mut problems) = (Vec::new(), Vec::new());
    for (nth, value) in parsed.item.into_iter().enumerate() {
        let id = value.get("id").and_then(toml::Value::as_str).unwrap_or("an item without id").to_owned();
        match value.try_into::<Written>() {
            Ok(written) => items.push(Item::from(written)),
            Err(error) => problems.push(problem(begins.get(nth).copied(), format!("{id}: {}", error.message()))),
        }
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
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
            Ok(items) => all.extend(items.into_iter().map(|item| (name.as_str(), item))),
            Err(found) => problems.extend(found),
        }
    }
    let used: BTreeSet<String> = all.iter().flat_map(|(_, item)| item.names()).collect();
    let facts = match lab_content::read::read_facts(root, &used) {
        Ok(facts) => facts.into_iter().map(|(profile, facts)| (profile, Facts(facts))).collect(),
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    let bank = Bank { topics: topics.topic, items: all.iter().map(|(_, item)| item.clone()).collect(), facts };
    for ((file, _), item) in all.iter().zip(&bank.items) {
        let found = lint::check(item, &bank).into_iter();
        problems.extend(found.map(|text| problem(file, format!("{}: {text}", item.id))));
    }
    if problems.is_empty() { Ok(bank) } else { Err(problems) }
}
