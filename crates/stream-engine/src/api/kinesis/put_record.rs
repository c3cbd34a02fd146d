//! PutRecord: one record into the shard that its key hashes to.

use super::shapes::{DATA, HASH_KEY, PARTITION_KEY, SEQUENCE_NUMBER, STREAM_ARN, STREAM_NAME};
use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{optional, required};
use crate::command::NewRecord;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "PutRecord",
    members: &[
        optional("SequenceNumberForOrdering", SEQUENCE_NUMBER),
        required("PartitionKey", PARTITION_KEY),
        optional("ExplicitHashKey", HASH_KEY),
        required("Data", DATA),
        optional("StreamARN", STREAM_ARN),
        optional("StreamName", STREAM_NAME),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let stream = streams::named(world, body)?;
    let explicit_hash_key = body.text("ExplicitHashKey").map(|text| {
        text.parse().map_err(|_| {
            Failure::invalid_argument(format!(
                "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}"
            ))
        })
    });
    let record = NewRecord {
        partition_key: body.required("PartitionKey").to_owned(),
        explicit_hash_key: explicit_hash_key.transpose()?,
        data: body.blob("Data").unwrap_or_default(),
    };
    let stored = world.put_record(stream, &record, body.text("SequenceNumberForOrdering"))?;
    let shard = &world.streams[usize::from(stream.0)].shards[stored.shard.0 as usize];
    let number = shard.sequence_number(stored.index).expect("the record has just been stored");
    Ok(json!({ "ShardId": stored.shard.to_string(), "SequenceNumber": number.to_string() }))
}
