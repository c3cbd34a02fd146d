//! UpdateDestination: buffering hints, prefix or bucket. Holds at once (assumed; the service says
//! within a few minutes).

use super::describe_delivery_stream::DESTINATION_ID;
use super::shapes::{NAME, S3_UPDATE};
use super::streams::{apply, destination, named};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "UpdateDestination",
    members: &[
        required("DeliveryStreamName", NAME),
        required("CurrentDeliveryStreamVersionId", Shape::text(Range::between(1, 50))),
        required("DestinationId", Shape::text(Range::between(1, 100))),
        optional("S3DestinationUpdate", Shape::Structure(S3_UPDATE)),
        optional("ExtendedS3DestinationUpdate", Shape::Structure(S3_UPDATE)),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = named(world, body)?;
    let delivery = &world.firehose.streams[&number];
    let version = body.required("CurrentDeliveryStreamVersionId");
    if version != delivery.version.to_string() {
        let message = format!(
            "Cannot update firehose: {} since the current version id: {} and specified version id: {version} do not match",
            delivery.setup.name, delivery.version
        );
        return Err(Failure::new("ConcurrentModificationException", message));
    }
    if body.required("DestinationId") != DESTINATION_ID {
        return Err(Failure::not_found(format!("Destination Id {} not found", body.required("DestinationId"))));
    }
    let mut setup = delivery.setup.clone();
    if let Some(target) = destination(body, ["ExtendedS3DestinationUpdate", "S3DestinationUpdate"]) {
        apply(&mut setup, target, world)?;
    }
    world.firehose_set(number, setup);
    Ok(json!({}))
}
