//! UpdateStreamMode: between provisioned and on-demand capacity, twice in 24 hours.

use super::shapes::{STREAM_ARN, STREAM_MODE};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::kinesis::stream::StreamMode;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "UpdateStreamMode",
    members: &[required("StreamARN", STREAM_ARN), required("StreamModeDetails", STREAM_MODE)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "UpdateStreamMode")?;
    let id = streams::named(world, body)?;
    let asked = body.structure("StreamModeDetails").and_then(|details| details.text("StreamMode"));
    let mode = if asked == Some("ON_DEMAND") { StreamMode::OnDemand } else { StreamMode::Provisioned };
    let set = world.set_mode(id, mode);
    streams::answer(world, id, set).map(|()| Value::Null)
}
