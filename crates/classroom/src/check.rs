//! A result replayed: the log is the proof.

use crate::assignment::Assignment;
use crate::outcome::{Outcome, Predicted};
use crate::trunk::Trunk;
use lab_content::Content;
use lab_content::lab::Lab;
use lab_content::prediction::Ask;
use lab_content::trial::Finding;
use question_bank::Bank;
use question_bank::item::Proof;
use stream_engine::Time;
use stream_engine::extensions::Extensions;
use stream_engine::goal::Verdict;

/// How a result stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The replay reaches the goals.
    Proven,
    /// It doesn't.
    NotReached,
    /// A request of it wasn't the learner's to make: its place in the log.
    NotAllowed(usize),
    /// Made with another engine; whether the goals are reached by this one.
    OtherEngine { reached: bool },
    /// Of another exercise, or of another state of it.
    OtherExercise,
    /// The exercise can't be played here.
    Unplayable,
}

/// What a replay shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Checked {
    pub standing: Standing,
    /// For each goal.
    pub verdicts: Vec<Verdict>,
    pub gold: bool,
    /// Whether the prediction came true; None without one.
    pub foreseen: Option<bool>,
    /// For each question; None if it is open, or isn't asked under these limits.
    pub right: Vec<Option<bool>>,
    /// Moment of the run that was handed in.
    pub end: Time,
    /// Requests that the learner made.
    pub requests: usize,
    /// What the run had cost by then, in nano-dollars.
    pub cost: u128,
}

/// Where results of one exercise are checked: what doesn't change from one to the next.
pub struct Checker<'a> {
    content: &'a Content,
    bank: &'a Bank,
    assignment: &'a Assignment,
    name: String,
    lab: Option<Lab>,
    trunk: Option<Trunk>,
    /// What the lab's prediction finds.
    foretold: Option<Finding>,
    /// The questions as they are asked.
    questions: Vec<Option<question_bank::Question>>,
}

impl<'a> Checker<'a> {
    /// Makes the runs that all results are held against.
    pub fn new(content: &'a Content, bank: &'a Bank, assignment: &'a Assignment) -> Checker<'a> {
        let lab = assignment.lab(content);
        let foretold = lab.as_ref().filter(|_| assignment.predicts).and_then(|lab| {
            let (quotas, prices) = (assignment.quotas(content)?, &content.prices.prices);
            Some(lab.prediction.trial.find(&lab.scenario, &quotas, prices, Extensions::ALL))
        });
        let (name, trunk) = (assignment.name(), Trunk::of(assignment, content));
        let mut checker = Checker { content, bank, assignment, name, lab, trunk, foretold, questions: Vec::new() };
        checker.questions = assignment.questions.iter().map(|of| checker.question(&of.item, of.seed)).collect();
        checker
    }

    fn question(&self, item: &str, seed: u64) -> Option<question_bank::Question> {
        let item = self.bank.items.iter().find(|known| known.id == item)?;
        let (_, facts) = self.bank.facts.iter().find(|(profile, _)| *profile == self.assignment.profile)?;
        match &item.proof {
            Proof::Run(_) if item.needs_run() => item.asked(self.content, &self.assignment.profile, facts, seed).ok(),
            _ => item.question(facts, &item.draw(facts, seed)?, seed, None),
        }
    }

    /// The exercise's name, which results carry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The exercise that it checks.
    pub fn assignment(&self) -> &'a Assignment {
        self.assignment
    }

    /// Its lab as learners get it; None if that isn't there.
    pub fn lab(&self) -> Option<&Lab> {
        self.lab.as_ref()
    }

    /// What the lab's prediction finds; None if it isn't asked.
    pub fn foretold(&self) -> Option<&Finding> {
        self.foretold.as_ref()
    }

    /// The questions as they are asked; None where one isn't, under these limits.
    pub fn questions(&self) -> &[Option<question_bank::Question>] {
        &self.questions
    }

    /// Replays a result.
    pub fn check(&self, outcome: &Outcome) -> Checked {
        let mut checked = Checked {
            standing: Standing::Unplayable,
            verdicts: Vec::new(),
            gold: false,
            foreseen: outcome.predicted.and_then(|predicted| self.foreseen(predicted)),
            right: self.marked(outcome),
            end: outcome.end,
            requests: outcome.requests.len(),
            cost: 0,
        };
        if outcome.exercise != self.name {
            checked.standing = Standing::OtherExercise;
            return checked;
        }
        let (Some(lab), Some(trunk)) = (&self.lab, &self.trunk) else { return checked };
        let run = trunk.branch(&outcome.requests, outcome.end);
        let prices = &self.content.prices.prices;
        let judged = lab.challenge.judge(&run, prices);
        // Before its beginning it wasn't the learner's run.
        let is_own = outcome.end >= self.assignment.from;
        let reached = is_own && (judged.solved || self.assignment.goals.is_empty());
        let forbidden = |request: &stream_engine::history::Request| {
            request.at < self.assignment.from || !self.assignment.allows(lab, &request.command)
        };
        checked.standing = match (outcome.requests.iter().position(forbidden), reached) {
            (Some(nth), _) => Standing::NotAllowed(nth),
            (None, reached) if outcome.engine != stream_engine::REVISION => Standing::OtherEngine { reached },
            (None, true) => Standing::Proven,
            (None, false) => Standing::NotReached,
        };
        checked.cost = stream_engine::bill::Statement::of_run(&run, prices).so_far();
        (checked.verdicts, checked.gold) = (judged.verdicts, judged.gold && is_own);
        checked
    }

    /// Whether a prediction comes true; None if none like it is asked.
    pub fn foreseen(&self, predicted: Predicted) -> Option<bool> {
        let (prediction, finding) = (&self.lab.as_ref()?.prediction, self.foretold.as_ref()?);
        match (&prediction.ask, predicted) {
            (Ask::Choice { .. }, Predicted::Option(nth)) => Some(prediction.right_option(finding)? == usize::from(nth)),
            (Ask::Number { tolerance, .. }, Predicted::Number(number)) => match finding {
                Finding::Number(found) => Some(found.abs_diff(number) <= *tolerance),
                Finding::Text(_) | Finding::Numbers(_) => None,
            },
            _ => None,
        }
    }

    fn marked(&self, outcome: &Outcome) -> Vec<Option<bool>> {
        let mark = |(nth, question): (usize, &Option<question_bank::Question>)| {
            let answer = outcome.answers.get(nth)?.as_ref()?;
            Some(question.as_ref()?.mark(answer).right)
        };
        self.questions.iter().enumerate().map(mark).collect()
    }
}
