//! Everything that can be asked of a run: the service's calls, and changes of its producers and
//! consumers. The list of commands with their times is the run's whole state.

use crate::consumers::firehose::FirehoseChange;
use crate::consumers::fleet::FleetChange;
use crate::consumers::flink::FlinkChange;
use crate::consumers::kcl::KclAction;
use crate::consumers::lambda::LambdaChange;
use crate::error::Throttle;
use crate::kinesis::get_records::Read;
use crate::kinesis::hash_key::HashKey;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::ShardId;
use crate::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use crate::kinesis::stream::StreamId;
use crate::producers::control::ProducerChange;
use crate::producers::load::LoadChange;
use crate::queue_change::QueueChange;
use crate::scenario::{KeyStrategy, RetryStrategy};
use crate::security::SecurityCommand;
use crate::sqs::setup::{DeleteMode, Poison};
use serde::{Deserialize, Serialize};

/// One request. In content and links a call names its stream by number; 0 is the first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    CreateStream {
        stream_name: String,
        shard_count: u32,
    },
    PutRecord {
        #[serde(default)]
        stream: StreamId,
        record: NewRecord,
        #[serde(default)]
        sequence_number_for_ordering: Option<String>,
    },
    PutRecords {
        #[serde(default)]
        stream: StreamId,
        records: Vec<NewRecord>,
    },
    SplitShard {
        #[serde(default)]
        stream: StreamId,
        shard: ShardId,
        new_starting_hash_key: HashKey,
    },
    MergeShards {
        #[serde(default)]
        stream: StreamId,
        shard: ShardId,
        adjacent: ShardId,
    },
    UpdateShardCount {
        #[serde(default)]
        stream: StreamId,
        target_shard_count: u32,
    },
    IncreaseStreamRetentionPeriod {
        #[serde(default)]
        stream: StreamId,
        hours: u64,
    },
    DecreaseStreamRetentionPeriod {
        #[serde(default)]
        stream: StreamId,
        hours: u64,
    },
    GetShardIterator {
        #[serde(default)]
        stream: StreamId,
        shard: ShardId,
        kind: ShardIteratorType,
    },
    GetRecords {
        iterator: ShardIterator,
        #[serde(default)]
        limit: Option<u64>,
    },
    /// Not a call: a producer or consumer works differently from now on.
    Change {
        actor: String,
        change: Change,
    },
    /// Not a call of the streams: who may do what, and how it is encrypted.
    Secure(SecurityCommand),
    /// Not a call: a function or its mappings work differently from now on.
    Lambda {
        function: String,
        change: LambdaChange,
    },
    /// Not a call: a delivery stream works differently from now on.
    Firehose {
        delivery_stream: String,
        change: FirehoseChange,
    },
    /// Not a call: a Flink application works differently from now on.
    Flink {
        application: String,
        change: FlinkChange,
    },
    /// Not a call: a queue's consumer works differently from now on.
    QueueConsumer {
        consumer: String,
        change: QueueConsumerChange,
    },
    /// Not a call: something happens to an application of the Kinesis Client Library.
    Kcl {
        application: String,
        action: KclAction,
    },
    /// Not a call: a producer's client works differently from now on, or fails.
    Producer {
        producer: String,
        change: ProducerChange,
    },
    /// A call of any service by the account's root user, as it stands on the wire:
    /// `Kinesis_20131202.PutRecord` and its JSON. The answer is a [`Answer::Reply`], refused or not.
    Call {
        target: String,
        #[serde(default)]
        body: String,
    },
    /// Not a call: a queue works differently from now on, or those that send to it do.
    Queue {
        queue: String,
        change: QueueChange,
    },
    /// Not a call: so many applications read, and so.
    Fleet {
        fleet: String,
        change: FleetChange,
    },
    /// Not a call: a load is another one from now on.
    Load {
        load: String,
        change: LoadChange,
    },
}

/// A record to be put.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewRecord {
    pub partition_key: String,
    #[serde(default)]
    pub explicit_hash_key: Option<HashKey>,
    #[serde(default)]
    pub data: Vec<u8>,
}

