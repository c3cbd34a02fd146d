//! Controls of a lab: each sets something of the scenario by engine commands.

use serde::{Deserialize, Serialize};
use stream_engine::{Change, Command};

/// A control with its label.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    pub id: String,
    pub label: String,
    /// One line under the control.
    #[serde(default)]
    pub hint: String,
    pub widget: Widget,
}

/// What the learner gets to work with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Widget {
    /// A number of one or more producers or consumers.
    Slider { actors: Vec<String>, field: Field, min: u32, max: u32, step: u32, unit: String },
    /// One of several settings.
    Choice { options: Vec<ChoiceOption> },
    /// A list of the learner's own keys, pasted or from a file, for this producer.
    OwnKeys { actor: String },
    /// "Split the hottest" and "merge the coldest pair" at one click each.
    QuickReshard {},
    /// Split at a chosen point, merge a chosen pair, change the count.
    Reshard {},
}

/// A setting that is a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Field {
    RatePerSecond,
    RecordBytes,
    ReadingsPerRecord,
    PollIntervalMs,
}

/// One of a choice's settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub label: String,
    pub changes: Vec<ActorChange>,
}

/// A change of one producer or consumer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorChange {
    pub actor: String,
    pub change: Change,
}

impl ActorChange {
    /// The command that makes it.
    pub fn command(&self) -> Command {
        Command::Change { actor: self.actor.clone(), change: self.change.clone() }
    }
}

impl Field {
    /// The change that sets it.
    pub fn change(self, value: u32) -> Change {
        match self {
            Field::RatePerSecond => Change::RatePerSecond(value),
            Field::RecordBytes => Change::RecordBytes(value),
            Field::ReadingsPerRecord => Change::ReadingsPerRecord(value.min(u32::from(u8::MAX)) as u8),
            Field::PollIntervalMs => Change::PollIntervalMs(value),
        }
    }

    /// Its value in a run, for this producer or consumer.
    pub fn value(self, run: &stream_engine::Simulation, actor: &str) -> Option<u32> {
        let producer = run.producers().iter().map(|producer| &producer.setup).find(|setup| setup.name == actor);
        let consumer = run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor);
        match self {
            Field::RatePerSecond => producer.map(|setup| setup.rate_per_second),
            Field::RecordBytes => producer.map(|setup| setup.record_bytes),
            Field::ReadingsPerRecord => producer.map(|setup| u32::from(setup.readings_per_record)),
            Field::PollIntervalMs => consumer.map(|setup| setup.poll_interval_ms),
        }
    }
}

impl ChoiceOption {
    /// Whether a run stands as this option would set it.
    pub fn is_set(&self, run: &stream_engine::Simulation) -> bool {
        self.changes.iter().all(|ActorChange { actor, change }| {
            let producer = run.producers().iter().map(|producer| &producer.setup).find(|setup| setup.name == *actor);
            let consumer = run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == *actor);
            match change {
                Change::RatePerSecond(rate) => producer.is_some_and(|setup| setup.rate_per_second == *rate),
                Change::RecordBytes(bytes) => producer.is_some_and(|setup| setup.record_bytes == *bytes),
                Change::ReadingsPerRecord(count) => producer.is_some_and(|setup| setup.readings_per_record == *count),
                Change::Keys(keys) => producer.is_some_and(|setup| setup.keys == *keys),
                Change::Retry(retry) => producer.is_some_and(|setup| setup.retry == *retry),
                Change::ParentsFirst(first) => consumer.is_some_and(|setup| setup.parents_first == *first),
                Change::PollIntervalMs(ms) => consumer.is_some_and(|setup| setup.poll_interval_ms == *ms),
            }
        })
    }
}
