//! A lab: one question, a scenario to play with, and everything the page shows around it.

use crate::challenge::{Challenge, Why};
use crate::control::Control;
use crate::prediction::Prediction;
use serde::{Deserialize, Serialize};
use stream_engine::Scenario;

/// A place on the learning path.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabCard {
    pub id: String,
    pub title: String,
    pub question: String,
    pub minutes: u32,
    /// The line under the lab's title, moved here from its file; none while the lab isn't built.
    #[serde(default)]
    pub subtitle: Option<String>,
}

impl LabCard {
    /// Whether there is a lab to open.
    pub fn is_built(&self) -> bool {
        self.subtitle.is_some()
    }
}

/// A lab that can be played: `content/labs/<id>.toml` and `content/lessons/<id>.md`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lab {
    /// Set from the file's name.
    #[serde(default)]
    pub id: String,
    /// The line under the title; the page finds it on the lab's card.
    pub subtitle: String,
    pub scenario: Scenario,
    /// Where the timeline ends, in seconds; the run goes on behind it.
    pub timeline_s: u64,
    /// What the stage shows beside the shards.
    #[serde(default)]
    pub stage: Stage,
    pub charts: Vec<Chart>,
    pub controls: Vec<Control>,
    pub prediction: Prediction,
    pub challenge: Challenge,
    pub why: Why,
    /// The lesson as HTML, set from its Markdown; `{key}` stands for a fact.
    #[serde(default)]
    pub lesson: String,
}

impl Lab {
    /// All texts that may hold facts as `{key}`, the lesson first.
    pub fn texts(&self) -> Vec<&str> {
        let mut all = vec![self.lesson.as_str(), &self.challenge.text, &self.challenge.par];
        all.extend([self.challenge.debrief.as_str(), &self.prediction.question, &self.prediction.explanation]);
        all.extend(self.why.cases.iter().map(|case| case.text.as_str()));
        all.extend(self.why.tries.iter().map(String::as_str));
        all.extend(self.controls.iter().map(|control| control.hint.as_str()));
        all.extend(self.challenge.goals.iter().map(|goal| goal.label.as_str()));
        all
    }
}

/// Parts of the stage that only some labs show.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The tree of shards: which came from which.
    #[serde(default)]
    pub lineage: bool,
    /// The card that hashes a key as it is typed, puts it and takes the record apart.
    #[serde(default)]
    pub record: bool,
}

/// A chart under the stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Chart {
    /// IncomingRecords by shard, with the record limit.
    Writes,
    /// IncomingBytes by shard, with the byte limit.
    Bytes,
    /// WriteProvisionedThroughputExceeded by shard.
    Throttles,
    /// GetRecords.IteratorAgeMilliseconds by shard.
    IteratorAge,
    /// Shards and payload units an hour.
    Cost,
    /// Each open shard's part of all records, beside an even part.
    Shares,
}
