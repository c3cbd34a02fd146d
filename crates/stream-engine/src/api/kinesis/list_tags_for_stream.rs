//! ListTagsForStream: the tags of a stream by name, page by page.

use super::shapes::{BY_ARN, BY_NAME};
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListTagsForStream",
    members: &[
        optional("Limit", Shape::Integer(Range::up_to(1, |quotas| quotas.tags_per_resource_max))),
        optional("ExclusiveStartTagKey", Shape::text(Range::between(1, 128))),
        BY_ARN,
        BY_NAME,
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "ListTagsForStream")?;
    let id = streams::named(world, body)?;
    let limit = body.count("Limit").unwrap_or(world.quotas().tags_per_resource_max) as usize;
    let after = body.text("ExclusiveStartTagKey");
    let all = &streams::stream(world, id).settings.tags;
    let mut left = all.iter().filter(|(key, _)| after.is_none_or(|after| key.as_str() > after));
    let page: Vec<Value> = left.by_ref().take(limit).map(tags::written).collect();
    Ok(json!({ "HasMoreTags": left.next().is_some(), "Tags": page }))
}
