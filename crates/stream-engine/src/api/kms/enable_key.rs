//! EnableKey: takes back DisableKey.

use super::keys;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::security::kms::KeyState;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "EnableKey", members: &[required("KeyId", keys::KEY_ID)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    keys::changed(world, body)?.state = KeyState::Enabled;
    Ok(Value::Null)
}
