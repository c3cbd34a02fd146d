//! ListQueueTags: the tags of a queue.

use super::queues;
use super::shapes::QUEUE_URL;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation { name: "ListQueueTags", members: &[QUEUE_URL], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    let tags = &queues::queue(world, id)?.tags;
    Ok(if tags.is_empty() { Value::Object(serde_json::Map::new()) } else { json!({ "Tags": tags }) })
}
