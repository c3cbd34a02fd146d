//! How an application is set up, what of it can be changed while it runs, and what can happen to it.

use crate::keys::KeyTable;
use crate::kinesis::shard::KeyId;
use crate::kinesis::stream::StreamId;
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};

/// An application at the start of a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KclSetup {
    /// Its name, also that of its lease table and in commands.
    pub name: String,
    #[serde(default)]
    pub stream: StreamId,
    /// Major version, 1 to 3; that of the profile if absent or newer than it.
    #[serde(default)]
    pub version: Option<u8>,
    /// LATEST if absent, as in all versions.
    #[serde(default)]
    pub initial_position: InitialPosition,
    #[serde(default)]
    pub workers: Vec<WorkerSetup>,
    /// What differs from the defaults.
    #[serde(default)]
    pub knobs: Vec<KclKnob>,
}

/// A worker that is started by itself. Others are started by command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerSetup {
    pub name: String,
    /// When it starts, in milliseconds of the run.
    #[serde(default)]
    pub starts_ms: u64,
}

/// Where an application begins to read a shard for which it has no lease yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum InitialPosition {
    TrimHorizon,
    #[default]
    Latest,
    /// In milliseconds of the run.
    AtTimestamp(u64),
}

/// When an application saves its progress. Only after a batch, as `processRecords` would.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CheckpointEvery {
    Batch,
    Records(u32),
    Ms(u32),
    Never,
}

/// How the lease table's capacity is paid for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Billing {
    OnDemand,
    Provisioned { read_units: u32, write_units: u32 },
}

/// One setting, by its name in the KCL where it has one there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclKnob {
    FailoverTimeMs(u32),
    IdleBetweenReadsMs(u32),
    MaxRecords(u32),
    Checkpoint(CheckpointEvery),
    MaxLeasesForWorker(u32),
    MaxLeasesToStealAtOneTime(u32),
    /// Time between two looks for leases to take (1.x, 2.x), or between two assignments (3.x).
    LeaseAssignmentIntervalMs(u32),
    ShardSyncIntervalMs(u32),
    ParentShardPollIntervalMs(u32),
    CleanupLeases(bool),
    GracefulHandoff(bool),
    GracefulHandoffTimeoutMs(u32),
    /// Work of the application on one record, and on one batch besides.
    ProcessingUsPerRecord(u32),
    ProcessingUsPerBatch(u32),
    /// A record with this partition key makes processRecords throw.
    PoisonKey(Option<String>),
    Billing(Billing),
    /// Enhanced fan-out instead of polling (2.x, 3.x).
    FanOut(bool),
}

/// The settings of a running application; times in microseconds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Knobs {
    pub failover_us: u64,
    pub idle_us: u64,
    pub max_records: u64,
    pub checkpoint: CheckpointEvery,
    pub max_leases: u64,
    pub max_steal: u64,
    /// Twice the failover time if none, as KCL derives it.
    pub assignment_us: Option<u64>,
    pub shard_sync_us: u64,
    pub parent_poll_us: u64,
    pub cleanup: bool,
    pub handoff: bool,
    pub handoff_timeout_us: u64,
    pub record_us: u64,
    pub batch_us: u64,
    pub poison: Option<KeyId>,
    pub fan_out: bool,
}

impl Knobs {
    /// KCL's defaults, as of the profile.
    pub fn new(quotas: &Quotas) -> Knobs {
        let checkpoint_ms = u32::try_from(quotas.model_kcl_checkpoint_interval_ms).unwrap_or(u32::MAX);
        Knobs {
            failover_us: quotas.kcl_failover_time_ms * 1_000,
            idle_us: quotas.kcl_idle_between_reads_ms * 1_000,
            max_records: quotas.kcl_max_records_per_get,
            checkpoint: CheckpointEvery::Ms(checkpoint_ms),
            max_leases: u64::MAX,
            max_steal: quotas.kcl_max_leases_to_steal_at_one_time,
            assignment_us: None,
            shard_sync_us: quotas.kcl_shard_sync_interval_ms * 1_000,
            parent_poll_us: quotas.kcl_parent_shard_poll_interval_ms * 1_000,
            cleanup: true,
            handoff: true,
            handoff_timeout_us: quotas.kcl_graceful_handoff_timeout_ms * 1_000,
            record_us: 0,
            batch_us: 0,
            poison: None,
            fan_out: false,
        }
    }

