//! Controls of a lab: each sets something of the scenario by engine commands.

mod field;
mod kcl;
mod lambda;

use crate::exercise::names;
pub use field::Field;
pub use kcl::KclField;
pub use lambda::LambdaField;
use serde::{Deserialize, Serialize};
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

    /// Whether it can give this command, as far as its content tells: what can fail, and what is built, is known by the
    /// run alone.
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
            Widget::Builder {} | Widget::Faults {} => false,
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
