//! PutRecord: one record into the shard that its key hashes to.

use super::put;
use super::shapes::{BY_ARN, BY_NAME, DATA, HASH_KEY, PARTITION_KEY, SEQUENCE_NUMBER};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{optional, required};
use crate::error::Refusal;
use crate::simulation::Simulation;

pub static OPERATION: Operation = Operation {
    name: "PutRecord",
    members: &[
        optional("SequenceNumberForOrdering", SEQUENCE_NUMBER),
        required("PartitionKey", PARTITION_KEY),
        optional("ExplicitHashKey", HASH_KEY),
        required("Data", DATA),
        BY_ARN,
        BY_NAME,
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = put::writable(world, body)?;
    let incoming = put::read(world, id, std::iter::once(body), false)?;
    if let Some(text) = body.text("SequenceNumberForOrdering") {
        let past = streams::stream(world, id).require_past(text, world.now());
        streams::answer(world, id, past)?;
    }
    let results = world.put_incoming(id, &incoming);
    let stored = results.into_iter().next().expect("one record has one result");
    let stored = streams::answer(world, id, stored.map_err(Refusal::ProvisionedThroughputExceeded))?;
    Ok(put::stored(world, streams::stream(world, id), stored).into())
}
