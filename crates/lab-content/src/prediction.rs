//! Predictions: a question before the run whose answer is found by running.

use crate::challenge::{Step, requests};
use crate::run::replay;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::goal::Measure;
use stream_engine::{History, Quotas, Scenario, Time};

/// A question with the trial that answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    pub question: String,
    pub ask: Ask,
    pub trial: Trial,
    /// Shown with the answer; `{answer}` is what the trial found.
    pub explanation: String,
}

/// How the learner answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ask {
    /// A number by slider; within `tolerance` is right.
    Number {
        min: u64,
        max: u64,
        start: u64,
        tolerance: u64,
        unit: String,
    },
    Choice {
        options: Vec<PredictionOption>,
    },
}

/// A possible answer and which findings make it the right one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredictionOption {
    pub label: String,
    pub when: Match,
}

/// Which findings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Match {
    /// From the first to the second, both included.
    Between(u64, u64),
    Is(String),
    /// None of the other options' findings.
    Otherwise,
}

/// A run made for the answer alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The lab's own scenario if absent.
    #[serde(default)]
    pub scenario: Option<Scenario>,
    #[serde(default)]
    pub steps: Vec<Step>,
    pub until_s: u64,
    pub probe: Probe,
}

/// What the trial looks at in the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Probe {
    /// Records in the shard that holds most.
    FullestShardRecords,
    Measure {
        measure: Measure,
        window_s: u64,
    },
    /// A producer's share of refused records since `since_s`, as percent of its share between
    /// `before_from_s` and `before_to_s`.
    ThrottledComparedWithBefore {
        producer: String,
        before_from_s: u64,
        before_to_s: u64,
        since_s: u64,
    },
    /// The error of the last step's call, or `ok`.
    LastOutcome,
}

/// What a trial found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    Number(u64),
    Text(String),
}

impl Prediction {
    /// Runs the trial.
    pub fn find(&self, lab: &Scenario, quotas: &Rc<Quotas>, prices: &Prices) -> Finding {
        let scenario = Rc::new(self.trial.scenario.clone().unwrap_or_else(|| lab.clone()));
        let end = Time::from_s(self.trial.until_s);
        let played = || replay(scenario.clone(), quotas.clone(), requests(&self.trial.steps), end);
        match &self.trial.probe {
            Probe::FullestShardRecords => {
                let run = played();
                let shards = run.present().streams().iter().flat_map(|stream| &stream.shards);
                Finding::Number(shards.map(|shard| shard.records.end()).max().unwrap_or(0))
            }
            Probe::Measure { measure, window_s } => {
                Finding::Number(measure.value(played().present(), prices, *window_s).0)
            }
            Probe::ThrottledComparedWithBefore { producer, before_from_s, before_to_s, since_s } => {
                let mut run = played();
                let before = refused_share(&mut run, producer, *before_from_s, *before_to_s);
                let after = refused_share(&mut run, producer, *since_s, self.trial.until_s);
                Finding::Number(after * 100 / before.max(1))
            }
            Probe::LastOutcome => Finding::Text(last_outcome(scenario, quotas.clone(), &self.trial.steps).to_owned()),
        }
    }

    /// Place of the right option, or None for a number.
    pub fn right_option(&self, finding: &Finding) -> Option<usize> {
        let Ask::Choice { options } = &self.ask else { return None };
        let fits = |option: &PredictionOption| match (&option.when, finding) {
            (Match::Between(low, high), Finding::Number(value)) => (low..=high).contains(&value),
            (Match::Is(wanted), Finding::Text(text)) => wanted == text,
            _ => false,
        };
        let otherwise = || options.iter().position(|option| matches!(option.when, Match::Otherwise));
        options.iter().position(fits).or_else(otherwise)
    }
}

/// Hundredths of a percent of a producer's records that were refused between two seconds.
fn refused_share(history: &mut History, producer: &str, from_s: u64, to_s: u64) -> u64 {
    let mut counts_at = |second| {
        history.seek(Time::from_s(second));
        let found = history.present().producers().iter().find(|candidate| candidate.setup.name == producer);
        found.map_or((0, 0), |producer| (producer.sent, producer.refused))
    };
    let (early, late) = (counts_at(from_s), counts_at(to_s));
    (late.1 - early.1) * 10_000 / (late.0 - early.0).max(1)
}

/// What the service says to the last step, all others done before.
fn last_outcome(scenario: Rc<Scenario>, quotas: Rc<Quotas>, steps: &[Step]) -> &'static str {
    let Some((last, before)) = steps.split_last() else { return "ok" };
    let mut history = replay(scenario, quotas, requests(before), Time::from_s(last.at_s));
    match history.act(last.command.clone()) {
        Ok(_) => "ok",
        Err(refusal) => refusal.code(),
    }
}
