//! What the timeline marks of a mapping.

use crate::kinesis::shard::ShardId;
use serde::{Deserialize, Serialize};

/// What has happened to records of a mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LambdaEvent {
    /// A batch failed for the first time: it will be tried again, and its lane waits.
    BatchFailed { shard: ShardId, records: u32 },
    /// Records were given up.
    Discarded { shard: ShardId, records: u32 },
    /// Retention took records before they were dealt with.
    Expired { shard: ShardId, records: u32 },
}
