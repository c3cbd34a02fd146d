//! SubscribeToShard: for five minutes a shard pushes to a registered consumer. The service answers with
//! a stream of events; here the answer is the subscription's number, by which its events are read.

use super::position;
use super::shapes::{CONSUMER_ARN, ITERATOR_TYPE, SEQUENCE_NUMBER, SHARD_ID};
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::kinesis::shard::Shard;
use crate::kinesis::stream::Stream;
use crate::kinesis::subscriptions::{Pushed, Receiver};
use crate::simulation::Simulation;
use serde_json::{Map, Value, json};
use std::collections::VecDeque;

pub static OPERATION: Operation = Operation {
    name: "SubscribeToShard",
    members: &[
        required("ConsumerARN", CONSUMER_ARN),
        required("ShardId", SHARD_ID),
        required("StartingPosition", POSITION),
    ],
    since: 0,
    run,
};

const POSITION: Shape = Shape::Structure(&[
    required("Type", ITERATOR_TYPE),
    optional("SequenceNumber", SEQUENCE_NUMBER),
    optional("Timestamp", Shape::Timestamp),
]);

fn run(world: &mut Simulation, body: Body) -> Answer {
    let (stream, consumer) = streams::consumer_named(world, body)?;
    let (id, consumer) = (stream.id, consumer.id);
    let shard = streams::shard_named(world, body, "ShardId")?;
    let there = stream.shard_to_read(shard, world.now()).map(|_| ());
    streams::answer(world, id, there)?;
    let from = body.structure("StartingPosition").expect("the shape requires it");
    let from = position::asked(world, from, "Type", "SequenceNumber")?;
    let subscribed = world.subscribe(id, consumer, shard, &from, Receiver::Client(VecDeque::new()));
    let subscription = streams::answer(world, id, subscribed)?;
    Ok(json!({ "SubscriptionId": subscription.to_string() }))
}

/// The SubscribeToShardEvents of a subscription since the last read, oldest first; none for a number
/// that isn't one.
pub fn events(world: &mut Simulation, subscription: &str) -> Value {
    let Ok(id) = subscription.parse() else { return json!([]) };
    let Some((stream_id, shard_id)) = world.kinesis().subscriptions.get(id).map(|one| (one.stream, one.shard)) else {
        return json!([]);
    };
    let pushed = world.take_pushed(id);
    world.run_until(world.now());
    let stream = streams::stream(world, stream_id);
    let Some(shard) = stream.shards.get(shard_id.0 as usize) else { return json!([]) };
    pushed.iter().map(|event| written(world, stream, shard, event)).collect()
}

fn written(world: &Simulation, stream: &Stream, shard: &Shard, event: &Pushed) -> Value {
    let mut out = Map::new();
    out.insert("Records".to_owned(), describe::records(world, stream, shard, event.from, event.to));
    out.insert("MillisBehindLatest".to_owned(), event.millis_behind_latest.into());
    match event.continuation {
        Some(number) => out.insert("ContinuationSequenceNumber".to_owned(), number.to_string().into()),
        None => out.insert("ChildShards".to_owned(), describe::child_shards(stream, &event.child_shards)),
    };
    out.into()
}
