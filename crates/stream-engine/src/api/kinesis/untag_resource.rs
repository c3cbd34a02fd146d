//! UntagResource: removes tags from a stream or consumer.

use super::resource::Resource;
use super::shapes::{RESOURCE_ARN, TAG_KEY};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "UntagResource",
    members: &[
        required("TagKeys", Shape::List { of: &Shape::text(TAG_KEY), count: Range::between(1, 50) }),
        required("ResourceARN", RESOURCE_ARN),
    ],
    since: 20_250_415,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "UntagResource")?;
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    let removed: Vec<&str> = body.texts("TagKeys").collect();
    resource.tags(world).retain(|key, _| !removed.contains(&key.as_str()));
    Ok(Value::Null)
}
