//! The results of one exercise: a line for each, and what they come to.

use super::{Stands, cost, took};
use crate::content::tf;
use crate::scene::ballot::{Bar, bars, range_of, ranges};
use crate::scene::clock;
use crate::scene::foretold::number_of;
use classroom::check::Checker;
use classroom::outcome::Predicted;
use classroom::tally::{Row, Tally};
use lab_content::prediction::Ask;
use lab_content::trial::Finding;
use question_bank::Question;
use question_bank::mark::Answer;
use question_bank::question::Body;
use question_bank::text::number_with_unit;

/// Numbers that are shown one by one; more are put into ranges.
const NUMBERS_MAX: usize = 8;
/// Mistakes that are named.
const MISTAKES_MAX: usize = 8;

/// A result in the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub name: String,
    pub stands: Stands,
    pub moment: String,
    pub requests: usize,
    pub cost: String,
    pub took: String,
    pub foreseen: Option<bool>,
    /// How many questions were answered rightly, and how many there are.
    pub right: (usize, usize),
}

/// What the results of one exercise come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Summary {
    pub results: usize,
    pub proven: usize,
    pub gold: usize,
    /// What was predicted; empty if nothing was.
    pub predicted: Vec<Bar>,
    pub questions: Vec<Hardness>,
    pub mistakes: Vec<Slip>,
    /// Names with what they are named for.
    pub fastest: Vec<(String, String)>,
    pub cheapest: Vec<(String, String)>,
}

/// How hard a question was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hardness {
    /// From 1.
    pub number: usize,
    pub stem: String,
    pub answered: usize,
    pub right: usize,
    pub percent: usize,
}

/// A wrong answer and how often it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The question's, from 1.
    pub number: usize,
    pub answer: String,
    pub count: usize,
}

/// The name of the result in this place: what its learner called themselves, or its number.
pub fn name(nth: usize, row: &Row) -> String {
    match row.outcome.nickname.trim() {
        "" => tf("results.nameless", &[("n", &(nth + 1).to_string())]),
        name => name.to_owned(),
    }
}

/// The line of a result.
pub fn line(nth: usize, row: &Row) -> Line {
    let checked = &row.checked;
    Line {
        name: name(nth, row),
        stands: Stands::of(&checked.standing, checked.gold),
        moment: clock(checked.end),
        requests: checked.requests,
        cost: cost(checked.cost),
        took: took(row.outcome.took_s),
        foreseen: checked.foreseen,
        right: (checked.right.iter().filter(|right| **right == Some(true)).count(), checked.right.len()),
    }
}

impl Summary {
    /// Counts the rows of an exercise.
    pub fn of(checker: &Checker, rows: &[Row]) -> Summary {
        let tally = Tally::of(rows);
        let question = |nth: usize| checker.questions().get(nth).and_then(Option::as_ref);
        let hardness = |(nth, share): (usize, &classroom::tally::Share)| {
            let stem = question(nth).map_or(String::new(), |question| question.stem.clone());
            let percent = (share.right * 200 + share.answered).checked_div(share.answered * 2).unwrap_or(0);
            Hardness { number: nth + 1, stem, answered: share.answered, right: share.right, percent }
        };
        let slip = |mistake: &classroom::tally::Mistake| {
            let answer = answer_text(question(mistake.question)?, &mistake.answer);
            Some(Slip { number: mistake.question + 1, answer, count: mistake.count })
        };
        let best = |places: &[usize], what: fn(&Row) -> String| {
            places.iter().map(|nth| (name(*nth, &rows[*nth]), what(&rows[*nth]))).collect()
        };
        Summary {
            results: rows.len(),
            proven: tally.proven,
            gold: tally.gold,
            predicted: predicted(checker, &tally.predicted),
            questions: tally.questions.iter().enumerate().map(hardness).collect(),
            mistakes: tally.mistakes.iter().filter_map(slip).take(MISTAKES_MAX).collect(),
            fastest: best(&tally.fastest, |row| clock(row.checked.end)),
            cheapest: best(&tally.cheapest, |row| cost(row.checked.cost)),
        }
    }
}

