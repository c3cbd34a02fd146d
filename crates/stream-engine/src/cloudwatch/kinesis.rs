//! AWS/Kinesis: metrics of streams, and of shards. Names: Kinesis Data Streams Developer Guide,
//! "Monitoring the Amazon Kinesis Data Streams service with Amazon CloudWatch" (checked 2026-11-23).

use super::{Metric, Sample};
use crate::kinesis::metrics::ShardSecond;
use crate::kinesis::shard::Shard;
use crate::kinesis::stream::Stream;
use crate::simulation::Simulation;
use std::ops::Range;

pub const NAMESPACE: &str = "AWS/Kinesis";

/// How the shards of a stream come together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Together {
    Sum,
    Largest,
}

/// Name for a stream, name for a shard, value if there is one, and how shards come together.
type Kind = (&'static str, &'static str, fn(&ShardSecond) -> Option<u64>, Together);

const KINDS: [Kind; 7] = [
    ("IncomingRecords", "IncomingRecords", |second| Some(second.incoming_records.into()), Together::Sum),
    ("IncomingBytes", "IncomingBytes", |second| Some(second.incoming_bytes.into()), Together::Sum),
    ("GetRecords.Records", "OutgoingRecords", |second| Some(second.get_records_records.into()), Together::Sum),
    ("GetRecords.Bytes", "OutgoingBytes", |second| Some(second.get_records_bytes.into()), Together::Sum),
    (
        "GetRecords.IteratorAgeMilliseconds",
        "IteratorAgeMilliseconds",
        |second| second.iterator_age().map(u64::from),
        Together::Largest,
    ),
    (
        "WriteProvisionedThroughputExceeded",
        "WriteProvisionedThroughputExceeded",
        |second| Some(second.write_provisioned_throughput_exceeded.into()),
        Together::Sum,
    ),
    (
        "ReadProvisionedThroughputExceeded",
        "ReadProvisionedThroughputExceeded",
        |second| Some(second.read_provisioned_throughput_exceeded.into()),
        Together::Sum,
    ),
];

/// Metrics of all streams, each followed by those of its shards.
pub fn list(run: &Simulation) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for stream in run.streams() {
        let of_stream = vec![("StreamName", stream.name.clone())];
        let named = |name: &'static str, dimensions: &Vec<(&'static str, String)>| Metric {
            namespace: NAMESPACE,
            name,
            dimensions: dimensions.clone(),
        };
        metrics.extend(KINDS.iter().map(|(name, ..)| named(name, &of_stream)));
        for shard in &stream.shards {
            let of_shard = vec![("ShardId", shard.id.to_string()), ("StreamName", stream.name.clone())];
            metrics.extend(KINDS.iter().map(|(_, name, ..)| named(name, &of_shard)));
        }
    }
    metrics
}

/// Samples of a metric of a stream or shard. Shard-level metrics are given whether enhanced
/// monitoring is on or not (a simplification).
pub fn samples(run: &Simulation, name: &str, dimensions: &[(&str, &str)], seconds: Range<u64>) -> Vec<Sample> {
    let value = |wanted: &str| dimensions.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let stream = value("StreamName").and_then(|name| run.streams().iter().find(|stream| stream.name == name));
    let Some(stream) = stream else { return Vec::new() };
    match (value("ShardId"), dimensions.len()) {
        (None, 1) => KINDS.iter().find(|(of_stream, ..)| *of_stream == name),
        (Some(_), 2) => KINDS.iter().find(|(_, of_shard, ..)| *of_shard == name),
        _ => None,
    }
    .map_or_else(Vec::new, |kind| of_shards(stream, value("ShardId"), kind, seconds))
}

fn of_shards(stream: &Stream, shard_id: Option<&str>, kind: &Kind, seconds: Range<u64>) -> Vec<Sample> {
    let (_, _, value, together) = kind;
    let wanted = |shard: &&Shard| shard_id.is_none_or(|id| shard.id.to_string() == id);
    let shards: Vec<&Shard> = stream.shards.iter().filter(wanted).collect();
    let sample = |second: u64| {
        let values = shards.iter().filter_map(|shard| value(shard.seconds.get(second)?));
        let value = match together {
            Together::Sum => values.reduce(|sum, value| sum + value),
            Together::Largest => values.max(),
        };
        Some(Sample { second, value: value? })
    };
    super::kept(seconds).filter_map(sample).collect()
}
