//! PutRecord and PutRecords: the way of a record into a shard.

use super::hash_key::{HashKey, hash_key};
use super::payload::{Bytes, Payload};
use super::sequence_number::ParsedNumber;
use super::shard::{Record, Shard, ShardId};
use super::stream::{Stream, StreamId};
use crate::command::NewRecord;
use crate::error::{Constraint, InvalidArgument, Limit, Refusal, Throttle, outside};
use crate::keys::KeyTable;
use crate::quota::Quotas;
use crate::simulation::{LEARNER, Simulation};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Shards of a stream whose sequence numbers rise together (seen on the service).
const SHARDS_COUNTING_TOGETHER: usize = 5;

/// Where a record was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stored {
    pub shard: ShardId,
    /// Index in the shard's log.
    pub index: u64,
}

/// A record of a client, ready to be stored.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub hash: HashKey,
    pub bytes: Bytes,
    pub explicit_hash_key: Option<HashKey>,
}

impl Incoming {
    /// Hashes the key, unless the client chose the hash key itself.
    pub fn new(bytes: Bytes, explicit_hash_key: Option<HashKey>) -> Incoming {
        Incoming { hash: explicit_hash_key.unwrap_or_else(|| hash_key(bytes.key())), bytes, explicit_hash_key }
    }
}

impl Stream {
    /// Stores a record in the open shard that owns `hash`, or says which limit refused it.
    pub fn put(&mut self, quotas: &Quotas, now: Time, hash: HashKey, record: Record) -> Result<Stored, Throttle> {
        let at = self.place(hash)?;
        self.put_at(quotas, now, at, record)
    }

    /// Place in `shards` of the open shard that owns `hash`, as long as the stream takes records.
    pub fn place(&self, hash: HashKey) -> Result<usize, Throttle> {
        match self.takes_records() && self.open_count() > 0 {
            true => Ok(self.route(hash)),
            false => Err(Throttle { shard: ShardId(0), limit: Limit::NoStream }),
        }
    }

