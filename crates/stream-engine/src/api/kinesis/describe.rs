//! Streams, shards and consumers as answers write them.

use super::streams::{arn, consumer_arn};
use crate::api::data::{base64, record_data, record_key};
use crate::kinesis::hash_key::HashKeyRange;
use crate::kinesis::shard::{Entry, Shard, ShardId, ShardState};
use crate::kinesis::stream::{Stream, StreamId};
use crate::kinesis::stream_consumer::StreamConsumer;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, Time};
use serde_json::{Map, Value, json};

/// A moment as a number: seconds since 1970 with milliseconds.
pub fn timestamp(world: &Simulation, at: Time) -> Value {
    json!(world.account().epoch.ms(at) as f64 / 1_000.0)
}

/// Who sees to a stream's capacity.
pub fn mode(stream: &Stream) -> Value {
    json!({ "StreamMode": stream.mode.name() })
}

/// What DescribeStream and DescribeStreamSummary have in common.
pub fn stream(world: &Simulation, stream: &Stream) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("StreamName".to_owned(), stream.name.as_str().into());
    out.insert("StreamARN".to_owned(), arn(world, stream).into());
    out.insert("StreamStatus".to_owned(), stream.status.name().into());
    out.insert("StreamCreationTimestamp".to_owned(), stream.epoch.second(stream.created).into());
    out.insert("RetentionPeriodHours".to_owned(), (stream.retention_us / HOUR_US).into());
    let metrics = stream.settings.shard_metrics();
    out.insert("EnhancedMonitoring".to_owned(), json!([{ "ShardLevelMetrics": metrics }]));
    let key = stream.settings.key_id.as_deref();
    out.insert("EncryptionType".to_owned(), key.map_or("NONE", |_| "KMS").into());
    if let Some(key) = key {
        out.insert("KeyId".to_owned(), key.into());
    }
    out
}

/// The shards that lists show, in the order of their ids.
pub fn shards(world: &Simulation, id: StreamId) -> impl Iterator<Item = &Shard> {
    let stream = &world.streams()[usize::from(id.0)];
    let kept = |shard: &&Shard| shard.state(world.now(), stream.retention_us) != ShardState::Expired;
    stream.shards.iter().filter(kept)
}

/// A shard as DescribeStream and ListShards give it.
pub fn shard(shard: &Shard) -> Value {
    let mut numbers = Map::new();
    numbers.insert("StartingSequenceNumber".to_owned(), shard.starting_sequence_number().to_string().into());
    if let Some(end) = shard.ending_sequence_number() {
        numbers.insert("EndingSequenceNumber".to_owned(), end.to_string().into());
    }
    let mut out = Map::new();
    out.insert("ShardId".to_owned(), shard.id.to_string().into());
    out.insert("HashKeyRange".to_owned(), range(shard.range));
    out.insert("SequenceNumberRange".to_owned(), numbers.into());
    if let Some(parent) = shard.parent {
        out.insert("ParentShardId".to_owned(), parent.to_string().into());
    }
    if let Some(parent) = shard.adjacent_parent {
        out.insert("AdjacentParentShardId".to_owned(), parent.to_string().into());
    }
    out.into()
}

fn range(range: HashKeyRange) -> Value {
    json!({ "StartingHashKey": range.start.to_string(), "EndingHashKey": range.end.to_string() })
}

/// Child shards as GetRecords and SubscribeToShard name them.
pub fn child_shards(stream: &Stream, children: &[ShardId]) -> Value {
    let children = children.iter().filter_map(|id| stream.shards.get(id.0 as usize));
    let written = children.map(|child| {
        let parents: Vec<String> = child.parents().map(|parent| parent.to_string()).collect();
        json!({ "ShardId": child.id.to_string(), "ParentShards": parents, "HashKeyRange": range(child.range) })
    });
    written.collect()
}

/// Records as GetRecords and SubscribeToShard give them.
pub fn records(world: &Simulation, stream: &Stream, shard: &Shard, from: u64, to: u64) -> Value {
    shard.entries(from, to).map(|entry| record(world, stream, &entry)).collect()
}

fn record(world: &Simulation, stream: &Stream, entry: &Entry) -> Value {
    let mut out = Map::new();
    let data = match entry.payload {
        Some(payload) => base64(payload.data()),
        None => base64(&record_data(world, entry.record, None)),
    };
    out.insert("Data".to_owned(), data.into());
    out.insert("PartitionKey".to_owned(), record_key(world, entry.record, entry.payload).into());
    out.insert("SequenceNumber".to_owned(), entry.number.to_string().into());
    out.insert("ApproximateArrivalTimestamp".to_owned(), timestamp(world, entry.record.arrived));
    if stream.settings.encrypts(entry.record.arrived) {
        out.insert("EncryptionType".to_owned(), "KMS".into());
    }
    out.into()
}

/// A consumer as lists give it; descriptions name its stream, too.
pub fn consumer(world: &Simulation, stream: &Stream, consumer: &StreamConsumer) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("ConsumerName".to_owned(), consumer.name.as_str().into());
    out.insert("ConsumerARN".to_owned(), consumer_arn(world, stream, consumer).into());
    out.insert("ConsumerStatus".to_owned(), consumer.status.name().into());
    out.insert("ConsumerCreationTimestamp".to_owned(), stream.epoch.second(consumer.created).into());
    out
}
