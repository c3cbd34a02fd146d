//! Our exercises: each can be played, isn't solved at its start, and is solved by its solution with what learners may touch.

use classroom::assignment::Assignment;
use classroom::check::{Checker, Standing};
use classroom::outcome::Outcome;
use classroom::read;
use classroom::trunk::Trunk;
use lab_content::Content;
use question_bank::Bank;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn all() -> (Content, Bank, Vec<(String, Assignment)>) {
    let (_, content) = lab_content::read::read(&root()).expect("the content is sound");
    let bank = question_bank::read::read(&root()).expect("the questions are sound");
    let exercises = read::read(&root(), &content).unwrap_or_else(|problems| panic!("{problems:?}"));
    (content, bank, exercises)
}

#[test]
fn each_is_sound_and_its_solution_reaches_its_goals() {
    let (content, bank, exercises) = all();
    let is_item = |id: &str| bank.items.iter().any(|item| item.id == id);
    for (id, exercise) in &exercises {
        assert_eq!(exercise.flaws(&content, &is_item), [], "{id}");
        let solution = exercise.solution.as_ref().unwrap_or_else(|| panic!("{id} has no solution"));
        let outcome = Outcome { requests: solution.requests.clone(), end: solution.end, ..Outcome::new(exercise) };
        let checked = Checker::new(&content, &bank, exercise).check(&outcome);
        assert_eq!(checked.standing, Standing::Proven, "{id}");
        let nothing = Outcome { requests: Vec::new(), ..outcome };
        let checked = Checker::new(&content, &bank, exercise).check(&nothing);
        assert_eq!(checked.standing, Standing::NotReached, "{id}");
    }
}

#[test]
fn a_run_that_branches_off_the_common_one_ends_as_one_of_its_own() {
    let (content, _, exercises) = all();
    for (id, exercise) in &exercises {
        let solution = exercise.solution.as_ref().unwrap_or_else(|| panic!("{id} has no solution"));
        let trunk = Trunk::of(exercise, &content).expect("it can be played");
        // As results come in: one in which nothing was done leads to the end, the next goes back.
        for requests in [&[], &solution.requests[..]] {
            let own = exercise.play(&content, requests, solution.end).expect("it can be played");
            assert!(own.present().to_bytes() == trunk.branch(requests, solution.end).to_bytes(), "{id}");
        }
    }
}

#[test]
fn every_lab_has_one_with_all_that_a_teacher_needs() {
    let (content, _, exercises) = all();
    for lab in &content.labs {
        assert!(exercises.iter().any(|(_, exercise)| exercise.lab == lab.id), "{}", lab.id);
    }
    for (id, exercise) in &exercises {
        let notes = &exercise.notes;
        assert!(!notes.aim.is_empty() && !notes.debrief.is_empty() && (5..=30).contains(&exercise.minutes), "{id}");
        assert!(notes.prompts.len() > 1 && notes.misconceptions.len() > 1 && !exercise.questions.is_empty(), "{id}");
        assert!(!exercise.par.is_empty(), "{id}");
    }
}

#[test]
fn learners_get_no_solution_and_a_link_brings_back_what_was_sent() {
    let (_, _, exercises) = all();
    for (id, exercise) in &exercises {
        let sent = exercise.for_learners();
        assert_eq!(sent.solution, None, "{id}");
        assert_eq!(Assignment::open(&sent.seal()).as_ref(), Ok(&sent), "{id}");
        assert_eq!(Assignment::open(&exercise.seal()).as_ref(), Ok(exercise), "{id}");
        assert_eq!(sent.name(), exercise.name(), "{id}: notes aren't part of what is played");
        assert!(sent.seal().len() < 1_400, "{id}: {} characters don't fit into a code", sent.seal().len());
    }
    let names: std::collections::BTreeSet<String> = exercises.iter().map(|(_, one)| one.name()).collect();
    assert_eq!(names.len(), exercises.len());
}