    /// Stores a record in the shard at this place. This is the engine's inner loop: two buckets,
    /// append, count.
    fn put_at(&mut self, quotas: &Quotas, now: Time, at: usize, record: Record) -> Result<Stored, Throttle> {
        let (record_rate, byte_rate) = self.write_rates(quotas);
        let shard = &mut self.shards[at];
        let renewed = quotas.write_renewal(now);
        shard.write_records.refill(record_rate, renewed);
        shard.write_bytes.refill(byte_rate, renewed);
        let bytes = u64::from(record.bytes);
        let refused = if !shard.write_records.fits(record_rate, 1) {
            Some(Limit::WriteRecords)
        } else if !shard.write_bytes.fits(byte_rate, bytes) && !shard.write_bytes.fits_alone(byte_rate, bytes) {
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
        shard.write_bytes.spend(bytes);
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

    /// Takes as many of `records` records of this size into the shard at this place as its limits
    /// allow, without keeping them, and says how many. So many applications read them.
    pub(crate) fn take_records(
        &mut self,
        quotas: &Quotas,
        now: Time,
        at: usize,
        records: u64,
        bytes: u32,
        readers: u8,
    ) -> u64 {
        let (record_rate, byte_rate) = self.write_rates(quotas);
        let shard = &mut self.shards[at];
        let renewed = quotas.write_renewal(now);
        let room = shard.write_records.available(record_rate, renewed);
        let byte_room = shard.write_bytes.available(byte_rate, renewed) / u64::from(bytes.max(1));
        let taken = records.min(room).min(byte_room);
        shard.write_records.take(record_rate, renewed, taken);
        shard.write_bytes.take(byte_rate, renewed, taken * u64::from(bytes));
        let second = shard.seconds.now(now);
        second.incoming_records += taken as u32;
        second.incoming_bytes += taken as u32 * bytes;
        second.write_provisioned_throughput_exceeded += (records - taken) as u32;
        second.get_records_calls += u32::from(readers);
        second.get_records_records += taken as u32 * u32::from(readers);
        second.get_records_bytes += taken as u32 * bytes * u32::from(readers);
        taken
    }

    /// Refuses a SequenceNumberForOrdering that is none, or lies in the future.
    pub fn require_past(&self, text: &str, now: Time) -> Result<(), Refusal> {
        // A child's numbers may run a second ahead of the clock.
        let latest_s = self.epoch.second(now).max(self.shards.last().map_or(0, Shard::created_s));
        match ParsedNumber::read(text).and_then(|number| number.put_s) {
            Some(put_s) if put_s <= latest_s => Ok(()),
            _ => {
                let text = text.to_owned();
                Err(Refusal::InvalidArgument(InvalidArgument::SequenceNumberForOrdering { text }))
            }
        }
    }

    /// Stores a client's record with its bytes in the shard at this place.
    pub fn put_with_bytes(
        &mut self,
        quotas: &Quotas,
        now: Time,
        at: usize,
        record: Record,
        incoming: &Incoming,
    ) -> Result<Stored, Throttle> {
        let group = at / SHARDS_COUNTING_TOGETHER;
        if self.rising.len() <= group {
            self.rising.resize(group + 1, 0);
        }
        let rising = self.shards[at].rising(self.shards[at].records.end()).max(self.rising[group]);
        let stored = self.put_at(quotas, now, at, record)?;
        self.rising[group] = rising + 1;
        let payload = Payload::new(stored.index, rising, incoming.bytes.clone(), incoming.explicit_hash_key);
        self.shards[at].payloads.push(payload);
        Ok(stored)
    }
}

impl Simulation {
    /// Stores the records of one request, each for itself, shard by shard as the service does.
    pub(crate) fn put_incoming(&mut self, id: StreamId, incoming: &[Incoming]) -> Vec<Result<Stored, Throttle>> {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let mut results = vec![Err(Throttle { shard: ShardId(0), limit: Limit::NoStream }); incoming.len()];
        let stream = &self.streams[usize::from(id.0)];
        let places = incoming.iter().enumerate().filter_map(|(nth, one)| Some((stream.place(one.hash).ok()?, nth)));
        let mut order: Vec<(usize, usize)> = places.collect();
        order.sort_unstable();
        for (at, nth) in order {
            let one = &incoming[nth];
            let record = Record {
                arrived: now,
                key: KeyTable::kept(),
                bytes: one.bytes.len(),
                number: self.learner_records,
                // What comes under one hash key counts as coming from one source.
                source: (one.hash.0 >> 112) as u16,
                producer: LEARNER,
                readings: 1,
            };
            self.learner_records = self.learner_records.wrapping_add(1);
            results[nth] = self.streams[usize::from(id.0)].put_with_bytes(&quotas, now, at, record, one);
            self.count_put(id, record, results[nth]);
        }
        results
    }
}

/// Key and data in bytes, as counted against the limits.
pub fn size(record: &NewRecord) -> u64 {
    (record.partition_key.len() + record.data.len()) as u64
}

/// What the request must satisfy before any record is looked at.
pub fn validate(records: &[NewRecord], quotas: &Quotas, batch: bool) -> Result<(), Refusal> {
    let mut broken = Vec::new();
    if batch {
        let most = Some(quotas.put_records_max_records_per_call as i64);
        let found = outside("length", records.len() as i64, 1, most);
        broken.extend(found.map(|must| Constraint::new(format!("[{} records]", records.len()), "records", must)));
    }
    for (nth, record) in records.iter().enumerate() {
        let at = |member: &str| match batch {
            true => format!("records.{}.member.{member}", nth + 1),
            false => member.to_owned(),
        };
        let chars = record.partition_key.chars().count() as i64;
        let found = outside("length", chars, 1, Some(quotas.partition_key_max_chars as i64));
        broken.extend(found.map(|must| Constraint::new(&record.partition_key, at("partitionKey"), must)));
        let most = Some(quotas.record_default_max_bytes_key_plus_data as i64);
        let found = outside("length", size(record) as i64, 0, most);
        broken.extend(found.map(|must| Constraint::new(buffer(record.data.len()), at("data"), must)));
    }
    if !broken.is_empty() {
        return Err(Refusal::Validation(broken));
    }
    require_fit(records.iter().map(size).sum(), quotas, batch)
}

/// Refuses a batch that is too large as a whole.
pub fn require_fit(bytes: u64, quotas: &Quotas, batch: bool) -> Result<(), Refusal> {
    let most = quotas.put_records_max_bytes_per_call;
    match batch && bytes > most {
        true => Err(Refusal::InvalidArgument(InvalidArgument::RequestTooLarge { bytes, most })),
        false => Ok(()),
    }
}

/// How the service shows so many bytes in a text.
pub fn buffer(bytes: usize) -> String {
    format!("java.nio.HeapByteBuffer[pos=0 lim={bytes} cap={bytes}]")
}
