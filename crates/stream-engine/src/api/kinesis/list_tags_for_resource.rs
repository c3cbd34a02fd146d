//! ListTagsForResource: the tags of a stream or consumer.

use super::resource::Resource;
use super::shapes::RESOURCE_ARN;
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListTagsForResource",
    members: &[required("ResourceARN", RESOURCE_ARN)],
    since: 20_250_415,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "ListTagsForResource")?;
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    let tags: Vec<Value> = resource.tags(world).iter().map(tags::written).collect();
    Ok(json!({ "Tags": tags }))
}
