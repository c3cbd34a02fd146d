//! ListEventSourceMappings: all mappings, or those of a stream or function, page by page.

use super::mappings::{described, function_name};
use super::settings::invalid;
use super::shapes::{ARN, FUNCTION_NAME};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListEventSourceMappings",
    members: &[
        optional("EventSourceArn", ARN),
        optional("FunctionName", FUNCTION_NAME),
        optional("Marker", Shape::TEXT),
        optional("MaxItems", Shape::Integer(Range::between(1, 10_000))),
    ],
    since: 0,
    run,
};

/// Mappings of a page at most, whatever is asked for (API grammar).
const PAGE_MAX: usize = 100;

fn run(world: &mut Simulation, body: Body) -> Answer {
    // A marker is the number of the last mapping given.
    let after = body.text("Marker").map(str::parse::<u16>).transpose();
    let after = after.map_err(|_| invalid("The provided marker is not valid."))?;
    let function = body.text("FunctionName").map(function_name);
    let fits = |number: u16| {
        let mapping = &world.lambda.mappings[&number];
        after.is_none_or(|after| number > after)
            && function.is_none_or(|name| mapping.setup.function == name)
            && body.text("EventSourceArn").is_none_or(|arn| mapping.source_arn == arn)
    };
    let mut numbers: Vec<u16> = world.lambda.mappings.keys().copied().filter(|number| fits(*number)).collect();
    let page = body.count("MaxItems").map_or(PAGE_MAX, |most| PAGE_MAX.min(most as usize));
    let more = numbers.len() > page;
    numbers.truncate(page);
    let all: Vec<Value> = numbers.iter().map(|number| described(world, *number)).collect();
    let mut answer = json!({ "EventSourceMappings": all });
    if let (true, Some(last)) = (more, numbers.last()) {
        answer["NextMarker"] = last.to_string().into();
    }
    Ok(answer)
}
