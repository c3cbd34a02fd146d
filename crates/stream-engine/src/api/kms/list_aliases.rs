//! ListAliases: all names of keys, on one page (a simplification).

use super::keys;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListAliases",
    members: &[
        optional("KeyId", keys::KEY_ID),
        optional("Limit", Shape::Integer(Range::between(1, 100))),
        optional("Marker", Shape::text(Range::between(1, 1_024))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let only = match body.text("KeyId") {
        Some(_) => Some(keys::named(world, body)?.id.clone()),
        None => None,
    };
    let wanted = world.security.keys.aliases().filter(|(_, id)| only.as_deref().is_none_or(|only| only == *id));
    let aliases = wanted.map(
        |(alias, id)| json!({ "AliasArn": world.account.arn("kms", alias), "AliasName": alias, "TargetKeyId": id }),
    );
    Ok(json!({ "Aliases": aliases.collect::<Vec<Value>>(), "Truncated": false }))
}
