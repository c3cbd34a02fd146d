//! A class' results side by side: what was predicted, how hard each question was, the best ways, and a table to take away.

use crate::check::{Checked, Standing};
use crate::outcome::{Outcome, Predicted};
use lab_content::csv::{guarded, row};
use question_bank::mark::Answer;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Rows that are named among the best.
const BEST: usize = 3;

/// A result that could be read, with its replay.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub outcome: Outcome,
    pub checked: Checked,
}

/// How many answered, and how many of them rightly.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    pub answered: usize,
    pub right: usize,
}

/// An answer that isn't right, and how often it was given.
#[derive(Clone, PartialEq, Debug)]
pub struct Mistake {
    /// Place of the question.
    pub question: usize,
    pub answer: Answer,
    pub count: usize,
}

/// What a class' results come to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tally {
    pub proven: usize,
    pub gold: usize,
    /// How often each was predicted: numbers, then options, each in their order.
    pub predicted: Vec<(Predicted, usize)>,
    pub foreseen: Share,
    pub questions: Vec<Share>,
    /// Most frequent first.
    pub mistakes: Vec<Mistake>,
    /// Places of the proven rows that ended earliest, and of those that cost least.
    pub fastest: Vec<usize>,
    pub cheapest: Vec<usize>,
}

impl Share {
    fn count(&mut self, right: Option<bool>) {
        self.answered += usize::from(right.is_some());
        self.right += usize::from(right == Some(true));
    }
}

impl Tally {
    /// Counts the rows of one exercise.
    pub fn of(rows: &[Row]) -> Tally {
        let questions = rows.iter().map(|row| row.checked.right.len()).max().unwrap_or(0);
        let mut tally = Tally { questions: vec![Share::default(); questions], ..Tally::default() };
        let mut predicted = BTreeMap::<Predicted, usize>::new();
        for Row { outcome, checked } in rows {
            let is_proven = checked.standing == Standing::Proven;
            tally.proven += usize::from(is_proven);
            tally.gold += usize::from(is_proven && checked.gold);
            if let Some(one) = outcome.predicted {
                *predicted.entry(one).or_default() += 1;
            }
            tally.foreseen.count(checked.foreseen);
            for (nth, right) in checked.right.iter().enumerate() {
                tally.questions[nth].count(*right);
                if let (Some(false), Some(answer)) = (right, outcome.answers.get(nth).and_then(Option::as_ref)) {
                    tally.note(nth, answer);
                }
            }
        }
        tally.predicted = predicted.into_iter().collect();
        tally.mistakes.sort_by_key(|mistake| (Reverse(mistake.count), mistake.question));
        tally.fastest = best(rows, |row| (u128::from(row.checked.end.ms()), row.checked.cost));
        tally.cheapest = best(rows, |row| (row.checked.cost, u128::from(row.checked.end.ms())));
        tally
    }

    fn note(&mut self, question: usize, answer: &Answer) {
        let same = |known: &&mut Mistake| known.question == question && known.answer == *answer;
        match self.mistakes.iter_mut().find(same) {
            Some(known) => known.count += 1,
            None => self.mistakes.push(Mistake { question, answer: answer.clone(), count: 1 }),
        }
    }
}

/// The proven rows that come first by this, those of fewer requests first among equals.
fn best(rows: &[Row], by: impl Fn(&Row) -> (u128, u128)) -> Vec<usize> {
    let is_proven = |nth: &usize| rows[*nth].checked.standing == Standing::Proven;
    let mut places: Vec<usize> = (0..rows.len()).filter(is_proven).collect();
    places.sort_by_key(|nth| (by(&rows[*nth]), rows[*nth].checked.requests));
    places.truncate(BEST);
    places
}

/// The rows as CSV (RFC 4180), a line each behind the names of the columns.
pub fn csv(rows: &[Row]) -> String {
    let questions = rows.iter().map(|row| row.checked.right.len()).max().unwrap_or(0);
    let mut out = String::new();
    let names = ["nickname", "exercise", "standing", "gold", "end_s", "requests", "cost_usd", "took_s", "foreseen"];
    let numbered = (1..=questions).map(|nth| format!("question_{nth}"));
    row(&mut out, &names.iter().map(|name| (*name).to_owned()).chain(numbered).collect::<Vec<_>>());
    for Row { outcome, checked } in rows {
        let mark = |right: &Option<bool>| right.map_or("", |right| if right { "right" } else { "wrong" }).to_owned();
        let cells = [
            guarded(&outcome.nickname),
            guarded(&outcome.exercise),
            word(&checked.standing).to_owned(),
            if checked.gold { "yes" } else { "" }.to_owned(),
            format!("{}.{:03}", checked.end.ms() / 1_000, checked.end.ms() % 1_000),
            checked.requests.to_string(),
            format!("{}.{:09}", checked.cost / 1_000_000_000, checked.cost % 1_000_000_000),
            outcome.took_s.to_string(),
            mark(&checked.foreseen),
        ];
        row(&mut out, &cells.into_iter().chain(checked.right.iter().map(mark)).collect::<Vec<_>>());
    }
    out
}

/// How a standing is written in a table of data.
pub fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Proven => "proven",
        Standing::NotReached => "not-reached",
        Standing::NotAllowed(_) => "not-allowed",
        Standing::OtherEngine { reached: true } => "other-engine-reached",
        Standing::OtherEngine { reached: false } => "other-engine-not-reached",
        Standing::OtherExercise => "other-exercise",
        Standing::Unplayable => "unplayable",
    }
}
