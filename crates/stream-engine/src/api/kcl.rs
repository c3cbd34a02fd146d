//! What was done to a KCL application, in a few words for the log of calls.

use super::summary::count;
use crate::consumers::kcl::setup::{Billing, CheckpointEvery, KclAction, KclKnob, TableFault};

/// One action.
pub fn words(action: &KclAction) -> String {
    match action {
        KclAction::Start { worker } => format!("start {worker}"),
        KclAction::Stop { worker } => format!("stop {worker}"),
        KclAction::Workers { count: number } => count(u64::from(*number), "worker"),
        KclAction::Crash { worker } => format!("crash {worker}"),
        KclAction::Pause { worker, ms } => format!("{worker} stands still for {ms} ms"),
        KclAction::Set(knob) => knob_words(knob),
        KclAction::Table(TableFault::None) => "lease table as it should be".to_owned(),
        KclAction::Table(TableFault::Throttled) => "lease table throttled".to_owned(),
        KclAction::Table(TableFault::Denied) => "lease table without permission".to_owned(),
        KclAction::Table(TableFault::Slow { ms }) => format!("lease table takes {ms} ms"),
        KclAction::Deploy { version } => format!("restart all with KCL {version}.x"),
    }
}

fn knob_words(knob: &KclKnob) -> String {
    let on = |on: &bool| if *on { "on" } else { "off" };
    match knob {
        KclKnob::FailoverTimeMs(ms) => format!("fail-over time {ms} ms"),
        KclKnob::IdleBetweenReadsMs(ms) => format!("{ms} ms between reads"),
        KclKnob::MaxRecords(most) => format!("at most {} a read", count(u64::from(*most), "record")),
        KclKnob::Checkpoint(CheckpointEvery::Batch) => "checkpoint after each batch".to_owned(),
        KclKnob::Checkpoint(CheckpointEvery::Records(1)) => "checkpoint after each record".to_owned(),
        KclKnob::Checkpoint(CheckpointEvery::Records(every)) => format!("checkpoint every {every} records"),
        KclKnob::Checkpoint(CheckpointEvery::Ms(ms)) => format!("checkpoint every {ms} ms"),
        KclKnob::Checkpoint(CheckpointEvery::Never) => "no checkpoints".to_owned(),
        KclKnob::MaxLeasesForWorker(most) => format!("at most {} a worker", count(u64::from(*most), "lease")),
        KclKnob::MaxLeasesToStealAtOneTime(count) => format!("steals at most {count} at a time"),
        KclKnob::LeaseAssignmentIntervalMs(ms) => format!("leases assigned every {ms} ms"),
        KclKnob::ShardSyncIntervalMs(ms) => format!("shard sync every {ms} ms"),
        KclKnob::ParentShardPollIntervalMs(ms) => format!("parents looked at every {ms} ms"),
        KclKnob::CleanupLeases(flag) => format!("lease cleanup {}", on(flag)),
        KclKnob::GracefulHandoff(flag) => format!("graceful handoff {}", on(flag)),
        KclKnob::GracefulHandoffTimeoutMs(ms) => format!("{ms} ms for a handoff"),
        KclKnob::ProcessingUsPerRecord(us) => format!("{us} µs a record"),
        KclKnob::ProcessingUsPerBatch(us) => format!("{us} µs a batch"),
        KclKnob::PoisonKey(Some(key)) => format!("records of {key} throw"),
        KclKnob::PoisonKey(None) => "no record throws".to_owned(),
        KclKnob::FanOut(true) => "enhanced fan-out".to_owned(),
        KclKnob::FanOut(false) => "polling".to_owned(),
        KclKnob::Billing(Billing::OnDemand) => "lease table on demand".to_owned(),
        KclKnob::Billing(Billing::Provisioned { read_units, write_units }) => {
            format!("lease table with {read_units} read and {write_units} write units")
        }
    }
}
