//! What PutRecord and PutRecords share: reading records into one buffer, and the answer for one.

use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::error::{Constraint, Refusal, outside};
use crate::kinesis::payload::Bytes;
use crate::kinesis::put_records::{Incoming, Stored, buffer as shown, require_fit};
use crate::kinesis::stream::{Stream, StreamId};
use crate::simulation::Simulation;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use std::rc::Rc;

/// The stream of a request, if it takes records: for writers there is no other.
pub fn writable(world: &Simulation, body: Body) -> Result<StreamId, Failure> {
    let id = streams::named(world, body)?;
    let stream = streams::stream(world, id);
    if stream.takes_records() { Ok(id) } else { Err(streams::stream_missing(world, &stream.name)) }
}

/// The records of a request, hashed; their bytes lie in one buffer.
pub fn read<'a>(
    world: &Simulation,
    id: StreamId,
    entries: impl Iterator<Item = Body<'a>>,
    batch: bool,
) -> Result<Vec<Incoming>, Failure> {
    let most = streams::stream(world, id).settings.record_max_bytes(world.quotas());
    let (mut buffer, mut parts) = (Vec::new(), Vec::new());
    for entry in entries {
        let (start, key) = (buffer.len(), entry.required("PartitionKey"));
        buffer.extend_from_slice(key.as_bytes());
        // The shape found it to be Base64.
        let _decoded = STANDARD.decode_vec(entry.required("Data"), &mut buffer);
        let bytes = buffer.len() - start;
        require_size(world, id, bytes, most, batch.then_some(parts.len()))?;
        parts.push((start, key.len(), bytes - key.len(), streams::explicit_hash_key(world, id, entry)?));
    }
    streams::answer(world, id, require_fit(buffer.len() as u64, world.quotas(), batch))?;
    let buffer = Rc::new(buffer);
    let incoming = |(start, key, data, explicit)| Incoming::new(Bytes::part(&buffer, start, key, data), explicit);
    Ok(parts.into_iter().map(incoming).collect())
}

/// Refuses a record whose key and data together are too large.
fn require_size(world: &Simulation, id: StreamId, bytes: usize, most: u64, nth: Option<usize>) -> Result<(), Failure> {
    let at = || nth.map_or_else(|| "data".to_owned(), |nth| format!("records.{}.member.data", nth + 1));
    let broken = outside("length", bytes as i64, 0, i64::try_from(most).ok());
    let broken: Vec<Constraint> = broken.map(|must| Constraint::new(shown(bytes), at(), must)).collect();
    match broken.is_empty() {
        true => Ok(()),
        false => streams::answer(world, id, Err(Refusal::Validation(broken))),
    }
}

/// Where a record was stored, as answers write it.
pub fn stored(world: &Simulation, stream: &Stream, stored: Stored) -> Map<String, Value> {
    let shard = &stream.shards[stored.shard.0 as usize];
    let number = shard.sequence_number(stored.index).expect("the record has just been stored");
    let mut out = Map::new();
    out.insert("ShardId".to_owned(), stored.shard.to_string().into());
    out.insert("SequenceNumber".to_owned(), number.to_string().into());
    if stream.settings.encrypts(world.now()) {
        out.insert("EncryptionType".to_owned(), "KMS".into());
    }
    out
}
