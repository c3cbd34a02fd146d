//! ChangeMessageVisibilityBatch: up to ten messages in one call.

use super::batches::{self, Outcome};
use super::change_message_visibility::timeout;
use super::queues;
use super::shapes::{INTEGER, QUEUE_URL, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::receipt::Receipt;
use crate::sqs::service::QueueId;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "ChangeMessageVisibilityBatch",
    members: &[
        QUEUE_URL,
        optional(
            "Entries",
            Shape::List {
                of: &Shape::Structure(&[
                    optional("Id", Shape::TEXT),
                    optional("ReceiptHandle", Shape::TEXT),
                    optional("VisibilityTimeout", INTEGER),
                ]),
                count: Range::ANY,
            },
        ),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let entries = batches::entries(body, "ChangeMessageVisibilityBatchRequestEntry", &world.quotas)?;
    let mut outcome = Outcome::default();
    let (mut ids, mut changes) = (Vec::new(), Vec::new());
    for (id, entry) in entries {
        match read(world, queue, entry) {
            Ok(change) => {
                ids.push(id);
                changes.push(change);
            }
            Err(refused) => outcome.failed(id, refused.into()),
        }
    }
    let changed = world.sqs_call(queue, |sqs, at| sqs.change_visibility(queue, &changes, at))?;
    for (id, result) in ids.into_iter().zip(changed) {
        match result {
            Ok(()) => outcome.done(json!({ "Id": id })),
            Err(refused) => outcome.failed(id, refused.into()),
        }
    }
    Ok(outcome.answer())
}

fn read(world: &Simulation, queue: QueueId, entry: Body) -> Result<(Receipt, u64), Refused> {
    let receipt = queues::queue(world, queue)?.read_handle(required(entry, "ReceiptHandle")?)?;
    // Without a timeout an entry means the queue's own.
    match entry.get("VisibilityTimeout") {
        Some(_) => Ok((receipt, timeout(world, entry)?)),
        None => Ok((receipt, queues::queue(world, queue)?.attributes.visibility_timeout_s)),
    }
}
