//! Controls of a lab: each sets something of the scenario by engine commands.

mod field;
mod kcl;
mod lambda;

use crate::exercise::names;
pub use field::Field;
pub use kcl::KclField;
pub use lambda::LambdaField;
use serde::{Deserialize, Serialize};
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::firehose::FirehoseChange;
use stream_engine::consumers::flink::FlinkChange;
use stream_engine::consumers::kcl::KclAction;
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::producers::control::ProducerChange;
use stream_engine::{Change, Command, Scenario, Simulation};

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
    /// A number of one or more actors.
    Slider { actors: Vec<String>, field: Field, min: u64, max: u64, step: u64, unit: String },
    /// One of several settings.
    Choice { options: Vec<ChoiceOption> },
    /// Things that happen at one click each.
    Buttons { buttons: Vec<Button> },
    /// Workers of a KCL application, as many as this at one time: start, stop, crash.
    Workers { application: String, most: usize },
    /// The parts of the scenario with their forms, to build another one.
    Builder {},
    /// What can be made to fail, by what the run has.
    Faults {},
    /// A list of the learner's own keys, pasted or from a file, for this producer.
    OwnKeys { actor: String },
    /// "Split the hottest" and "merge the coldest pair" at one click each.
    QuickReshard {},
    /// Split at a chosen point, merge a chosen pair, change the count.
    Reshard {},
    /// Change the count alone.
    ShardCount {},
}

impl Control {
    /// The options of a choice; none of other controls.
    pub fn options(&self) -> &[ChoiceOption] {
        match &self.widget {
            Widget::Choice { options } => options,
            _ => &[],
        }
    }

    /// Whether it can give this command, as far as its content tells: what is built is known by the run alone, and so is
    /// of whom something can fail.
    pub fn gives(&self, command: &Command) -> bool {
        match &self.widget {
            Widget::Slider { actors, field, min, max, step, .. } => {
                let mut values = (*min..=*max).step_by(usize::try_from((*step).max(1)).unwrap_or(1));
                values.any(|value| actors.iter().any(|actor| field.command(actor, value) == *command))
            }
            Widget::Choice { options } => options.iter().any(|option| option.commands.contains(command)),
            Widget::Buttons { buttons } => buttons.iter().any(|button| button.commands.contains(command)),
            Widget::Workers { application, .. } => {
                matches!(command, Command::Kcl { application: of, .. } if of == application)
            }
            Widget::OwnKeys { actor } => {
                matches!(command, Command::Change { actor: of, change: Change::Keys(_) } if of == actor)
            }
            Widget::QuickReshard {} | Widget::Reshard {} => matches!(
                command,
                Command::SplitShard { .. } | Command::MergeShards { .. } | Command::UpdateShardCount { .. }
            ),
            Widget::ShardCount {} => matches!(command, Command::UpdateShardCount { .. }),
            Widget::Faults {} => is_fault(command),
            Widget::Builder {} => false,
        }
    }

    /// Whether a scenario has what it sets: another one than its lab's may not.
    pub fn fits(&self, scenario: &Scenario) -> bool {
        let is_there = |name: &String| names(scenario).iter().any(|(_, _, known)| known == name);
        match &self.widget {
            Widget::Slider { field: Field::Shards, .. } => !scenario.streams.is_empty(),
            Widget::Slider { actors, .. } => actors.iter().all(is_there),
            Widget::OwnKeys { actor: name } | Widget::Workers { application: name, .. } => is_there(name),
            Widget::QuickReshard {} | Widget::Reshard {} | Widget::ShardCount {} => !scenario.streams.is_empty(),
            Widget::Choice { .. } | Widget::Buttons { .. } | Widget::Builder {} | Widget::Faults {} => true,
        }
    }
}

/// Whether it makes something fail, or ends that.
fn is_fault(command: &Command) -> bool {
    match command {
        Command::Producer { change, .. } => {
            matches!(change, ProducerChange::Crash | ProducerChange::Restart | ProducerChange::LoseAnswers(_))
        }
        Command::Kcl { action, .. } => {
            matches!(action, KclAction::Crash { .. } | KclAction::Start { .. } | KclAction::Table(_))
        }
        Command::Lambda { change, .. } => matches!(change, LambdaChange::Poison(_)),
        Command::Firehose { change, .. } => matches!(change, FirehoseChange::BucketRefuses(_)),
        Command::Flink { change, .. } => matches!(change, FlinkChange::Crash),
        Command::QueueConsumer { change, .. } => matches!(change, QueueConsumerChange::Crash { .. }),
        _ => false,
    }
}

/// One of a choice's settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub label: String,
    /// Settings, each of which the engine can tell whether it holds.
    pub commands: Vec<Command>,
}

impl ChoiceOption {
    /// Whether a run stands as this option would set it.
    pub fn is_set(&self, run: &Simulation) -> bool {
        self.commands.iter().all(|command| command.holds(run) == Some(true))
    }

    /// Whether it can be chosen as the run stands; why it can't is told by the control's hint.
    pub fn has_use(&self, run: &Simulation) -> bool {
        self.commands.iter().all(|command| command.has_use(run))
    }
}

/// Something that happens when it is pressed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    pub label: String,
    pub commands: Vec<Command>,
    /// The one that the lab is about.
    #[serde(default)]
    pub primary: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::consumers::kcl::setup::TableFault;

    #[test]
    fn faults_give_what_their_buttons_make_and_nothing_else() {
        let faults =
            Control { id: String::new(), label: String::new(), hint: String::new(), widget: Widget::Faults {} };
        let name = || "any".to_owned();
        let producer = |change| Command::Producer { producer: name(), change };
        let kcl = |action| Command::Kcl { application: name(), action };
        let lambda = |change| Command::Lambda { function: name(), change };
        let firehose = |change| Command::Firehose { delivery_stream: name(), change };
        let flink = |change| Command::Flink { application: name(), change };
        let workers = |change| Command::QueueConsumer { consumer: name(), change };
        for command in [
            producer(ProducerChange::Crash),
            producer(ProducerChange::Restart),
            producer(ProducerChange::LoseAnswers(20)),
            kcl(KclAction::Crash { worker: name() }),
            kcl(KclAction::Start { worker: name() }),
            kcl(KclAction::Table(TableFault::Throttled)),
            lambda(LambdaChange::Poison(None)),
            firehose(FirehoseChange::BucketRefuses(true)),
            flink(FlinkChange::Crash),
            workers(QueueConsumerChange::Crash { workers: 1, restart_ms: 5_000 }),
        ] {
            assert!(faults.gives(&command), "{command:?}");
        }
        for command in [
            producer(ProducerChange::RotateFiles),
            kcl(KclAction::Workers { count: 3 }),
            lambda(LambdaChange::Enabled(false)),
            workers(QueueConsumerChange::Workers(3)),
            Command::Change { actor: name(), change: Change::RatePerSecond(0) },
        ] {
            assert!(!faults.gives(&command), "{command:?}");
        }
    }
}
