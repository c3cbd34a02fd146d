//! Settings of a function's event source mappings that are numbers.

use serde::{Deserialize, Serialize};
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::knob::MappingKnob;
use stream_engine::{Command, Simulation};

/// A setting of all mappings of a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LambdaField {
    BatchSize,
    BatchWindowSeconds,
    ParallelizationFactor,
    TumblingWindowSeconds,
}

impl LambdaField {
    pub(super) fn command(self, function: &str, number: u32) -> Command {
        let knob = match self {
            LambdaField::BatchSize => MappingKnob::BatchSize(number),
            LambdaField::BatchWindowSeconds => MappingKnob::MaximumBatchingWindowInSeconds(number),
            LambdaField::ParallelizationFactor => MappingKnob::ParallelizationFactor(number),
            LambdaField::TumblingWindowSeconds => MappingKnob::TumblingWindowInSeconds(number),
        };
        Command::Lambda { function: function.to_owned(), change: LambdaChange::Set(knob) }
    }

    pub(super) fn value(self, run: &Simulation, function: &str) -> Option<u64> {
        let setup = &run.lambda().mappings.values().find(|mapping| mapping.setup.function == function)?.setup;
        Some(match self {
            LambdaField::BatchSize => u64::from(setup.batch_size()),
            LambdaField::BatchWindowSeconds => u64::from(setup.batch_window_seconds()),
            LambdaField::ParallelizationFactor => setup.factor() as u64,
            LambdaField::TumblingWindowSeconds => u64::from(setup.tumbling_window_in_seconds),
        })
    }
}
