//! One lease, as an item of the lease table: who works on which shard, and how far it has come.

use super::application::Application;
use super::task::WorkerId;
use crate::kinesis::hash_key::HashKeyRange;
use crate::kinesis::sequence_number::SequenceNumber;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::shard_iterator::ShardIteratorType;
use crate::quota::Quotas;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// KCL 3.5 keeps several kinds of items in one table and tells them apart.
const ENTITY_TYPE_SINCE: u64 = 20_260_622;

/// How far an application has come in a shard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Checkpoint {
    TrimHorizon,
    Latest,
    AtTimestamp(Time),
    /// Of the last record that was processed.
    At(SequenceNumber),
    ShardEnd,
}

impl Checkpoint {
    /// As it stands in the table.
    pub fn text(&self) -> String {
        match self {
            Checkpoint::TrimHorizon => "TRIM_HORIZON".to_owned(),
            Checkpoint::Latest => "LATEST".to_owned(),
            Checkpoint::AtTimestamp(_) => "AT_TIMESTAMP".to_owned(),
            Checkpoint::At(number) => number.to_string(),
            Checkpoint::ShardEnd => "SHARD_END".to_owned(),
        }
    }

    /// Where reading goes on. A shard that has ended is not read again.
    pub fn iterator_type(&self) -> Option<ShardIteratorType> {
        Some(match self {
            Checkpoint::TrimHorizon => ShardIteratorType::TrimHorizon,
            Checkpoint::Latest => ShardIteratorType::Latest,
            Checkpoint::AtTimestamp(at) => ShardIteratorType::AtTimestamp(*at),
            Checkpoint::At(number) => ShardIteratorType::AfterSequenceNumber(number.to_string()),
            Checkpoint::ShardEnd => return None,
        })
    }

    /// Whether processing has begun.
    pub fn begun(&self) -> bool {
        !matches!(self, Checkpoint::TrimHorizon | Checkpoint::AtTimestamp(_))
    }
}

/// An item of the lease table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    pub shard: ShardId,
    pub owner: Option<WorkerId>,
    /// Rises with each renewal, checkpoint and change of owner: a heartbeat and a guard in one.
    pub counter: u64,
    pub checkpoint: Checkpoint,
    pub owner_switches_since_checkpoint: u64,
    pub parents: Vec<ShardId>,
    pub children: Vec<ShardId>,
    pub range: HashKeyRange,
    /// Bytes a second, averaged (3.x).
    pub throughput: Option<u64>,
    /// Who still has to save its progress before `owner` begins (3.x).
    pub checkpoint_owner: Option<WorkerId>,
}

impl Lease {
    /// A lease that nobody holds yet.
    pub fn new(shard: &Shard, checkpoint: Checkpoint) -> Lease {
        Lease {
            shard: shard.id,
            owner: None,
            counter: 0,
            checkpoint,
            owner_switches_since_checkpoint: 0,
            parents: shard.parents().collect(),
            children: Vec::new(),
            range: shard.range,
            throughput: None,
            checkpoint_owner: None,
        }
    }

    /// Who works on it now.
    pub fn actual_owner(&self) -> Option<WorkerId> {
        self.checkpoint_owner.or(self.owner)
    }

    pub fn ended(&self) -> bool {
        self.checkpoint == Checkpoint::ShardEnd
    }
}

/// The value of an attribute, in DynamoDB's types.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Attribute {
    S(String),
    N(String),
    SS(Vec<String>),
}

impl Attribute {
    /// Bytes that DynamoDB counts for it.
    fn bytes(&self) -> u64 {
        match self {
            Attribute::S(text) => text.len() as u64,
            Attribute::N(digits) => digits.len().div_ceil(2) as u64 + 1,
            Attribute::SS(texts) => texts.iter().map(|text| text.len() as u64).sum(),
        }
    }
}

/// The attributes of a lease that an application of this version writes, under KCL's names.
pub fn attributes(lease: &Lease, application: &Application, quotas: &Quotas) -> Vec<(&'static str, Attribute)> {
    let number = |value: u64| Attribute::N(value.to_string());
    let worker = |id: WorkerId| Attribute::S(application.worker_name(id).to_owned());
    let shards = |ids: &[ShardId]| Attribute::SS(ids.iter().map(ShardId::to_string).collect());
    let mut found = vec![
        ("leaseKey", Attribute::S(lease.shard.to_string())),
        ("leaseCounter", number(lease.counter)),
        ("checkpoint", Attribute::S(lease.checkpoint.text())),
        ("checkpointSubSequenceNumber", number(0)),
        ("ownerSwitchesSinceCheckpoint", number(lease.owner_switches_since_checkpoint)),
    ];
    found.extend(lease.owner.map(|owner| ("leaseOwner", worker(owner))));
    if !lease.parents.is_empty() {
        found.push(("parentShardId", shards(&lease.parents)));
    }
    if application.version >= 2 {
        if !lease.children.is_empty() {
            found.push(("childShardIds", shards(&lease.children)));
        }
        found.push(("startingHashKey", Attribute::S(lease.range.start.to_string())));
        found.push(("endingHashKey", Attribute::S(lease.range.end.to_string())));
    }
    if application.version >= 3 {
        found.extend(lease.throughput.map(|bytes| ("throughputKBps", Attribute::N(kilobytes(bytes)))));
        found.extend(lease.checkpoint_owner.map(|owner| ("checkpointOwner", worker(owner))));
        if quotas.as_of >= ENTITY_TYPE_SINCE {
            found.push(("entityType", Attribute::S("LEASE".to_owned())));
        }
    }
    found
}

/// Size of an item: names and values.
pub fn item_bytes(attributes: &[(&'static str, Attribute)]) -> u64 {
    attributes.iter().map(|(name, value)| name.len() as u64 + value.bytes()).sum()
}

/// Bytes as kilobytes, with the four digits that KCL keeps.
fn kilobytes(bytes: u64) -> String {
    let ten_thousandths = (bytes * 10_000 + 512) / 1_024;
    let text = format!("{}.{:04}", ten_thousandths / 10_000, ten_thousandths % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throughput_is_written_as_dynamodb_writes_numbers() {
        let texts = [(0, "0"), (1_024, "1"), (1_536, "1.5"), (100, "0.0977"), (1_048_576, "1024")];
        texts.iter().for_each(|(bytes, text)| assert_eq!(kilobytes(*bytes), *text));
    }
}
