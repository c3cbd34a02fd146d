//! CancelKeyDeletion: the key stays, disabled.

use super::keys;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::security::kms::KeyState;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation =
    Operation { name: "CancelKeyDeletion", members: &[required("KeyId", keys::KEY_ID)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let key = keys::named(world, body)?;
    if !matches!(key.state, KeyState::PendingDeletion(_)) {
        return Err(Failure::new("KMSInvalidStateException", format!("{} is not pending deletion.", key.arn)));
    }
    let key = keys::any(world, body)?;
    key.state = KeyState::Disabled;
    Ok(json!({ "KeyId": key.arn }))
}
