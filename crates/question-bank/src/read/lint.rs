//! What an item must be, beside readable.

use crate::expression::Expression;
use crate::facts::Facts;
use crate::given::{Drawn, Given};
use crate::item::{Bank, Item, Kind, Proof, Right};
use crate::question::Question;
use crate::text::{Names, braced};
use lab_content::prediction::Match;
use lab_content::read::is_date;
use std::collections::BTreeSet;

/// Variants of a generator that are looked at.
const VARIANTS: u64 = 8;
/// Everything wrong with an item.
pub(super) fn check(item: &Item, bank: &Bank) -> Vec<String> {
    let mut problems = Vec::new();
    let mut require = |holds: bool, text: &str| {
        if !holds {
            problems.push(text.to_owned());
        }
    };
    let is_id = |id: &str| {
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    require(is_id(&item.id), "an id is made of small letters, digits and hyphens");
    require(bank.items.iter().filter(|other| other.id == item.id).count() == 1, "another item has this id");
    require(item.version > 0, "versions begin with 1");
    require((1..=bank.topics.len()).contains(&usize::from(item.topic)), "no such topic");
    require((1..=3).contains(&item.difficulty), "difficulty: 1 to 3");
    require(!item.misconception.trim().is_empty(), "misconception: what does someone believe who gets it wrong?");
    require(!item.sources.is_empty(), "a source is needed");
    for source in &item.sources {
        require(source.address.starts_with("https://"), "a source's address begins with https://");
        require(
            !source.title.is_empty() && is_date(&source.checked),
            "a source has a title and the ISO date of its check",
        );
    }
    require(item.texts().iter().all(|text| !text.trim().is_empty()), "a text is empty");
    for option in item.options() {
        let lower = option.text.to_lowercase();
        let of_others = ["all of the above", "none of the above", "all of these", "none of these"];
        require(!of_others.iter().any(|phrase| lower.contains(phrase)), "no option speaks of the others");
    }
    let can_be = |given: &Given| given.choices() > 0 && !matches!(given, Given::OneOf(numbers) if numbers.is_empty());
    require(item.given.iter().all(|(_, given)| can_be(given)), "given: no number to choose from");
    if !problems.is_empty() {
        return problems;
    }
    let mut require = |holds: bool, text: &str| {
        if !holds {
            problems.push(text.to_owned());
        }
    };
    let known = |id: &String| bank.facts.iter().any(|(profile, _)| profile == id);
    require(item.profiles.iter().all(known), "no such profile");
    problems.extend(check_kind(item));
    for (profile, facts) in bank.facts.iter().filter(|(profile, _)| item.is_asked_in(profile)) {
        let found = check_in(item, facts);
        problems.extend(found.into_iter().map(|text| format!("{profile}: {text}")));
    }
    problems
}

/// What we ask of our own items besides: no number that a change of limits would leave behind, no key that its length
/// gives away.
pub(super) fn check_ours(item: &Item, bank: &Bank) -> Vec<String> {
    let bare = item.texts().into_iter().filter_map(|text| Some((bare_number(text)?, text)));
    let bare = bare.map(|(number, text)| format!("{number} in \"{}\" must be a placeholder", beginning(text)));
    let mut problems: BTreeSet<String> = bare.collect();
    let asked = bank.facts.iter().filter(|(profile, _)| item.is_asked_in(profile) && !item.key_needs_run());
    for (profile, facts) in asked {
        for question in questions(item, facts).into_iter().flatten() {
            problems.extend(question.length_flaw().map(|flaw| format!("{profile}: {flaw}")));
        }
    }
    problems.into_iter().collect()
}

/// Some variants of it, None where the key can't be computed.
fn questions(item: &Item, facts: &Facts) -> Vec<Option<Question>> {
    let variants = if item.is_generator() { VARIANTS } else { 1 };
    let question = |seed| item.question(facts, &item.draw(facts, seed)?, seed, None);
    (0..variants).map(question).collect()
}

/// What only the kind of the item asks for.
fn check_kind(item: &Item) -> Vec<String> {
    let mut problems = Vec::new();
    let mut require = |holds: bool, text: &str| {
        if !holds {
            problems.push(text.to_owned());
        }
    };
    let of_run = |right: &Right| matches!(right, Right::When(_));
    match &item.kind {
        Kind::Single { options } | Kind::Predict { options } => {
            require((2..=5).contains(&options.len()), "two to five options");
            let is_predicted = matches!(item.kind, Kind::Predict { .. });
            let by_run = options.iter().all(|option| of_run(&option.right));
            require(!is_predicted || by_run, "a prediction's options are right by `When`");
            let otherwise = |right: &Right| matches!(right, Right::When(Match::Otherwise));
            require(options.iter().filter(|option| otherwise(&option.right)).count() <= 1, "one `Otherwise` at most");
        }
        Kind::Multi { options } => {
            require((4..=6).contains(&options.len()), "four to six options of which several are right")
        }
        Kind::Numeric { answer, .. } => require(Expression::parse(answer).is_ok(), "the answer is an expression"),
        Kind::Order { steps } => require((3..=6).contains(&steps.len()), "three to six steps"),
        Kind::Match { pairs } => {
            require((3..=6).contains(&pairs.len()), "three to six pairs");
            let rights: BTreeSet<&str> = pairs.iter().map(|pair| pair.right.as_str()).collect();
            require(rights.len() == pairs.len(), "no two pairs have the same right side");
        }
    }
    match &item.proof {
        Proof::Facts(_) => require(!item.key_needs_run(), "the key needs a run, and the proof is none"),
        Proof::Run(run) => {
            let is_number = matches!(item.kind, Kind::Numeric { .. });
            let bears_out = run.equals.is_some() || is_number || item.key_needs_run();
            require(bears_out, "the run says nothing of the key: options by `When`, or `equals`");
        }
    }
    for text in &item.conditions {
        if let Err(why) = Expression::parse(text) {
            require(false, &why);
        }
    }
    problems
}

/// What holds under the limits of a profile.
fn check_in(item: &Item, facts: &Facts) -> Vec<String> {
    let mut problems = BTreeSet::new();
    let variants = if item.is_generator() { VARIANTS } else { 1 };
    for seed in 0..variants {
        let Some(drawn) = item.draw(facts, seed) else {
            problems.insert("no numbers fit the conditions".to_owned());
            break;
        };
        problems.extend(unresolved(item, facts, &drawn));
        match &item.proof {
            Proof::Facts(keys) => {
                let unknown = keys.iter().filter(|key| facts.fact(key).is_none());
                problems.extend(unknown.map(|key| format!("proof: no limit or price is named `{key}`")));
                if keys.is_empty() {
                    problems.insert("proof: which limit says it?".to_owned());
                }
            }
            Proof::Run(run) => {
                if let Err(why) = run.trial(facts, &drawn) {
                    problems.insert(format!("proof: {why}"));
                }
            }
        }
        if item.key_needs_run() {
            continue;
        }
        match item.question(facts, &drawn, seed, None) {
            Some(question) => problems.extend(question.flaws()),
            None => _ = problems.insert("the key can't be computed".to_owned()),
        }
    }
    problems.into_iter().collect()
}

/// Placeholders that nothing replaces.
fn unresolved(item: &Item, facts: &Facts, drawn: &Drawn) -> Vec<String> {
    let has_run = matches!(item.proof, Proof::Run(_));
    let names = Names { facts, drawn, found: has_run.then_some(1.0) };
    let left = |text: &&str| names.fill(&format!("{{{text}}}")) == format!("{{{text}}}");
    let all = item.texts().into_iter().flat_map(braced);
    all.filter(left).map(|inside| format!("{{{inside}}} has no value")).collect()
}

/// A number that stands for itself in the text: not within braces, not part of a name such as `S3`, `HTTP/2` or
/// `truck-7`, not between backticks, not a year, not a status of HTTP.
fn bare_number(text: &str) -> Option<String> {
    let mut outside = String::new();
    let (mut depth, mut is_code) = (0, false);
    for character in text.chars() {
        match character {
            '`' => is_code = !is_code,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                // What stands against a placeholder is part of a word: `{shards}-shard stream`.
                outside.push('\u{1}');
            }
            _ if depth == 0 && !is_code => outside.push(character),
            _ => {}
        }
    }
    let words: Vec<&str> =
        outside.split(|character: char| character.is_whitespace() || "()“”\"`,;:?!…".contains(character)).collect();
    let is_number = |word: &&str| {
        let word = word.trim_end_matches('.');
        word.starts_with(|first: char| first.is_ascii_digit())
            && !word.contains(|of: char| of.is_alphabetic() || of == '-')
    };
    let is_year = |word: &str| matches!(word.trim_end_matches('.').parse::<u32>(), Ok(2013..=2030));
    let found = words
        .iter()
        .enumerate()
        .find(|(nth, word)| is_number(word) && !is_year(word) && !(*nth > 0 && words[*nth - 1].ends_with("HTTP")));
    found.map(|(_, word)| (*word).to_owned())
}

fn beginning(text: &str) -> String {
    text.chars().take(40).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_stand_for_themselves_are_bare() {
        for text in [
            "S3 and MD5",
            "HTTP/2",
            "truck-7",
            "in 2022,",
            "an HTTP 200",
            "{a * 2} of {b}",
            "x2",
            "no number",
            "KCL 3.x",
        ] {
            assert_eq!(bare_number(text), None, "{text}");
        }
        for (text, number) in
            [("up to 20 of them", "20"), ("1.5 s", "1.5"), ("(5)", "5"), ("is 4.", "4."), ("300/s", "300/s")]
        {
            // A unit that stands against its number is part of the word.
            let wanted = (!text.contains('/')).then(|| number.to_owned());
            assert_eq!(bare_number(text), wanted, "{text}");
        }
    }
}
