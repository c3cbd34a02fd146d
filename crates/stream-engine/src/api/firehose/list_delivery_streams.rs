//! ListDeliveryStreams: names in order, page by page.

use super::shapes::NAME;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "ListDeliveryStreams",
    members: &[
        optional("Limit", Shape::Integer(Range::between(1, 10_000))),
        optional("DeliveryStreamType", Shape::one_of(&["DirectPut", "KinesisStreamAsSource"])),
        optional("ExclusiveStartDeliveryStreamName", NAME),
    ],
    since: 0,
    run,
};

/// Names of a page unless asked otherwise (API model).
const PAGE_DEFAULT: u64 = 10;

fn run(world: &mut Simulation, body: Body) -> Answer {
    let kind = body.text("DeliveryStreamType").map(|kind| kind == "KinesisStreamAsSource");
    let fits = |of_stream: bool| kind.is_none_or(|wanted| wanted == of_stream);
    let setups = world.firehose.streams.values().map(|delivery| &delivery.setup);
    let mut names: Vec<&str> =
        setups.filter(|setup| fits(setup.stream.is_some())).map(|setup| setup.name.as_str()).collect();
    names.sort_unstable();
    let after = body.text("ExclusiveStartDeliveryStreamName").unwrap_or("");
    let rest: Vec<&str> = names.into_iter().filter(|name| *name > after).collect();
    let page = rest.len().min(body.count("Limit").unwrap_or(PAGE_DEFAULT) as usize);
    Ok(json!({ "DeliveryStreamNames": rest[..page], "HasMoreDeliveryStreams": page < rest.len() }))
}
