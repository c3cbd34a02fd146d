//! SplitShard: one open shard becomes two, once the stream is no longer UPDATING.

use super::shapes::{BY_ARN, BY_NAME, HASH_KEY, SHARD_ID};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::error::{InvalidArgument, Refusal};
use crate::kinesis::hash_key::HashKey;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "SplitShard",
    members: &[required("NewStartingHashKey", HASH_KEY), BY_ARN, BY_NAME, required("ShardToSplit", SHARD_ID)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().split_shard_calls_per_second;
    streams::take_call(world, "SplitShard", per_second)?;
    let shard = streams::shard_named(world, body, "ShardToSplit")?;
    let id = streams::named(world, body)?;
    let at = body.required("NewStartingHashKey");
    let stream = streams::stream(world, id);
    let change = match at.parse::<HashKey>() {
        Ok(key) => stream.check_split(shard, key, world.now()),
        // A point beyond all hash keys: refused with the range that it misses.
        Err(_) => stream.check_split(shard, HashKey(u128::MAX), world.now()).map_err(|refusal| with_point(refusal, at)),
    };
    let change = streams::answer(world, id, change)?;
    let begun = world.begin_reshard(id, change);
    streams::answer(world, id, begun).map(|()| Value::Null)
}

fn with_point(refusal: Refusal, point: &str) -> Refusal {
    match refusal {
        Refusal::InvalidArgument(InvalidArgument::SplitPoint { shard, range, .. }) => {
            Refusal::InvalidArgument(InvalidArgument::SplitPoint { at: point.to_owned(), shard, range })
        }
        other => other,
    }
}
