//! GetRecords: the records behind an iterator, and the iterator behind them.

use super::shapes::STREAM_ARN;
use super::tokens::{self, IteratorToken};
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::error::{Refusal, Resource};
use crate::kinesis::shard::ShardId;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::Map;

pub static OPERATION: Operation = Operation {
    name: "GetRecords",
    members: &[
        optional("Limit", Shape::Integer(Range::up_to(1, |quotas| quotas.get_records_max_records_per_call))),
        required("ShardIterator", Shape::text(Range::between(1, 512))),
        optional("StreamARN", STREAM_ARN),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let Some(token) = IteratorToken::read(world, body.required("ShardIterator")) else {
        return Err(Failure::invalid_argument("Invalid ShardIterator."));
    };
    let position = ShardIterator {
        stream: StreamId(0),
        shard: ShardId(token.shard),
        position: token.position,
        issued: token.issued,
    };
    let name = token.stream_name.as_str();
    let alive = position.require_alive(world.quotas(), world.now());
    alive.map_err(|refusal| streams::refused(world, name, &refusal))?;
    // The iterator of an earlier stream of this name leads to a shard that is gone.
    let Some(stream) = world.stream_named(name).filter(|stream| stream.life == token.life) else {
        let missing = Resource::ReadShard { shard: position.shard, stream: name.to_owned() };
        return Err(streams::refused(world, name, &Refusal::ResourceNotFound(missing)));
    };
    let id = stream.id;
    let limit = body.count("Limit").unwrap_or(world.quotas().get_records_max_records_per_call);
    let read = world.get_records(&ShardIterator { stream: id, ..position }, limit);
    let read = streams::answer(world, id, read)?;
    let stream = streams::stream(world, id);
    let shard = &stream.shards[read.shard.0 as usize];
    let mut out = Map::new();
    out.insert("Records".to_owned(), describe::records(world, stream, shard, read.from, read.to));
    out.insert("MillisBehindLatest".to_owned(), read.millis_behind_latest.into());
    // The end of a closed shard is told by an answer without a record, one call after its last
    // records (kinesalite's suite, run on AWS).
    let end = ShardIterator { stream: id, shard: read.shard, position: read.to, issued: world.now() };
    match read.next.or_else(|| (read.to > read.from).then_some(end)) {
        Some(next) => {
            let next = tokens::iterator(world, &next, token.turn + 1);
            out.insert("NextShardIterator".to_owned(), next.into());
        }
        None => {
            out.insert("ChildShards".to_owned(), describe::child_shards(stream, &read.child_shards));
        }
    }
    Ok(out.into())
}
