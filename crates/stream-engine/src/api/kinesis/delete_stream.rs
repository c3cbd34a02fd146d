//! DeleteStream: the stream is DELETING for a while, then it is gone with all its records.

use super::shapes::{BY_ARN, BY_NAME};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "DeleteStream",
    members: &[optional("EnforceConsumerDeletion", Shape::Boolean), BY_ARN, BY_NAME],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "DeleteStream")?;
    let id = streams::named(world, body)?;
    let result = world.delete_stream(id, body.flag("EnforceConsumerDeletion") == Some(true));
    streams::answer(world, id, result).map(|()| Value::Null)
}
