//! What learners hand in: replayed, counted, and nothing believed that isn't replayed.

use classroom::assignment::{Assignment, Flaw};
use classroom::check::{Checker, Standing};
use classroom::gather::{Found, Kind, gather};
use classroom::outcome::{Outcome, Predicted};
use classroom::read;
use classroom::sealed::Unreadable;
use classroom::tally::{Row, Share, Tally, csv};
use lab_content::Content;
use question_bank::Bank;
use question_bank::mark::Answer;
use std::path::{Path, PathBuf};
use stream_engine::goal::Comparison;
use stream_engine::history::Request;
use stream_engine::{Change, Command, Time};

struct Class {
    content: Content,
    bank: Bank,
    exercise: Assignment,
}

fn class(id: &str) -> Class {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let (_, content) = lab_content::read::read(&root).expect("the content is sound");
    let bank = question_bank::read::read(&root).expect("the questions are sound");
    let exercises = read::read(&root, &content).expect("the exercises are sound");
    let (_, exercise) = exercises.into_iter().find(|(known, _)| known == id).expect("it is there");
    Class { content, bank, exercise }
}

/// The result of somebody who did what the solution does.
fn solved(exercise: &Assignment) -> Outcome {
    let solution = exercise.solution.clone().expect("it has one");
    Outcome { requests: solution.requests, end: solution.end, took_s: 300, ..Outcome::new(exercise) }
}

fn standing(class: &Class, outcome: &Outcome) -> Standing {
    Checker::new(&class.content, &class.bank, &class.exercise).check(outcome).standing
}

#[test]
fn a_result_comes_back_as_it_was_handed_in_alone_or_in_a_link() {
    let class = class("chatty-truck");
    let outcome =
        Outcome { nickname: "Mina".to_owned(), predicted: Some(Predicted::Option(2)), ..solved(&class.exercise) };
    let sealed = outcome.seal();
    assert_eq!(Outcome::open(&sealed), Ok(outcome.clone()));
    assert_eq!(Outcome::open(&format!("https://example.org/lab/#/classroom/results?r={sealed}\n")), Ok(outcome));
    assert!(sealed.len() < 400, "{} characters", sealed.len());
}

#[test]
fn nothing_is_believed_that_the_replay_does_not_show() {
    let class = class("chatty-truck");
    let good = solved(&class.exercise);
    assert_eq!(standing(&class, &good), Standing::Proven);
    let early = Outcome { end: Time::from_s(12), ..good.clone() };
    assert_eq!(standing(&class, &early), Standing::NotReached);
    let older = Outcome { engine: 0, ..good.clone() };
    assert_eq!(standing(&class, &older), Standing::OtherEngine { reached: true });
    let silent = Request {
        at: Time::from_s(5),
        command: Command::Change { actor: "truck-007".to_owned(), change: Change::RatePerSecond(0) },
    };
    // An exercise that begins where something has gone wrong isn't solved by the time before.
    let begun = Assignment { from: Time::from_s(20), begin: vec![silent.clone()], ..class.exercise.clone() };
    let open = Assignment { goals: Vec::new(), ..begun };
    let before = Outcome { end: Time::from_s(19), ..Outcome::new(&open) };
    let checked = Checker::new(&class.content, &class.bank, &open).check(&before);
    assert_eq!((checked.standing, checked.gold), (Standing::NotReached, false));
    let at_once = Outcome { end: Time::from_s(20), ..before };
    assert_eq!(Checker::new(&class.content, &class.bank, &open).check(&at_once).standing, Standing::Proven);
    let cheated = Outcome { requests: vec![silent], ..good.clone() };
    assert_eq!(standing(&class, &cheated), Standing::NotAllowed(0), "its rate isn't theirs to touch");
    let other = Assignment { seed: Some(99), ..class.exercise.clone() };
    assert_eq!(standing(&Class { exercise: other, ..class }, &good), Standing::OtherExercise);
}

#[test]
fn what_is_cut_or_noise_is_named() {
    let class = class("even-load");
    let sealed = solved(&class.exercise).seal();
    assert_eq!(Outcome::open(&sealed[..sealed.len() / 2]), Err(Unreadable::Damaged));
    assert_eq!(Outcome::open("a,b,c"), Err(Unreadable::Foreign));
    assert_eq!(Outcome::open(&class.exercise.seal()), Err(Unreadable::Foreign), "an exercise is no result");
    assert_eq!(Outcome::open(&sealed.replacen("r1", "r7", 1)), Err(Unreadable::Newer));
    let noise = "Zm9vYmFy".repeat(1_250_000);
    assert_eq!(Outcome::open(&noise), Err(Unreadable::Foreign));
    assert_eq!(Outcome::open(&format!("r1.{noise}")), Err(Unreadable::Damaged));
    let mut backwards = solved(&class.exercise);
    backwards.requests = vec![backwards.requests[0].clone(), backwards.requests[0].clone()];
    backwards.requests[1].at = Time::ZERO;
    assert_eq!(Outcome::open(&backwards.seal()), Err(Unreadable::Damaged), "requests out of their order");
    let never = Outcome { end: Time::from_s(10_000_000), ..solved(&class.exercise) };
    assert_eq!(Outcome::open(&never.seal()), Err(Unreadable::Damaged), "a run that nobody could wait for");
}

