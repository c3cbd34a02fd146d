//! What was given up: the record of a failed batch, as the on-failure destination gets it. Queues
//! and topics get metadata, not the records; a bucket gets both.

use super::mapping::Mapping;
use crate::account::Account;
use crate::civil::Civil;
use crate::kinesis::sequence_number::SequenceNumber;
use crate::kinesis::shard::ShardId;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Discards kept for looking at.
pub const DISCARDS_KEPT: usize = 1_024;

/// Why records were given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Condition {
    RetryAttemptsExhausted,
    RecordAgeExceeded,
    /// A single record whose event is larger than an invocation takes.
    RequestPayloadSizeExceeded,
}

impl Condition {
    pub fn name(self) -> &'static str {
        match self {
            Condition::RetryAttemptsExhausted => "RetryAttemptsExhausted",
            Condition::RecordAgeExceeded => "RecordAgeExceeded",
            Condition::RequestPayloadSizeExceeded => "RequestPayloadSizeExceeded",
        }
    }
}

/// A batch, or the part of one, that was given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discarded {
    pub at: Time,
    pub shard: ShardId,
    pub condition: Condition,
    pub invocations: u32,
    pub records: u32,
    /// Of the first and the last record.
    pub indices: (u64, u64),
    pub numbers: (SequenceNumber, SequenceNumber),
    pub arrived: (Time, Time),
}

/// Where failed batches go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Destination<'a> {
    Queue(&'a str),
    Topic(&'a str),
    Bucket(&'a str),
}

impl<'a> Destination<'a> {
    /// Reads an ARN; None for what can't be a destination.
    pub fn of(arn: &'a str) -> Option<Destination<'a>> {
        let mut parts = arn.splitn(6, ':');
        let (prefix, _, service) = (parts.next()?, parts.next()?, parts.next()?);
        let name = parts.nth(2).filter(|name| !name.is_empty())?;
        match (prefix, service) {
            ("arn", "sqs") => Some(Destination::Queue(name)),
            ("arn", "sns") => Some(Destination::Topic(name)),
            ("arn", "s3") => Some(Destination::Bucket(name)),
            _ => None,
        }
    }
}

/// The metadata as JSON, in the service's form.
pub fn invocation_record(account: &Account, stream: &str, mapping: &Mapping, discarded: &Discarded) -> Value {
    let iso = |at: Time| Civil::from_ms(account.epoch.ms(at)).iso();
    let mut record = json!({
        "requestContext": {
            "requestId": mapping.uuid,
            "functionArn": account.arn("lambda", &format!("function:{}", mapping.setup.function)),
            "condition": discarded.condition.name(),
            "approximateInvokeCount": discarded.invocations,
        },
        "version": "1.0",
        "timestamp": iso(discarded.at),
        "KinesisBatchInfo": {
            "shardId": discarded.shard.to_string(),
            "startSequenceNumber": discarded.numbers.0.to_string(),
            "endSequenceNumber": discarded.numbers.1.to_string(),
            "approximateArrivalOfFirstRecord": iso(discarded.arrived.0),
            "approximateArrivalOfLastRecord": iso(discarded.arrived.1),
            "batchSize": discarded.records,
            "streamArn": account.arn("kinesis", &format!("stream/{stream}")),
        },
    });
    if discarded.condition == Condition::RetryAttemptsExhausted {
        record["responseContext"] =
            json!({ "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" });
    }
    record
}

/// Where a bucket keeps it: `aws/lambda/<UUID>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<id>`.
pub fn object_key(account: &Account, mapping: &Mapping, discarded: &Discarded, id: &str) -> String {
    let civil = Civil::from_ms(account.epoch.ms(discarded.at));
    let Civil { year, month, day, hour, minute, second, .. } = civil;
    format!(
        "aws/lambda/{}/{}/{year:04}/{month:02}/{day:02}/{year:04}-{month:02}-{day:02}T{hour:02}.{minute:02}.{second:02}-{id}",
        mapping.uuid, discarded.shard
    )
}
