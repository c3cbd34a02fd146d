//! One shard: its range, its log of records, its two write limits and its two read limits.

use super::hash_key::{HashKey, HashKeyRange};
use super::metrics::ShardSecond;
use super::sequence_number::SequenceNumber;
use crate::limiter::TokenBucket;
use crate::log::Log;
use crate::series::Series;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// Number of a shard inside its stream: counted up, never used again. Text: `shardId-000000000007`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub struct ShardId(pub u32);

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shardId-{:012}", self.0)
    }
}

/// A partition key by number: an entry of the run's key table, or a random one made from the
/// record's own number (see `KeyTable`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct KeyId(pub u32);

/// A stored record without its bytes, 24 of our own. What it held is told by its producer, source and number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Record {
    /// ApproximateArrivalTimestamp.
    pub arrived: Time,
    pub key: KeyId,
    /// Key and data, as counted against the limits.
    pub bytes: u32,
    /// Number of its first reading, counted by its producer (or of the put, for a learner's record).
    pub number: u32,
    /// Which of its producer's sources it comes from.
    pub source: u16,
    pub producer: u8,
    /// How many readings the producer packed into it.
    pub readings: u8,
}

impl Record {
    /// What a random key and made-up data depend on.
    pub fn origin(&self) -> (u8, u32) {
        (self.producer, self.number)
    }
}

/// What a learner put into a record: a hash key of its own, and its data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Payload {
    pub explicit_hash_key: Option<HashKey>,
    pub data: Vec<u8>,
}

/// A shard, open or closed.
#[derive(Clone, Debug, Serialize)]
pub struct Shard {
    pub id: ShardId,
    pub range: HashKeyRange,
    pub parent: Option<ShardId>,
    pub adjacent_parent: Option<ShardId>,
    pub children: Vec<ShardId>,
    pub opened: Time,
    pub closed: Option<Time>,
    created_s: u64,
    /// Nothing before this index is read again, whatever the retention becomes.
    trimmed: u64,
    /// It expired under an earlier retention.
    expired: bool,
    pub records: Log<Record>,
    /// Only for records that a learner put; a producer's are made again when asked for.
    pub payloads: BTreeMap<u64, Rc<Payload>>,
    pub write_records: TokenBucket,
    pub write_bytes: TokenBucket,
    pub read_calls: TokenBucket,
    pub read_bytes: TokenBucket,
    /// No GetRecords is answered before this instant.
    pub read_blocked_until: Time,
    pub seconds: Series<ShardSecond>,
}

/// A shard's life as ListShards and the consumers see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum ShardState {
    Open,
    Closed,
    /// Retention has passed since it was closed: nothing of it can be read, lists leave it out.
    Expired,
}

impl Shard {
    /// A new open shard.
    pub fn open(
        id: ShardId,
        range: HashKeyRange,
        opened: Time,
        created_s: u64,
        parents: (Option<ShardId>, Option<ShardId>),
    ) -> Shard {
        Shard {
            id,
            range,
            parent: parents.0,
            adjacent_parent: parents.1,
            children: Vec::new(),
            opened,
            closed: None,
            created_s,
            trimmed: 0,
            expired: false,
            records: Log::default(),
            payloads: BTreeMap::new(),
            write_records: TokenBucket::default(),
            write_bytes: TokenBucket::default(),
            read_calls: TokenBucket::default(),
            read_bytes: TokenBucket::default(),
            read_blocked_until: Time::ZERO,
            seconds: Series::default(),
        }
    }

    /// Open, closed or expired at `now`.
    pub fn state(&self, now: Time, retention_us: u64) -> ShardState {
        match self.closed {
            None => ShardState::Open,
            Some(closed) if closed + retention_us > now && !self.expired => ShardState::Closed,
            Some(_) => ShardState::Expired,
        }
    }

    /// Its parents, one after a split, two after a merge.
    pub fn parents(&self) -> impl Iterator<Item = ShardId> {
        self.parent.into_iter().chain(self.adjacent_parent)
    }

    /// The second since 1970 that its sequence numbers carry: later than that of its parents.
    pub fn created_s(&self) -> u64 {
        self.created_s
    }

    /// The number before its first record.
    pub fn starting_sequence_number(&self) -> SequenceNumber {
        SequenceNumber::start(self.id.0, self.created_s())
    }

    /// The number after its last record, once closed.
    pub fn ending_sequence_number(&self) -> Option<SequenceNumber> {
        self.closed.map(|at| SequenceNumber::end(self.id.0, self.created_s(), at.epoch_s()))
    }

    /// The number of the record with this index.
    pub fn sequence_number(&self, index: u64) -> Option<SequenceNumber> {
        self.records.get(index).map(|record| SequenceNumber {
            created_s: self.created_s,
            index: index + 1,
            put_s: record.arrived.epoch_s().max(self.created_s),
            shard: self.id.0,
        })
    }

    /// Index of the oldest record that may still be read.
    pub fn trim_horizon(&self, now: Time, retention_us: u64) -> u64 {
        self.records.partition_point(|record| record.arrived + retention_us <= now).max(self.trimmed)
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(super) fn own_bytes(&self, earlier: Option<&Shard>) -> usize {
        let payloads = self.payloads.len() * size_of::<(u64, Rc<Payload>)>();
        let logs = self.records.own_bytes(earlier.map(|earlier| &earlier.records))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        size_of::<Self>() + payloads + logs
    }

    /// Gives up for good what this retention no longer holds.
    pub(super) fn trim(&mut self, now: Time, retention_us: u64) {
        self.trimmed = self.trim_horizon(now, retention_us);
        self.expired = self.state(now, retention_us) == ShardState::Expired;
    }
}
