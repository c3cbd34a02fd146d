//! ListKeys: all keys of the account, on one page (a simplification).

use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListKeys",
    members: &[
        optional("Limit", Shape::Integer(Range::between(1, 1_000))),
        optional("Marker", Shape::text(Range::between(1, 1_024))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, _: Body) -> Answer {
    let keys = world.security.keys.iter(world.now).map(|key| json!({ "KeyArn": key.arn, "KeyId": key.id }));
    Ok(json!({ "Keys": keys.collect::<Vec<Value>>(), "Truncated": false }))
}
