//! DeleteMessage: a message that has been handled goes for good.

use super::queues;
use super::shapes::{QUEUE_URL, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "DeleteMessage", members: &[QUEUE_URL, optional("ReceiptHandle", Shape::TEXT)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let receipt = queues::queue(world, queue)?.read_handle(required(body, "ReceiptHandle")?)?;
    let deleted = world.sqs_call(queue, |sqs, at| sqs.delete(queue, &[receipt], at))?;
    deleted.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Value::Null)
}
