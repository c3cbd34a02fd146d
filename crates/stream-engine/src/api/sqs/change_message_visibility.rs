//! ChangeMessageVisibility: more time for a message in flight, or none.

use super::queues;
use super::shapes::{INTEGER, QUEUE_URL, bounds, number, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "ChangeMessageVisibility",
    members: &[QUEUE_URL, optional("ReceiptHandle", Shape::TEXT), optional("VisibilityTimeout", INTEGER)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let receipt = queues::queue(world, queue)?.read_handle(required(body, "ReceiptHandle")?)?;
    let timeout_s = timeout(world, body)?;
    let changed = world.sqs_call(queue, |sqs, at| sqs.change_visibility(queue, &[(receipt, timeout_s)], at))?;
    changed.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Value::Null)
}

/// The timeout that a request must name, in seconds.
pub fn timeout(world: &Simulation, body: Body) -> Result<u64, Refused> {
    let most = world.quotas.sqs_visibility_timeout_max_seconds;
    let timeout_s = number(body, "VisibilityTimeout", 0, most, &bounds(0, most))?;
    timeout_s.ok_or_else(|| Refused::missing("VisibilityTimeout"))
}
