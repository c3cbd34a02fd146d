//! The bytes behind a call: a record's data, made again from its numbers, and the text forms in
//! which data, moments and shard iterators travel.

use super::json::{Json, Object};
use crate::kinesis::shard::{Payload, Record};
use crate::kinesis::shard_iterator::ShardIterator;
use crate::simulation::Simulation;
use crate::time::Time;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The data of a record: what a learner put (`payload`), or the readings of a producer as JSON,
/// filled up with spaces to the size that was counted. A record too small for the whole text holds
/// less of it. Empty for a learner's record without its payload.
pub fn record_data(run: &Simulation, record: &Record, payload: Option<&Payload>) -> Vec<u8> {
    if let Some(payload) = payload {
        return payload.data.clone();
    }
    let Some(producer) = run.producers().get(usize::from(record.producer)) else { return Vec::new() };
    let key_bytes = run.keys().text(record.key, record.origin()).len();
    let size = (record.bytes as usize).saturating_sub(key_bytes);

    let number = Object::default().with("reading", u64::from(record.number));
    let packed = (record.readings > 1).then_some(u64::from(record.readings));
    let whole = Object::default()
        // Counted from 1, as in keys like `truck-7`.
        .with(&producer.setup.name, format!("source {}", u32::from(record.source) + 1))
        .with("reading", u64::from(record.number))
        .with_some("readings", packed);
    let texts = [Json::from(whole).compact(), Json::from(number).compact()];
    let fitting = texts.into_iter().find(|text| text.len() <= size);
    let mut data = fitting.unwrap_or_else(|| record.number.to_string()).into_bytes();
    data.resize(size, b' ');
    data
}

/// Standard Base64 with padding, as AWS' JSON and the CLI take binary values.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// An iterator as clients see it: opaque text. AWS' own form is longer and not documented.
pub fn iterator_text(iterator: &ShardIterator) -> String {
    let ShardIterator { stream, shard, position, issued } = iterator;
    base64(format!("{}/{shard}/{position}/{}", stream.0, issued.0).as_bytes())
}

/// A moment in seconds since 1970 with milliseconds.
pub fn epoch_seconds(at: Time) -> Json {
    Json::Number(format!("{}.{:03}", at.epoch_s(), at.ms() % 1_000))
}
