//! Finding what a request names.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;

/// The stream that a request names by `StreamName`, or by `StreamARN` where there is one.
pub fn named(world: &Simulation, body: Body) -> Result<StreamId, Failure> {
    let name = match body.text("StreamARN") {
        Some(arn) => arn.rsplit_once(":stream/").map_or(arn, |(_, name)| name),
        None => body.required("StreamName"),
    };
    let found = world.streams.iter().find(|stream| stream.name == name).map(|stream| stream.id);
    found.ok_or_else(|| Failure::not_found(format!("Stream {name} under account {} not found.", world.account.id)))
}
