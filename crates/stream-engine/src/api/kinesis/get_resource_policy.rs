//! GetResourcePolicy: the policy of a stream or consumer; an empty one if it has none.

use super::resource::Resource;
use super::shapes::RESOURCE_ARN;
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation =
    Operation { name: "GetResourcePolicy", members: &[required("ResourceARN", RESOURCE_ARN)], since: 20_231_122, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "GetResourcePolicy")?;
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    Ok(json!({ "Policy": resource.policy(world).as_deref().unwrap_or("{}") }))
}
