//! UpdateShardCount: splits and merges to so many shards of equal size.

use super::shapes::{BY_ARN, BY_NAME};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "UpdateShardCount",
    members: &[
        BY_ARN,
        BY_NAME,
        required("TargetShardCount", Shape::Integer(Range::at_least(1))),
        required("ScalingType", Shape::one_of(&["UNIFORM_SCALING"])),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    if let Some(per_second) = world.quotas().update_shard_count_calls_per_second {
        streams::take_call(world, "UpdateShardCount", per_second)?;
    }
    let id = streams::named(world, body)?;
    let target = body.count("TargetShardCount").unwrap_or(0) as u32;
    let quotas = world.quotas.clone();
    let stream = streams::stream(world, id);
    let (name, arn, open) = (stream.name.clone(), streams::arn(world, stream), stream.open_count());
    let change = stream.check_update_shard_count(target, &quotas, world.now());
    let change = streams::answer(world, id, change)?;
    let begun = world.begin_reshard(id, change);
    streams::answer(world, id, begun)?;
    Ok(json!({
        "StreamName": name,
        "StreamARN": arn,
        "CurrentShardCount": open,
        "TargetShardCount": target,
    }))
}
