//! DeleteResourcePolicy: the policy of a stream or consumer is gone.

use super::resource::Resource;
use super::shapes::RESOURCE_ARN;
use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "DeleteResourcePolicy",
    members: &[required("ResourceARN", RESOURCE_ARN)],
    since: 20_231_122,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "DeleteResourcePolicy")?;
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    match resource.policy(world).take() {
        Some(_) => Ok(Value::Null),
        None => Err(Failure::not_found("No resource policy found for the given resource.")),
    }
}
