//! PutRecords: up to five hundred records, each of which is stored or refused for itself.

use super::put;
use super::shapes::{BY_ARN, BY_NAME, DATA, HASH_KEY, PARTITION_KEY};
use super::streams;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::{Map, Value, json};

/// Its name in targets.
pub const PUT_RECORDS: &str = "PutRecords";

pub static OPERATION: Operation = Operation {
    name: PUT_RECORDS,
    members: &[
        required(
            "Records",
            Shape::List { of: &ENTRY, count: Range::up_to(1, |quotas| quotas.put_records_max_records_per_call) },
        ),
        BY_ARN,
        BY_NAME,
    ],
    since: 0,
    run,
};

const ENTRY: Shape = Shape::Structure(&[
    required("PartitionKey", PARTITION_KEY),
    optional("ExplicitHashKey", HASH_KEY),
    required("Data", DATA),
]);

fn run(world: &mut Simulation, body: Body) -> Answer {
    let id = put::writable(world, body)?;
    let incoming = put::read(world, id, body.structures("Records"), true)?;
    let results = world.put_incoming(id, &incoming);
    let stream = streams::stream(world, id);
    let failed = results.iter().filter(|result| result.is_err()).count();
    let entries = results.into_iter().map(|result| match result {
        Ok(stored) => put::stored(world, stream, stored).into(),
        Err(throttle) => {
            json!({ "ErrorCode": throttle.code(), "ErrorMessage": throttle.message(world.place(id)) })
        }
    });
    let entries: Vec<Value> = entries.collect();
    let mut out = Map::new();
    out.insert("FailedRecordCount".to_owned(), failed.into());
    out.insert("Records".to_owned(), entries.into());
    if stream.settings.encrypts(world.now()) {
        out.insert("EncryptionType".to_owned(), "KMS".into());
    }
    Ok(out.into())
}
