//! ListStreams: names of all streams in their order, page by page.

use super::shapes::{NEXT_TOKEN, PAGE, STREAM_NAME};
use super::tokens::NextToken;
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::optional;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::{Map, Value};

pub static OPERATION: Operation = Operation {
    name: "ListStreams",
    members: &[
        optional("Limit", PAGE),
        optional("ExclusiveStartStreamName", STREAM_NAME),
        optional("NextToken", NEXT_TOKEN),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().list_streams_calls_per_second;
    streams::take_call(world, "ListStreams", per_second)?;
    let token = match body.text("NextToken") {
        Some(token) => Some(NextToken::read(world, token, "ListStreams")?),
        None => None,
    };
    let after = token.as_ref().map(|token| token.after.as_str()).or(body.text("ExclusiveStartStreamName"));
    let limit = body.count("Limit").unwrap_or(world.quotas().list_streams_default_results) as usize;
    let mut left = world.kinesis().names_after(after);
    let page: Vec<_> = left.by_ref().take(limit).collect();
    let more = left.next().is_some();
    let names: Vec<&str> = page.iter().map(|(name, _)| *name).collect();
    let mut out = Map::new();
    if world.quotas().as_of >= SUMMARIES_SINCE {
        let summaries = page.iter().map(|(_, id)| summary(world, *id));
        out.insert("StreamSummaries".to_owned(), summaries.collect());
        if let Some(last) = names.last().filter(|_| more) {
            let token = NextToken {
                operation: "ListStreams".to_owned(),
                issued: world.now(),
                stream: None,
                after: (*last).to_owned(),
                asked: String::new(),
            };
            out.insert("NextToken".to_owned(), token.text(world).into());
        }
    }
    out.insert("StreamNames".to_owned(), names.into());
    out.insert("HasMoreStreams".to_owned(), more.into());
    Ok(out.into())
}

/// Since when answers have summaries and tokens, too (later than the 2022 model, before 2025).
const SUMMARIES_SINCE: u64 = 20_230_101;

fn summary(world: &Simulation, id: StreamId) -> Value {
    let mut whole = describe::stream(world, streams::stream(world, id));
    let parts = ["StreamName", "StreamARN", "StreamStatus", "StreamModeDetails", "StreamCreationTimestamp"];
    whole.retain(|name, _| parts.contains(&name.as_str()));
    whole.into()
}
