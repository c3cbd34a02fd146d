//! PurgeQueue: all messages go, and what deduplication remembers with them (AWS: within a minute).

use super::queues;
use super::shapes::QUEUE_URL;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::refused::Code;
use crate::time::SECOND_US;
use serde_json::Value;

pub static OPERATION: Operation = Operation { name: "PurgeQueue", members: &[QUEUE_URL], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let (now, quotas) = (world.now, world.quotas.clone());
    let id = queues::named(world, body)?;
    let queue = world.sqs.existing(id)?;
    let seconds = quotas.sqs_purge_interval_seconds;
    if queue.purged.is_some_and(|purged| now.since(purged) < seconds * SECOND_US) {
        let text = format!("Only one PurgeQueue operation on {} is allowed every {seconds} seconds.", queue.name);
        return Err(Refused::new(Code::PurgeQueueInProgress, text).into());
    }
    queue.settle(now, &quotas);
    queue.purge(now);
    queue.second(now);
    Ok(Value::Null)
}
