//! DescribeAccountSettings: whether the account has On-demand Advantage.

use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation { name: "DescribeAccountSettings", members: &[], since: 20_251_103, run };

fn run(world: &mut Simulation, _: Body) -> Answer {
    streams::take_plain_call(world, "DescribeAccountSettings")?;
    Ok(written(world))
}

/// The settings as answers write them.
pub fn written(world: &Simulation) -> Value {
    let commitment = match &world.kinesis().billing_commitment {
        Some((status, since_ms)) if status == "ENABLED" => {
            json!({ "Status": status, "StartedAt": *since_ms as f64 / 1_000.0 })
        }
        Some((status, until_ms)) => json!({ "Status": status, "EndedAt": *until_ms as f64 / 1_000.0 }),
        None => json!({ "Status": "DISABLED" }),
    };
    json!({ "MinimumThroughputBillingCommitment": commitment })
}
