//! The results and exercises of `tests/browser/results.txt`: a line each, its name before it. They are what this edition
//! makes; with `WRITE_FIXTURES` set they are written anew.

use classroom::assignment::{Assignment, Flaw};
use classroom::check::{Checker, Standing};
use classroom::outcome::{Outcome, Predicted};
use classroom::read;
use question_bank::mark::Answer;
use std::path::{Path, PathBuf};
use stream_engine::history::Request;
use stream_engine::{Change, Command, Time};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_results_that_browser_tests_take_are_as_this_edition_makes_them() {
    let content_at = root().join("content");
    let (_, content) = lab_content::read::read(&content_at).expect("the content is sound");
    let bank = question_bank::read::read(&content_at).expect("the questions are sound");
    let exercises = read::read(&content_at, &content).expect("the exercises are sound");
    let exercise = |id: &str| exercises.iter().find(|(known, _)| known == id).expect("it is there").1.clone();
    let ours = exercise("chatty-truck");
    let checker = Checker::new(&content, &bank, &ours);
    let right = checker.lab().zip(checker.foretold()).and_then(|(lab, found)| lab.prediction.right_option(found));
    let right = u8::try_from(right.expect("it has options")).expect("few options");
    let keys: Vec<Option<Answer>> = checker.questions().iter().flatten().map(|question| Some(question.key())).collect();
    let solved = |of: &Assignment| {
        let solution = of.solution.clone().expect("it has one");
        Outcome { requests: solution.requests, end: solution.end, took_s: 372, ..Outcome::new(of) }
    };
    let good = Outcome {
        nickname: "Mina".to_owned(),
        predicted: Some(Predicted::Option(right)),
        answers: keys.clone(),
        ..solved(&ours)
    };
    let late = Outcome {
        nickname: String::new(),
        end: Time(good.end.0 + 40_000_000),
        predicted: Some(Predicted::Option((right + 1) % 3)),
        answers: vec![keys[0].clone(), None],
        took_s: 611,
        ..good.clone()
    };
    let idle = Outcome {
        nickname: "=Jo".to_owned(),
        requests: Vec::new(),
        end: Time::from_s(60),
        predicted: Some(Predicted::Option((right + 1) % 3)),
        answers: vec![wrong(&keys[0]), None],
        ..good.clone()
    };
    let silent = Command::Change { actor: "truck-007".to_owned(), change: Change::RatePerSecond(0) };
    let cheat = Outcome {
        nickname: "Ben".to_owned(),
        requests: vec![Request { at: Time::from_s(5), command: silent }],
        ..good.clone()
    };
    let older = Outcome { nickname: "Old".to_owned(), engine: 0, ..good.clone() };
    // Made by somebody, not by the page: no question has these answers.
    let beyond = [Answer::Chosen(vec![9]), Answer::Matched(vec![9; 4])].map(Some).into();
    let beyond = Outcome { answers: beyond, ..good.clone() };
    let other = exercise("even-load");
    let own = Assignment { title: "A truck of my own".to_owned(), nickname: true, ..ours.clone() };
    let mut unmet = Assignment { title: "Nobody can".to_owned(), ..ours.clone() };
    unmet.solution.as_mut().expect("it has one").requests.clear();
    let results = [("proven", &good), ("late", &late), ("idle", &idle), ("cheat", &cheat), ("older", &older)];
    let standing = |outcome: &Outcome| checker.check(outcome).standing;
    assert_eq!(standing(&good), Standing::Proven);
    assert_eq!(standing(&late), Standing::Proven);
    assert_eq!(standing(&idle), Standing::NotReached);
    assert_eq!(standing(&cheat), Standing::NotAllowed(0));
    assert_eq!(standing(&older), Standing::OtherEngine { reached: true });
    assert_eq!(unmet.flaws(&content, &|id| bank.items.iter().any(|item| item.id == id)), [Flaw::NotSolved]);
    let mut lines: Vec<(&str, String)> = results.iter().map(|(name, outcome)| (*name, outcome.seal())).collect();
    lines.push(("beyond", beyond.seal()));
    lines.push(("of-even-load", solved(&other).seal()));
    lines.push(("of-own", Outcome { nickname: "Own".to_owned(), ..solved(&own) }.seal()));
    lines.push(("own", own.seal()));
    lines.push(("unmet", unmet.seal()));
    let text: String = lines.iter().map(|(name, text)| format!("{name} {text}\n")).collect();
    let file = root().join("tests/browser/results.txt");
    if std::env::var_os("WRITE_FIXTURES").is_some() {
        std::fs::write(&file, &text).expect("the folder is there");
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(known == text, "other texts than before: WRITE_FIXTURES=1 cargo test -p classroom --test fixtures");
}

/// Another answer of the same kind.
fn wrong(key: &Option<Answer>) -> Option<Answer> {
    match key {
        Some(Answer::Chosen(chosen)) => Some(Answer::Chosen(vec![if chosen == &[0] { 1 } else { 0 }])),
        Some(Answer::Number(number)) => Some(Answer::Number(number + 1_000.0)),
        Some(Answer::Order(order)) => Some(Answer::Order(order.iter().rev().copied().collect())),
        Some(Answer::Matched(chosen)) => Some(Answer::Matched(chosen.iter().rev().copied().collect())),
        None => None,
    }
}
