//! CreateKey: a symmetric key of the customer's.

use super::keys;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::security::kms::default_policy;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "CreateKey",
    members: &[
        optional("Policy", keys::POLICY),
        optional("Description", Shape::text(Range::between(0, 8_192))),
        optional("KeyUsage", Shape::one_of(&["ENCRYPT_DECRYPT"])),
        optional("KeySpec", Shape::one_of(&["SYMMETRIC_DEFAULT"])),
        optional("Origin", Shape::one_of(&["AWS_KMS"])),
        optional("BypassPolicyLockoutSafetyCheck", Shape::Boolean),
        optional("MultiRegion", Shape::Boolean),
        optional("Tags", Shape::Any),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let account = world.account.clone();
    let now = world.now;
    let policy = keys::policy(&body.text("Policy").map_or_else(|| default_policy(&account), str::to_owned))?;
    let description = body.text("Description").unwrap_or_default();
    let key = world.security_mut().keys.create(&account, now, description, policy).map(|key| key.clone());
    let key = key.ok_or_else(|| Failure::new("LimitExceededException", "Too many keys."))?;
    Ok(json!({ "KeyMetadata": keys::metadata(world, &key) }))
}
