//! Shard iterators: a position in a shard that lives five minutes.

use super::sequence_number::SequenceNumber;
use super::shard::{Shard, ShardId};
use super::stream::{Stream, StreamId};
use crate::error::{InvalidArgument, Refusal};
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// Where to begin.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ShardIteratorType {
    /// Oldest record that retention has left.
    TrimHorizon,
    /// Behind the newest record at the moment the iterator is asked for.
    Latest,
    AtSequenceNumber(String),
    AfterSequenceNumber(String),
    AtTimestamp(Time),
}

/// A position: usable again and again until it expires.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShardIterator {
    pub stream: StreamId,
    pub shard: ShardId,
    /// Index of the next record.
    pub position: u64,
    pub issued: Time,
}

impl ShardIterator {
    /// Refuses an iterator older than its life.
    pub fn require_alive(&self, quotas: &Quotas, now: Time) -> Result<(), Refusal> {
        match now.since(self.issued) > quotas.shard_iterator_expiry_seconds * SECOND_US {
            true => Err(Refusal::ExpiredIterator { issued: self.issued, now }),
            false => Ok(()),
        }
    }
}

impl Stream {
    /// GetShardIterator.
    pub fn shard_iterator(&self, id: ShardId, kind: &ShardIteratorType, now: Time) -> Result<ShardIterator, Refusal> {
        let shard = self.shard(id, now)?;
        let position = match kind {
            ShardIteratorType::TrimHorizon => shard.trim_horizon(now, self.retention_us),
            ShardIteratorType::Latest => shard.records.end(),
            ShardIteratorType::AtSequenceNumber(text) => sequence_position(shard, text)?.at,
            ShardIteratorType::AfterSequenceNumber(text) => sequence_position(shard, text)?.after,
            ShardIteratorType::AtTimestamp(at) if *at > now => {
                return Err(Refusal::InvalidArgument(InvalidArgument::TimestampInFuture));
            }
            ShardIteratorType::AtTimestamp(at) => shard.records.partition_point(|record| record.arrived < *at),
        };
        Ok(ShardIterator { stream: self.id, shard: id, position, issued: now })
    }
}

struct Found {
    at: u64,
    after: u64,
}

fn sequence_position(shard: &Shard, text: &str) -> Result<Found, Refusal> {
    let refused =
        || Refusal::InvalidArgument(InvalidArgument::SequenceNumber { text: text.to_owned(), shard: shard.id });
    let number: SequenceNumber = text.parse().map_err(|_| refused())?;
    if number == shard.starting_sequence_number() {
        return Ok(Found { at: shard.records.first(), after: shard.records.first() });
    }
    if Some(number) == shard.ending_sequence_number() {
        return Ok(Found { at: shard.records.end(), after: shard.records.end() });
    }
    let index = number.index.checked_sub(1).ok_or_else(refused)?;
    match shard.sequence_number(index) {
        Some(known) if known == number => Ok(Found { at: index, after: index + 1 }),
        // Its record has been dropped: the iterator begins at the oldest one that is left.
        None if index < shard.records.first()
            && number.created_s == shard.created_s()
            && number.shard == shard.id.0 =>
        {
            Ok(Found { at: shard.records.first(), after: shard.records.first() })
        }
        _ => Err(refused()),
    }
}
