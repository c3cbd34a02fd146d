//! ScheduleKeyDeletion: the key is gone after a wait, and unusable at once.

use super::keys;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::security::kms::KeyState;
use crate::simulation::Simulation;
use crate::time::HOUR_US;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "ScheduleKeyDeletion",
    members: &[
        required("KeyId", keys::KEY_ID),
        optional("PendingWindowInDays", Shape::Integer(Range::between(1, 365))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let (least, most) = (world.quotas.kms_key_deletion_window_min_days, world.quotas.kms_key_deletion_window_max_days);
    let days = body.count("PendingWindowInDays").unwrap_or(most);
    if !(least..=most).contains(&days) {
        let text = format!("PendingWindowInDays must be between {least} and {most}.");
        return Err(Failure::validation(text));
    }
    let at = world.now + days * 24 * HOUR_US;
    let key = keys::changed(world, body)?;
    key.state = KeyState::PendingDeletion(at);
    let arn = key.arn.clone();
    Ok(json!({
        "KeyId": arn,
        "DeletionDate": keys::seconds(world, at),
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": days,
    }))
}