#[test]
fn an_exercise_that_is_solved_at_its_start_or_not_by_its_solution_says_so() {
    let Class { content, bank, exercise } = class("chatty-truck");
    let is_item = |id: &str| bank.items.iter().any(|item| item.id == id);
    let flaws = |exercise: Assignment| exercise.flaws(&content, &is_item);
    let solution = exercise.solution.clone().expect("it has one");
    let solved_before =
        Assignment { begin: solution.requests.clone(), from: solution.end, solution: None, ..exercise.clone() };
    assert_eq!(flaws(solved_before), [Flaw::AlreadyMet]);
    let mut waiting = Assignment { solution: None, ..exercise.clone() };
    waiting.goals.truncate(1);
    waiting.goals[0].goal.comparison = Comparison::AtLeast;
    assert!(matches!(flaws(waiting)[..], [Flaw::MetIdly(at)] if at > exercise.from), "it is reached by waiting");
    let mut idle = exercise.clone();
    idle.solution.as_mut().expect("it has one").requests.clear();
    assert_eq!(flaws(idle), [Flaw::NotSolved]);
    let mut narrow = exercise.clone();
    narrow.touch.controls = Some(vec!["shards".to_owned()]);
    assert_eq!(flaws(narrow), [Flaw::NotAllowed(0)]);
    let mut foreign = exercise.clone();
    (foreign.lab, foreign.profile) = ("nowhere".to_owned(), "aws-1999".to_owned());
    assert_eq!(flaws(foreign), [Flaw::Profile("aws-1999".to_owned()), Flaw::Lab("nowhere".to_owned())]);
    let mut empty = Assignment { title: String::new(), goals: Vec::new(), predicts: false, ..exercise.clone() };
    empty.questions.clear();
    assert_eq!(flaws(empty), [Flaw::Title, Flaw::Goals]);
    let mut asked = exercise;
    asked.questions[0].item = "none".to_owned();
    asked.touch.controls = Some(vec!["wheel".to_owned()]);
    assert_eq!(flaws(asked), [Flaw::Control("wheel".to_owned()), Flaw::Question("none".to_owned())]);
}

#[test]
fn a_class_is_counted_and_its_best_are_found() {
    let class = class("chatty-truck");
    let checker = Checker::new(&class.content, &class.bank, &class.exercise);
    let row = |outcome: Outcome| Row { checked: checker.check(&outcome), outcome };
    let good = solved(&class.exercise);
    let late = Outcome {
        nickname: "=SUM(1)".to_owned(),
        end: Time::from_s(90),
        predicted: Some(Predicted::Option(2)),
        ..good.clone()
    };
    let wrong = Outcome {
        requests: Vec::new(),
        predicted: Some(Predicted::Option(0)),
        answers: vec![Some(Answer::Chosen(vec![9])), None],
        ..good.clone()
    };
    let rows = [row(late), row(wrong.clone()), row(good), row(wrong)];
    let tally = Tally::of(&rows);
    assert_eq!((tally.proven, tally.gold), (2, 2));
    assert_eq!(tally.predicted, [(Predicted::Option(0), 2), (Predicted::Option(2), 1)]);
    assert_eq!(tally.foreseen, Share { answered: 3, right: 1 });
    assert_eq!(tally.questions, [Share { answered: 2, right: 0 }, Share::default()]);
    assert_eq!((tally.mistakes.len(), tally.mistakes[0].count), (1, 2));
    assert_eq!((&tally.fastest[..], &tally.cheapest[..]), (&[2, 0][..], &[2, 0][..]));
    let table = csv(&rows);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a line")).collect();
    assert_eq!(records.len(), 4);
    assert_eq!((&records[0][0], &records[0][2], &records[1][2]), ("'=SUM(1)", "proven", "not-reached"));
    assert_eq!(&records[1][9], "wrong");
    let foreign = csv(&[row(Outcome { exercise: "-1+1".to_owned(), ..rows[2].outcome.clone() })]);
    assert!(foreign.lines().any(|line| line.starts_with(",'-1+1,other-exercise,")), "{foreign}");
}

#[test]
fn results_and_exercises_are_found_wherever_they_stand() {
    let class = class("even-load");
    let result = Outcome { nickname: "Mina".to_owned(), ..solved(&class.exercise) };
    let (sealed, exercise) = (result.seal(), class.exercise.seal());
    let cut = &sealed[..sealed.len() - 9];
    let newer = sealed.replacen("r1", "r12", 1);
    let found = |text: &str| gather(text).into_iter().map(|(_, found)| found).collect::<Vec<_>>();
    let is_result = [Found::Result(result.clone())];
    for text in [
        sealed.clone(),
        format!("https://example.org/lab/?x=1#/classroom/results?r={sealed}&theme=dark"),
        result.file(&class.exercise.title),
        format!("when,who,link\n2026-11-26,\"Mina\",\"{sealed}\"\n"),
        format!("Here it is: {sealed}."),
    ] {
        assert_eq!(found(&text), is_result, "{text}");
    }
    let all = found(&format!("{exercise}\n{cut} {newer}\nr1. e2.g version e1.x"));
    let unread = |why| Found::Unreadable(Kind::Result, why);
    let wanted =
        [Found::Exercise(Box::new(class.exercise.clone())), unread(Unreadable::Damaged), unread(Unreadable::Newer)];
    assert_eq!(all, wanted);
    assert_eq!(found(&class.exercise.file()), [Found::Exercise(Box::new(class.exercise))]);
    assert_eq!(found(&"Zm9vYmFy".repeat(1_250_000)), []);
}
