//! What SendMessage and SendMessageBatch have in common: a message read and checked, and the
//! answer to it.

use super::message_attributes;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::shape::{Member, Shape, optional};
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::attributes::Attributes;
use crate::sqs::deduplication::DeduplicationKey;
use crate::sqs::digest::{AttributeValue, attributes_bytes, attributes_md5, body_md5, content_id, id_digest};
use crate::sqs::message::{Content, GroupKey, Payload, sequence_number};
use crate::sqs::refused::Code;
use crate::sqs::service::{NewMessage, Sent};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The members of a message.
pub const BODY: Member = optional("MessageBody", Shape::TEXT);
pub const DELAY_SECONDS: Member = optional("DelaySeconds", super::shapes::INTEGER);
pub const ATTRIBUTES: Member = optional("MessageAttributes", Shape::Any);
pub const SYSTEM_ATTRIBUTES: Member = optional("MessageSystemAttributes", Shape::Any);
pub const DEDUPLICATION_ID: Member = optional("MessageDeduplicationId", Shape::TEXT);
pub const GROUP_ID: Member = optional("MessageGroupId", Shape::TEXT);

/// The day on which standard queues learned MessageGroupId, for fair queues.
const FAIR_QUEUES_SINCE: u64 = 20_250_721;

/// A message on its way in, with what its answer needs.
pub struct Outgoing {
    pub message: NewMessage,
    body_md5: String,
    attributes_md5: Option<String>,
    system_md5: Option<String>,
}

/// Reads a message and holds it against the rules of its queue.
pub fn read(world: &mut Simulation, queue: &Attributes, body: Body) -> Result<Outgoing, Failure> {
    let quotas = world.quotas.clone();
    let text = body.text("MessageBody").filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| Refused::missing("MessageBody"))?;
    let attributes = message_attributes::read(body.get("MessageAttributes"), &quotas)?;
    let system = message_attributes::read(body.get("MessageSystemAttributes"), &quotas)?;
    let bytes = text.len() as u64 + attributes_bytes(&attributes);
    if bytes > queue.maximum_message_size {
        let most = queue.maximum_message_size;
        let text = format!("One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.");
        return Err(Refused::new(Code::InvalidParameterValue, text).into());
    }
    check_characters(text)?;
    let deduplication_id = body.text("MessageDeduplicationId");
    let group_id = body.text("MessageGroupId");
    check_id("MessageDeduplicationId", deduplication_id, &quotas)?;
    check_id("MessageGroupId", group_id, &quotas)?;
    let delay_s = check_kind(queue, body, &quotas)?;

    let deduplication_id = match deduplication_id {
        Some(id) => Some(id.to_owned()),
        None if queue.fifo => Some(content_id(text)),
        None => None,
    };
    let deduplication = deduplication_id.as_deref().map(|id| DeduplicationKey::Id(id_digest(id)));
    let group = group_id.map(|id| GroupKey::of_key(world.keys.intern(id)));
    let md5 = |attributes: &BTreeMap<String, AttributeValue>| {
        (!attributes.is_empty()).then(|| attributes_md5(attributes.iter()))
    };
    let (attributes_md5, system_md5) = (md5(&attributes), md5(&system));
    let payload = Payload {
        body: text.to_owned(),
        attributes,
        trace_header: trace_header(&system),
        deduplication_id,
        group_id: group_id.map(str::to_owned),
    };
    let content = Content::Whole(Rc::new(payload));
    let message = NewMessage { content, bytes, group, deduplication, delay_s };
    Ok(Outgoing { message, body_md5: body_md5(text), attributes_md5, system_md5 })
}

/// What only one kind of queue takes; gives the message's own delay.
fn check_kind(queue: &Attributes, body: Body, quotas: &Quotas) -> Result<Option<u64>, Refused> {
    let most = quotas.sqs_delay_max_seconds;
    let reason = format!("DelaySeconds must be >= 0 and <= {most}.");
    let delay_s = super::shapes::number(body, "DelaySeconds", 0, most, &reason)?;
    if queue.fifo {
        if let Some(delay_s) = delay_s.filter(|delay_s| *delay_s > 0) {
            return Err(Refused::queue_type("DelaySeconds", delay_s));
        }
        check_fifo_members(queue, body, Refused::missing("MessageGroupId"))?;
        // 0 means the queue's own delay there.
        return Ok(None);
    }
    if let Some(id) = body.text("MessageDeduplicationId") {
        let reason = "The request includes a parameter that is not valid for this queue type.";
        return Err(Refused::parameter("MessageDeduplicationId", id, reason));
    }
    match body.text("MessageGroupId") {
        Some(id) if quotas.as_of < FAIR_QUEUES_SINCE => Err(Refused::queue_type("MessageGroupId", id)),
        _ => Ok(delay_s),
    }
}

/// A FIFO queue needs a group and a way to tell duplicates.
pub fn check_fifo_members(queue: &Attributes, body: Body, no_group: Refused) -> Result<(), Refused> {
    if !queue.content_based_deduplication && body.text("MessageDeduplicationId").is_none() {
        let text = "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
        // A call without either is told of the group first.
        return Err(if body.text("MessageGroupId").is_none() {
            no_group
        } else {
            Refused::new(Code::InvalidParameterValue, text)
        });
    }
    body.text("MessageGroupId").map(|_| ()).ok_or(no_group)
}

fn check_id(name: &str, id: Option<&str>, quotas: &Quotas) -> Result<(), Refused> {
    let most = quotas.sqs_message_group_id_max_chars;
    let valid = |id: &&str| (1..=most).contains(&(id.len() as u64)) && id.bytes().all(|byte| byte.is_ascii_graphic());
    match id.filter(|id| !valid(id)) {
        None => Ok(()),
        Some(id) => {
            let reason =
                format!("{name} can only include alphanumeric and punctuation characters. 1 to {most} in length.");
            Err(Refused::parameter(name, id, &reason))
        }
    }
}

/// A body holds what XML 1.0 may hold.
pub fn check_characters(text: &str) -> Result<(), Refused> {
    let valid =
        |char: char| matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    match text.chars().all(valid) {
        true => Ok(()),
        false => Err(Refused::new(
            Code::InvalidMessageContents,
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
        )),
    }
}

fn trace_header(system: &BTreeMap<String, AttributeValue>) -> Option<String> {
    match &system.get("AWSTraceHeader")?.value {
        crate::sqs::digest::Value::Text(text) => Some(text.clone()),
        crate::sqs::digest::Value::Binary(_) => None,
    }
}

impl Outgoing {
    /// What the answer says about the message.
    pub fn answer(&self, sent: &Sent, fifo: bool) -> Map<String, Value> {
        let mut answer = Map::new();
        let mut set = |name: &str, text: String| _ = answer.insert(name.to_owned(), text.into());
        set("MD5OfMessageBody", self.body_md5.clone());
        for (name, md5) in
            [("MD5OfMessageAttributes", &self.attributes_md5), ("MD5OfMessageSystemAttributes", &self.system_md5)]
        {
            md5.iter().for_each(|md5| set(name, md5.clone()));
        }
        set("MessageId", sent.id.to_string());
        if fifo {
            set("SequenceNumber", sequence_number(sent.number));
        }
        answer
    }
}
