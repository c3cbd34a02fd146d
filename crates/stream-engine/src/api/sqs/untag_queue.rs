//! UntagQueue: tags taken from a queue.

use super::queues;
use super::shapes::{QUEUE_URL, TEXTS, present};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "UntagQueue", members: &[QUEUE_URL, optional("TagKeys", TEXTS)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    present(body, "TagKeys")?;
    let queue = world.sqs.existing(id)?;
    body.texts("TagKeys").for_each(|key| _ = queue.tags.remove(key));
    Ok(Value::Null)
}
