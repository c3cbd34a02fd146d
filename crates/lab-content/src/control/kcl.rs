//! Settings of KCL applications that are numbers.

use serde::{Deserialize, Serialize};
use stream_engine::consumers::kcl::setup::CheckpointEvery;
use stream_engine::consumers::kcl::{KclAction, KclKnob};
use stream_engine::{Command, Simulation};

/// A setting of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclField {
    FailoverTimeSeconds,
    /// 0: after each batch.
    CheckpointSeconds,
    ProcessingMsPerRecord,
}

impl KclField {
    pub(super) fn command(self, application: &str, number: u32) -> Command {
        let knob = match self {
            KclField::FailoverTimeSeconds => KclKnob::FailoverTimeMs(number.saturating_mul(1_000)),
            KclField::CheckpointSeconds if number == 0 => KclKnob::Checkpoint(CheckpointEvery::Batch),
            KclField::CheckpointSeconds => KclKnob::Checkpoint(CheckpointEvery::Ms(number.saturating_mul(1_000))),
            KclField::ProcessingMsPerRecord => KclKnob::ProcessingUsPerRecord(number.saturating_mul(1_000)),
        };
        Command::Kcl { application: application.to_owned(), action: KclAction::Set(knob) }
    }

    pub(super) fn value(self, run: &Simulation, application: &str) -> Option<u64> {
        let application = run.kcl().iter().find(|one| one.setup.name == application)?;
        Some(match (self, application.knobs.checkpoint) {
            (KclField::FailoverTimeSeconds, _) => application.knobs.failover_us / 1_000_000,
            (KclField::CheckpointSeconds, CheckpointEvery::Ms(ms)) => u64::from(ms) / 1_000,
            (KclField::CheckpointSeconds, _) => 0,
            (KclField::ProcessingMsPerRecord, _) => application.knobs.record_us / 1_000,
        })
    }
}
