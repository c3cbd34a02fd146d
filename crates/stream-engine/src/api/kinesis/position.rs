//! Where reading begins, as GetShardIterator and SubscribeToShard are asked for it.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::kinesis::shard_iterator::ShardIteratorType;
use crate::simulation::Simulation;

/// The position that the members named `kind`, `number` and `Timestamp` describe.
pub fn asked(world: &Simulation, body: Body, kind: &str, number: &str) -> Result<ShardIteratorType, Failure> {
    let name = body.required(kind);
    let number = body.text(number).map(str::to_owned);
    match (name, number) {
        ("TRIM_HORIZON", None) => Ok(ShardIteratorType::TrimHorizon),
        ("LATEST", None) => Ok(ShardIteratorType::Latest),
        ("AT_SEQUENCE_NUMBER", Some(number)) => Ok(ShardIteratorType::AtSequenceNumber(number)),
        ("AFTER_SEQUENCE_NUMBER", Some(number)) => Ok(ShardIteratorType::AfterSequenceNumber(number)),
        ("AT_TIMESTAMP", _) => match body.timestamp_ms("Timestamp") {
            Some(ms) => Ok(ShardIteratorType::AtTimestamp(world.account().epoch.at_ms(ms))),
            None => Err(Failure::invalid_argument(
                "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
            )),
        },
        (_, number) => {
            let and = if number.is_some() { "and also a" } else { "and no" };
            Err(Failure::invalid_argument(format!(
                "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified {name} {and} StartingSequenceNumber."
            )))
        }
    }
}
