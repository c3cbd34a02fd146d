//! Challenges and the "why" of a run: texts around goals and measured values.

use crate::format::Format;
use crate::run::{fresh, replay};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::goal::{Goal, Look, Measure, Standing, Verdict};
use stream_engine::history::Request;
use stream_engine::{Command, History, Quotas, Scenario, Simulation, Time};

/// What is to be reached.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    pub title: String,
    pub text: String,
    pub goals: Vec<LabGoal>,
    /// What a good solution comes to, in words.
    pub par: String,
    /// Shown once the challenge is solved.
    pub debrief: String,
    /// Runs that the tests hold the lab to.
    pub solution: Attempt,
    pub wrong: Vec<Attempt>,
}

/// A goal with its line on the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabGoal {
    pub label: String,
    pub format: Format,
    pub goal: Goal,
    /// Not needed to solve the challenge, but noted.
    #[serde(default)]
    pub gold: bool,
}

/// A run of the lab: what is done when, and how long it goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    pub name: String,
    #[serde(default)]
    pub steps: Vec<Step>,
    pub until_s: u64,
    /// Whether it reaches the gold goals too.
    #[serde(default)]
    pub gold: bool,
}

/// Something done at a second of the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub at_s: u64,
    pub command: Command,
}

/// The requests of these steps.
pub fn requests(steps: &[Step]) -> Vec<Request> {
    steps.iter().map(|step| Request { at: Time::from_s(step.at_s), command: step.command.clone() }).collect()
}

impl Attempt {
    /// What the service says to the steps that it refuses.
    pub fn refusals(&self, scenario: &Scenario, quotas: Rc<Quotas>) -> Vec<String> {
        let mut run = fresh(Rc::new(scenario.clone()), quotas);
        let refused = |step: &Step| {
            run.seek(Time::from_s(step.at_s));
            let refusal = run.act(step.command.clone()).err()?;
            Some(refusal.message(run.present().place(step.command.stream())))
        };
        self.steps.iter().filter_map(refused).collect()
    }

    /// The run at its end.
    pub fn play(&self, scenario: &Scenario, quotas: Rc<Quotas>) -> History {
        let end = Time::from_s(self.until_s);
        replay(Rc::new(scenario.clone()), quotas, requests(&self.steps), end)
    }
}

/// How a challenge stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    pub verdicts: Vec<Verdict>,
    pub solved: bool,
    pub gold: bool,
}

impl Challenge {
    /// Judges a run against all goals.
    pub fn judge(&self, run: &Simulation, prices: &Prices) -> Judged {
        let verdicts: Vec<Verdict> = self.goals.iter().map(|goal| goal.goal.judge(run, prices)).collect();
        let met = |gold: bool| {
            let of = |(goal, _): &(&LabGoal, &Verdict)| goal.gold == gold;
            self.goals.iter().zip(&verdicts).filter(of).all(|(_, verdict)| verdict.standing == Standing::Met)
        };
        // Where nothing is asked, nothing is solved.
        let solved = !self.goals.is_empty() && met(false);
        let gold = solved && met(true) && self.goals.iter().any(|goal| goal.gold);
        Judged { solved, gold, verdicts }
    }
}

/// Sentences about the run as it stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Measured values, each by its name in the texts.
    #[serde(default)]
    pub values: Vec<NamedValue>,
    /// The first whose condition holds is shown; the last needs none.
    pub cases: Vec<WhyCase>,
    /// Things to try.
    pub tries: Vec<String>,
}

/// A measured value that a text uses as `{name}`; `{name_shard}` is the shard behind it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedValue {
    pub name: String,
    pub measure: Measure,
    /// Number of the one that it is about, for a measure of one.
    #[serde(default)]
    pub of: u8,
    #[serde(default)]
    pub window_s: u64,
    pub format: Format,
}

/// A text for a state of the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyCase {
    #[serde(default)]
    pub when: Option<Goal>,
    pub text: String,
}

impl Why {
    /// The text that fits the run, with the names and texts of its values.
    pub fn of(&self, run: &Simulation, prices: &Prices) -> (&str, Vec<(String, String)>) {
        let fits = |case: &&WhyCase| case.when.is_none_or(|goal| goal.judge(run, prices).standing != Standing::Missed);
        let text = self.cases.iter().find(fits).map_or("", |case| &case.text);
        let mut values = Vec::new();
        for value in &self.values {
            let (found, shard) = value.measure.value(&Look { run, prices, of: value.of, window_s: value.window_s });
            values.push((value.name.clone(), value.format.text(found)));
            let shard = shard.map_or_else(|| "–".to_owned(), |shard| shard.0.to_string());
            values.push((format!("{}_shard", value.name), shard));
        }
        (text, values)
    }
}
