//! SendMessageBatch: up to ten messages in one call, each accepted or refused for itself.

use super::batches::{self, Outcome};
use super::queues;
use super::sending::{self, ATTRIBUTES, BODY, DEDUPLICATION_ID, DELAY_SECONDS, GROUP_ID, SYSTEM_ATTRIBUTES};
use super::shapes::QUEUE_URL;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::attributes::Attributes;
use crate::sqs::refused::Code;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "SendMessageBatch",
    members: &[
        QUEUE_URL,
        optional(
            "Entries",
            Shape::List {
                of: &Shape::Structure(&[
                    optional("Id", Shape::TEXT),
                    BODY,
                    DELAY_SECONDS,
                    ATTRIBUTES,
                    SYSTEM_ATTRIBUTES,
                    DEDUPLICATION_ID,
                    GROUP_ID,
                ]),
                count: Range::ANY,
            },
        ),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let queue = queues::named(world, body)?;
    let attributes = queues::queue(world, queue)?.attributes.clone();
    let entries = batches::entries(body, "SendMessageBatchRequestEntry", &world.quotas)?;
    check_whole(world, &attributes, &entries)?;

    let mut outcome = Outcome::default();
    let mut outgoing = Vec::new();
    for (id, entry) in entries {
        match sending::read(world, &attributes, entry) {
            Ok(message) => outgoing.push((id, message)),
            Err(failure) if failure.code == "SerializationException" => return Err(failure),
            Err(failure) => outcome.failed(id, in_batch(failure)),
        }
    }
    let messages = outgoing.iter().map(|(_, outgoing)| outgoing.message.clone()).collect();
    let sent = world.sqs_call(queue, |sqs, at| sqs.send(queue, messages, at))?;
    for ((id, outgoing), sent) in outgoing.iter().zip(&sent) {
        let mut answer = outgoing.answer(sent, attributes.fifo);
        answer.insert("Id".to_owned(), (*id).into());
        outcome.done(Value::Object(answer));
    }
    Ok(outcome.answer())
}

/// What refuses a batch as a whole: an entry without the members of a FIFO queue, too many bytes.
fn check_whole(world: &Simulation, attributes: &Attributes, entries: &[(&str, Body)]) -> Result<(), Failure> {
    let no_group = || Refused::new(Code::InvalidParameterValue, Refused::missing("MessageGroupId").message);
    if attributes.fifo {
        entries.iter().try_for_each(|(_, entry)| sending::check_fifo_members(attributes, *entry, no_group()))?;
    }
    let bytes = |(_, entry): &(&str, Body)| {
        let attributes = super::message_attributes::read(entry.get("MessageAttributes"), &world.quotas);
        let attributes = attributes.map_or(0, |attributes| crate::sqs::digest::attributes_bytes(&attributes));
        entry.required("MessageBody").len() as u64 + attributes
    };
    let (total, most) = (entries.iter().map(bytes).sum::<u64>(), world.quotas.sqs_message_max_bytes);
    if total > most {
        let text = format!("Batch requests cannot be longer than {most} bytes. You have sent {total} bytes.");
        return Err(Refused::new(Code::BatchRequestTooLong, text).into());
    }
    Ok(())
}

/// A message's size is worded differently inside a batch.
fn in_batch(failure: Failure) -> Failure {
    let text = failure.message.map(|text| {
        text.replace(
            "One or more parameters are invalid. Reason: Message",
            "One or more parameters cannot be validated. Reason: Message",
        )
    });
    Failure { message: text, ..failure }
}
