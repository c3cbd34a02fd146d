//! PutRolePolicy: writes a policy into a role, or another in its place.

use super::shapes::{DOCUMENT, POLICY_NAME, ROLE_NAME, role, role_arn};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "PutRolePolicy",
    members: &[
        required("RoleName", ROLE_NAME),
        required("PolicyName", POLICY_NAME),
        required("PolicyDocument", DOCUMENT),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    role(world, body)?;
    let arn = role_arn(world, body.required("RoleName"));
    let most = world.quotas.iam_role_inline_policies_max_chars;
    let (name, document) = (body.required("PolicyName"), body.required("PolicyDocument"));
    world.security_mut().put_policy(&arn, name, document, most)?;
    Ok(Value::Null)
}
