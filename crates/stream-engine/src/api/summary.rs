//! A call as one line of the log: what, of what, and what came of it. Cheap, for many rows at once.

use super::json::is_hidden;
use super::{call_text, change_text, kcl, settings_text, whole, wire};
use crate::command::{Answer, Command};
use crate::error::{Refusal, Throttle};
use crate::event::{Call, Outcome, WholeCall};
use crate::kinesis::get_records::Read;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::ShardId;
use crate::simulation::Simulation;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Characters of a partition key or name that a line shows.
const TEXT_SHOWN: usize = 40;

/// One line of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// AWS' name, or "Change" for what is no call.
    pub operation: Cow<'static, str>,
    pub subject: String,
    /// What came of it; of a refused call the exception's name.
    pub result: String,
    /// The call was refused, or some of its records were.
    pub failed: bool,
}

/// The line of a call.
pub fn summary(run: &Simulation, call: &Call) -> Summary {
    let operation = operation(call);
    let (subject, result) = match &call.outcome {
        Outcome::Put { record, result } => {
            let key = run.keys().text(record.key, record.origin());
            (put_subject(&key, place(*result)), result.map(|_| "stored".to_owned()).map_err(throttled))
        }
        Outcome::Get { shard, from, result } => {
            let read = result.map(|summary| whole::read(run, call, *shard, *from, summary));
            (read_subject(*shard, read.as_ref().ok()), read.map(|read| read_result(&read)).map_err(throttled))
        }
        Outcome::Whole(whole) => (whole_subject(run, call, whole), whole_result(whole)),
        Outcome::PutBatch(entries) => {
            let results: Vec<_> = entries.iter().map(|(_, result)| *result).collect();
            (batch_subject(&results), batch_result(&results))
        }
    };
    let failed = result.is_err();
    Summary { operation, subject, result: result.unwrap_or_else(|why| why), failed }
}

fn operation(call: &Call) -> Cow<'static, str> {
    if let Outcome::Whole(whole) = &call.outcome
        && let Command::Call { target, .. } = &whole.command
    {
        return Cow::Owned(target.rsplit('.').next().unwrap_or(target).to_owned());
    }
    Cow::Borrowed(call.operation().map_or("Change", |operation| operation.name()))
}

/// `shardId-…0002`.
pub fn short(shard: ShardId) -> String {
    format!("shardId-…{:04}", shard.0)
}

fn whole_subject(run: &Simulation, call: &Call, whole: &WholeCall) -> String {
    let of_stream = |what: String| format!("{} · {what}", shown(&wire::stream_name(run, call)));
    match &whole.command {
        Command::CreateStream { stream_name, shard_count } => {
            format!("{} · {}", shown(stream_name), count(u64::from(*shard_count), "shard"))
        }
        Command::PutRecord { record, .. } => put_subject(&record.partition_key, whole_place(whole)),
        Command::PutRecords { records, .. } => {
            let Ok(Answer::Batch(results)) = &whole.result else { return count(records.len() as u64, "record") };
            batch_subject(results)
        }
        Command::SplitShard { shard, .. } => short(*shard),
        Command::MergeShards { shard, adjacent, .. } => format!("{} + {}", short(*shard), short(*adjacent)),
        Command::UpdateShardCount { target_shard_count, .. } => {
            let target = count(u64::from(*target_shard_count), "shard");
            of_stream(format!("{} → {target}", wire::open_shards_then(run, call)))
        }
        Command::IncreaseStreamRetentionPeriod { hours, .. } | Command::DecreaseStreamRetentionPeriod { hours, .. } => {
            of_stream(format!("{hours} h"))
        }
        Command::GetShardIterator { shard, kind, .. } => format!("{} · {}", short(*shard), wire::type_name(kind)),
        Command::GetRecords { iterator, .. } => match &whole.result {
            Ok(Answer::Read(read)) => read_subject(read.shard, Some(read)),
            _ => read_subject(iterator.shard, None),
        },
        Command::Change { actor, change } => format!("{} · {}", shown(actor), change_text::changed(change)),
        Command::Secure(command) => shown(&settings_text::secured(command)),
        Command::Lambda { function: actor, .. } => shown(actor),
        Command::Firehose { delivery_stream, change } => {
            format!("{} · {}", shown(delivery_stream), settings_text::delivered(change))
        }
        Command::Flink { application, change } => {
            format!("{} · {}", shown(application), settings_text::counted(*change))
        }
        Command::Kcl { application, action } => format!("{} · {}", shown(application), shown(&kcl::words(action))),
        Command::Producer { producer, change } => {
            format!("{} · {}", shown(producer), change_text::client_changed(change))
        }
        Command::Fleet { fleet, change } => format!("{} · {}", shown(fleet), change_text::manned(*change)),
        Command::Load { load, change } => format!("{} · {}", shown(load), change_text::loaded(change)),
        Command::QueueConsumer { consumer, change } => {
            format!("{} · {}", shown(consumer), change_text::staffed(change))
        }
        Command::Queue { queue, change } => format!("{} · {}", shown(queue), change_text::queue_changed(*change)),
        Command::Call { target, body } => shown(&call_text::subject(target, body)),
    }
}

