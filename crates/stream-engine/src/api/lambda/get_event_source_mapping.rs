//! GetEventSourceMapping: settings and state of one mapping.

use super::mappings::{described, named};
use super::shapes::UUID;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;

pub static OPERATION: Operation =
    Operation { name: "GetEventSourceMapping", members: &[required("UUID", UUID)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = named(world, body)?;
    Ok(described(world, number))
}
