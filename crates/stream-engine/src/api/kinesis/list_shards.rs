//! ListShards: the shards of a stream, all or those of a filter, page by page.

use super::shapes::{NEXT_TOKEN, PAGE, SHARD_ID, STREAM_ARN, STREAM_NAME};
use super::tokens::NextToken;
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::kinesis::list_shards::ShardFilter;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::stream::{Stream, StreamId};
use crate::simulation::Simulation;
use serde_json::Map;

pub static OPERATION: Operation = Operation {
    name: "ListShards",
    members: &[
        optional("MaxResults", PAGE),
        optional("ExclusiveStartShardId", SHARD_ID),
        optional("NextToken", NEXT_TOKEN),
        optional("StreamCreationTimestamp", Shape::Timestamp),
        optional("ShardFilter", FILTER),
        optional("StreamARN", STREAM_ARN),
        optional("StreamName", STREAM_NAME),
    ],
    since: 0,
    run,
};

const FILTER: Shape = Shape::Structure(&[
    required(
        "Type",
        Shape::one_of(&[
            "AFTER_SHARD_ID",
            "AT_TRIM_HORIZON",
            "FROM_TRIM_HORIZON",
            "AT_LATEST",
            "AT_TIMESTAMP",
            "FROM_TIMESTAMP",
        ]),
    ),
    optional("ShardId", SHARD_ID),
    optional("Timestamp", Shape::Timestamp),
]);

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().list_shards_calls_per_second;
    streams::take_call(world, "ListShards", per_second)?;
    let named = body.text("StreamName").or(body.text("StreamARN"));
    let (id, after, filter) = match (named, body.text("NextToken")) {
        (Some(_), Some(_)) => {
            return Err(Failure::invalid_argument("NextToken and StreamName cannot be provided together."));
        }
        (None, None) => {
            return Err(Failure::invalid_argument("Either NextToken or StreamName should be provided."));
        }
        (None, Some(token)) => go_on(world, token)?,
        (Some(_), None) => {
            let id = streams::named(world, body)?;
            (id, begin(world, body)?, filter(world, body)?)
        }
    };
    let most = world.quotas().list_shards_default_results;
    let limit = body.count("MaxResults").unwrap_or(most).min(most) as usize;
    let stream = streams::stream(world, id);
    let kept = |shard: &&Shard| filter.keeps(shard, stream, world.now());
    let mut left = stream.shards.iter().filter(|shard| after.is_none_or(|after| shard.id > after)).filter(kept);
    let page: Vec<&Shard> = left.by_ref().take(limit).collect();
    let more = left.next().is_some();
    let mut out = Map::new();
    if let Some(last) = page.last().filter(|_| more) {
        out.insert("NextToken".to_owned(), token(world, stream, last.id, filter).text(world).into());
    }
    out.insert("Shards".to_owned(), page.into_iter().map(describe::shard).collect());
    Ok(out.into())
}

/// The shard after which the list begins.
fn begin(world: &Simulation, body: Body) -> Result<Option<ShardId>, Failure> {
    match body.text("ExclusiveStartShardId") {
        Some(_) => streams::shard_named(world, body, "ExclusiveStartShardId").map(Some),
        None => Ok(None),
    }
}

fn filter(world: &Simulation, body: Body) -> Result<ShardFilter, Failure> {
    let Some(asked) = body.structure("ShardFilter") else { return Ok(ShardFilter::FromTrimHorizon) };
    let kind = asked.required("Type");
    let at = asked.timestamp_ms("Timestamp").map(|ms| world.account().epoch.at_ms(ms));
    let shard = asked.text("ShardId").and_then(streams::shard_number);
    match (kind, at, shard) {
        ("AFTER_SHARD_ID", _, Some(shard)) => Ok(ShardFilter::AfterShardId(shard)),
        ("AFTER_SHARD_ID", _, None) => {
            Err(Failure::invalid_argument("ShardId must be specified for a ShardFilter of type AFTER_SHARD_ID."))
        }
        ("AT_TRIM_HORIZON", _, _) => Ok(ShardFilter::AtTrimHorizon),
        ("AT_LATEST", _, _) => Ok(ShardFilter::AtLatest),
        ("AT_TIMESTAMP", Some(at), _) => Ok(ShardFilter::AtTimestamp(at)),
        ("FROM_TIMESTAMP", Some(at), _) => Ok(ShardFilter::FromTimestamp(at)),
        ("AT_TIMESTAMP" | "FROM_TIMESTAMP", None, _) => {
            Err(Failure::invalid_argument(format!("Timestamp must be specified for a ShardFilter of type {kind}.")))
        }
        _ => Ok(ShardFilter::FromTrimHorizon),
    }
}

fn token(world: &Simulation, stream: &Stream, after: ShardId, filter: ShardFilter) -> NextToken {
    NextToken {
        operation: "ListShards".to_owned(),
        issued: world.now(),
        stream: Some((stream.id, stream.life)),
        after: after.0.to_string(),
        asked: serde_json::to_string(&filter).unwrap_or_default(),
    }
}

/// Where the list of an earlier answer goes on.
fn go_on(world: &Simulation, text: &str) -> Result<(StreamId, Option<ShardId>, ShardFilter), Failure> {
    let token = NextToken::read(world, text, "ListShards")?;
    let stream = token.stream.and_then(|(id, life)| {
        world.streams().get(usize::from(id.0)).filter(|stream| stream.life == life && stream.is_there())
    });
    let Some(stream) = stream else { return Err(Failure::not_found("The stream of the NextToken does not exist.")) };
    let after = token.after.parse().ok().map(ShardId);
    Ok((stream.id, after, serde_json::from_str(&token.asked).unwrap_or(ShardFilter::FromTrimHorizon)))
}
