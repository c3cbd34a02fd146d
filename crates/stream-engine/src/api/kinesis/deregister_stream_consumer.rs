//! DeregisterStreamConsumer: the consumer is DELETING for a while; its subscriptions end at once.

use super::shapes::{CONSUMER_ARN, CONSUMER_NAME, STREAM_ARN};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "DeregisterStreamConsumer",
    members: &[
        optional("StreamARN", STREAM_ARN),
        optional("ConsumerName", CONSUMER_NAME),
        optional("ConsumerARN", CONSUMER_ARN),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "DeregisterStreamConsumer")?;
    let (stream, consumer) = streams::consumer_named(world, body)?;
    let (id, consumer) = (stream.id, consumer.id);
    world.deregister_consumer(id, consumer);
    Ok(Value::Null)
}
