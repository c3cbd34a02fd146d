//! SetQueueAttributes: a queue works differently from now on (AWS: within a minute, retention
//! within fifteen).

use super::queues;
use super::shapes::{MAP, QUEUE_URL, present};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "SetQueueAttributes", members: &[QUEUE_URL, optional("Attributes", MAP)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let (now, quotas) = (world.now, world.quotas.clone());
    let id = queues::named(world, body)?;
    present(body, "Attributes")?;
    let queue = queues::queue(world, id)?;
    let mut attributes = queue.attributes.clone();
    attributes.set(body.map("Attributes"), &quotas)?;
    world.sqs.check_redrive(&queue.name, &attributes, &world.account)?;
    let queue = world.sqs.existing(id)?;
    queue.change(attributes, now, &quotas);
    Ok(Value::Null)
}
