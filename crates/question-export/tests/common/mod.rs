//! Sheets that the tests take away: the bank as it is, its generators once more by another seed, and texts that mean harm.

// Each test links only what it needs of it.
#![allow(dead_code)]

pub mod hostile;
pub mod reading;

use question_bank::item::{Bank, Domain, Item};
use question_export::{Exported, Labels, Sheet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const PROFILE: &str = "aws-2026";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// Names of sheets, and the sheets.
pub static SHEETS: LazyLock<[(&str, Sheet); 3]> = LazyLock::new(|| {
    let bank = question_bank::read::read(&folder()).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let all = drawn(&bank, 1, |_| true);
    let generators = drawn(&bank, 2, Item::is_generator);
    assert!(all.len() > 200 && generators.len() > 40, "{} and {}", all.len(), generators.len());
    [
        ("all", sheet("Kinesis and SQS FIFO", 1, all)),
        ("generators", sheet("Numbers drawn once more", 2, generators)),
        ("hostile", sheet("<b>A & B: {1} = 2 ~ 3 / 4 # 5</b>\n\"quoted\"", 3, hostile::questions())),
    ]
});

pub fn sheet(title: &str, seed: u64, questions: Vec<Exported>) -> Sheet {
    let labels = Labels {
        key: "Key".to_owned(),
        sources: "Sources".to_owned(),
        checked: "checked".to_owned(),
        seed: "seed".to_owned(),
    };
    let (profile, language) = ("Limits of 2026".to_owned(), "en".to_owned());
    Sheet { title: title.to_owned(), seed, profile, language, labels, questions }
}

/// Items as they are asked, their keys proven.
fn drawn(bank: &Bank, seed: u64, wanted: impl Fn(&Item) -> bool) -> Vec<Exported> {
    let (_, content) = lab_content::read::read(&folder()).expect("the content is sound");
    let facts = &bank.facts.iter().find(|(profile, _)| profile == PROFILE).expect("the profile is there").1;
    let exported = |item: &Item| Exported {
        item: item.id.clone(),
        version: item.version,
        variant: item.is_generator().then_some(seed),
        topic: bank.topics[usize::from(item.topic) - 1].name.clone(),
        domain: domain(item.domain).to_owned(),
        difficulty: item.difficulty,
        sources: item.sources.clone(),
        question: item.asked(&content, PROFILE, facts, seed).unwrap_or_else(|why| panic!("{}: {why}", item.id)),
    };
    bank.items.iter().filter(|item| item.is_asked_in(PROFILE) && wanted(item)).map(exported).collect()
}

fn domain(domain: Domain) -> &'static str {
    match domain {
        Domain::Development => "Development with AWS services",
        Domain::Security => "Security",
        Domain::Deployment => "Deployment",
        Domain::Troubleshooting => "Troubleshooting and optimization",
    }
}
