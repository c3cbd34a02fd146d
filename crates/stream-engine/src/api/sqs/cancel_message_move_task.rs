//! CancelMessageMoveTask: a running task ends where it is.

use super::shapes::required;
use super::tasks;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "CancelMessageMoveTask",
    members: &[optional("TaskHandle", Shape::TEXT)],
    since: tasks::SINCE,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = tasks::read_handle(required(body, "TaskHandle")?)?;
    let moved = world.sqs.cancel_move(id)?;
    Ok(json!({ "ApproximateNumberOfMessagesMoved": moved }))
}
