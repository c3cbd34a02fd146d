//! GetRolePolicy: a policy as it was put. The real service encodes it for URLs.

use super::shapes::{POLICY_NAME, ROLE_NAME, role};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::security::change::missing;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "GetRolePolicy",
    members: &[required("RoleName", ROLE_NAME), required("PolicyName", POLICY_NAME)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let name = body.required("PolicyName");
    let role = role(world, body)?;
    let document = role.policies.get(name).ok_or_else(|| missing(format!("role policy with name {name}")))?;
    Ok(json!({ "RoleName": role.identity.name, "PolicyName": name, "PolicyDocument": document.text }))
}
