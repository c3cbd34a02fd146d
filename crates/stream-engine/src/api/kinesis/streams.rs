//! Finding what a request names: streams by name or ARN, shards by id in any of its spellings,
//! registered consumers by ARN.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::error::{InvalidArgument, Place, Refusal, Resource};
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::{Stream, StreamId};
use crate::kinesis::stream_consumer::StreamConsumer;
use crate::simulation::Simulation;
use serde_json::{Map, Value};

/// The stream that a request names by `StreamName` or `StreamARN`, in whatever state.
pub fn named(world: &Simulation, body: Body) -> Result<StreamId, Failure> {
    match body.text("StreamARN") {
        Some(arn) => by_arn(world, arn),
        None => by_name(world, body.required("StreamName")),
    }
}

/// The stream of this name.
pub fn by_name(world: &Simulation, name: &str) -> Result<StreamId, Failure> {
    world.stream_named(name).map(|stream| stream.id).ok_or_else(|| stream_missing(world, name))
}

/// The stream of this ARN; for a consumer's ARN, the consumer's stream.
pub fn by_arn(world: &Simulation, arn: &str) -> Result<StreamId, Failure> {
    let Arn { account, region, stream, .. } = Arn::read(arn);
    if (account, region) == (world.account().id.as_str(), world.account().region.as_str()) {
        return by_name(world, stream);
    }
    Err(Failure::not_found(format!("Stream {stream} under account {account} not found.")))
}

/// What a request says when there is no such stream.
pub fn stream_missing(world: &Simulation, name: &str) -> Failure {
    refused(world, name, &Refusal::ResourceNotFound(Resource::Stream(name.to_owned())))
}

/// A refusal with its text, for a call to the stream of this name.
pub fn refused(world: &Simulation, name: &str, refusal: &Refusal) -> Failure {
    Failure::refused(refusal, Place { account: world.account(), stream: name })
}

/// A result of the service, its refusal with its text.
pub fn answer<T>(world: &Simulation, id: StreamId, result: Result<T, Refusal>) -> Result<T, Failure> {
    result.map_err(|refusal| Failure::refused(&refusal, world.place(id)))
}

/// Takes one call of the account's rate.
pub fn take_call(world: &mut Simulation, operation: &str, per_second: u64) -> Result<(), Failure> {
    let taken = world.take_call(operation, per_second);
    taken.map_err(|refusal| refused(world, "", &refusal))
}

/// Takes one call of an operation that has no rate of its own.
pub fn take_plain_call(world: &mut Simulation, operation: &str) -> Result<(), Failure> {
    let per_second = world.quotas().model_control_plane_calls_per_second;
    take_call(world, operation, per_second)
}

/// A stream by its number.
pub fn stream(world: &Simulation, id: StreamId) -> &Stream {
    &world.streams()[usize::from(id.0)]
}

/// Its ARN.
pub fn arn(world: &Simulation, stream: &Stream) -> String {
    world.account().arn("kinesis", &format!("stream/{}", stream.name))
}

/// A registered consumer's ARN: it ends in the second of its registration.
pub fn consumer_arn(world: &Simulation, stream: &Stream, consumer: &StreamConsumer) -> String {
    let second = stream.epoch.second(consumer.created);
    format!("{}/consumer/{}:{second}", arn(world, stream), consumer.name)
}

/// The number of a shard: `shardId-000000000007`, `shardId-7`, `x-7` and `7` are the same.
pub fn shard_number(text: &str) -> Option<ShardId> {
    let digits = text.split('-').nth(1).filter(|digits| !digits.is_empty()).unwrap_or(text);
    let number = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    i32::try_from(number).ok().map(|_| ShardId(number))
}

/// The shard that a request names, or what is said of one whose id can't be read.
pub fn shard_named(world: &Simulation, body: Body, member: &str) -> Result<ShardId, Failure> {
    let text = body.required(member);
    shard_number(text).ok_or_else(|| {
        let stream = body.text("StreamARN").or(body.text("ConsumerARN")).map(|arn| Arn::read(arn).stream);
        let stream = stream.unwrap_or(body.required("StreamName"));
        let missing = Resource::Shard { shard: text.to_owned(), stream: stream.to_owned() };
        refused(world, stream, &Refusal::ResourceNotFound(missing))
    })
}

/// The consumer that a request names by `ConsumerARN`, or by `StreamARN` and `ConsumerName`.
pub fn consumer_named<'a>(world: &'a Simulation, body: Body) -> Result<(&'a Stream, &'a StreamConsumer), Failure> {
    let (arn, name) = match (body.text("ConsumerARN"), body.text("StreamARN"), body.text("ConsumerName")) {
        (Some(arn), _, _) => (arn, Arn::read(arn).consumer),
        (None, Some(arn), Some(name)) => (arn, name),
        _ => {
            let text = "Either ConsumerARN or both StreamARN and ConsumerName must be provided.";
            return Err(Failure::invalid_argument(text));
        }
    };
    let found = stream(world, by_arn(world, arn)?);
    let same = |consumer: &&StreamConsumer| {
        consumer.name == name && body.text("ConsumerARN").is_none_or(|arn| arn == consumer_arn(world, found, consumer))
    };
    match found.consumers.iter().find(same) {
        Some(consumer) => Ok((found, consumer)),
        None => {
            let missing = Resource::Consumer { consumer: name.to_owned(), stream: found.name.clone() };
            Err(refused(world, &found.name, &Refusal::ResourceNotFound(missing)))
        }
    }
}

/// Largest record that the stream of a request takes; the profile's default if there is no such.
pub fn record_bytes_most(world: &Simulation, fields: &Map<String, Value>) -> u64 {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let name = text("StreamARN").map(|arn| Arn::read(arn).stream).or(text("StreamName"));
    match name.and_then(|name| world.stream_named(name)) {
        Some(stream) => stream.settings.record_max_bytes(world.quotas()),
        None => world.quotas().record_default_max_bytes_key_plus_data,
    }
}

/// A hash key that the shape found well formed: it may still be too large.
pub fn explicit_hash_key(
    world: &Simulation,
    id: StreamId,
    body: Body,
) -> Result<Option<crate::kinesis::hash_key::HashKey>, Failure> {
    let Some(text) = body.text("ExplicitHashKey") else { return Ok(None) };
    let refusal = || Refusal::InvalidArgument(InvalidArgument::ExplicitHashKey { text: text.to_owned() });
    answer(world, id, text.parse().map(Some).map_err(|_| refusal()))
}

/// The parts of `arn:aws:kinesis:<region>:<account>:stream/<stream>/consumer/<consumer>:<second>`;
/// what isn't there is empty.
struct Arn<'a> {
    region: &'a str,
    account: &'a str,
    stream: &'a str,
    consumer: &'a str,
}

impl Arn<'_> {
    fn read(arn: &str) -> Arn<'_> {
        let mut parts = arn.splitn(6, ':').skip(3);
        let (region, account) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut names = parts.next().unwrap_or_default().split('/').skip(1);
        let stream = names.next().unwrap_or_default();
        let consumer = names.nth(1).unwrap_or_default();
        Arn { region, account, stream, consumer: consumer.split(':').next().unwrap_or_default() }
    }
}
