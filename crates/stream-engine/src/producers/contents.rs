//! What a stored record holds, told again from its numbers: its readings, and their bytes.

use super::agent::convert::convert;
use super::agent::lines::line_text;
use super::client::Client;
use super::kpl::frame::{UserRecord, decode};
use super::kpl::packs::{PACKED, Reading};
use super::producer::Producer;
use crate::api::data::{readings_data, record_data};
use crate::keys::KeyTable;
use crate::kinesis::hash_key::HashKey;
use crate::kinesis::shard::{Record, Shard};
use crate::rng::mix;
use crate::simulation::Simulation;

/// What is needed to take stored records apart.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    pub producers: &'a [Producer],
    pub keys: &'a KeyTable,
}

/// One user record inside an aggregated record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// Where it belongs.
    pub hash: HashKey,
    pub data_bytes: u64,
    /// None if a client of the API made the frame.
    pub reading: Option<Reading>,
}

impl Contents<'_> {
    /// The user records of an aggregated record: one of a KPL, or a frame that came with its bytes.
    /// None for any other record, and for one whose contents are no longer kept.
    pub fn parts(&self, shard: &Shard, index: u64) -> Option<Vec<Part>> {
        if let Some(payload) = shard.payload(index) {
            let part =
                |user: &UserRecord| Part { hash: user.hash_key(), data_bytes: user.data.len() as u64, reading: None };
            return Some(decode(payload.data())?.iter().map(part).collect());
        }
        let record = shard.records.get(index)?;
        let readings = self.producers.get(usize::from(record.producer))?.packs.of(record)?;
        let part = |reading: &Reading| Part {
            hash: self.keys.hash(reading.key, (record.producer, reading.number)),
            data_bytes: u64::from(reading.data_bytes),
            reading: Some(*reading),
        };
        Some(readings.iter().map(part).collect())
    }

    /// The user records of a producer's record, each as if it had been put alone.
    pub fn user_records(&self, shard: &Shard, index: u64, record: &Record) -> Vec<Record> {
        let readings = self.parts(shard, index).into_iter().flatten().filter_map(|part| part.reading);
        let own = |reading: Reading| Record {
            key: reading.key,
            bytes: reading.data_bytes + self.keys.bytes(reading.key),
            number: reading.number,
            source: reading.source,
            readings: 1,
            ..*record
        };
        let users: Vec<Record> = readings.map(own).collect();
        if users.is_empty() { vec![*record] } else { users }
    }
}

impl Simulation {
    /// The readings of a record: consecutive ones of one source, or those that the KPL packed. None
    /// for an aggregated record whose contents are no longer kept.
    pub fn readings<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = Reading> + 'a {
        readings(&self.producers, record)
    }

    /// The user records of a producer's aggregated record, with their data; None for any other record.
    pub fn user_records(&self, record: &Record) -> Option<Vec<UserRecord>> {
        let producer = self.producers.get(usize::from(record.producer))?;
        let readings = producer.packs.of(record)?;
        let user = |(nth, reading): (usize, &Reading)| {
            let own =
                Record { number: reading.number, source: reading.source, key: reading.key, readings: 1, ..*record };
            UserRecord {
                partition_key: self.keys.text(reading.key, own.origin()),
                data: producer.data(&own, reading.data_bytes as usize),
                sub_sequence_number: nth as u64,
                aggregated: true,
                ..UserRecord::default()
            }
        };
        Some(readings.iter().enumerate().map(user).collect())
    }

    /// The data of each user record of a stored record; None if the record is gone.
    pub(crate) fn user_data(&self, shard: &Shard, index: u64) -> Option<Vec<Vec<u8>>> {
        let (record, payload) = (shard.records.get(index)?, shard.payload(index));
        let users = match payload {
            Some(payload) => decode(payload.data()),
            None => self.user_records(record),
        };
        let data = |users: Vec<UserRecord>| users.into_iter().map(|user| user.data).collect();
        Some(users.map_or_else(|| vec![record_data(self, record, payload)], data))
    }

    /// The explicit hash key with which a producer's record was put: that of an aggregated record is
    /// the hash of its first user record.
    pub fn explicit_hash_key(&self, record: &Record) -> Option<HashKey> {
        let readings = self.producers.get(usize::from(record.producer))?.packs.of(record)?;
        let first = readings.first()?;
        Some(self.keys.hash(first.key, (record.producer, first.number)))
    }
}

/// As `Simulation::readings`, for callers that hold another part of the world.
pub(crate) fn readings<'a>(producers: &'a [Producer], record: &'a Record) -> impl Iterator<Item = Reading> + 'a {
    let packed = producers.get(usize::from(record.producer)).and_then(|producer| producer.packs.of(record));
    let is_packed = record.source == PACKED && producers.get(usize::from(record.producer)).is_some();
    let own = if is_packed { 0 } else { u32::from(record.readings) };
    let own = (0..own).map(|nth| Reading {
        number: record.number.wrapping_add(nth),
        source: record.source,
        key: record.key,
        data_bytes: record.bytes / u32::from(record.readings.max(1)),
    });
    packed.into_iter().flatten().copied().chain(own)
}

impl Producer {
    /// The data of one record: what its client sent, in `size` bytes.
    pub(crate) fn data(&self, record: &Record, size: usize) -> Vec<u8> {
        let mut data = match &self.setup.client {
            Client::Agent(setup) => {
                let text = line_text(setup.lines, record.number, record.source, self.setup.record_bytes);
                convert(setup.data_processing.as_ref(), &text).unwrap_or_default().into_bytes()
            }
            _ if self.setup.client_side_encryption => ciphertext(record, size),
            _ => readings_data(&self.setup.name, record, size),
        };
        // A set-up that was changed since then makes other text; the size stays.
        data.resize(size, b' ');
        data
    }
}

/// Bytes in which nobody without the key reads anything.
fn ciphertext(record: &Record, size: usize) -> Vec<u8> {
    let seed = u64::from(record.producer) << 32 | u64::from(record.number);
    (0..size.div_ceil(8) as u64).flat_map(|word| mix(mix(seed) ^ word).to_le_bytes()).take(size).collect()
}
