//! Two results beside each other: what was done when, what came of it, how the goals stood.

use super::class::name;
use super::{Stands, cost, took};
use crate::content::content;
use crate::route::lab_href;
use crate::scene::calls::{Filter, OwnCalls, newest, row};
use crate::scene::clock;
use crate::share::SharedRun;
use classroom::assignment::Assignment;
use classroom::check::Checker;
use classroom::outcome::Outcome;
use classroom::tally::Row;
use stream_engine::goal::Standing;
use stream_engine::history::Request;
use stream_engine::{History, Time};

/// One of the two.
#[derive(Clone, PartialEq, Debug)]
pub struct Side {
    pub name: String,
    pub stands: Stands,
    pub moment: String,
    pub cost: String,
    pub took: String,
    pub goals: Vec<Goal>,
    pub steps: Vec<Step>,
    /// Opens it in its lab, standing at its end; None where that begins otherwise.
    pub href: Option<String>,
}

/// How a goal stood at the end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goal {
    pub label: String,
    pub value: String,
    pub met: bool,
    pub gold: bool,
}

/// Something done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub clock: String,
    pub what: String,
    pub subject: String,
    pub result: String,
    pub failed: bool,
}

/// The side of a result; None if the exercise can't be played.
pub fn side(checker: &Checker, nth: usize, of: &Row) -> Option<Side> {
    let assignment = checker.assignment();
    let profile = crate::scene::foretold::profile(content(), &assignment.profile)?;
    let goal = |(goal, verdict): (&lab_content::challenge::LabGoal, &stream_engine::goal::Verdict)| Goal {
        label: content().fill(&goal.label, profile, &[]),
        value: goal.format.text(verdict.value),
        met: verdict.standing == Standing::Met,
        gold: goal.gold,
    };
    let checked = &of.checked;
    Some(Side {
        name: name(nth, of),
        stands: Stands::of(&checked.standing, checked.gold),
        moment: clock(checked.end),
        cost: cost(checked.cost),
        took: took(of.outcome.took_s),
        goals: assignment.goals.iter().zip(&checked.verdicts).map(goal).collect(),
        steps: steps(assignment, &of.outcome.requests, of.outcome.end)?,
        href: href(assignment, &of.outcome),
    })
}

/// What requests did in an exercise, in their order; None if it can't be played.
pub fn steps(assignment: &Assignment, requests: &[Request], end: Time) -> Option<Vec<Step>> {
    let run = assignment.play(content(), requests, end)?;
    Some(own_calls(&run, requests.len()))
}

/// The last so many calls that somebody made in a run.
fn own_calls(run: &History, count: usize) -> Vec<Step> {
    let step = |kept| {
        let row = row(run.present(), kept);
        Step {
            clock: row.clock,
            what: row.operation.into_owned(),
            subject: row.subject,
            result: row.result,
            failed: row.failed,
        }
    };
    let kept = newest(run, Filter::Own, &mut OwnCalls::default());
    let mut steps: Vec<Step> = kept.iter().take(count).map(step).collect();
    steps.reverse();
    steps
}

/// A link that opens it in the lab, where the lab begins as the exercise does.
fn href(assignment: &Assignment, outcome: &Outcome) -> Option<String> {
    let begins_alike = assignment.scenario.is_none() && assignment.seed.is_none();
    let requests = assignment.begin.iter().chain(&outcome.requests).cloned().collect();
    let (profile, at, engine) = (assignment.profile.clone(), outcome.end, outcome.engine);
    let shared = SharedRun { profile, at, requests, exercise: None, engine };
    let text = shared.encode().filter(|_| begins_alike)?;
    Some(format!("{}?s={text}", lab_href(&assignment.lab)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{bank, exercises};
    use classroom::check::Checked;

    #[test]
    fn a_solution_is_told_step_by_step_with_its_goals_and_opens_in_its_lab() {
        let (_, exercise) = exercises().iter().find(|(id, _)| id == "chatty-truck").expect("it is ours");
        let solution = exercise.solution.clone().expect("it has one");
        let outcome = Outcome { requests: solution.requests, end: solution.end, ..Outcome::new(exercise) };
        let checker = Checker::new(content(), bank(), exercise);
        let checked: Checked = checker.check(&outcome);
        let of = Row { outcome, checked };
        let side = side(&checker, 4, &of).expect("it can be played");
        assert_eq!(side.steps.len(), of.outcome.requests.len());
        assert!(side.steps.iter().all(|step| !step.what.is_empty() && !step.failed), "{side:?}");
        assert!(side.goals.iter().all(|goal| goal.met), "{side:?}");
        let href = side.href.expect("the lab begins as it does");
        let text = href.split_once("?s=").map_or("", |(_, text)| text);
        let shared = SharedRun::decode(text).expect("a link of ours");
        assert_eq!((shared.requests, shared.at), (of.outcome.requests, of.outcome.end));
    }
}
