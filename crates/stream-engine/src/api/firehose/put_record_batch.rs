//! PutRecordBatch: up to a few hundred records; each is taken or refused for itself.

use super::put_record::{SLOW_DOWN, record_id, slow_down};
use super::shapes::{NAME, RECORDS};
use super::streams::taking_puts;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "PutRecordBatch",
    members: &[required("DeliveryStreamName", NAME), required("Records", RECORDS)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = taking_puts(world, body)?;
    let records: Vec<Vec<u8>> =
        body.structures("Records").map(|record| record.blob("Data").unwrap_or_default()).collect();
    let (bytes, most) = (records.iter().map(Vec::len).sum::<usize>() as u64, world.quotas.firehose_put_batch_max_bytes);
    if bytes > most {
        return Err(Failure::invalid_argument(format!("Records size exceeds {most} bytes limit")));
    }
    let answers = world.firehose_put(number, records).map_err(|_| slow_down())?;
    let failed = answers.iter().filter(|answer| answer.is_err()).count();
    let entry = |answer: &Result<u64, _>| match answer {
        Ok(nth) => json!({ "RecordId": record_id(world, number, *nth) }),
        Err(_) => json!({ "ErrorCode": "ServiceUnavailableException", "ErrorMessage": SLOW_DOWN }),
    };
    let entries: Vec<Value> = answers.iter().map(entry).collect();
    Ok(json!({ "FailedPutCount": failed, "Encrypted": false, "RequestResponses": entries }))
}
