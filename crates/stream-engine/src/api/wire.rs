//! Requests and answers as AWS JSON 1.1 bodies. Names: Kinesis API model (botocore 1.43.11,
//! checked 2026-11-23); answers in the order in which the AWS CLI prints them.

use super::data::{base64, epoch_seconds, record_data, record_key};
use super::json::{Json, Object};
use super::kinesis::tokens;
use super::{call_text, whole};
use crate::command::{Answer, Command, NewRecord};
use crate::error::{Refusal, Resource, Throttle};
use crate::event::{Call, Outcome};
use crate::kinesis::get_records::Read;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::shard_iterator::ShardIteratorType;
use crate::simulation::Simulation;

/// Records of a GetRecords answer that are written out.
const RECORDS_SHOWN: usize = 3;

/// The body of the request; empty for a change of a producer or consumer, which is no call.
pub fn request(run: &Simulation, call: &Call) -> String {
    if let Command::Call { body, .. } = &*whole::command(run, call) {
        return call_text::pretty(body);
    }
    body(run, call, &whole::command(run, call)).map_or_else(String::new, |body| Json::from(body).pretty())
}

/// The body of the answer; empty where the service's is: after calls without a result (kinesalite's
/// suite, run on AWS). That `NextShardIterator` is written as null, not left out, is assumed.
pub fn response(run: &Simulation, call: &Call) -> String {
    let body = match &*whole::result(run, call) {
        Err(refusal) => {
            let message = refusal.message(run.place(call.stream));
            Some(Object::default().with("__type", refusal.code()).with("message", message))
        }
        Ok(Answer::Stored(stored)) => Some(stored_record(run, call, *stored)),
        Ok(Answer::Batch(results)) => Some(batch(run, call, results)),
        Ok(Answer::Iterator(iterator)) => {
            Some(Object::default().with("ShardIterator", tokens::iterator(run, iterator, 0)))
        }
        Ok(Answer::Read(read)) => Some(records(run, call, read)),
        Ok(Answer::Created(_) | Answer::Done) => scaling(run, call),
        Ok(Answer::Reply(reply)) => return call_text::pretty(&reply.body),
    };
    body.map_or_else(String::new, |body| Json::from(body).pretty())
}

/// The fields of a request; None if the command is no call.
pub(crate) fn body(run: &Simulation, call: &Call, command: &Command) -> Option<Object> {
    let of_stream = || Object::default().with("StreamName", stream_name(run, call));
    Some(match command {
        Command::CreateStream { stream_name, shard_count } => {
            Object::default().with("StreamName", stream_name.as_str()).with("ShardCount", u64::from(*shard_count))
        }
        Command::PutRecord { record, sequence_number_for_ordering: ordering, .. } => {
            new_record(of_stream(), record).with_some("SequenceNumberForOrdering", ordering.as_deref())
        }
        Command::PutRecords { records, .. } => {
            let entries = records.iter().map(|record| new_record(Object::default(), record).into());
            of_stream().with("Records", entries.collect::<Vec<Json>>())
        }
        Command::SplitShard { shard, new_starting_hash_key, .. } => of_stream()
            .with("ShardToSplit", shard.to_string())
            .with("NewStartingHashKey", new_starting_hash_key.to_string()),
        Command::MergeShards { shard, adjacent, .. } => {
            of_stream().with("ShardToMerge", shard.to_string()).with("AdjacentShardToMerge", adjacent.to_string())
        }
        Command::UpdateShardCount { target_shard_count, .. } => {
            of_stream().with("TargetShardCount", u64::from(*target_shard_count)).with("ScalingType", "UNIFORM_SCALING")
        }
        Command::IncreaseStreamRetentionPeriod { hours, .. } | Command::DecreaseStreamRetentionPeriod { hours, .. } => {
            of_stream().with("RetentionPeriodHours", *hours)
        }
        Command::GetShardIterator { shard, kind, .. } => {
            let asked = of_stream().with("ShardId", shard.to_string()).with("ShardIteratorType", type_name(kind));
            match kind {
                ShardIteratorType::TrimHorizon | ShardIteratorType::Latest => asked,
                ShardIteratorType::AtSequenceNumber(number) | ShardIteratorType::AfterSequenceNumber(number) => {
                    asked.with("StartingSequenceNumber", number.as_str())
                }
                ShardIteratorType::AtTimestamp(at) => asked.with("Timestamp", epoch_seconds(run, *at)),
            }
        }
        Command::GetRecords { iterator, limit } => {
            Object::default().with("ShardIterator", tokens::iterator(run, iterator, 0)).with_some("Limit", *limit)
        }
        Command::Change { .. }
        | Command::Secure(_)
        | Command::Fleet { .. }
        | Command::Load { .. }
        | Command::QueueConsumer { .. }
        | Command::Kcl { .. }
        | Command::Producer { .. } => {
            return None;
        }
        Command::Lambda { .. }
        | Command::Firehose { .. }
        | Command::Flink { .. }
        | Command::Queue { .. }
        | Command::Call { .. } => {
            return None;
        }
    })
}

