//! Shard iterators: a position in a shard that lives five minutes.

use super::sequence_number::{ParsedNumber, SequenceNumber, Version};
use super::shard::{Shard, ShardId};
use super::stream::{Stream, StreamId};
use crate::error::{InvalidArgument, Refusal};
use crate::quota::Quotas;
use crate::time::{MS_US, SECOND_US, Time};
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
            true => {
                let tolerated_ms = quotas.shard_iterator_expiry_seconds * SECOND_US / MS_US;
                Err(Refusal::ExpiredIterator { issued: self.issued, now, tolerated_ms })
            }
            false => Ok(()),
        }
    }
}

impl Stream {
    /// GetShardIterator.
    pub fn shard_iterator(&self, id: ShardId, kind: &ShardIteratorType, now: Time) -> Result<ShardIterator, Refusal> {
        let shard = self.shard_to_read(id, now)?;
        let position = match kind {
            ShardIteratorType::TrimHorizon => shard.trim_horizon(now, self.retention_us),
            ShardIteratorType::Latest => shard.records.end(),
            ShardIteratorType::AtSequenceNumber(text) => shard.found(text)?.at,
            ShardIteratorType::AfterSequenceNumber(text) => shard.found(text)?.after,
            ShardIteratorType::AtTimestamp(at) if *at > now => {
                return Err(Refusal::InvalidArgument(InvalidArgument::TimestampInFuture { asked: *at, now }));
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

impl Shard {
    /// The place of the record with this number.
    fn found(&self, text: &str) -> Result<Found, Refusal> {
        let number = self.own_number(text)?;
        let both = |at| Found { at, after: at };
        if number == self.starting_sequence_number() {
            return Ok(both(self.records.first()));
        }
        if Some(number) == self.ending_sequence_number() {
            return Ok(both(self.records.end()));
        }
        let known = self.index_of(number.index).filter(|index| self.sequence_number(*index) == Some(number));
        match known {
            Some(index) => Ok(Found { at: index, after: index + 1 }),
            // Its record has been dropped: the iterator begins at the oldest one that is left.
            None if number.index < self.rising(self.records.first()) => Ok(both(self.records.first())),
            None => Err(self.refused(text)),
        }
    }

    fn refused(&self, text: &str) -> Refusal {
        Refusal::InvalidArgument(InvalidArgument::SequenceNumber { text: text.to_owned(), shard: self.id })
    }

    /// The number that a text stands for, if it can be one of this shard's.
    fn own_number(&self, text: &str) -> Result<SequenceNumber, Refusal> {
        let parsed = ParsedNumber::read(text).ok_or_else(|| self.refused(text))?;
        if parsed.shard != i64::from(self.id.0) {
            let encoded = parsed.shard_id();
            return Err(Refusal::InvalidArgument(InvalidArgument::SequenceNumberOfOtherShard {
                encoded,
                shard: self.id,
            }));
        }
        match text.parse::<SequenceNumber>() {
            Ok(number) if number.created_s == self.created_s() => Ok(number),
            // As the service answers to such numbers (kinesalite's suite, run on AWS).
            Err(_) if parsed.version == Version::Old => Err(Refusal::InternalFailure),
            _ => {
                let text = text.to_owned();
                Err(Refusal::InvalidArgument(InvalidArgument::SequenceNumberOfOtherStream { text, shard: self.id }))
            }
        }
    }
}
