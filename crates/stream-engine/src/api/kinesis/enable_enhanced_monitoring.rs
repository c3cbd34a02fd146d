//! EnableEnhancedMonitoring: shard-level metrics are switched on.

use super::monitoring;
use super::shapes::{BY_ARN, BY_NAME};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;

pub static OPERATION: Operation = Operation {
    name: "EnableEnhancedMonitoring",
    members: &[BY_ARN, BY_NAME, required("ShardLevelMetrics", monitoring::METRICS)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "EnableEnhancedMonitoring")?;
    let id = streams::named(world, body)?;
    monitoring::change(world, id, body, true)
}
