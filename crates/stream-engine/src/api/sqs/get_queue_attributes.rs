//! GetQueueAttributes: settings, numbers of messages, ARN and timestamps.

use super::queues;
use super::shapes::{QUEUE_URL, TEXTS};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use crate::sqs::attributes::{SETTABLE, unknown};
use crate::sqs::queue::Queue;
use crate::time::Epoch;
use serde_json::{Map, Value};

pub static OPERATION: Operation =
    Operation { name: "GetQueueAttributes", members: &[QUEUE_URL, optional("AttributeNames", TEXTS)], since: 0, run };

/// What the service tells of a queue and nobody sets.
const OWN: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    let (now, quotas) = (world.now, world.quotas.clone());
    let queue = world.sqs.existing(id)?;
    queue.settle(now, &quotas);
    let names: Vec<&str> = body.texts("AttributeNames").collect();
    if let Some(name) = names.iter().find(|name| **name != "All" && !OWN.contains(name) && !SETTABLE.contains(name)) {
        return Err(unknown(name).into());
    }
    let queue = queues::queue(world, id)?;
    let wanted = OWN.iter().chain(&SETTABLE).filter(|name| names.contains(&"All") || names.contains(name));
    let shown =
        wanted.filter_map(|name| Some(((*name).to_owned(), attribute(queue, name, world.account.epoch)?.into())));
    let attributes: Map<String, Value> = shown.collect();
    let mut answer = Map::new();
    if !attributes.is_empty() {
        answer.insert("Attributes".to_owned(), attributes.into());
    }
    Ok(Value::Object(answer))
}

fn attribute(queue: &Queue, name: &str, epoch: Epoch) -> Option<String> {
    let counts = queue.counts();
    match name {
        "ApproximateNumberOfMessages" => Some(counts.visible.to_string()),
        "ApproximateNumberOfMessagesDelayed" => Some(counts.delayed.to_string()),
        "ApproximateNumberOfMessagesNotVisible" => Some(counts.in_flight.to_string()),
        "CreatedTimestamp" => Some(epoch.second(queue.created).to_string()),
        "LastModifiedTimestamp" => Some(epoch.second(queue.modified).to_string()),
        "QueueArn" => Some(queue.arn.to_string()),
        _ => queue.attributes.get(name),
    }
}
