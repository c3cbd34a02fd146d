//! StartStreamEncryption: records are encrypted under a KMS key, once the stream is no longer UPDATING.

use super::shapes::{BY_ARN, BY_NAME};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, required};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "StartStreamEncryption",
    members: &[
        required("EncryptionType", Shape::one_of(&["NONE", "KMS"])),
        required("KeyId", Shape::text(Range::between(1, 2_048))),
        BY_ARN,
        BY_NAME,
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "StartStreamEncryption")?;
    let id = streams::named(world, body)?;
    let key = Some(body.required("KeyId").to_owned()).filter(|_| body.text("EncryptionType") == Some("KMS"));
    if let Some(key) = &key {
        world.prepare_key(key)?;
    }
    let set = world.set_encryption(id, key);
    streams::answer(world, id, set).map(|()| Value::Null)
}
