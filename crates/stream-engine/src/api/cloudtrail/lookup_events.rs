//! LookupEvents: recorded calls, newest first.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::security::trail::TrailEvent;
use crate::simulation::Simulation;
use serde_json::{Value, json};

/// Events of one answer, by default and at most.
const EVENTS_MAX: u64 = 50;

const ATTRIBUTE: Shape =
    Shape::Structure(&[required("AttributeKey", Shape::one_of(&KEYS)), required("AttributeValue", Shape::TEXT)]);

const KEYS: [&str; 8] =
    ["EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId"];

pub static OPERATION: Operation = Operation {
    name: "LookupEvents",
    members: &[
        optional("LookupAttributes", Shape::List { of: &ATTRIBUTE, count: Range::at_least(0) }),
        optional("StartTime", Shape::Timestamp),
        optional("EndTime", Shape::Timestamp),
        optional("EventCategory", Shape::one_of(&["insight"])),
        optional("MaxResults", Shape::Integer(Range::ANY)),
        optional("NextToken", Shape::TEXT),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let attributes: Vec<(&str, &str)> = body
        .structures("LookupAttributes")
        .map(|attribute| (attribute.required("AttributeKey"), attribute.required("AttributeValue")))
        .collect();
    if attributes.len() > 1 {
        let text = "You can only specify one lookup attribute at a time.";
        return Err(Failure::new("InvalidLookupAttributesException", text));
    }
    let most = body.number("MaxResults").map_or(Some(EVENTS_MAX), |most| u64::try_from(most).ok());
    let most = most.filter(|most| (1..=EVENTS_MAX).contains(most)).ok_or_else(|| {
        let text = format!("The maximum number of results must be between 1 and {EVENTS_MAX}.");
        Failure::new("InvalidMaxResultsException", text)
    })?;
    let (start, end) = (body.timestamp_ms("StartTime"), body.timestamp_ms("EndTime"));
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(Failure::new("InvalidTimeRangeException", "The start time must come before the end time."));
    }
    // A token says below which event to go on.
    let below = body.text("NextToken").map(|token| token.parse::<u64>()).transpose();
    let below = below.map_err(|_| Failure::new("InvalidNextTokenException", "The token isn't valid."))?;
    let wanted = |event: &&TrailEvent| {
        let ms = world.account.epoch.ms(event.at);
        below.is_none_or(|below| event.number < below)
            && start.is_none_or(|start| ms >= start)
            && end.is_none_or(|end| ms <= end)
            && attributes.iter().all(|(key, value)| has(event, key, value))
    };
    let mut found = world.trail.events.iter_back().filter(wanted).take(most as usize + 1);
    let page: Vec<&TrailEvent> = found.by_ref().take(most as usize).collect();
    let more = found.next().is_some();
    let mut answer = json!({ "Events": page.iter().map(|event| shown(world, event)).collect::<Vec<Value>>() });
    if let (true, Some(last)) = (more, page.last()) {
        answer["NextToken"] = last.number.to_string().into();
    }
    Ok(answer)
}

fn has(event: &TrailEvent, key: &str, value: &str) -> bool {
    match key {
        "EventId" => event.id() == value,
        "EventName" => event.name == value,
        "ReadOnly" => event.is_read_only().to_string() == value,
        "Username" => event.user_name() == value,
        "EventSource" => event.source == value,
        "ResourceName" => event.resource.as_deref() == Some(value),
        "ResourceType" => event.resource_type() == Some(value),
        // Access keys aren't simulated.
        _ => false,
    }
}

fn shown(world: &Simulation, event: &TrailEvent) -> Value {
    let resources: Vec<Value> = match (&event.resource, event.resource_type()) {
        (Some(name), Some(kind)) => vec![json!({ "ResourceType": kind, "ResourceName": name })],
        _ => Vec::new(),
    };
    json!({
        "EventId": event.id(),
        "EventName": event.name,
        "ReadOnly": event.is_read_only().to_string(),
        "EventTime": world.account.epoch.second(event.at),
        "EventSource": event.source,
        "Username": event.user_name(),
        "Resources": resources,
        "CloudTrailEvent": event.record(&world.account).to_string(),
    })
}
