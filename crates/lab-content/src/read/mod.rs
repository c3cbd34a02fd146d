//! Reads and checks `content/`: at build, and in the tests. Every problem names its file, and its
//! line where TOML knows it.

mod facts;
mod lint;
pub mod markdown;
mod reference;

pub use facts::is_date;

use crate::lab::{Lab, LabCard};
use crate::lesson::LessonCard;
use crate::profile::{Fact, ProfileName};
use crate::reference::Reference;
use crate::{Content, Frame};
use markdown::Written;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// Something wrong with the content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub file: String,
    pub line: Option<usize>,
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.text),
            None => write!(f, "{}: {}", self.file, self.text),
        }
    }
}

/// Profiles in the order of the page's switch; the last is the default.
const PROFILES: [&str; 3] = ["exam-2022", "aws-2025", "aws-2026"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Course {
    #[serde(rename = "title")]
    _title: String,
    lab: Vec<LabCard>,
    lesson: Vec<LessonCard>,
}

/// Reads all content below `root`, or tells everything that is wrong with it.
pub fn read(root: &Path) -> Result<(Frame, Content), Vec<Problem>> {
    let mut reader = Reader { root, problems: Vec::new() };
    let content = reader.content();
    match content {
        Some(content) if reader.problems.is_empty() => Ok(content),
        _ => Err(reader.problems),
    }
}

/// Reads what the tools look up, from the same files and a few of their own.
pub fn read_reference(root: &Path, frame: &Frame, content: &Content) -> Result<Reference, Vec<Problem>> {
    let mut reader = Reader { root, problems: Vec::new() };
    match reader.reference(frame, content) {
        Some(reference) if reader.problems.is_empty() => Ok(reference),
        _ => Err(reader.problems),
    }
}

/// The words of a part, from `locales/en.<part>.toml`, sorted by key.
///
/// # Errors
/// What is wrong with the file.
pub fn read_words(root: &Path, part: &str) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let mut reader = Reader { root, problems: Vec::new() };
    match reader.toml::<BTreeMap<String, String>>(&format!("locales/en.{part}.toml")) {
        Some(words) => Ok(words.into_iter().collect()),
        None => Err(reader.problems),
    }
}

/// All lessons by their ids as they were written: those of built labs, then those of no lab.
pub fn read_lessons(root: &Path, frame: &Frame) -> Result<Vec<(String, Written)>, Vec<Problem>> {
    let mut reader = Reader { root, problems: Vec::new() };
    let lessons = reader.lessons(frame);
    if reader.problems.is_empty() { Ok(lessons) } else { Err(reader.problems) }
}

/// The limits and prices with these keys, sorted by key, in each profile; prices begin with `price.`.
pub fn read_facts(root: &Path, used: &BTreeSet<String>) -> Result<Vec<(String, Vec<Fact>)>, Vec<Problem>> {
    let mut reader = Reader { root, problems: Vec::new() };
    let prices = reader.prices("us-east-1", used).map_or_else(Vec::new, |list| list.facts);
    let prices = prices.into_iter().map(|fact| Fact { key: format!("price.{}", fact.key), ..fact });
    let all = PROFILES.iter().filter_map(|id| {
        let mut facts = reader.profile(id, used)?.facts;
        facts.extend(prices.clone());
        facts.sort_by(|one, other| one.key.cmp(&other.key));
        Some(((*id).to_owned(), facts))
    });
    let all = all.collect();
    if reader.problems.is_empty() { Ok(all) } else { Err(reader.problems) }
}

/// No line break between a number or a comparison and what follows it: `≤ 35 %`, `10 s`.
fn tied(label: &str) -> String {
    let ties = |before: char| before.is_ascii_digit() || "<>≤≥".contains(before);
    let mut before = ' ';
    let tie = |char| {
        let tied = char == ' ' && ties(before);
        before = char;
        if tied { '\u{a0}' } else { char }
    };
    label.chars().map(tie).collect()
}

/// The line, from 1, in which a byte of a text stands.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

