//! SendMessage: one message into a queue.

use super::queues;
use super::sending::{self, ATTRIBUTES, BODY, DEDUPLICATION_ID, DELAY_SECONDS, GROUP_ID, SYSTEM_ATTRIBUTES};
use super::shapes::QUEUE_URL;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "SendMessage",
    members: &[QUEUE_URL, BODY, DELAY_SECONDS, ATTRIBUTES, SYSTEM_ATTRIBUTES, DEDUPLICATION_ID, GROUP_ID],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let attributes = queues::queue(world, queue)?.attributes.clone();
    let outgoing = sending::read(world, &attributes, body)?;
    let sent = world.sqs_call(queue, |sqs, at| sqs.send(queue, vec![outgoing.message.clone()], at))?;
    let sent = sent.first().ok_or_else(Refused::no_queue)?;
    Ok(Value::Object(outgoing.answer(sent, attributes.fifo)))
}
