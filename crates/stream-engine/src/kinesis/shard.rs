//! One shard: its range, its log of records, its two write limits and its two read limits.

use super::hash_key::HashKeyRange;
use super::metrics::ShardSecond;
use super::payload::Payload;
use super::sequence_number::SequenceNumber;
use crate::limiter::TokenBucket;
use crate::log::Log;
use crate::series::Series;
use crate::time::{Epoch, Time};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Number of a shard inside its stream: counted up, never used again. Text: `shardId-000000000007`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub struct ShardId(pub u32);

impl ShardId {
    /// Appends the text, quicker than formatting does.
    pub fn write(self, out: &mut String) {
        const WIDTH: usize = 12;
        let mut digits = [b'0'; WIDTH];
        let mut rest = self.0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        out.push_str("shardId-");
        out.push_str(std::str::from_utf8(&digits).unwrap_or_default());
    }
}

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shardId-{:012}", self.0)
    }
}

/// A partition key by number: an entry of the run's key table, or a random one made from the
/// record's own number (see `KeyTable`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct KeyId(pub u32);

/// A stored record without its bytes, 24 of our own. What it held is told by its producer, source and number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

/// A shard, open or closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shard {
    pub id: ShardId,
    pub range: HashKeyRange,
    pub parent: Option<ShardId>,
    pub adjacent_parent: Option<ShardId>,
    pub children: Vec<ShardId>,
    pub opened: Time,
    pub closed: Option<Time>,
    created_s: u64,
    epoch: Epoch,
    /// Nothing before this index is read again, whatever the retention becomes.
    trimmed: u64,
    /// It expired under an earlier retention.
    expired: bool,
    pub records: Log<Record>,
    /// Only for records that came with their bytes; a producer's are made again when asked for.
    pub payloads: Log<Payload>,
    /// Place and rising number of the newest payload that was dropped.
    anchor: (u64, u64),
    pub write_records: TokenBucket,
    pub write_bytes: TokenBucket,
    pub read_calls: TokenBucket,
    pub read_bytes: TokenBucket,
    pub iterator_calls: TokenBucket,
    /// No GetRecords is answered before this instant.
    pub read_blocked_until: Time,
    pub seconds: Series<ShardSecond>,
}

/// One record as a reader gets it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Place in the shard's log.
    pub index: u64,
    pub number: SequenceNumber,
    pub record: &'a Record,
    /// What came with it; None for records of the simulated producers.
    pub payload: Option<&'a Payload>,
}

/// A shard's life as ListShards and the consumers see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
        epoch: Epoch,
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
            epoch,
            trimmed: 0,
            expired: false,
            records: Log::default(),
            payloads: Log::default(),
            anchor: (0, 1),
            write_records: TokenBucket::default(),
            write_bytes: TokenBucket::default(),
            read_calls: TokenBucket::default(),
            read_bytes: TokenBucket::default(),
            iterator_calls: TokenBucket::default(),
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
        self.closed.map(|at| SequenceNumber::end(self.id.0, self.created_s(), self.epoch.second(at)))
    }

    /// The number of the record with this index.
    pub fn sequence_number(&self, index: u64) -> Option<SequenceNumber> {
        self.records.get(index).map(|record| self.number(record, self.rising(index)))
    }

    fn number(&self, record: &Record, rising: u64) -> SequenceNumber {
        let put_s = self.epoch.second(record.arrived).max(self.created_s);
        SequenceNumber { created_s: self.created_s, index: rising, put_s, shard: self.id.0 }
    }

    /// The rising part of the number of the record that has, or will have, this index: it steps by
    /// one from record to record, except where shards that count together took turns.
    pub(super) fn rising(&self, index: u64) -> u64 {
        let newest = self.payloads.last();
        // Where every record came with its bytes, they stand as far from the end as it does.
        let guess = newest.and_then(|newest| {
            let back = newest.index.checked_sub(index)?;
            self.payloads.get(self.payloads.end().checked_sub(1 + back)?)
        });
        let guess = guess.filter(|payload| payload.index == index);
        let at_or_before = guess.or_else(|| newest.filter(|payload| payload.index <= index)).or_else(|| {
            let after = self.payloads.partition_point(|payload| payload.index <= index);
            self.payloads.get(after.checked_sub(1)?)
        });
        let (at, rising) = at_or_before.map_or(self.anchor, |payload| (payload.index, payload.rising));
        rising + index.saturating_sub(at)
    }

    /// The number of the record before this index, or the shard's first number before any record.
    pub(crate) fn number_before(&self, index: u64) -> SequenceNumber {
        let before = index.checked_sub(1).and_then(|before| self.sequence_number(before));
        before.unwrap_or_else(|| self.starting_sequence_number())
    }

    /// Index of the record whose number has this rising part.
    pub(super) fn index_of(&self, rising: u64) -> Option<u64> {
        let (mut low, mut high) = (self.records.first(), self.records.end());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.rising(middle) < rising { low = middle + 1 } else { high = middle }
        }
        (low < self.records.end() && self.rising(low) == rising).then_some(low)
    }

    /// What came with the record of this index, if it was put with its bytes.
    pub fn payload(&self, index: u64) -> Option<&Payload> {
        let at = self.payloads.partition_point(|payload| payload.index < index);
        self.payloads.get(at).filter(|payload| payload.index == index)
    }

    /// The records `from..to` that are held, each with its number and what came with it.
    pub fn entries(&self, from: u64, to: u64) -> impl Iterator<Item = Entry<'_>> {
        let first = from.max(self.records.first());
        let next = self.payloads.partition_point(|payload| payload.index < first);
        let mut payloads = self.payloads.iter_from(next).peekable();
        let (mut at, mut rising) = (first, self.rising(first));
        self.records.iter_from(first).take(to.saturating_sub(first) as usize).map(move |record| {
            let payload = payloads.next_if(|payload| payload.index == at);
            rising = payload.map_or(rising, |payload| payload.rising);
            let entry = Entry { index: at, number: self.number(record, rising), record, payload };
            (at, rising) = (at + 1, rising + 1);
            entry
        })
    }

    /// Drops the oldest piece of records with what came with them; says how many went.
    pub(super) fn drop_oldest(&mut self) -> usize {
        let dropped = self.records.drop_oldest();
        let first = self.records.first();
        while let Some(newest) = self.payloads.oldest().and_then(<[_]>::last).filter(|newest| newest.index < first) {
            self.anchor = (newest.index, newest.rising);
            self.payloads.drop_oldest();
        }
        dropped
    }

    /// Index of the oldest record that may still be read.
    pub fn trim_horizon(&self, now: Time, retention_us: u64) -> u64 {
        self.records.partition_point(|record| record.arrived + retention_us <= now).max(self.trimmed)
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(super) fn own_bytes(&self, earlier: Option<&Shard>) -> usize {
        let logs = self.payloads.own_bytes(earlier.map(|earlier| &earlier.payloads))
            + self.records.own_bytes(earlier.map(|earlier| &earlier.records))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        size_of::<Self>() + logs
    }

    /// Gives up for good what this retention no longer holds.
    pub(super) fn trim(&mut self, now: Time, retention_us: u64) {
        self.trimmed = self.trim_horizon(now, retention_us);
        self.expired = self.state(now, retention_us) == ShardState::Expired;
    }
}
