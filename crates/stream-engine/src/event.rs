//! What has happened: the log of calls, bounded, and the few events that a timeline marks.

use crate::command::{Answer, Command, Operation};
use crate::consumers::kcl::{KclEvent, WorkerId};
use crate::consumers::lambda::event::LambdaEvent;
use crate::error::{Refusal, Throttle};
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::{Record, ShardId};
use crate::kinesis::stream::StreamId;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Calls kept, refused records kept, events kept.
pub const CALLS_KEPT: usize = 1_024;
pub const REFUSED_KEPT: usize = 2_048;
pub const EVENTS_KEPT: usize = 2_048;

/// Who made a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Actor {
    Learner,
    Producer(u8),
    Consumer(u8),
    Kcl { application: u8, worker: WorkerId },
}

/// One call and what came of it. Small for the thousands a second that producers make; a
/// learner's call carries the whole request and answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    pub at: Time,
    pub actor: Actor,
    pub stream: StreamId,
    pub outcome: Outcome,
}

/// What came of a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// A producer's PutRecord.
    Put { record: Record, result: Result<Stored, Throttle> },
    /// A consumer's GetRecords.
    Get { shard: ShardId, from: u64, result: Result<GetSummary, Throttle> },
    /// A learner's call, whole.
    Whole(Rc<WholeCall>),
    /// A producer's PutRecords, record by record.
    PutBatch(Rc<Vec<(Record, Result<Stored, Throttle>)>>),
}

/// The answer to a consumer's GetRecords.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GetSummary {
    pub to: u64,
    pub millis_behind_latest: u64,
    pub ended: bool,
}

/// A request with its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WholeCall {
    pub command: Command,
    pub result: Result<Answer, Refusal>,
}

impl Call {
    /// Whether it was made as it stands on the wire, by target and JSON.
    pub fn is_over_the_wire(&self) -> bool {
        matches!(&self.outcome, Outcome::Whole(call) if matches!(call.command, Command::Call { .. }))
    }

    /// Which operation it was.
    pub fn operation(&self) -> Option<Operation> {
        match &self.outcome {
            Outcome::Put { .. } => Some(Operation::PutRecord),
            Outcome::Get { .. } => Some(Operation::GetRecords),
            Outcome::Whole(call) => call.command.operation(),
            Outcome::PutBatch(_) => Some(Operation::PutRecords),
        }
    }
}

/// A record that a shard refused, for the picture.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RefusedRecord {
    pub stream: StreamId,
    /// `arrived` is when it was refused.
    pub record: Record,
    pub throttle: Throttle,
}

/// Something a timeline marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    pub at: Time,
    pub kind: EventKind,
}

/// What is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EventKind {
    /// First refused write of a shard after a second or more without one.
    ThrottlingBegan {
        stream: StreamId,
        shard: ShardId,
    },
    ReshardingBegan {
        stream: StreamId,
    },
    ReshardingEnded {
        stream: StreamId,
    },
    /// First reading handled out of its source's order after a second or more without one.
    OrderBroken {
        consumer: u8,
        producer: u8,
    },
    /// A consumer has read a closed shard to its end.
    ShardDrained {
        consumer: u8,
        shard: ShardId,
    },
    Kcl {
        application: u8,
        worker: WorkerId,
        what: KclEvent,
    },
    Lambda {
        mapping: u16,
        what: LambdaEvent,
    },
}
