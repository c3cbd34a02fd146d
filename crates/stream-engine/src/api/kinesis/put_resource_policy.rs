//! PutResourcePolicy: who may use a stream or consumer, beside what identities are allowed.

use super::resource::Resource;
use super::shapes::RESOURCE_ARN;
use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "PutResourcePolicy",
    members: &[required("ResourceARN", RESOURCE_ARN), required("Policy", Shape::TEXT)],
    since: 20_231_122,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "PutResourcePolicy")?;
    let policy = body.required("Policy");
    if !serde_json::from_str::<Value>(policy).is_ok_and(|policy| policy.is_object()) {
        return Err(Failure::invalid_argument("The resource policy is no valid JSON object."));
    }
    let resource = Resource::named(world, body.required("ResourceARN"))?;
    *resource.policy(world) = Some(policy.to_owned());
    world.security_mut();
    Ok(Value::Null)
}
