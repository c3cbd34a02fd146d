//! ListQueues: the queues of the account, by prefix and page.

use super::paging::page;
use super::queues;
use super::shapes::INTEGER;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Map, Value};

pub static OPERATION: Operation = Operation {
    name: "ListQueues",
    members: &[
        optional("QueueNamePrefix", Shape::TEXT),
        optional("NextToken", Shape::TEXT),
        optional("MaxResults", INTEGER),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let prefix = body.text("QueueNamePrefix").unwrap_or_default();
    let names = world.sqs.queues().map(|queue| queue.name.to_string()).filter(|name| name.starts_with(prefix));
    let (names, token) = page(names.collect(), body, &world.quotas)?;
    let urls: Vec<Value> = names.iter().map(|name| queues::url(&world.account, name).into()).collect();
    let mut answer = Map::new();
    if !urls.is_empty() {
        answer.insert("QueueUrls".to_owned(), urls.into());
    }
    token.into_iter().for_each(|token| _ = answer.insert("NextToken".to_owned(), token.into()));
    Ok(Value::Object(answer))
}
