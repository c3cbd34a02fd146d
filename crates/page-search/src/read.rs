//! The documents of the page: its labs, the sections of all lessons, every limit and price, every question.

use crate::{Document, Kind};
use lab_content::format::fill;
use lab_content::lab::{Lab, LabCard};
use lab_content::read::markdown::Written;
use lab_content::read::{Problem, read_lessons};
use lab_content::reference::{FactRow, Reference};
use lab_content::{Content, Frame};
use question_bank::item::{Bank, Item};
use std::path::Path;

/// Stands for a number that isn't the same for everybody: of a limit that has moved, of a question's variant.
const VARIES: &str = "…";
/// The heading of a lesson's last section, whose points are the lab's.
const TRIES: &str = "Try it";

/// All of them, by kind.
///
/// # Errors
/// All that is wrong with lessons and questions; all else has been read.
pub fn documents(
    root: &Path,
    frame: &Frame,
    content: &Content,
    reference: &Reference,
) -> Result<Vec<Document>, Vec<Problem>> {
    let lessons = read_lessons(root, frame)?;
    let bank = question_bank::read::read(root)?;
    let labs = frame.course.iter().filter_map(|card| Some(of_lab(card, content.lab(&card.id)?)));
    let lessons = lessons.iter().flat_map(|(id, lesson)| of_lesson(frame, id, lesson));
    let facts = reference.facts.iter().map(|fact| of_fact(reference, fact));
    let questions = bank.items.iter().map(|item| of_question(&bank, item));
    let all = labs.chain(lessons).chain(facts).chain(questions);
    // Marks of code are for those who draw the text.
    let told = |text: String| fill(&text, |key| Some(told(reference, key))).replace('`', "").trim().to_owned();
    let documents = all.map(|one| Document { text: told(one.text), hidden: told(one.hidden), ..one });
    Ok(documents.collect())
}

/// What a placeholder stands for in a text that no profile fills.
fn told(reference: &Reference, key: &str) -> String {
    match reference.said_by(key) {
        Some((fact, Some(profile))) => fact.text(profile),
        Some((fact, None)) if !fact.differs() => fact.text(0),
        _ => VARIES.to_owned(),
    }
}

fn of_lab(card: &LabCard, lab: &Lab) -> Document {
    let challenges = lab.challenges().flat_map(|challenge| [challenge.title.as_str(), &challenge.text]);
    let hidden: Vec<&str> = challenges.chain(lab.why.tries.iter().map(String::as_str)).collect();
    Document {
        kind: Kind::Lab,
        title: card.title.clone(),
        text: card.subtitle.clone().unwrap_or_default(),
        hidden: format!("{} {}", card.question, hidden.join(" ")),
        href: format!("#/lab/{}", card.id),
    }
}

/// A document for each section but the last.
fn of_lesson(frame: &Frame, id: &str, lesson: &Written) -> Vec<Document> {
    let lab = frame.built(id);
    let title = lab.map(|card| &card.title).or_else(|| frame.lesson(id).map(|card| &card.title));
    let title = title.map_or("", String::as_str);
    let href = lab.map_or_else(|| format!("#/lesson/{id}"), |_| format!("#/lab/{id}?panel=lesson"));
    let sections = lesson.sections.iter().filter(|section| section.heading != TRIES);
    let document = |section: &lab_content::read::markdown::Section| Document {
        kind: Kind::Lesson,
        title: format!("{title} · {}", section.heading),
        text: section.text.clone(),
        hidden: String::new(),
        href: href.clone(),
    };
    sections.map(document).collect()
}

fn of_fact(reference: &Reference, fact: &FactRow) -> Document {
    let text = match fact.differs() {
        false => fact.text(0),
        true => {
            let profiles = reference.profiles.iter().enumerate();
            profiles
                .map(|(nth, profile)| format!("{}: {}", profile.short, fact.text(nth)))
                .collect::<Vec<_>>()
                .join(" · ")
        }
    };
    Document {
        kind: Kind::Fact,
        title: fact.name.clone(),
        text,
        hidden: format!("{} {}", fact.key, reference.services[usize::from(fact.service)]),
        href: format!("#/facts?find={}", fact.key),
    }
}

/// The explanation's beginning finds the question, and isn't shown: it would give the answer away.
fn of_question(bank: &Bank, item: &Item) -> Document {
    let topic = bank.topics.get(usize::from(item.topic).saturating_sub(1));
    let explanation = item.explanation.split_inclusive(". ").next().unwrap_or("");
    Document {
        kind: Kind::Question,
        title: topic.map_or(String::new(), |topic| topic.name.clone()),
        text: item.stem.clone(),
        hidden: explanation.to_owned(),
        href: format!("#/quiz?item={}", item.id),
    }
}
