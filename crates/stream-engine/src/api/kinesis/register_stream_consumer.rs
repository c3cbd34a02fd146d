//! RegisterStreamConsumer: a consumer with throughput of its own, CREATING for a while.

use super::shapes::{CONSUMER_NAME, STREAM_ARN, TAG_KEY, TAG_VALUE};
use super::{describe, streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "RegisterStreamConsumer",
    members: &[
        required("StreamARN", STREAM_ARN),
        required("ConsumerName", CONSUMER_NAME),
        optional("Tags", Shape::Map { key: TAG_KEY, value: TAG_VALUE, count: Range::between(0, 200) }),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().efo_register_calls_per_second;
    streams::take_call(world, "RegisterStreamConsumer", per_second)?;
    let id = streams::named(world, body)?;
    let name = streams::stream(world, id).name.clone();
    let tags = tags::checked(world, &name, body.map("Tags"), "add tags to")?;
    let tags = tags::merged(world, &name, Default::default(), tags)?;
    let registered = world.register_consumer(id, body.required("ConsumerName"), tags);
    let consumer = streams::answer(world, id, registered)?;
    let stream = streams::stream(world, id);
    let found = stream.consumers.iter().find(|one| one.id == consumer).expect("it has just been registered");
    Ok(json!({ "Consumer": describe::consumer(world, stream, found) }))
}
