//! RemovePermission: a statement taken from the queue's policy, by label.

use super::add_permission::policy;
use super::queues;
use super::shapes::{QUEUE_URL, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "RemovePermission", members: &[QUEUE_URL, optional("Label", Shape::TEXT)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    let label = required(body, "Label")?;
    let now = world.now;
    let queue = world.sqs.existing(id)?;
    let mut policy = policy(queue.attributes.policy.as_deref());
    let statements = policy.as_mut().and_then(|policy| policy.get_mut("Statement")).and_then(Value::as_array_mut);
    let at = |statements: &Vec<Value>| {
        statements.iter().position(|statement| statement.get("Sid").and_then(Value::as_str) == Some(label))
    };
    let Some((statements, nth)) = statements.and_then(|statements| at(statements).map(|nth| (statements, nth))) else {
        return Err(Refused::parameter("Label", label, "can't find label.").into());
    };
    statements.remove(nth);
    let left = !statements.is_empty();
    queue.attributes.policy = policy.filter(|_| left).map(|policy| policy.to_string());
    queue.modified = now;
    Ok(Value::Null)
}
