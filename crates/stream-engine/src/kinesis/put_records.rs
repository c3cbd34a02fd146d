//! PutRecord and PutRecords: the way of a record into a shard.

use super::hash_key::{HashKey, hash_key};
use super::shard::{Payload, Record, ShardId};
use super::stream::Stream;
use crate::command::NewRecord;
use crate::error::{Constraint, InvalidArgument, Limit, Refusal, Throttle};
use crate::quota::Quotas;
use crate::time::Time;
use serde::Serialize;
use std::rc::Rc;

/// Where a record was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Stored {
    pub shard: ShardId,
    /// Index in the shard's log.
    pub index: u64,
}

impl Stream {
    /// Stores a record in the open shard that owns `hash`, or says which limit refused it. This is
    /// the engine's inner loop: route, two buckets, append, count.
    pub fn put(&mut self, quotas: &Quotas, now: Time, hash: HashKey, record: Record) -> Result<Stored, Throttle> {
        let at = self.route(hash);
        let shard = &mut self.shards[at];
        let (record_rate, byte_rate) = (quotas.write_records(), quotas.write_bytes());
        let renewed = quotas.write_renewal(now);
        shard.write_records.refill(record_rate, renewed);
        shard.write_bytes.refill(byte_rate, renewed);
        let refused = if !shard.write_records.fits(record_rate, 1) {
            Some(Limit::WriteRecords)
        } else if !shard.write_bytes.fits(byte_rate, u64::from(record.bytes)) {
            Some(Limit::WriteBytes)
        } else {
            None
        };
        let second = shard.seconds.now(now);
        if let Some(limit) = refused {
            second.write_provisioned_throughput_exceeded += 1;
            return Err(Throttle { shard: shard.id, limit });
        }
        shard.write_records.spend(1);
        shard.write_bytes.spend(u64::from(record.bytes));
        second.incoming_records += 1;
        second.incoming_bytes += record.bytes;
        let stored = Stored { shard: shard.id, index: shard.records.end() };
        let filled = shard.records.push(record);
        self.kept += 1;
        if filled {
            self.drop_old_records(now);
        }
        Ok(stored)
    }

    /// Stores a learner's record with its data. `record` tells its key and number.
    pub fn put_payload(
        &mut self,
        quotas: &Quotas,
        now: Time,
        asked: &NewRecord,
        record: Record,
    ) -> Result<Stored, Throttle> {
        let hash = asked.explicit_hash_key.unwrap_or_else(|| hash_key(&asked.partition_key));
        let stored = self.put(quotas, now, hash, record)?;
        let payload = Payload { explicit_hash_key: asked.explicit_hash_key, data: asked.data.clone() };
        self.shards[stored.shard.0 as usize].payloads.insert(stored.index, Rc::new(payload));
        Ok(stored)
    }
}

/// Key and data in bytes, as counted against the limits.
pub fn size(record: &NewRecord) -> u64 {
    (record.partition_key.len() + record.data.len()) as u64
}

/// What the request must satisfy before any record is looked at.
pub fn validate(records: &[NewRecord], quotas: &Quotas, batch: bool) -> Result<(), Refusal> {
    let mut broken = Vec::new();
    let most = quotas.put_records_max_records_per_call;
    if batch && !(1..=most).contains(&(records.len() as u64)) {
        broken.push(Constraint::Count { field: "records", found: records.len() as u64, most });
    }
    for (at, record) in records.iter().enumerate() {
        let nth = batch.then_some(at as u32);
        let chars = record.partition_key.chars().count() as u64;
        if !(1..=quotas.partition_key_max_chars).contains(&chars) {
            let most = quotas.partition_key_max_chars;
            broken.push(Constraint::Length { field: "partitionKey", nth, found: chars, least: 1, most });
        }
        let (bytes, most) = (size(record), quotas.record_default_max_bytes_key_plus_data);
        if bytes > most {
            broken.push(Constraint::Length { field: "data", nth, found: bytes, least: 0, most });
        }
    }
    if !broken.is_empty() {
        return Err(Refusal::Validation(broken));
    }
    let (total, most) = (records.iter().map(size).sum(), quotas.put_records_max_bytes_per_call);
    if batch && total > most {
        return Err(Refusal::InvalidArgument(InvalidArgument::RequestTooLarge { bytes: total, most }));
    }
    Ok(())
}
