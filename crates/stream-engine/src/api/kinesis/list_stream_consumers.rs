//! ListStreamConsumers: the registered consumers of a stream, page by page.

use super::shapes::{NEXT_TOKEN, PAGE, STREAM_ARN};
use super::tokens::NextToken;
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::kinesis::stream_consumer::ConsumerId;
use crate::simulation::Simulation;
use serde_json::{Map, Value};

pub static OPERATION: Operation = Operation {
    name: "ListStreamConsumers",
    members: &[
        required("StreamARN", STREAM_ARN),
        optional("NextToken", NEXT_TOKEN),
        optional("MaxResults", PAGE),
        optional("StreamCreationTimestamp", Shape::Timestamp),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "ListStreamConsumers")?;
    let id = streams::named(world, body)?;
    let stream = streams::stream(world, id);
    let after = match body.text("NextToken") {
        Some(text) => {
            let token = NextToken::read(world, text, "ListStreamConsumers")?;
            let same = token.stream == Some((id, stream.life));
            let after = token.after.parse().ok().filter(|_| same).map(ConsumerId);
            Some(after.ok_or_else(|| Failure::invalid_argument("NextToken is invalid."))?)
        }
        None => None,
    };
    let limit = body.count("MaxResults").unwrap_or(world.quotas().list_stream_consumers_default_results) as usize;
    let mut left = stream.consumers.iter().filter(|consumer| after.is_none_or(|after| consumer.id > after));
    let page: Vec<_> = left.by_ref().take(limit).collect();
    let mut out = Map::new();
    if let Some(last) = page.last().filter(|_| left.next().is_some()) {
        let token = NextToken {
            operation: "ListStreamConsumers".to_owned(),
            issued: world.now(),
            stream: Some((id, stream.life)),
            after: last.id.0.to_string(),
            asked: String::new(),
        };
        out.insert("NextToken".to_owned(), token.text(world).into());
    }
    let consumers = page.into_iter().map(|consumer| Value::from(describe::consumer(world, stream, consumer)));
    out.insert("Consumers".to_owned(), consumers.collect());
    Ok(out.into())
}
