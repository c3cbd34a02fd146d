//! CreateQueue: a new queue, or the one that is there if its attributes are those asked for.

use super::queues;
use super::shapes::{MAP, required};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::attributes::Attributes;
use crate::sqs::refused::Code;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "CreateQueue",
    members: &[optional("QueueName", Shape::TEXT), optional("Attributes", MAP), optional("tags", MAP)],
    since: 0,
    run,
};

/// How the name of a FIFO queue ends.
const FIFO_SUFFIX: &str = ".fifo";

fn run(world: &mut Simulation, body: Body) -> Answer {
    let quotas = world.quotas.clone();
    let name = required(body, "QueueName")?;
    let fifo = body.map("Attributes").any(|(name, text)| name == "FifoQueue" && text.eq_ignore_ascii_case("true"));
    check_name(name, fifo, &quotas)?;
    let mut attributes = Attributes::new(fifo, &quotas);
    attributes.set(body.map("Attributes"), &quotas)?;
    world.sqs.check_redrive(name, &attributes, &world.account)?;
    let id = match world.sqs.find(name) {
        Some(id) => {
            check_same(&queues::queue(world, id)?.attributes, &attributes, body)?;
            id
        }
        None => {
            let account = world.account.clone();
            let at = crate::sqs::service::At { now: world.now, quotas: &quotas, account: &account };
            let id = world.sqs.create(name, attributes, at)?;
            let queue = world.sqs.existing(id)?;
            queue.tags.extend(body.map("tags").map(|(key, value)| (key.to_owned(), value.to_owned())));
            id
        }
    };
    let name = &queues::queue(world, id)?.name;
    Ok(json!({ "QueueUrl": queues::url(&world.account, name) }))
}

fn check_name(name: &str, fifo: bool, quotas: &Quotas) -> Result<(), Refused> {
    let stem = if fifo { name.strip_suffix(FIFO_SUFFIX) } else { Some(name) };
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    let most = quotas.sqs_queue_name_max_chars_with_suffix;
    let valid = |stem: &str| !stem.is_empty() && stem.chars().all(plain) && name.len() as u64 <= most;
    if stem.is_some_and(valid) {
        return Ok(());
    }
    let text = match fifo {
        true => format!(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to {most} in length."
        ),
        false => format!("Can only include alphanumeric characters, hyphens, or underscores. 1 to {most} in length."),
    };
    Err(Refused::new(Code::InvalidParameterValue, text))
}

/// Each attribute that is asked for has the value that the queue has.
fn check_same(there: &Attributes, asked: &Attributes, body: Body) -> Result<(), Refused> {
    let different = |name: &&str| there.get(name) != asked.get(name);
    match body.map("Attributes").map(|(name, _)| name).find(different) {
        None => Ok(()),
        Some(name) => Err(Refused::new(
            Code::QueueNameExists,
            format!("A queue already exists with the same name and a different value for attribute {name}"),
        )),
    }
}
