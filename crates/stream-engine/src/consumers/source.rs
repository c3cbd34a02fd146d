//! What consumers that follow a whole stream have in common: one cursor for each shard, children
//! begun once their parents have been handled. What is done with the records is the consumer's.

use crate::error::Refusal;
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::{Shard, ShardId, ShardState};
use crate::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use crate::kinesis::stream::{Stream, StreamId};
use crate::simulation::Simulation;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where reading begins in the shards that are there at the start; later shards are read whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum StartingPosition {
    #[default]
    TrimHorizon,
    Latest,
    AtTimestamp(Time),
}

/// How far one shard has been read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cursor {
    pub shard: ShardId,
    /// Index of the next record.
    pub position: u64,
    /// The closed shard has been read to its end.
    pub read_out: bool,
    /// All that was read has been handled: the children may begin.
    pub done: bool,
    pub millis_behind_latest: u64,
    /// Records that were gone before they could be read.
    pub expired: u64,
}

/// The cursors of one consumer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    pub stream: StreamId,
    /// Which of the streams that had or will have this number; known once it has been looked at.
    life: Option<u64>,
    pub from: StartingPosition,
    pub cursors: Vec<Cursor>,
    cursor_of: BTreeMap<ShardId, u32>,
    begun: bool,
}

impl Source {
    /// A source that has not looked for shards yet.
    pub fn new(stream: StreamId, from: StartingPosition) -> Source {
        Source { stream, life: None, from, cursors: Vec::new(), cursor_of: BTreeMap::new(), begun: false }
    }

    /// Begins the shards that have no cursor and may be read now; gives the new cursors' numbers.
    pub fn sync(&mut self, stream: &Stream, now: Time) -> Vec<u32> {
        let mut begun = Vec::new();
        if !self.reads(stream) || stream.shards.is_empty() {
            return begun;
        }
        self.life = Some(stream.life);
        for shard in &stream.shards {
            let expired = |shard: &Shard| shard.state(now, stream.retention_us) == ShardState::Expired;
            if self.cursor_of.contains_key(&shard.id) || expired(shard) {
                continue;
            }
            let cursor = |id: ShardId| self.cursor_of.get(&id).map(|at| &self.cursors[*at as usize]);
            let parents_handled = shard.parents().all(|parent| {
                // A parent that has no cursor may itself wait for its parents, unless it has expired.
                cursor(parent).map_or_else(|| expired(&stream.shards[parent.0 as usize]), |cursor| cursor.done)
            });
            if !parents_handled {
                continue;
            }
            let number = self.cursors.len() as u32;
            let new = self.begin(stream, shard, now);
            if !new.done {
                begun.push(number);
            }
            self.cursor_of.insert(shard.id, number);
            self.cursors.push(new);
        }
        self.begun = true;
        begun
    }

    /// Whether this is the stream that it follows, and still there.
    pub fn reads(&self, stream: &Stream) -> bool {
        stream.is_there() && self.life.is_none_or(|life| life == stream.life)
    }

    fn begin(&self, stream: &Stream, shard: &Shard, now: Time) -> Cursor {
        // At LATEST what was closed before the start has nothing to give.
        let passed = self.from == StartingPosition::Latest && !self.begun && shard.closed.is_some();
        let kind = match self.from {
            StartingPosition::Latest if !self.begun => ShardIteratorType::Latest,
            StartingPosition::AtTimestamp(at) => ShardIteratorType::AtTimestamp(at.min(now)),
            _ => ShardIteratorType::TrimHorizon,
        };
        // The shard is there: none of these positions can be refused.
        let position = stream.shard_iterator(shard.id, &kind, now).map_or(0, |iterator| iterator.position);
        Cursor { shard: shard.id, position, read_out: passed, done: passed, millis_behind_latest: 0, expired: 0 }
    }
}

/// What a read of one shard came to.
pub enum Followed {
    Read(Read),
    /// Refused for now: limits, or a permission that is missing.
    Refused,
    /// The shard has expired, or its stream is gone: so many records were lost unread.
    Over {
        lost: u64,
    },
}

impl Simulation {
    /// Whether the stream of a source is still there.
    pub(crate) fn is_there(&self, source: &Source) -> bool {
        self.streams.get(usize::from(source.stream.0)).is_some_and(|stream| source.reads(stream))
    }

    /// GetRecords of an actor that follows a stream, within the limits that all classic consumers
    /// share, under the policies that hold for it, and on the bill.
    pub(crate) fn follow(
        &mut self,
        actor: &str,
        is_there: bool,
        (stream, shard, position): (StreamId, ShardId, u64),
        limit: u64,
    ) -> Followed {
        if !is_there {
            return Followed::Over { lost: 0 };
        }
        let iterator = ShardIterator { stream, shard, position, issued: self.now };
        if self.get_refused(actor, &iterator, limit).is_some() {
            return Followed::Refused;
        }
        match self.get_records(&iterator, limit) {
            Ok(read) => Followed::Read(read),
            Err(Refusal::ProvisionedThroughputExceeded(_)) => Followed::Refused,
            Err(_) => {
                let shard = self.streams[usize::from(stream.0)].shards.get(shard.0 as usize);
                Followed::Over { lost: shard.map_or(0, |shard| shard.records.end().saturating_sub(position)) }
            }
        }
    }
}
