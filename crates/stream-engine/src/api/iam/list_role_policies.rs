//! ListRolePolicies: names of a role's policies, on one page (a simplification).

use super::shapes::{ROLE_NAME, role};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "ListRolePolicies",
    members: &[
        required("RoleName", ROLE_NAME),
        optional("Marker", Shape::TEXT),
        optional("MaxItems", Shape::Integer(Range::between(1, 1_000))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let names: Vec<&String> = role(world, body)?.policies.keys().collect();
    Ok(json!({ "PolicyNames": names, "IsTruncated": false }))
}
