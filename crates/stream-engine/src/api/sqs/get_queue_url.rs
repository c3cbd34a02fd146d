//! GetQueueUrl: the URL of a queue by its name.

use super::queues;
use super::shapes::required;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "GetQueueUrl",
    members: &[optional("QueueName", Shape::TEXT), optional("QueueOwnerAWSAccountId", Shape::TEXT)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let name = required(body, "QueueName")?;
    let own = body.text("QueueOwnerAWSAccountId").is_none_or(|account| account == world.account.id);
    let found = world.sqs.find(name).filter(|_| own).ok_or_else(Refused::no_queue)?;
    let name = &queues::queue(world, found)?.name;
    Ok(json!({ "QueueUrl": queues::url(&world.account, name) }))
}
