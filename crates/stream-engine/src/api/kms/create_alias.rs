//! CreateAlias: a further name for a key.

use super::keys;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "CreateAlias",
    members: &[required("AliasName", keys::ALIAS), required("TargetKeyId", keys::KEY_ID)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let alias = body.required("AliasName");
    let own = alias.strip_prefix("alias/").is_some_and(|name| !name.is_empty() && !name.starts_with("aws/"));
    if !own {
        return Err(Failure::new(
            "InvalidAliasNameException",
            "Alias must start with the prefix \"alias/\", not \"alias/aws/\".",
        ));
    }
    let key =
        world.security.keys.find(body.required("TargetKeyId"), world.now).map_err(|found| keys::problem(&found))?;
    let id = key.id.clone();
    let arn = world.account.arn("kms", alias);
    match world.security_mut().keys.name(alias, &id) {
        true => Ok(Value::Null),
        false => Err(Failure::new("AlreadyExistsException", format!("An alias with the name {arn} already exists"))),
    }
}
