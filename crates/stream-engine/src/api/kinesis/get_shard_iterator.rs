//! GetShardIterator: a position in a shard that lives five minutes.

use super::shapes::{BY_ARN, BY_NAME, ITERATOR_TYPE, SEQUENCE_NUMBER, SHARD_ID};
use super::streams;
use super::{position, tokens};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::error::{Refusal, Resource};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "GetShardIterator",
    members: &[
        required("ShardId", SHARD_ID),
        required("ShardIteratorType", ITERATOR_TYPE),
        optional("StartingSequenceNumber", SEQUENCE_NUMBER),
        optional("Timestamp", Shape::Timestamp),
        BY_ARN,
        BY_NAME,
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let shard = streams::shard_named(world, body, "ShardId")?;
    let named = streams::named(world, body);
    let id = match (named, body.text("StreamName")) {
        (Ok(id), _) => id,
        // A stream that isn't there is told as a shard that isn't.
        (Err(failure), Some(name)) if failure.code == "ResourceNotFoundException" => {
            let missing = Resource::ReadShard { shard, stream: name.to_owned() };
            return Err(streams::refused(world, name, &Refusal::ResourceNotFound(missing)));
        }
        (Err(failure), _) => return Err(failure),
    };
    let there = streams::stream(world, id).shard_to_read(shard, world.now()).map(|_| ());
    streams::answer(world, id, there)?;
    let kind = position::asked(world, body, "ShardIteratorType", "StartingSequenceNumber")?;
    let taken = world.take_iterator_call(id, shard);
    streams::answer(world, id, taken)?;
    let iterator = streams::stream(world, id).shard_iterator(shard, &kind, world.now());
    let iterator = streams::answer(world, id, iterator)?;
    Ok(json!({ "ShardIterator": tokens::iterator(world, &iterator, 0) }))
}
