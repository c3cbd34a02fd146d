//! StartMessageMoveTask: a dead-letter queue's messages go back, or on to another queue.

use super::shapes::{INTEGER, number};
use super::tasks::{self, by_arn};
use crate::agenda::Task;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::queue_traffic::QueueTask;
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::refused::Code;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "StartMessageMoveTask",
    members: &[
        optional("SourceArn", Shape::TEXT),
        optional("DestinationArn", Shape::TEXT),
        optional("MaxNumberOfMessagesPerSecond", INTEGER),
    ],
    since: tasks::SINCE,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let source = by_arn(world, body, "SourceArn")?;
    let destination = body.text("DestinationArn").map(|_| by_arn(world, body, "DestinationArn")).transpose()?;
    let most = world.quotas.sqs_move_task_max_messages_per_second;
    let reason = format!("You must enter a MaxNumberOfMessagesPerSecond value between 1 and {most}.");
    let rate = number(body, "MaxNumberOfMessagesPerSecond", 1, most, &reason)?;

    let queue = super::queues::queue(world, source)?;
    if world.sqs.sources_of(&queue.arn).next().is_none() {
        let text = "Source queue must be configured as a Dead Letter Queue.";
        return Err(Refused::new(Code::InvalidParameterValue, text).into());
    }
    let fifo = queue.attributes.fifo;
    if let Some(destination) = destination
        && super::queues::queue(world, destination)?.attributes.fifo != fifo
    {
        let text = "Source and destination must be queues of the same type.";
        return Err(Refused::new(Code::InvalidParameterValue, text).into());
    }
    let id = world.sqs_call(source, |sqs, at| sqs.start_move(source, destination, rate, at))?;
    world.agenda.plan(world.now, Task::Queue(QueueTask::Move { task: id }));
    let task = world.sqs.move_tasks().iter().find(|task| task.id == id);
    Ok(json!({ "TaskHandle": task.map(tasks::handle).unwrap_or_default() }))
}