/// What of a producer or consumer changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Change {
    RatePerSecond(u32),
    RecordBytes(u32),
    ReadingsPerRecord(u8),
    Keys(KeyStrategy),
    Retry(RetryStrategy),
    ParentsFirst(bool),
    PollIntervalMs(u32),
    /// Things that readings come from.
    Sources(u16),
    /// So many more readings than were planned; a producer that has fallen silent begins again.
    FurtherReadings(u32),
    /// Work on one message, in microseconds: of a KCL application, or of a queue's consumer.
    WorkUs(u32),
}

/// What of a queue's consumer changes, or happens to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum QueueConsumerChange {
    /// Workers begin; those above the number stop when they have finished what they hold.
    Workers(u32),
    MaxMessagesPerReceive(u8),
    ProcessingUs {
        min: u64,
        max: u64,
    },
    /// None: the queue's own.
    VisibilityTimeoutSeconds(Option<u32>),
    WaitTimeSeconds(u32),
    Delete(DeleteMode),
    FailsOn(Vec<Poison>),
    /// The first so many workers lose what they hold and begin again after a while.
    Crash {
        workers: u32,
        restart_ms: u32,
    },
}

/// What a call that was carried out gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The call has no result of its own.
    Done,
    Created(StreamId),
    Stored(Stored),
    Batch(Vec<Result<Stored, Throttle>>),
    Iterator(ShardIterator),
    Read(Read),
    Reply(Reply),
}

/// What a service sends back over the wire.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// HTTP's: 200, or from 400 on if the call was refused.
    pub status: u16,
    /// The service's name of the error; empty if the call was carried out.
    pub error: String,
    /// JSON, or nothing.
    pub body: String,
}

impl Reply {
    /// The error with its message, if it is one.
    pub fn refusal(&self) -> Option<String> {
        (!self.error.is_empty()).then(|| format!("{}: {}", self.error, self.message()))
    }

    /// What the service says of a refusal; empty if it says nothing.
    pub fn message(&self) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        let text = body.get("message").or(body.get("Message")).and_then(serde_json::Value::as_str);
        text.unwrap_or_default().to_owned()
    }
}

impl Command {
    /// AWS' name of the call; None for a change of a producer or consumer.
    pub fn operation(&self) -> Option<Operation> {
        Some(match self {
            Command::CreateStream { .. } => Operation::CreateStream,
            Command::PutRecord { .. } => Operation::PutRecord,
            Command::PutRecords { .. } => Operation::PutRecords,
            Command::SplitShard { .. } => Operation::SplitShard,
            Command::MergeShards { .. } => Operation::MergeShards,
            Command::UpdateShardCount { .. } => Operation::UpdateShardCount,
            Command::IncreaseStreamRetentionPeriod { .. } => Operation::IncreaseStreamRetentionPeriod,
            Command::DecreaseStreamRetentionPeriod { .. } => Operation::DecreaseStreamRetentionPeriod,
            Command::GetShardIterator { .. } => Operation::GetShardIterator,
            Command::GetRecords { .. } => Operation::GetRecords,
            Command::Change { .. } | Command::Secure(_) => return None,
            Command::Lambda { .. }
            | Command::Firehose { .. }
            | Command::Flink { .. }
            | Command::Fleet { .. }
            | Command::Load { .. }
            | Command::QueueConsumer { .. }
            | Command::Kcl { .. }
            | Command::Producer { .. }
            | Command::Queue { .. }
            | Command::Call { .. } => return None,
        })
    }
}

/// A call of the service, by AWS' name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Operation {
    CreateStream,
    PutRecord,
    PutRecords,
    SplitShard,
    MergeShards,
    UpdateShardCount,
    IncreaseStreamRetentionPeriod,
    DecreaseStreamRetentionPeriod,
    GetShardIterator,
    GetRecords,
}

impl Operation {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Operation::CreateStream => "CreateStream",
            Operation::PutRecord => "PutRecord",
            Operation::PutRecords => "PutRecords",
            Operation::SplitShard => "SplitShard",
            Operation::MergeShards => "MergeShards",
            Operation::UpdateShardCount => "UpdateShardCount",
            Operation::IncreaseStreamRetentionPeriod => "IncreaseStreamRetentionPeriod",
            Operation::DecreaseStreamRetentionPeriod => "DecreaseStreamRetentionPeriod",
            Operation::GetShardIterator => "GetShardIterator",
            Operation::GetRecords => "GetRecords",
        }
    }
}
