//! What the timeline marks of an application.

use super::task::WorkerId;
use crate::kinesis::shard::ShardId;
use serde::{Deserialize, Serialize};

/// What has happened to a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclEvent {
    WorkerStarted,
    WorkerStopped,
    WorkerCrashed,
    /// It stands still, as in a long garbage collection, and doesn't know.
    WorkerPaused,
    /// It took a lease that nobody held any more.
    LeaseTaken {
        shard: ShardId,
    },
    LeaseStolen {
        shard: ShardId,
        from: WorkerId,
    },
    /// It has begun with a lease that the leader assigned to it.
    LeaseAssigned {
        shard: ShardId,
    },
    /// The leader asked it to hand the lease over.
    HandoffBegan {
        shard: ShardId,
        to: WorkerId,
    },
    HandedOver {
        shard: ShardId,
        to: WorkerId,
    },
    /// It doesn't hold the lease any more: another took it, or it could not renew it in time.
    LeaseLost {
        shard: ShardId,
    },
    /// ShutdownException: it tried to save progress for a lease that it doesn't hold.
    CheckpointRefused {
        shard: ShardId,
    },
    /// All records of a closed shard are processed, and the lease says SHARD_END.
    ShardEnded {
        shard: ShardId,
    },
    LeaseDeleted {
        shard: ShardId,
    },
    LeaderElected,
    /// The lease table refuses its calls, from now on.
    TableRefuses {
        denied: bool,
    },
    /// The lease table answers it again.
    TableAnswers,
    /// processRecords threw: the KCL goes on with the next batch.
    RecordsSkipped {
        shard: ShardId,
        records: u32,
    },
    /// First record processed out of its source's order after a second or more without one.
    OrderBroken {
        producer: u8,
    },
    /// Every lease is worked on again.
    FailOverComplete {
        ms: u32,
    },
}
