//! Reads questions that somebody brings: they may name any limit and price that the page knows.

use crate::content::{bank, reference};
use lab_content::profile::Fact;
use lab_content::reference::{FactRow, Reference};
use question_bank::Bank;
use question_bank::facts::Facts;
use question_bank::read::own::with_own;

/// Our questions with those of a text.
///
/// # Errors
/// What is wrong with it, a line each.
pub fn read(text: &str) -> Result<Bank, Vec<String>> {
    let ours = bank();
    let facts = ours.facts.iter().enumerate().map(|(nth, (profile, _))| (profile.clone(), facts(reference(), nth)));
    let ours = Bank { facts: facts.collect(), ..ours.clone() };
    with_own(&ours, "", text).map_err(|problems| {
        let told = |problem: lab_content::read::Problem| match problem.line {
            Some(line) => format!("{line}: {}", problem.text),
            None => problem.text,
        };
        problems.into_iter().map(told).collect()
    })
}

/// All limits and prices under one profile, sorted by key.
fn facts(reference: &Reference, profile: usize) -> Facts {
    let fact = |row: &FactRow| {
        let said = row.said.get(profile).or(row.said.first())?;
        Some(Fact {
            key: row.key.clone(),
            name: row.name.clone(),
            value: said.value.clone(),
            unit: row.unit.clone(),
            source: reference.sources.get(usize::from(said.source)).cloned().unwrap_or_default(),
            date: said.date.clone(),
            note: said.note.clone(),
        })
    };
    let mut facts: Vec<Fact> = reference.facts.iter().filter_map(fact).collect();
    facts.sort_by(|one, other| one.key.cmp(&other.key));
    Facts(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;

    #[test]
    fn the_example_is_taken_as_it_stands_and_borne_out() {
        let text = include_str!("../../content/own-question.toml");
        let with = read(text).unwrap_or_else(|problems| panic!("{problems:?}"));
        let own = &with.items[bank().items.len()..];
        assert!(own.len() > 1);
        for (profile, facts) in &with.facts {
            for item in own {
                item.prove(content(), profile, facts, 7).unwrap_or_else(|why| panic!("{}: {why}", item.id));
            }
        }
    }

    #[test]
    fn our_questions_find_the_same_limits_among_all() {
        for (nth, (profile, ours)) in bank().facts.iter().enumerate() {
            let all = facts(reference(), nth);
            for fact in &ours.0 {
                assert_eq!(all.number(&fact.key), ours.number(&fact.key), "{profile}: {}", fact.key);
                assert_eq!(all.fact(&fact.key).map(Fact::text), Some(fact.text()), "{profile}");
            }
        }
    }

    #[test]
    fn a_problem_names_its_line() {
        let problems = read("\n[[item]]\nid = 1\n").expect_err("an id is a text");
        assert!(problems[0].starts_with("3: id: invalid type"), "{problems:?}");
    }
}
