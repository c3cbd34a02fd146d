//! Questions that somebody brings: read and checked as ours, but for what only we ask of ourselves.

use super::lint;
use super::{Placed, items};
use crate::item::{Bank, Item, Proof};
use lab_content::exercise::{self, Exercise};
use lab_content::read::Problem;

/// Questions that can be brought at once, and bytes of their text.
pub const ITEMS_MAX: usize = 500;
pub const BYTES_MAX: usize = 1 << 20;
/// A proof may go on for so many simulated seconds: it is run while somebody waits.
pub const SECONDS_MAX: u64 = 6 * 3_600;

/// The bank with the items of this text behind its own. `file` names it in problems.
///
/// # Errors
/// All that is wrong with the text, by line and field; then nothing is taken.
pub fn with_own(bank: &Bank, file: &str, text: &str) -> Result<Bank, Vec<Problem>> {
    let problem = |line, text: String| Problem { file: file.to_owned(), line, text };
    if text.len() > BYTES_MAX {
        return Err(vec![problem(None, format!("more than {BYTES_MAX} bytes"))]);
    }
    let own = items(file, text)?;
    if own.is_empty() || own.len() > ITEMS_MAX {
        let text = format!("{} items; a file holds 1 to {ITEMS_MAX}, each begins with [[item]]", own.len());
        return Err(vec![problem(None, text)]);
    }
    let mut with = bank.clone();
    with.items.extend(own.iter().map(|placed| placed.item.clone()));
    let mut problems = Vec::new();
    for Placed { line, item } in &own {
        let found = lint::check(item, &with).into_iter().chain(unbounded(item, &with));
        problems.extend(found.map(|text| problem(Some(*line), format!("{}: {text}", item.id))));
    }
    if problems.is_empty() { Ok(with) } else { Err(problems) }
}

/// What keeps a proof from being run here: it would go on for too long, or ask for more than any link may.
fn unbounded(item: &Item, bank: &Bank) -> Option<String> {
    let Proof::Run(run) = &item.proof else { return None };
    bank.facts.iter().filter(|(profile, _)| item.is_asked_in(profile)).find_map(|(_, facts)| {
        let trial = run.trial(facts, &item.draw(facts, 0)?).ok()?;
        let last = trial.steps.iter().map(|step| step.at_s).chain([trial.until_s]).max()?;
        if last > SECONDS_MAX {
            return Some(format!("proof: it goes on for {last} seconds, at most {SECONDS_MAX}"));
        }
        let version = exercise::VERSION;
        let (title, text) = (String::new(), String::new());
        let checked = Exercise { version, title, text, scenario: trial.scenario?, goals: Vec::new() }.check();
        checked.err().map(|error| format!("proof: scenario: {error:?}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::item::{Area, Topic};

    const GOOD: &str = r#"
# mine
[[item]]
id = "mine"
version = 1
topic = 1
domain = "Development"
difficulty = 1
misconception = "Two is three."
stem = "How many are 1 and 1?"
explanation = "They are 2."
sources = [{ title = "A book", address = "https://example.org/", checked = "2026-01-01" }]

[item.kind.Numeric]
answer = "1 + 1"
unit = ""

[item.proof]
Facts = ["two"]
"#;

    fn bank() -> Bank {
        let topic = Topic { name: "Sums".to_owned(), area: Area::Capacity, lab: "sandbox".to_owned() };
        let two = lab_content::profile::Fact {
            key: "two".to_owned(),
            name: "Two".to_owned(),
            value: lab_content::profile::FactValue::Count(2),
            unit: String::new(),
            source: String::new(),
            date: String::new(),
            note: String::new(),
        };
        Bank { topics: vec![topic], items: Vec::new(), facts: vec![("now".to_owned(), Facts(vec![two]))] }
    }

    fn told(text: &str) -> Vec<(Option<usize>, String)> {
        let problems = with_own(&bank(), "mine.toml", text).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.line, problem.text)).collect()
    }

    #[test]
    fn a_question_of_ones_own_is_taken_with_its_own_numbers() {
        let with = with_own(&bank(), "mine.toml", GOOD).expect("it is sound");
        assert_eq!(with.items.len(), 1);
        let twice = with_own(&with, "mine.toml", GOOD).expect_err("the id is taken");
        assert_eq!(twice[0].text, "mine: another item has this id");
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_field() {
        let with = |from: &str, to: &str| told(&GOOD.replace(from, to));
        assert_eq!(with("difficulty = 1", "difficulty = \"easy\"")[0].0, Some(8));
        assert!(with("difficulty = 1", "difficulty = \"easy\"")[0].1.starts_with("difficulty: invalid type"));
        assert!(with("difficulty = 1", "difficulty = \"easy\"")[0].1.ends_with("expected a whole number"));
        assert!(with("[item.kind.Numeric]", "kind = 3\n[item.other]").iter().all(|(_, text)| !text.contains("Kind")));
        assert_eq!(with("difficulty = 1", "difficulty = 9"), [(Some(3), "mine: difficulty: 1 to 3".to_owned())]);
        assert!(with("stem = \"How", "stam = \"How")[0].1.contains("unknown field `stam`"));
        assert_eq!(with("stem = \"How", "stam = \"How")[0].0, Some(10));
        assert!(with("stem = \"How many are 1 and 1?\"\n", "")[0].1.contains("missing field `stem`"));
        assert_eq!(with("topic = 1", "topic = 1 1")[0].0, Some(6));
        assert!(with("[\"two\"]", "[\"three\"]")[0].1.contains("`three`"));
        assert!(with("1 + 1", "1 +").iter().any(|(_, text)| text == "mine: the answer is an expression"));
        assert!(told("")[0].1.starts_with("0 items"));
        assert_eq!(told("x = 1")[0].0, Some(1));
    }

    #[test]
    fn what_would_never_end_is_refused() {
        let run = |trial: &str| {
            let proof =
                format!("[item.proof.Run]\nlab = \"sandbox\"\nshows = \"So.\"\n[item.proof.Run.trial]\n{trial}");
            told(&GOOD.replace("[item.proof]\nFacts = [\"two\"]", &proof))
        };
        let has = |trial: &str, text: &str| {
            let told = run(trial);
            assert!(told.iter().any(|(_, one)| one.contains(text)), "{told:?}");
        };
        has("until_s = \"{99999999}\"\nprobe = \"LastOutcome\"", "goes on for");
        has(
            "until_s = 1\nprobe = \"LastOutcome\"\nscenario = { seed = 1, streams = [{ name = \"a\", shards = 100000 }] }",
            "scenario",
        );
        let call = "{ at_s = 1, command = { Call = { target = \"x\", body = \"\" } } }";
        has(
            &format!("until_s = 1\nprobe = \"LastOutcome\"\nsteps = [{{ repeat = \"{{1000000000}}\", of = {call} }}]"),
            "too much",
        );
        let deep = "1+".repeat(400) + "1";
        assert!(!told(&GOOD.replace("1 + 1\"", &format!("{deep}\""))).is_empty());
        assert!(!told(&GOOD.replace("stem =", "given = { a = { OneOf = [] } }\nstem =")).is_empty());
    }

    #[test]
    fn each_item_has_its_own_problems() {
        let two = format!("{GOOD}{}", GOOD.replace("\"mine\"", "\"other\"").replace("version = 1", "version = 0"));
        assert_eq!(told(&two), [(Some(22), "other: versions begin with 1".to_owned())]);
        let both = format!("{}{}", GOOD.replace("topic = 1", "topic ="), GOOD.replace("topic = 1", "topic = x"));
        assert_eq!(told(&both).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [Some(6), Some(25)]);
    }
}
