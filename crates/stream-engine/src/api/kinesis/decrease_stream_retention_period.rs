//! DecreaseStreamRetentionPeriod: records older than the new period are gone at once.

use super::shapes::{BY_ARN, BY_NAME, RETENTION_HOURS};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "DecreaseStreamRetentionPeriod",
    members: &[required("RetentionPeriodHours", RETENTION_HOURS), BY_ARN, BY_NAME],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "DecreaseStreamRetentionPeriod")?;
    let id = streams::named(world, body)?;
    let set = world.set_retention(id, body.count("RetentionPeriodHours").unwrap_or(0), false);
    streams::answer(world, id, set).map(|()| Value::Null)
}
