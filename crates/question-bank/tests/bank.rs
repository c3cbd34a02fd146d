//! The bank as it is: nothing wrong in any item, and every key that a run can show is what the run shows.

use lab_content::Content;
use question_bank::item::{Bank, Item};
use question_bank::question::{Body, Question};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Variants of a generator that are run in each profile.
const VARIANTS: u64 = 200;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

static BANK: LazyLock<Bank> = LazyLock::new(|| {
    question_bank::read::read(&folder()).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
});

fn content() -> Content {
    lab_content::read::read(&folder()).expect("the content is sound").1
}

/// The first variant of each item, of every `of`th from `nth` on, that its run doesn't bear out.
fn wrong(nth: usize, of: usize) -> Vec<String> {
    let content = content();
    let mut wrong = Vec::new();
    for item in BANK.items.iter().skip(nth).step_by(of) {
        for (profile, facts) in BANK.facts.iter().filter(|(profile, _)| item.is_asked_in(profile)) {
            let variants = if item.is_generator() { VARIANTS } else { 1 };
            let first = (0..variants).find_map(|seed| {
                let why = item.prove(&content, profile, facts, seed).err()?;
                Some(format!("{} in {profile}, variant {seed}: {why}", item.id))
            });
            wrong.extend(first);
        }
    }
    wrong
}

#[test]
fn every_item_is_sound_and_its_run_bears_the_key_out_in_each_profile() {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|nth| scope.spawn(move || wrong(nth, threads))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("a thread that doesn't panic")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_topic_has_two_written_items_or_more() {
    for (nth, topic) in BANK.topics.iter().enumerate() {
        let of_topic = |item: &&Item| usize::from(item.topic) == nth + 1 && !item.is_generator();
        assert!(BANK.items.iter().filter(of_topic).count() >= 2, "{}", topic.name);
    }
    let generators = BANK.items.iter().filter(|item| item.is_generator()).count();
    assert!(generators >= 40 && BANK.items.len() - generators >= 200, "{generators} of {}", BANK.items.len());
}

/// The question under the newest limits in which it is asked, with the key that its run shows.
fn asked(content: &Content, item: &Item, seed: u64) -> Question {
    let asked = BANK.facts.iter().rev().find(|(profile, _)| item.is_asked_in(profile));
    let (profile, facts) = asked.expect("each item is asked in some profile");
    item.asked(content, profile, facts, seed).unwrap_or_else(|why| panic!("{}: {why}", item.id))
}

#[test]
fn the_key_is_marked_right_and_every_other_choice_wrong() {
    let content = content();
    for item in &BANK.items {
        for seed in 0..5 {
            let question = asked(&content, item, seed);
            let marked = question.mark(&question.key());
            assert!(marked.right && (marked.score - 1.0).abs() < 1e-9, "{}: {marked:?}", item.id);
            if let Body::Choice { options, many: false } = &question.body {
                for (nth, option) in options.iter().enumerate() {
                    let marked = question.mark(&question_bank::Answer::Chosen(vec![nth]));
                    assert_eq!(marked.right, option.right, "{}", item.id);
                }
            }
        }
    }
}

#[test]
fn an_answer_that_the_question_does_not_have_is_not_taken() {
    use question_bank::Answer;
    let content = content();
    let beyond = [
        Answer::Chosen(vec![0, 99]),
        Answer::Number(f64::NAN),
        Answer::Order(vec![0; 4]),
        Answer::Order((1..=4).collect()),
        Answer::Matched(vec![99; 4]),
        Answer::Matched(Vec::new()),
    ];
    for item in &BANK.items {
        let question = asked(&content, item, 1);
        assert!(question.takes(&question.key()), "{}", item.id);
        assert!(beyond.iter().all(|answer| !question.takes(answer)), "{}", item.id);
        if let Body::Match { lefts, .. } = &question.body {
            assert!(question.takes(&Answer::Matched(vec![usize::MAX; lefts.len()])), "an exam's, half done");
        }
    }
}

#[test]
fn one_seed_shows_one_order_and_others_show_others() {
    let item = BANK.items.iter().find(|item| item.options().len() == 4).expect("one has four options");
    let content = content();
    let texts = |seed| match asked(&content, item, seed).body {
        Body::Choice { options, .. } => options.into_iter().map(|option| option.text).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(texts(3), texts(3));
    let firsts: std::collections::BTreeSet<String> = (0..40).map(|seed| texts(seed)[0].clone()).collect();
    assert_eq!(firsts.len(), 4, "each option comes first for some seed");
}

#[test]
fn an_exam_asks_no_item_twice_and_keeps_to_its_seed() {
    use question_bank::practice::Exam;
    let count = BANK.items.len().min(20);
    let exam = Exam::draw(&BANK.items, "aws-2026", count, 5);
    assert_eq!(exam, Exam::draw(&BANK.items, "aws-2026", count, 5));
    assert_ne!(exam, Exam::draw(&BANK.items, "aws-2026", count, 6));
    let items: std::collections::BTreeSet<usize> = exam.asked.iter().map(|(nth, _)| *nth).collect();
    let askable = BANK.items.iter().filter(|item| item.is_asked_in("aws-2026")).count();
    assert_eq!(items.len(), count.min(askable));
    let parts = exam.parts(&BANK, &vec![true; exam.asked.len()]);
    assert!(parts.iter().all(|part| part.right == part.asked));
    assert_eq!(parts.iter().map(|part| part.asked).sum::<usize>(), exam.asked.len());
}
