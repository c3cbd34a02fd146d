//! Where a course's notes are wrong or outdated, a question says what they say and asks what is true.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contradictions {
    contradiction: Vec<Contradiction>,
}

/// A sentence of the notes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contradiction {
    notes: String,
    r#true: String,
    /// Ids of the items that ask about it.
    items: Vec<String>,
}

#[test]
fn every_contradiction_of_the_notes_is_asked_and_every_question_about_notes_answers_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bank = question_bank::read::read(&root.join("../../content")).expect("the bank is sound");
    let text = std::fs::read_to_string(root.join("tests/data/contradictions.toml")).expect("the list is there");
    let list: Contradictions = toml::from_str(&text).expect("the list can be read");
    assert!(list.contradiction.len() >= 27, "{} contradictions", list.contradiction.len());
    let mut named = BTreeSet::new();
    for Contradiction { notes, r#true, items } in &list.contradiction {
        assert!(!r#true.is_empty() && !items.is_empty(), "{notes}");
        for id in items {
            let item = bank.items.iter().find(|item| item.id == *id);
            let item = item.unwrap_or_else(|| panic!("{notes}: no item is named {id}"));
            assert!(item.stem.contains("Your notes"), "{id} doesn't say what the notes say");
            named.insert(id.as_str());
        }
    }
    for item in bank.items.iter().filter(|item| item.stem.contains("Your notes")) {
        assert!(named.contains(item.id.as_str()), "{} answers no contradiction", item.id);
    }
}
