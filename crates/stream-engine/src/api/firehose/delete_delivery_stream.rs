//! DeleteDeliveryStream: what is in the buffer goes with it.

use super::shapes::NAME;
use super::streams::named;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::consumers::firehose::DeliveryStatus;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "DeleteDeliveryStream",
    members: &[required("DeliveryStreamName", NAME), optional("AllowForceDelete", Shape::Boolean)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = named(world, body)?;
    let Some(delivery) = world.firehose.streams.get_mut(&number) else { return Ok(json!({})) };
    if delivery.status != DeliveryStatus::Active {
        let message = format!("Firehose {} is {}.", delivery.setup.name, delivery.status.name());
        return Err(Failure::new("ResourceInUseException", message));
    }
    delivery.status = DeliveryStatus::Deleting;
    world.firehose_settle_later(number);
    Ok(json!({}))
}
