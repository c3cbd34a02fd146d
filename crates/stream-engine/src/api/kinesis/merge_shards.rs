//! MergeShards: two open neighbours become one, once the stream is no longer UPDATING.

use super::shapes::{BY_ARN, BY_NAME, SHARD_ID};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "MergeShards",
    members: &[required("ShardToMerge", SHARD_ID), required("AdjacentShardToMerge", SHARD_ID), BY_ARN, BY_NAME],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().merge_shards_calls_per_second;
    streams::take_call(world, "MergeShards", per_second)?;
    let shard = streams::shard_named(world, body, "ShardToMerge")?;
    let adjacent = streams::shard_named(world, body, "AdjacentShardToMerge")?;
    let id = streams::named(world, body)?;
    let change = streams::stream(world, id).check_merge(shard, adjacent, world.now());
    let change = streams::answer(world, id, change)?;
    let begun = world.begin_reshard(id, change);
    streams::answer(world, id, begun).map(|()| Value::Null)
}
