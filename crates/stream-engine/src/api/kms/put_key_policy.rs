//! PutKeyPolicy: who may use and manage a key. Its check against locking everybody out is left out.

use super::keys;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "PutKeyPolicy",
    members: &[
        required("KeyId", keys::KEY_ID),
        optional("PolicyName", Shape::text(Range::between(1, 128))),
        required("Policy", keys::POLICY),
        optional("BypassPolicyLockoutSafetyCheck", Shape::Boolean),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let policy = keys::policy(body.required("Policy"))?;
    keys::changed(world, body)?.policy = policy;
    Ok(Value::Null)
}