fn batch_subject(results: &[Result<Stored, Throttle>]) -> String {
    let shards: BTreeSet<_> = results.iter().map(|result| place(*result)).collect();
    format!("{} · {}", count(results.len() as u64, "record"), count(shards.len() as u64, "shard"))
}

fn batch_result(results: &[Result<Stored, Throttle>]) -> Result<String, String> {
    match results.iter().filter(|result| result.is_err()).count() {
        0 => Ok("stored".to_owned()),
        failed => Err(format!("{failed} failed")),
    }
}

fn whole_result(whole: &WholeCall) -> Result<String, String> {
    match (&whole.result, &whole.command) {
        (Err(refusal), _) => Err(refusal.code().to_owned()),
        (Ok(Answer::Stored(_)), _) => Ok("stored".to_owned()),
        (Ok(Answer::Batch(results)), _) => batch_result(results),
        (Ok(Answer::Iterator(_)), _) => Ok("issued".to_owned()),
        (Ok(Answer::Read(read)), _) => Ok(read_result(read)),
        (Ok(Answer::Created(_)), _) => Ok("CREATING".to_owned()),
        (Ok(Answer::Reply(reply)), Command::Call { target, .. }) => call_text::result(target, reply),
        (Ok(Answer::Reply(_)), _) => Ok("done".to_owned()),
        (
            Ok(Answer::Done),
            Command::Change { .. }
            | Command::Secure(_)
            | Command::Lambda { .. }
            | Command::Firehose { .. }
            | Command::Flink { .. }
            | Command::Fleet { .. }
            | Command::Load { .. }
            | Command::QueueConsumer { .. }
            | Command::Kcl { .. }
            | Command::Producer { .. }
            | Command::Queue { .. }
            | Command::Call { .. },
        ) => Ok("changed".to_owned()),
        (Ok(Answer::Done), Command::IncreaseStreamRetentionPeriod { .. })
        | (Ok(Answer::Done), Command::DecreaseStreamRetentionPeriod { .. }) => Ok("ACTIVE".to_owned()),
        // All that is left changes the shards, which takes its time.
        (Ok(Answer::Done), _) => Ok("UPDATING".to_owned()),
    }
}

/// The shard that took a record or refused it.
fn place(result: Result<Stored, Throttle>) -> ShardId {
    result.map_or_else(|throttle| throttle.shard, |stored| stored.shard)
}

fn whole_place(whole: &WholeCall) -> Option<ShardId> {
    match &whole.result {
        Ok(Answer::Stored(stored)) => Some(stored.shard),
        Err(Refusal::ProvisionedThroughputExceeded(throttle)) => Some(throttle.shard),
        _ => None,
    }
}

fn put_subject(key: &str, place: impl Into<Option<ShardId>>) -> String {
    match place.into() {
        Some(shard) => format!("{} → {}", shown(key), short(shard)),
        None => shown(key),
    }
}

fn read_subject(shard: ShardId, read: Option<&Read>) -> String {
    match read {
        Some(read) => format!("{} · {}", short(shard), count(read.to - read.from, "record")),
        None => short(shard),
    }
}

fn read_result(read: &Read) -> String {
    match read.millis_behind_latest {
        _ if read.next.is_none() => "end of shard".to_owned(),
        0 => "caught up".to_owned(),
        ms @ ..1_000 => format!("{ms} ms behind"),
        ms @ ..60_000 => format!("{}.{} s behind", ms / 1_000, ms / 100 % 10),
        ms @ ..3_600_000 => format!("{} min behind", ms / 60_000),
        ms => format!("{} h behind", ms / 3_600_000),
    }
}

fn throttled(throttle: Throttle) -> String {
    Refusal::ProvisionedThroughputExceeded(throttle).code().to_owned()
}

/// "1 shard", "2 shards".
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A key or name as one short line.
pub(super) fn shown(text: &str) -> String {
    let visible = |char| if is_hidden(char) { char::REPLACEMENT_CHARACTER } else { char };
    let cut = if text.chars().nth(TEXT_SHOWN).is_some() { "…" } else { "" };
    text.chars().take(TEXT_SHOWN).map(visible).chain(cut.chars()).collect()
}