/// The distribution of predictions: each option, or the numbers that were given.
fn predicted(checker: &Checker, counts: &[(Predicted, usize)]) -> Vec<Bar> {
    let (Some(lab), Some(finding), false) = (checker.lab(), checker.foretold(), counts.is_empty()) else {
        return Vec::new();
    };
    let prediction = &lab.prediction;
    match &prediction.ask {
        Ask::Choice { options } => {
            let right = prediction.right_option(finding);
            let count = |nth: usize| {
                let of = |(predicted, _): &&(Predicted, usize)| matches!(predicted, Predicted::Option(place) if usize::from(*place) == nth);
                counts.iter().filter(of).map(|(_, count)| count).sum()
            };
            let all = options.iter().enumerate();
            bars(all.map(|(nth, option)| (option.label.clone(), count(nth), right == Some(nth))).collect())
        }
        Ask::Number { min, max, tolerance, unit, .. } => {
            // Nobody can choose a number out of bounds, but anybody can write one into a result.
            let number = |(predicted, count): &(Predicted, usize)| match predicted {
                Predicted::Number(number) if (min..=max).contains(&number) => Some((*number, *count)),
                _ => None,
            };
            let numbers: Vec<(u64, usize)> = counts.iter().filter_map(number).collect();
            let is_right = |low: u64, high: u64| match finding {
                Finding::Number(found) => low <= found + tolerance && found.saturating_sub(*tolerance) <= high,
                Finding::Text(_) | Finding::Numbers(_) => false,
            };
            let (Some((least, _)), Some((most, _))) = (numbers.first(), numbers.last()) else { return Vec::new() };
            if numbers.len() <= NUMBERS_MAX {
                let bar =
                    |(number, count): &(u64, usize)| (number_of(*number, unit), *count, is_right(*number, *number));
                return bars(numbers.iter().map(bar).collect());
            }
            let within = |low: u64, high: u64| {
                let of = |(number, _): &&(u64, usize)| (low..=high).contains(number);
                numbers.iter().filter(of).map(|(_, count)| count).sum()
            };
            let all = ranges(*least, *most, NUMBERS_MAX as u64).into_iter();
            bars(all.map(|(low, high)| (range_of(low, high, unit), within(low, high), is_right(low, high))).collect())
        }
    }
}

/// An answer in words.
pub fn answer_text(question: &Question, answer: &Answer) -> String {
    let listed =
        |texts: Vec<Option<&str>>, between: &str| texts.into_iter().flatten().collect::<Vec<_>>().join(between);
    match (&question.body, answer) {
        (Body::Choice { options, .. }, Answer::Chosen(chosen)) => {
            listed(chosen.iter().map(|nth| options.get(*nth).map(|option| option.text.as_str())).collect(), "; ")
        }
        (Body::Number { unit, .. }, Answer::Number(number)) => number_with_unit(*number, unit),
        (Body::Order { steps, .. }, Answer::Order(order)) => {
            listed(order.iter().map(|nth| steps.get(*nth).map(|step| step.text.as_str())).collect(), " → ")
        }
        (Body::Match { lefts, rights, .. }, Answer::Matched(chosen)) => {
            let pair = |(left, right): (&question_bank::question::Explained, &usize)| {
                Some(format!("{} → {}", left.text, rights.get(*right)?))
            };
            lefts.iter().zip(chosen).filter_map(pair).collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{bank, content, exercises};

    #[test]
    fn a_forged_number_among_many_is_left_out() {
        let (_, exercise) = exercises().iter().find(|(id, _)| id == "even-load").expect("it is there");
        let checker = Checker::new(content(), bank(), exercise);
        let numbers = (20..29).chain([u64::MAX]);
        let counts: Vec<_> = numbers.map(|number| (Predicted::Number(number), 1)).collect();
        let bars = predicted(&checker, &counts);
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [2, 2, 2, 2, 1]);
    }
}
