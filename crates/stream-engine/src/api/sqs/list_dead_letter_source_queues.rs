//! ListDeadLetterSourceQueues: the queues that send their dead letters to a queue.

use super::paging::page;
use super::queues;
use super::shapes::{INTEGER, QUEUE_URL};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Map, Value};

pub static OPERATION: Operation = Operation {
    name: "ListDeadLetterSourceQueues",
    members: &[QUEUE_URL, optional("NextToken", Shape::TEXT), optional("MaxResults", INTEGER)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    let arn = queues::queue(world, id)?.arn.clone();
    let names = world.sqs.sources_of(&arn).map(|queue| queue.name.to_string()).collect();
    let (names, token) = page(names, body, &world.quotas)?;
    let urls: Vec<Value> = names.iter().map(|name| queues::url(&world.account, name).into()).collect();
    let mut answer = Map::new();
    // This operation spells it with a small letter.
    answer.insert("queueUrls".to_owned(), urls.into());
    token.into_iter().for_each(|token| _ = answer.insert("NextToken".to_owned(), token.into()));
    Ok(Value::Object(answer))
}
