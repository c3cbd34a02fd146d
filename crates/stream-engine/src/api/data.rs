//! The bytes behind a call: a record's data, made again from its numbers, and the text forms in
//! which data, moments and shard iterators travel.

use super::json::{Json, Object};
use crate::kinesis::hash_key::HashKey;
use crate::kinesis::payload::Payload;
use crate::kinesis::shard::Record;
use crate::producers::kpl::frame;
use crate::simulation::Simulation;
use crate::time::Time;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// The data of a record: what a learner put (`payload`), or the readings of a producer as JSON,
/// filled up with spaces to the size that was counted. A record too small for the whole text holds
/// less of it. Empty for a learner's record without its payload.
pub fn record_data(run: &Simulation, record: &Record, payload: Option<&Payload>) -> Vec<u8> {
    if let Some(payload) = payload {
        return payload.data().to_vec();
    }
    let Some(producer) = run.producers().get(usize::from(record.producer)) else { return Vec::new() };
    let size = record.bytes.saturating_sub(run.keys().bytes(record.key));
    if let Some(users) = run.user_records(record) {
        return frame::encode(&users);
    }
    producer.data(record, size as usize)
}

/// The readings of a producer as JSON, filled up to `size` bytes.
pub(crate) fn readings_data(name: &str, record: &Record, size: usize) -> Vec<u8> {
    let number = Object::default().with("reading", u64::from(record.number));
    let packed = (record.readings > 1).then_some(u64::from(record.readings));
    let whole = Object::default()
        // Counted from 1, as in keys like `truck-7`.
        .with(name, format!("source {}", u32::from(record.source) + 1))
        .with("reading", u64::from(record.number))
        .with_some("readings", packed);
    let texts = [Json::from(whole).compact(), Json::from(number).compact()];
    let fitting = texts.into_iter().find(|text| text.len() <= size);
    let mut data = fitting.unwrap_or_else(|| record.number.to_string()).into_bytes();
    data.resize(size, b' ');
    data
}

/// The partition key of a record: kept with its bytes, or known to the run by number.
pub fn record_key<'a>(run: &Simulation, record: &Record, payload: Option<&'a Payload>) -> Cow<'a, str> {
    match payload {
        Some(payload) => Cow::Borrowed(payload.key()),
        None => Cow::Owned(run.keys().text(record.key, record.origin())),
    }
}

/// The hash key of a record: its own, or that of its partition key.
pub fn record_hash(run: &Simulation, record: &Record, payload: Option<&Payload>) -> HashKey {
    match payload {
        Some(payload) => payload.hash_key(),
        None => run.explicit_hash_key(record).unwrap_or_else(|| run.keys().hash(record.key, record.origin())),
    }
}

/// Standard Base64 with padding, as AWS' JSON and the CLI take binary values.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A moment in seconds since 1970 with milliseconds.
pub fn epoch_seconds(run: &Simulation, at: Time) -> Json {
    let ms = run.account().epoch.ms(at);
    Json::Number(format!("{}.{:03}", ms / 1_000, ms % 1_000))
}
