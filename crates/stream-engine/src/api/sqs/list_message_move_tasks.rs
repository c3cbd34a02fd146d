//! ListMessageMoveTasks: the newest tasks of a dead-letter queue.

use super::shapes::{INTEGER, number};
use super::tasks::{self, by_arn};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::move_task::{MoveStatus, MoveTask};
use serde_json::{Map, Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListMessageMoveTasks",
    members: &[optional("SourceArn", Shape::TEXT), optional("MaxResults", INTEGER)],
    since: tasks::SINCE,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let source = by_arn(world, body, "SourceArn")?;
    let most = world.quotas.sqs_move_task_list_max_results;
    let reason = format!("Value for parameter MaxResults is invalid. Reason: Must be between 1 and {most}.");
    let count = number(body, "MaxResults", 1, most, &reason)?.unwrap_or(1);
    let tasks = world.sqs.move_tasks().iter().rev().filter(|task| task.source == source);
    let results: Vec<Value> = tasks.take(count as usize).map(|task| show(world, task)).collect();
    Ok(json!({ "Results": results }))
}

fn show(world: &Simulation, task: &MoveTask) -> Value {
    let mut shape = Map::new();
    let mut set = |name: &str, value: Value| _ = shape.insert(name.to_owned(), value);
    // Only a task that runs can be cancelled.
    if task.status == MoveStatus::Running {
        set("TaskHandle", tasks::handle(task).into());
    }
    set("Status", task.status.name().into());
    set("SourceArn", (*task.source_arn).into());
    if let Some(arn) = &task.destination_arn {
        set("DestinationArn", (**arn).into());
    }
    if let Some(rate) = task.asked_per_second {
        set("MaxNumberOfMessagesPerSecond", rate.into());
    }
    set("ApproximateNumberOfMessagesMoved", task.moved.into());
    set("ApproximateNumberOfMessagesToMove", task.to_move.into());
    if let Some(reason) = &task.failure_reason {
        set("FailureReason", reason.as_str().into());
    }
    set("StartedTimestamp", world.account.epoch.ms(task.started).into());
    Value::Object(shape)
}
