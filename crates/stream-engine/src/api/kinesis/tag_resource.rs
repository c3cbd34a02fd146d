//! TagResource: adds tags to a stream or consumer.

use super::resource::Resource;
use super::shapes::{RESOURCE_ARN, TAG_KEY, TAG_VALUE};
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "TagResource",
    members: &[
        required("Tags", Shape::Map { key: TAG_KEY, value: TAG_VALUE, count: Range::between(0, 200) }),
        required("ResourceARN", RESOURCE_ARN),
    ],
    since: 20_250_415,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "TagResource")?;
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    let name = streams::stream(world, resource.stream).name.clone();
    let added = tags::checked(world, &name, body.map("Tags"), "add tags to")?;
    let known = resource.tags(world).clone();
    *resource.tags(world) = tags::merged(world, &name, known, added)?;
    Ok(Value::Null)
}
