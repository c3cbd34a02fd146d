//! AddPermission: a statement added to the queue's policy, by label.

use super::queues;
use super::shapes::{QUEUE_URL, TEXTS, present, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "AddPermission",
    members: &[QUEUE_URL, optional("Label", Shape::TEXT), optional("AWSAccountIds", TEXTS), optional("Actions", TEXTS)],
    since: 0,
    run,
};

/// Actions that can be granted this way.
const ACTIONS: [&str; 9] = [
    "*",
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
];

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = queues::named(world, body)?;
    let label = required(body, "Label")?;
    present(body, "AWSAccountIds")?;
    present(body, "Actions")?;
    let unknown = body.texts("Actions").find(|action| !ACTIONS.contains(action));
    if let Some(action) = unknown {
        let reason = "Please refer to the appropriate WSDL for a list of valid actions. ";
        return Err(Refused::parameter("ActionName", format!("SQS:{action}"), reason).into());
    }
    let queue = queues::queue(world, id)?;
    let mut policy = policy(queue.attributes.policy.as_deref()).unwrap_or_else(
        || json!({ "Version": "2008-10-17", "Id": format!("{}/SQSDefaultPolicy", queue.arn), "Statement": [] }),
    );
    let principals = body.texts("AWSAccountIds").map(|account| format!("arn:aws:iam::{account}:root").into());
    let statement = json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": { "AWS": one_or_many(principals.collect()) },
        "Action": one_or_many(body.texts("Actions").map(|action| format!("SQS:{action}").into()).collect()),
        "Resource": queue.arn,
    });
    if let Some(statements) = policy.get_mut("Statement").and_then(Value::as_array_mut) {
        if statements.iter().any(|statement| statement.get("Sid").and_then(Value::as_str) == Some(label)) {
            return Err(Refused::parameter("Label", label, "Already exists.").into());
        }
        statements.push(statement);
    }
    let now = world.now;
    let queue = world.sqs.existing(id)?;
    queue.attributes.policy = Some(policy.to_string());
    queue.modified = now;
    Ok(Value::Null)
}

/// A policy with a list of statements; None for none, or for one that isn't of that form.
pub fn policy(text: Option<&str>) -> Option<Value> {
    let policy: Value = serde_json::from_str(text?).ok()?;
    policy.get("Statement").is_some_and(Value::is_array).then_some(policy)
}

/// A list of one stands for itself.
fn one_or_many(mut values: Vec<Value>) -> Value {
    if values.len() == 1 { values.remove(0) } else { values.into() }
}
