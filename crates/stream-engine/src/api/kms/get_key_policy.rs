//! GetKeyPolicy: the policy as it was put.

use super::keys;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "GetKeyPolicy",
    members: &[required("KeyId", keys::KEY_ID), optional("PolicyName", Shape::text(Range::between(1, 128)))],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let key = keys::named(world, body)?;
    Ok(json!({ "Policy": key.policy.text, "PolicyName": "default" }))
}
