//! TagQueue: tags added to a queue, or changed.

use super::queues;
use super::shapes::{MAP, QUEUE_URL, present};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "TagQueue", members: &[QUEUE_URL, optional("Tags", MAP)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    present(body, "Tags")?;
    let tags = body.map("Tags").map(|(key, value)| (key.to_owned(), value.to_owned()));
    world.sqs.existing(id)?.tags.extend(tags);
    Ok(Value::Null)
}
