//! DeleteEventSourceMapping: what is with the function is finished nowhere, and nobody reads on.

use super::mappings::{at_rest, described, named};
use super::shapes::UUID;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::consumers::lambda::mapping::MappingState;
use crate::simulation::Simulation;

pub static OPERATION: Operation =
    Operation { name: "DeleteEventSourceMapping", members: &[required("UUID", UUID)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = named(world, body)?;
    at_rest(world, number, "delete")?;
    world.lambda_enter(number, MappingState::Deleting, MappingState::Deleting);
    Ok(described(world, number))
}
