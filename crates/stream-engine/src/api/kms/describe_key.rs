//! DescribeKey: state and description of a key.

use super::keys;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "DescribeKey",
    members: &[required("KeyId", keys::KEY_ID), optional("GrantTokens", Shape::Any)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let key = keys::named(world, body)?;
    Ok(json!({ "KeyMetadata": keys::metadata(world, key) }))
}