    /// Turns one knob; `Billing` belongs to the table. Times of zero would never let time pass.
    pub fn set(&mut self, knob: &KclKnob, quotas: &Quotas, keys: &mut KeyTable) {
        let us = |ms: u32| u64::from(ms.max(1)) * 1_000;
        match knob {
            // Below this a renewal would come due without a pause.
            KclKnob::FailoverTimeMs(ms) => self.failover_us = us(*ms).max(quotas.kcl_epsilon_ms * 4_000),
            KclKnob::IdleBetweenReadsMs(ms) => self.idle_us = us(*ms).max(quotas.kcl_idle_between_reads_min_ms * 1_000),
            KclKnob::MaxRecords(count) => {
                self.max_records = u64::from(*count).clamp(1, quotas.get_records_max_records_per_call);
            }
            KclKnob::Checkpoint(every) => self.checkpoint = *every,
            KclKnob::MaxLeasesForWorker(count) => self.max_leases = u64::from((*count).max(1)),
            KclKnob::MaxLeasesToStealAtOneTime(count) => self.max_steal = u64::from((*count).max(1)),
            KclKnob::LeaseAssignmentIntervalMs(ms) => {
                self.assignment_us = Some(us(*ms).max(quotas.kcl_epsilon_ms * 4_000));
            }
            KclKnob::ShardSyncIntervalMs(ms) => self.shard_sync_us = us(*ms),
            KclKnob::ParentShardPollIntervalMs(ms) => self.parent_poll_us = us(*ms),
            KclKnob::CleanupLeases(on) => self.cleanup = *on,
            KclKnob::GracefulHandoff(on) => self.handoff = *on,
            KclKnob::GracefulHandoffTimeoutMs(ms) => self.handoff_timeout_us = us(*ms),
            KclKnob::ProcessingUsPerRecord(us) => self.record_us = u64::from(*us),
            KclKnob::ProcessingUsPerBatch(us) => self.batch_us = u64::from(*us),
            // Content can't write "none": the empty key, which no record has, stands for it.
            KclKnob::PoisonKey(key) => {
                self.poison = key.as_deref().filter(|key| !key.is_empty()).map(|key| keys.intern(key));
            }
            KclKnob::FanOut(on) => self.fan_out = *on,
            KclKnob::Billing(_) => {}
        }
    }

    /// Time between two renewals of a worker's leases.
    pub fn renewal_us(&self, quotas: &Quotas) -> u64 {
        (self.failover_us / 3).saturating_sub(quotas.kcl_epsilon_ms * 1_000).max(1_000)
    }

    /// Time between two looks for leases to take (1.x, 2.x).
    pub fn taking_us(&self, quotas: &Quotas) -> u64 {
        self.assignment_us.unwrap_or((self.failover_us + quotas.kcl_epsilon_ms * 1_000) * 2)
    }

    /// Time between two assignments by the leader (3.x).
    pub fn assignment_us(&self) -> u64 {
        self.assignment_us.unwrap_or(self.failover_us * 2)
    }

    /// Time between two looks of a worker for what it was assigned (3.x).
    pub fn discovery_us(&self, quotas: &Quotas) -> u64 {
        (self.assignment_us() / 2).saturating_sub(quotas.kcl_epsilon_ms * 1_000).max(1_000)
    }
}

/// What can be done to an application. A worker that is not there yet is made by `Start`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclAction {
    Start {
        worker: String,
    },
    /// Graceful: batches are finished and progress is saved.
    Stop {
        worker: String,
    },
    Crash {
        worker: String,
    },
    /// It stands still for a while and doesn't notice: a zombie if that lasts too long.
    Pause {
        worker: String,
        ms: u32,
    },
    Set(KclKnob),
    Table(TableFault),
    /// All workers stop with their progress saved, and start again with this major version.
    Deploy {
        version: u8,
    },
    /// Starts and stops workers by their numbers, `worker-1` onwards, until so many run.
    Workers {
        count: u16,
    },
}

/// What is wrong with the lease table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum TableFault {
    #[default]
    None,
    /// Every call is answered with ProvisionedThroughputExceededException.
    Throttled,
    /// The workers' role has no permission for the table.
    Denied,
    /// Each round of calls takes so long.
    Slow { ms: u32 },
}
