//! What EnableEnhancedMonitoring and DisableEnhancedMonitoring share.

use super::streams;
use crate::api::body::Body;
use crate::api::service::Answer;
use crate::api::shape::{Range, Shape};
use crate::kinesis::settings::SHARD_METRICS;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::json;

pub const METRICS: Shape = Shape::List {
    of: &Shape::one_of(&[
        "IncomingBytes",
        "IncomingRecords",
        "OutgoingBytes",
        "OutgoingRecords",
        "WriteProvisionedThroughputExceeded",
        "ReadProvisionedThroughputExceeded",
        "IteratorAgeMilliseconds",
        "ALL",
    ]),
    count: Range::between(1, 7),
};

/// Switches the metrics of a request on or off; answers with those before and after.
pub fn change(world: &mut Simulation, id: StreamId, body: Body, on: bool) -> Answer {
    let active = streams::stream(world, id).require_active();
    streams::answer(world, id, active)?;
    let bit = |name: &str| match SHARD_METRICS.iter().position(|metric| *metric == name) {
        Some(nth) => 1 << nth,
        None => (1 << SHARD_METRICS.len()) - 1,
    };
    let asked = body.texts("ShardLevelMetrics").fold(0, |bits, name| bits | bit(name));
    let settings = &mut world.streams[usize::from(id.0)].settings;
    let current = settings.shard_metrics();
    settings.shard_metrics = if on { settings.shard_metrics | asked } else { settings.shard_metrics & !asked };
    let stream = streams::stream(world, id);
    Ok(json!({
        "StreamName": stream.name,
        "StreamARN": streams::arn(world, stream),
        "CurrentShardLevelMetrics": current,
        "DesiredShardLevelMetrics": stream.settings.shard_metrics(),
    }))
}