struct Reader<'a> {
    root: &'a Path,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn content(&mut self) -> Option<(Frame, Content)> {
        let mut course: Course = self.toml("course.toml")?;
        let built = |card: &&LabCard| self.root.join(format!("labs/{}.toml", card.id)).exists();
        let ids: Vec<String> = course.lab.iter().filter(built).map(|card| card.id.clone()).collect();
        self.require_cards(&course.lab);
        let mut labs: Vec<Lab> = ids.iter().filter_map(|id| self.lab(id)).collect();
        let mut words: BTreeMap<String, String> = self.toml("locales/en.toml")?;
        let used = lint::facts_used(&labs, &words);
        let profiles: Vec<_> = PROFILES.iter().filter_map(|id| self.profile(id, &used)).collect();
        let prices = self.prices("us-east-1", &used)?;
        words.retain(|_, text| !text.is_empty());
        for lab in &mut labs {
            let card = course.lab.iter_mut().find(|card| card.id == lab.id)?;
            card.is_of_core = lab.is_of_core();
            card.subtitle = Some(std::mem::take(&mut lab.subtitle));
        }
        let names = profiles.iter().map(|profile| ProfileName { id: profile.id.clone(), label: profile.label.clone() });
        let frame = Frame {
            course: course.lab,
            lessons: course.lesson,
            profiles: names.collect(),
            words: words.into_iter().collect(),
        };
        let content = Content { labs, profiles, prices };
        self.require_lessons(&frame);
        self.problems.extend(lint::check(&frame, &content));
        let lessons = self.lessons(&frame);
        self.problems.extend(lint::links(&frame, &content, &lessons));
        Some((frame, content))
    }

    /// A lab that no card of the course names would never be seen.
    fn require_cards(&mut self, cards: &[LabCard]) {
        for id in self.ids_in("labs", ".toml").iter().filter(|id| cards.iter().all(|card| card.id != **id)) {
            self.problem(&format!("labs/{id}.toml"), None, "no card in course.toml has this id".to_owned());
        }
    }

    fn lab(&mut self, id: &str) -> Option<Lab> {
        let mut lab: Lab = self.toml(&format!("labs/{id}.toml"))?;
        lab.id = id.to_owned();
        for goal in &mut lab.challenge.goals {
            goal.label = tied(&goal.label);
        }
        lab.lesson = self.lesson(id)?.html;
        Some(lab)
    }

    fn lesson(&mut self, id: &str) -> Option<Written> {
        let file = format!("lessons/{id}.md");
        match Written::read(&self.text(&file)?) {
            Ok(written) => Some(written),
            Err(refused) => {
                refused.into_iter().for_each(|(line, text)| self.problem(&file, Some(line), text));
                None
            }
        }
    }

    fn lessons(&mut self, frame: &Frame) -> Vec<(String, Written)> {
        let of_labs = frame.course.iter().filter(|card| card.is_built()).map(|card| &card.id);
        let all = of_labs.chain(frame.lessons.iter().map(|card| &card.id));
        all.filter_map(|id| Some((id.clone(), self.lesson(id)?))).collect()
    }

    /// A lesson that neither a lab nor a card of the course names would never be read.
    fn require_lessons(&mut self, frame: &Frame) {
        let is_known = |id: &str| frame.lesson(id).is_some() || frame.built(id).is_some();
        for id in self.ids_in("lessons", ".md").iter().filter(|id| !is_known(id)) {
            self.problem(&format!("lessons/{id}.md"), None, "no lab and no card in course.toml has this id".to_owned());
        }
    }

    /// Names of the files in a folder, without their ending.
    fn ids_in(&self, folder: &str, ending: &str) -> Vec<String> {
        let files = std::fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(ending)?.to_owned())).collect()
    }

    fn toml<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file)?;
        match toml::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map(|span| line_of(&text, span.start));
                self.problem(file, line, error.message().to_owned());
                None
            }
        }
    }

    fn text(&mut self, file: &str) -> Option<String> {
        match std::fs::read_to_string(self.root.join(file)) {
            Ok(text) => Some(text),
            Err(error) => {
                self.problem(file, None, error.to_string());
                None
            }
        }
    }

    fn problem(&mut self, file: &str, line: Option<usize>, text: String) {
        self.problems.push(Problem { file: format!("content/{file}"), line, text });
    }
}
