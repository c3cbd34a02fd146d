//! DeleteQueue: the queue and all its messages go.

use super::queues;
use super::shapes::QUEUE_URL;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation { name: "DeleteQueue", members: &[QUEUE_URL], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    world.bill_deleted_queue(queue);
    world.sqs.delete_queue(queue, world.now);
    Ok(Value::Null)
}
