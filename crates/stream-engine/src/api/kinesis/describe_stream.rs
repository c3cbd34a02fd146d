//! DescribeStream: a stream and its shards, page by page.

use super::shapes::{BY_ARN, BY_NAME, PAGE, SHARD_ID};
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::kinesis::stream::StreamMode;
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "DescribeStream",
    members: &[optional("Limit", PAGE), optional("ExclusiveStartShardId", SHARD_ID), BY_ARN, BY_NAME],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().describe_stream_calls_per_second;
    streams::take_call(world, "DescribeStream", per_second)?;
    let id = streams::named(world, body)?;
    let limit = body.count("Limit").unwrap_or(world.quotas().describe_stream_default_shards);
    let after = match body.text("ExclusiveStartShardId") {
        Some(_) => Some(streams::shard_named(world, body, "ExclusiveStartShardId")?),
        None => None,
    };
    let mut left = describe::shards(world, id).filter(|shard| after.is_none_or(|after| shard.id > after));
    let shards: Value = left.by_ref().take(limit as usize).map(describe::shard).collect();
    let more = left.next().is_some();
    drop(left);
    let stream = streams::stream(world, id);
    let mut description = describe::stream(world, stream);
    // The model has the mode for all streams; recordings of provisioned ones lack it (assumed still so).
    if stream.mode == StreamMode::OnDemand {
        description.insert("StreamModeDetails".to_owned(), describe::mode(stream));
    }
    description.insert("HasMoreShards".to_owned(), more.into());
    description.insert("Shards".to_owned(), shards);
    Ok(json!({ "StreamDescription": description }))
}
