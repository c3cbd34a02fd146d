//! DeleteRolePolicy: takes a policy out of a role.

use super::shapes::{POLICY_NAME, ROLE_NAME, role, role_arn};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "DeleteRolePolicy",
    members: &[required("RoleName", ROLE_NAME), required("PolicyName", POLICY_NAME)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    role(world, body)?;
    let arn = role_arn(world, body.required("RoleName"));
    world.security_mut().delete_policy(&arn, body.required("PolicyName"))?;
    Ok(Value::Null)
}
