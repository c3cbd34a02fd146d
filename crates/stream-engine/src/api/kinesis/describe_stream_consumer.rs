//! DescribeStreamConsumer: a registered consumer by ARN, or by stream and name.

use super::shapes::{CONSUMER_ARN, CONSUMER_NAME, STREAM_ARN};
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "DescribeStreamConsumer",
    members: &[
        optional("StreamARN", STREAM_ARN),
        optional("ConsumerName", CONSUMER_NAME),
        optional("ConsumerARN", CONSUMER_ARN),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().describe_stream_summary_calls_per_second;
    streams::take_call(world, "DescribeStreamConsumer", per_second)?;
    let (stream, consumer) = streams::consumer_named(world, body)?;
    let mut out = describe::consumer(world, stream, consumer);
    out.insert("StreamARN".to_owned(), streams::arn(world, stream).into());
    Ok(json!({ "ConsumerDescription": out }))
}
