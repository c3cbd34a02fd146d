//! DeleteMessageBatch: up to ten messages in one call.

use super::batches::{self, Outcome};
use super::queues;
use super::shapes::{QUEUE_URL, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "DeleteMessageBatch",
    members: &[
        QUEUE_URL,
        optional(
            "Entries",
            Shape::List {
                of: &Shape::Structure(&[optional("Id", Shape::TEXT), optional("ReceiptHandle", Shape::TEXT)]),
                count: Range::ANY,
            },
        ),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let entries = batches::entries(body, "DeleteMessageBatchRequestEntry", &world.quotas)?;
    let mut outcome = Outcome::default();
    let (mut ids, mut receipts) = (Vec::new(), Vec::new());
    for (id, entry) in entries {
        let read = required(entry, "ReceiptHandle").and_then(|handle| queues::queue(world, queue)?.read_handle(handle));
        match read {
            Ok(receipt) => {
                ids.push(id);
                receipts.push(receipt);
            }
            Err(refused) => outcome.failed(id, refused.into()),
        }
    }
    let deleted = world.sqs_call(queue, |sqs, at| sqs.delete(queue, &receipts, at))?;
    for (id, result) in ids.into_iter().zip(deleted) {
        match result {
            Ok(_) => outcome.done(json!({ "Id": id })),
            Err(refused) => outcome.failed(id, refused.into()),
        }
    }
    Ok(outcome.answer())
}
