//! UpdateAccountSettings: switches On-demand Advantage on or off.

use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, required};
use crate::simulation::Simulation;

pub static OPERATION: Operation = Operation {
    name: "UpdateAccountSettings",
    members: &[required("MinimumThroughputBillingCommitment", COMMITMENT)],
    since: 20_251_103,
    run,
};

const COMMITMENT: Shape = Shape::Structure(&[required("Status", Shape::one_of(&["ENABLED", "DISABLED"]))]);

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "UpdateAccountSettings")?;
    let asked = body.structure("MinimumThroughputBillingCommitment").map_or("", |asked| asked.required("Status"));
    let now_ms = world.account().epoch.ms(world.now());
    world.kinesis.billing_commitment = Some((asked.to_owned(), now_ms));
    Ok(super::describe_account_settings::written(world))
}
