//! Shapes that several operations of IAM share, and finding a role.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::shape::{Range, Shape};
use crate::security::change::missing;
use crate::security::principal::Principal;
use crate::simulation::Simulation;

pub const ROLE_NAME: Shape = Shape::text(Range::between(1, 64));
pub const POLICY_NAME: Shape = Shape::text(Range::between(1, 128));
pub const DOCUMENT: Shape = Shape::text(Range::between(1, 131_072));

/// The ARN of a role of this account.
pub fn role_arn(world: &Simulation, name: &str) -> String {
    format!("arn:aws:iam::{}:role/{name}", world.account.id)
}

/// The role that a request names.
pub fn role<'a>(world: &'a Simulation, body: Body) -> Result<&'a Principal, Failure> {
    let name = body.required("RoleName");
    let found = world.security.principals.get(&role_arn(world, name));
    found.ok_or_else(|| missing(format!("role with name {name}")).into())
}
