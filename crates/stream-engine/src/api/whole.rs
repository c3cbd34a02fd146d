//! A call made whole again. Of the thousands that producers and consumers make, the log keeps only
//! numbers; from them and the run come the request and the answer that a learner's call carries.

use super::data::record_data;
use crate::command::{Answer, Command, NewRecord};
use crate::error::Refusal;
use crate::event::{Actor, Call, GetSummary, Outcome};
use crate::kinesis::get_records::Read;
use crate::kinesis::shard::{Record, Shard, ShardId};
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use std::borrow::Cow;

/// What was asked.
pub fn command<'a>(run: &Simulation, call: &'a Call) -> Cow<'a, Command> {
    match &call.outcome {
        Outcome::Whole(whole) => Cow::Borrowed(&whole.command),
        Outcome::Put { record, .. } => Cow::Owned(Command::PutRecord {
            stream: call.stream,
            record: new_record(run, record),
            sequence_number_for_ordering: None,
        }),
        Outcome::PutBatch(entries) => Cow::Owned(Command::PutRecords {
            stream: call.stream,
            records: entries.iter().map(|(record, _)| new_record(run, record)).collect(),
        }),
        Outcome::Get { shard, from, .. } => Cow::Owned(Command::GetRecords {
            iterator: used_iterator(run, call, *shard, *from),
            limit: consumer_limit(run, call.actor),
        }),
    }
}

/// A producer's record as it was asked to be put.
fn new_record(run: &Simulation, record: &Record) -> NewRecord {
    NewRecord {
        partition_key: run.keys().text(record.key, record.origin()),
        explicit_hash_key: run.explicit_hash_key(record),
        data: record_data(run, record, None),
    }
}

/// What came of it.
pub fn result<'a>(run: &Simulation, call: &'a Call) -> Cow<'a, Result<Answer, Refusal>> {
    match &call.outcome {
        Outcome::Whole(whole) => Cow::Borrowed(&whole.result),
        Outcome::Put { result, .. } => {
            Cow::Owned(result.map(Answer::Stored).map_err(Refusal::ProvisionedThroughputExceeded))
        }
        Outcome::PutBatch(entries) => {
            Cow::Owned(Ok(Answer::Batch(entries.iter().map(|(_, result)| *result).collect())))
        }
        Outcome::Get { shard, from, result } => Cow::Owned(
            result
                .map(|summary| Answer::Read(read(run, call, *shard, *from, summary)))
                .map_err(Refusal::ProvisionedThroughputExceeded),
        ),
    }
}

/// A shard of the run, expired or not.
pub fn shard(run: &Simulation, stream: StreamId, id: ShardId) -> Option<&Shard> {
    run.streams().get(usize::from(stream.0))?.shards.get(id.0 as usize)
}

/// A consumer's answer. Its size in bytes is not kept.
pub fn read(run: &Simulation, call: &Call, id: ShardId, from: u64, summary: GetSummary) -> Read {
    let GetSummary { to, millis_behind_latest, ended } = summary;
    let next = ShardIterator { stream: call.stream, shard: id, position: to, issued: call.at };
    let shard = shard(run, call.stream, id);
    Read {
        shard: id,
        from: shard.map_or(from, |shard| first_read(run, call, shard, from)).min(to),
        to,
        bytes: 0,
        millis_behind_latest,
        next: (!ended).then_some(next),
        child_shards: shard.filter(|_| ended).map_or_else(Vec::new, |shard| shard.children.clone()),
    }
}

/// Where a read from position `from` began: behind what had expired by then. A simplification: by
/// the retention of today, as the log doesn't tell the one of that moment.
fn first_read(run: &Simulation, call: &Call, shard: &Shard, from: u64) -> u64 {
    let retention_us = run.streams()[usize::from(call.stream.0)].retention_us;
    let horizon = shard.trim_horizon(call.at, retention_us);
    // At the oldest record still held the horizon tells nothing about those that are gone.
    if horizon > shard.records.first() { from.max(horizon) } else { from }
}

/// The iterator of a consumer's call: the one its last answer gave it, or a fresh one.
fn used_iterator(run: &Simulation, call: &Call, shard: ShardId, position: u64) -> ShardIterator {
    let given_by = |earlier: &&Call| {
        let Outcome::Get { shard: of, result: Ok(summary), .. } = &earlier.outcome else { return false };
        earlier.at < call.at && earlier.actor == call.actor && *of == shard && summary.to == position
    };
    let issued_at = |issued| ShardIterator { stream: call.stream, shard, position, issued };
    let given = run.calls().iter_back().find(given_by).map(|earlier| issued_at(earlier.at));
    given.filter(|iterator| iterator.require_alive(run.quotas(), call.at).is_ok()).unwrap_or_else(|| issued_at(call.at))
}

fn consumer_limit(run: &Simulation, actor: Actor) -> Option<u64> {
    let Actor::Consumer(nth) = actor else { return None };
    let setup = &run.consumers().get(usize::from(nth))?.setup;
    Some(u64::from(setup.max_records_per_call).clamp(1, run.quotas().get_records_max_records_per_call))
}
