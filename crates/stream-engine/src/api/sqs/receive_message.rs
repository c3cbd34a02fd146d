//! ReceiveMessage: up to ten messages, each with a receipt handle.

use super::message_attributes::{chosen, shown};
use super::queues;
use super::shapes::{INTEGER, QUEUE_URL, TEXTS, bounds, number};
use crate::api::body::Body;
use crate::api::data::record_data;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::attributes::unknown;
use crate::sqs::digest::{attributes_md5, body_md5};
use crate::sqs::message::{Content, Message, Number, Payload, sequence_number};
use crate::sqs::queue::Queue;
use crate::sqs::receive::Receive;
use crate::time::SECOND_US;
use serde_json::{Map, Value};
use std::rc::Rc;

pub static OPERATION: Operation = Operation {
    name: "ReceiveMessage",
    members: &[
        QUEUE_URL,
        optional("AttributeNames", TEXTS),
        optional("MessageSystemAttributeNames", TEXTS),
        optional("MessageAttributeNames", TEXTS),
        optional("MaxNumberOfMessages", INTEGER),
        optional("VisibilityTimeout", INTEGER),
        optional("WaitTimeSeconds", INTEGER),
        optional("ReceiveRequestAttemptId", Shape::TEXT),
    ],
    since: 0,
    run,
};

/// Attributes that the service itself gives a message.
const SYSTEM: [&str; 9] = [
    "SenderId",
    "SentTimestamp",
    "ApproximateReceiveCount",
    "ApproximateFirstReceiveTimestamp",
    "SequenceNumber",
    "MessageDeduplicationId",
    "MessageGroupId",
    "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
];

/// Older names of the same list that mean attributes of queues, and are let pass.
fn is_known(name: &str) -> bool {
    name == "All" || SYSTEM.contains(&name) || crate::sqs::attributes::SETTABLE.contains(&name)
}

fn run(world: &mut Simulation, body: Body) -> Answer {
    let quotas = world.quotas.clone();
    let id = queues::named(world, body)?;
    let attributes = queues::queue(world, id)?.attributes.clone();
    let most = quotas.sqs_receive_max_messages;
    let reason = format!("Must be between 1 and {most}, if provided.");
    let max_messages = number(body, "MaxNumberOfMessages", 1, most, &reason)?.unwrap_or(1);
    let most = quotas.sqs_visibility_timeout_max_seconds;
    let timeout_s = number(body, "VisibilityTimeout", 0, most, &bounds(0, most))?;
    let most = quotas.sqs_long_poll_max_seconds;
    let wait_s = number(body, "WaitTimeSeconds", 0, most, &bounds(0, most))?;
    let attempt_id = body.text("ReceiveRequestAttemptId");
    if let Some(attempt) = attempt_id.filter(|_| !attributes.fifo) {
        return Err(Refused::queue_type("ReceiveRequestAttemptId", attempt).into());
    }
    let system: Vec<&str> = body.texts("AttributeNames").chain(body.texts("MessageSystemAttributeNames")).collect();
    if let Some(name) = system.iter().find(|name| !is_known(name)) {
        return Err(unknown(name).into());
    }
    let names: Vec<&str> = body.texts("MessageAttributeNames").collect();

    let ask = Receive {
        max_messages,
        visibility_timeout_us: timeout_s.unwrap_or(attributes.visibility_timeout_s) * SECOND_US,
        attempt_id: attempt_id.map(str::to_owned),
        waits: wait_s.unwrap_or(attributes.receive_message_wait_time_s) > 0,
        ..Receive::default()
    };
    let given = world.sqs_call(id, |sqs, at| sqs.receive(id, ask, at))?;
    let queue = queues::queue(world, id)?;
    let messages: Vec<Value> = given.iter().filter_map(|number| show(world, queue, *number, &system, &names)).collect();
    let mut answer = Map::new();
    if !messages.is_empty() {
        answer.insert("Messages".to_owned(), messages.into());
    }
    Ok(Value::Object(answer))
}

fn show(world: &Simulation, queue: &Queue, number: Number, system: &[&str], names: &[&str]) -> Option<Value> {
    let message = queue.message(number)?;
    let payload = payload(world, message);
    let mut shape = Map::new();
    let mut set = |name: &str, value: Value| _ = shape.insert(name.to_owned(), value);
    set("MessageId", message.id.to_string().into());
    set("ReceiptHandle", queue.handle(number).into());
    set("MD5OfBody", body_md5(&payload.body).into());
    set("Body", payload.body.as_str().into());
    let all = system.contains(&"All");
    let wanted = SYSTEM.iter().filter(|name| all || system.contains(name));
    let attributes: Map<String, Value> = wanted
        .filter_map(|name| {
            let text = system_attribute(world, queue, number, message, &payload, name)?;
            Some(((*name).to_owned(), text.into()))
        })
        .collect();
    if !attributes.is_empty() {
        set("Attributes", attributes.into());
    }
    let chosen = chosen(&payload.attributes, names);
    if chosen.clone().next().is_some() {
        set("MD5OfMessageAttributes", attributes_md5(chosen.clone()).into());
        set("MessageAttributes", shown(chosen).into());
    }
    Some(Value::Object(shape))
}

/// What a message holds; of a simulated producer's it is made again.
fn payload(world: &Simulation, message: &Message) -> Rc<Payload> {
    match &message.content {
        Content::Whole(payload) => payload.clone(),
        Content::Reading(record) => Rc::new(Payload {
            body: String::from_utf8_lossy(&record_data(world, record, None)).into_owned(),
            deduplication_id: Some(format!("{}-{}", record.producer, record.number)),
            group_id: Some(world.keys.text(record.key, record.origin())),
            ..Payload::default()
        }),
    }
}

fn system_attribute(
    world: &Simulation,
    queue: &Queue,
    number: Number,
    message: &Message,
    payload: &Payload,
    name: &str,
) -> Option<String> {
    let ms = |at| world.account.epoch.ms(at).to_string();
    let fifo = queue.attributes.fifo;
    match name {
        // The form of an IAM user's id; the lab has one user.
        "SenderId" => Some(format!("AIDA{:0>17}", world.account.id)),
        "SentTimestamp" => Some(ms(message.sent)),
        "ApproximateReceiveCount" => Some(message.receive_count.to_string()),
        "ApproximateFirstReceiveTimestamp" => message.first_received.map(ms),
        "SequenceNumber" => fifo.then(|| sequence_number(number)),
        "MessageDeduplicationId" => payload.deduplication_id.clone().filter(|_| fifo),
        "MessageGroupId" => payload.group_id.clone().filter(|_| message.group.is_some()),
        "AWSTraceHeader" => payload.trace_header.clone(),
        _ => message.dead_letter_source.as_deref().map(str::to_owned),
    }
}