/// The service's spelling of an iterator type.
pub(super) fn type_name(kind: &ShardIteratorType) -> &'static str {
    match kind {
        ShardIteratorType::TrimHorizon => "TRIM_HORIZON",
        ShardIteratorType::Latest => "LATEST",
        ShardIteratorType::AtSequenceNumber(_) => "AT_SEQUENCE_NUMBER",
        ShardIteratorType::AfterSequenceNumber(_) => "AFTER_SEQUENCE_NUMBER",
        ShardIteratorType::AtTimestamp(_) => "AT_TIMESTAMP",
    }
}

/// The stream of a call; for one that wasn't there, the words of its refusal.
pub(super) fn stream_name(run: &Simulation, call: &Call) -> String {
    if let Outcome::Whole(whole) = &call.outcome
        && let Err(Refusal::ResourceNotFound(Resource::Stream(missing))) = &whole.result
    {
        return missing.clone();
    }
    let stream = run.streams().get(usize::from(call.stream.0));
    stream.map_or_else(|| format!("number {}", call.stream.0), |stream| stream.name.clone())
}

/// Shards that were open when the call was made, after all that was due at that instant.
pub(super) fn open_shards_then(run: &Simulation, call: &Call) -> u64 {
    let shards = run.streams().get(usize::from(call.stream.0)).map_or(&[][..], |stream| &stream.shards);
    let open = |shard: &&Shard| shard.opened <= call.at && shard.closed.is_none_or(|closed| closed > call.at);
    shards.iter().filter(open).count() as u64
}

fn new_record(before: Object, record: &NewRecord) -> Object {
    before
        .with("PartitionKey", record.partition_key.as_str())
        .with_some("ExplicitHashKey", record.explicit_hash_key.map(|key| key.to_string()))
        .with("Data", base64(&record.data))
}

fn stored_record(run: &Simulation, call: &Call, stored: Stored) -> Object {
    let shard = whole::shard(run, call.stream, stored.shard);
    let number = shard.and_then(|shard| shard.sequence_number(stored.index));
    let note = number.is_none().then_some("The lab no longer holds this record, so its sequence number is not shown.");
    Object::default()
        .with_some("SequenceNumber", number.map(|number| number.to_string()))
        .with("ShardId", stored.shard.to_string())
        .with_some("note", note)
}

fn batch(run: &Simulation, call: &Call, results: &[Result<Stored, Throttle>]) -> Object {
    let entries = results.iter().map(|result| match result {
        Ok(stored) => stored_record(run, call, *stored).into(),
        Err(throttle) => {
            let message = throttle.message(run.place(call.stream));
            Object::default().with("ErrorCode", throttle.code()).with("ErrorMessage", message).into()
        }
    });
    let failed = results.iter().filter(|result| result.is_err()).count() as u64;
    Object::default().with("FailedRecordCount", failed).with("Records", entries.collect::<Vec<Json>>())
}

fn records(run: &Simulation, call: &Call, read: &Read) -> Object {
    let shard = whole::shard(run, call.stream, read.shard);
    let first = shard.map_or(read.to, |shard| read.from.max(shard.records.first())).min(read.to);
    let shown = (first..read.to).take(RECORDS_SHOWN);
    let shown: Vec<Json> = shown.filter_map(|index| stored_data(run, shard?, index)).map(Json::from).collect();
    let more = match (read.to - first) as usize - shown.len() {
        0 => None,
        1 => Some("and 1 more record".to_owned()),
        more => Some(format!("and {more} more records")),
    };
    let note = (first > read.from).then_some("The lab no longer holds the oldest records of this answer.");
    let children = read.child_shards.iter().filter_map(|id| whole::shard(run, call.stream, *id));
    let children: Vec<Json> = children.map(|child| child_shard(child).into()).collect();
    Object::default()
        .with("Records", shown)
        .with_some("...", more)
        .with_some("note", note)
        .with("NextShardIterator", read.next.map_or(Json::Null, |next| tokens::iterator(run, &next, 0).into()))
        .with("MillisBehindLatest", read.millis_behind_latest)
        .with_some("ChildShards", (!children.is_empty()).then_some(children))
}

fn stored_data(run: &Simulation, shard: &Shard, index: u64) -> Option<Object> {
    let record = shard.records.get(index)?;
    let payload = shard.payload(index);
    Some(
        Object::default()
            .with("SequenceNumber", shard.sequence_number(index)?.to_string())
            .with("ApproximateArrivalTimestamp", epoch_seconds(run, record.arrived))
            .with("Data", base64(&record_data(run, record, payload)))
            .with("PartitionKey", record_key(run, record, payload).into_owned()),
    )
}

fn child_shard(child: &Shard) -> Object {
    let parents = child.parents().map(|id: ShardId| id.to_string().into());
    let range = Object::default()
        .with("StartingHashKey", child.range.start.to_string())
        .with("EndingHashKey", child.range.end.to_string());
    Object::default()
        .with("ShardId", child.id.to_string())
        .with("ParentShards", parents.collect::<Vec<Json>>())
        .with("HashKeyRange", range)
}

/// The answer to UpdateShardCount, the one control call here that has any.
fn scaling(run: &Simulation, call: &Call) -> Option<Object> {
    let Outcome::Whole(whole) = &call.outcome else { return None };
    let Command::UpdateShardCount { target_shard_count, .. } = whole.command else { return None };
    let answer = Object::default().with("StreamName", stream_name(run, call));
    let answer = answer.with("CurrentShardCount", open_shards_then(run, call));
    Some(answer.with("TargetShardCount", u64::from(target_shard_count)))
}
