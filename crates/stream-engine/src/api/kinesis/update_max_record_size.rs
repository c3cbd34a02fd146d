//! UpdateMaxRecordSize: the largest record that a stream takes.

use super::record_size;
use super::shapes::BY_ARN;
use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "UpdateMaxRecordSize",
    members: &[
        BY_ARN,
        optional("StreamId", Shape::TEXT),
        required("MaxRecordSizeInKiB", Shape::Integer(Range::at_least(1))),
    ],
    since: 20_251_027,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "UpdateMaxRecordSize")?;
    let Some(arn) = body.text("StreamARN") else {
        return Err(Failure::invalid_argument("StreamARN must be provided."));
    };
    let id = streams::by_arn(world, arn)?;
    let bytes = record_size::asked(world, body)?;
    let set = world.set_record_size(id, bytes);
    streams::answer(world, id, set).map(|()| Value::Null)
}
