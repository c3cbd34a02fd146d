//! DescribeLimits: the account's quotas for shards and on-demand streams, and what of them is used.

use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::kinesis::stream::StreamMode;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation { name: "DescribeLimits", members: &[], since: 0, run };

fn run(world: &mut Simulation, _: Body) -> Answer {
    streams::take_plain_call(world, "DescribeLimits")?;
    let on_demand = world.streams().iter().filter(|one| one.is_there() && one.mode == StreamMode::OnDemand).count();
    Ok(json!({
        "ShardLimit": world.shard_limit(),
        "OpenShardCount": world.provisioned_shards(),
        "OnDemandStreamCount": on_demand,
        "OnDemandStreamCountLimit": world.quotas().on_demand_streams_per_account,
    }))
}
