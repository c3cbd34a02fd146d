//! PutRecord: one record into the buffer of a delivery stream.

use super::shapes::{NAME, RECORD};
use super::streams::taking_puts;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "PutRecord",
    members: &[required("DeliveryStreamName", NAME), required("Record", RECORD)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = taking_puts(world, body)?;
    let data = body.structure("Record").and_then(|record| record.blob("Data")).unwrap_or_default();
    let answers = world.firehose_put(number, vec![data]).map_err(|_| slow_down())?;
    match answers.first() {
        Some(Ok(nth)) => Ok(json!({ "RecordId": record_id(world, number, *nth), "Encrypted": false })),
        _ => Err(slow_down()),
    }
}

/// Beyond the delivery stream's limits.
pub fn slow_down() -> Failure {
    Failure { status: 500, ..Failure::new("ServiceUnavailableException", SLOW_DOWN) }
}

pub const SLOW_DOWN: &str = "Slow down.";

/// An id that no other record has; AWS' own are longer and not documented.
pub fn record_id(world: &Simulation, delivery: u16, nth: u64) -> String {
    crate::consumers::lambda::uuid(world.seed() ^ nth.rotate_left(20), delivery)
}
