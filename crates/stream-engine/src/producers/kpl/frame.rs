//! The KPL's aggregation format: four magic bytes, a protobuf message `AggregatedRecord`, its MD5.
//! Source: awslabs/amazon-kinesis-producer, aggregation-format.md, commit 11c4a64 of 2026-03-31.
//!
//! ```text
//! AggregatedRecord { 1: partition_key_table, 2: explicit_hash_key_table, 3: records }   repeated
//! Record { 1: partition_key_index, 2: explicit_hash_key_index?, 3: data, 4: tags }
//! Tag { 1: key, 2: value? }
//! ```
//!
//! The reader is strict: whatever is not exactly such a frame is a plain record, as for the KCL.

use super::protobuf::{Value, bytes_len, number_len, put_bytes, put_number, take_field};
use crate::kinesis::hash_key::{HashKey, HashKeyRange, hash_key, md5};
use std::collections::BTreeMap;

/// How each aggregated record begins.
pub const MAGIC: [u8; 4] = [0xF3, 0x89, 0x9A, 0xC2];
const DIGEST_BYTES: usize = 16;

/// What the application handed to the KPL.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UserRecord {
    pub partition_key: String,
    /// Decimal text, as it was handed over.
    pub explicit_hash_key: Option<String>,
    pub data: Vec<u8>,
    pub tags: Vec<Tag>,
    /// Its place in the aggregated record; 0 for a plain one.
    pub sub_sequence_number: u64,
    /// Whether it came out of an aggregated record.
    pub aggregated: bool,
}

/// A tag of a user record. The format has them; the KPL itself writes none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tag {
    pub key: String,
    pub value: Option<String>,
}

impl UserRecord {
    /// Where the user record belongs: its explicit hash key, or its partition key's hash.
    pub fn hash_key(&self) -> HashKey {
        let explicit = self.explicit_hash_key.as_deref().and_then(|text| text.parse().ok());
        explicit.unwrap_or_else(|| hash_key(&self.partition_key))
    }
}

/// The user records of a Kinesis record: those inside it, or itself if it is plain.
pub fn deaggregate(partition_key: &str, explicit_hash_key: Option<&str>, data: &[u8]) -> Vec<UserRecord> {
    decode(data).unwrap_or_else(|| {
        let plain = UserRecord {
            partition_key: partition_key.to_owned(),
            explicit_hash_key: explicit_hash_key.map(str::to_owned),
            data: data.to_vec(),
            ..UserRecord::default()
        };
        vec![plain]
    })
}

/// As `deaggregate`, for a shard with this range. User records inside an aggregated record that
/// belong elsewhere are left out, as the KCL does: the KPL sends them again after a reshard.
pub fn deaggregate_in(range: HashKeyRange, partition_key: &str, data: &[u8]) -> Vec<UserRecord> {
    let mut users = deaggregate(partition_key, None, data);
    users.retain(|user| !user.aggregated || (range.start..=range.end).contains(&user.hash_key()));
    users
}

/// The user records inside an aggregated record; None if the data is no frame of the KPL's. Takes
/// any bytes. There are fewer user records than bytes, so that the input bounds the answer.
pub fn decode(data: &[u8]) -> Option<Vec<UserRecord>> {
    let framed = data.strip_prefix(&MAGIC)?;
    let (message, digest) = framed.split_at_checked(framed.len().checked_sub(DIGEST_BYTES)?)?;
    if md5(message) != digest {
        return None;
    }
    let (mut keys, mut hash_keys, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = message;
    while let Some((field, value)) = take_field(&mut rest)? {
        match (field, value) {
            (1, Value::Bytes(bytes)) => keys.push(text(bytes)?),
            (2, Value::Bytes(bytes)) => hash_keys.push(text(bytes)?),
            (3, Value::Bytes(bytes)) => records.push(bytes),
            (1..=3, _) => return None,
            _ => {}
        }
    }
    records.iter().enumerate().map(|(nth, record)| read_record(record, nth as u64, &keys, &hash_keys)).collect()
}

fn read_record(message: &[u8], nth: u64, keys: &[&str], hash_keys: &[&str]) -> Option<UserRecord> {
    let (mut key, mut hash_key, mut data, mut tags) = (None, None, None, Vec::new());
    let mut rest = message;
    while let Some((field, value)) = take_field(&mut rest)? {
        match (field, value) {
            // A field that comes twice counts as last given, as protobuf has it.
            (1, Value::Varint(index)) => key = Some(index),
            (2, Value::Varint(index)) => hash_key = Some(index),
            (3, Value::Bytes(bytes)) => data = Some(bytes),
            (4, Value::Bytes(bytes)) => tags.push(read_tag(bytes)?),
            (1..=4, _) => return None,
            _ => {}
        }
    }
    let entry = |table: &[&str], index: u64| table.get(usize::try_from(index).ok()?).map(|text| (*text).to_owned());
    let explicit_hash_key = match hash_key {
        Some(index) => Some(entry(hash_keys, index)?),
        None => None,
    };
    Some(UserRecord {
        partition_key: entry(keys, key?)?,
        explicit_hash_key,
        data: data?.to_vec(),
        tags,
        sub_sequence_number: nth,
        aggregated: true,
    })
}

fn read_tag(message: &[u8]) -> Option<Tag> {
    let (mut key, mut value, mut rest) = (None, None, message);
    while let Some((field, found)) = take_field(&mut rest)? {
        match (field, found) {
            (1, Value::Bytes(bytes)) => key = Some(text(bytes)?),
            (2, Value::Bytes(bytes)) => value = Some(text(bytes)?),
            (1 | 2, _) => return None,
            _ => {}
        }
    }
    Some(Tag { key: key?.to_owned(), value: value.map(str::to_owned) })
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The frame of these user records, byte for byte as the KPL writes it.
pub fn encode(users: &[UserRecord]) -> Vec<u8> {
    let (keys, hash_keys) = (table(users, |user| Some(&user.partition_key)), table(users, hash_key_text));
    let mut out = MAGIC.to_vec();
    in_order(&keys).into_iter().for_each(|key| put_bytes(&mut out, 1, key.as_bytes()));
    in_order(&hash_keys).into_iter().for_each(|key| put_bytes(&mut out, 2, key.as_bytes()));
    for user in users {
        let mut record = Vec::new();
        put_number(&mut record, 1, keys[user.partition_key.as_str()]);
        if let Some(index) = hash_key_text(user).map(|text| hash_keys[text.as_str()]) {
            put_number(&mut record, 2, index);
        }
        put_bytes(&mut record, 3, &user.data);
        for tag in &user.tags {
            let mut message = Vec::new();
            put_bytes(&mut message, 1, tag.key.as_bytes());
            tag.value.iter().for_each(|value| put_bytes(&mut message, 2, value.as_bytes()));
            put_bytes(&mut record, 4, &message);
        }
        put_bytes(&mut out, 3, &record);
    }
    let digest = md5(&out[MAGIC.len()..]);
    out.extend_from_slice(&digest);
    out
}

fn hash_key_text(user: &UserRecord) -> Option<&String> {
    user.explicit_hash_key.as_ref()
}

/// Each text once, with its place: the first met is the first.
fn table<'a>(users: &'a [UserRecord], of: impl Fn(&'a UserRecord) -> Option<&'a String>) -> BTreeMap<&'a str, u64> {
    let mut table = BTreeMap::new();
    for text in users.iter().filter_map(of) {
        let next = table.len() as u64;
        table.entry(text.as_str()).or_insert(next);
    }
    table
}

fn in_order<'a>(table: &BTreeMap<&'a str, u64>) -> Vec<&'a str> {
    let mut texts: Vec<_> = table.iter().collect();
    texts.sort_by_key(|(_, place)| **place);
    texts.into_iter().map(|(text, _)| *text).collect()
}

/// The size of a frame that grows, without making it.
#[derive(Clone, Debug, Default)]
pub struct FrameSize {
    message: u64,
    keys: u64,
}

impl FrameSize {
    /// Bytes with which a user record goes into the frame: its key's place is told by `key_index`,
    /// `new_key` by its length if the key is not in the table yet.
    pub fn add(&mut self, key_index: u64, new_key: Option<u64>, data_bytes: u64) {
        if let Some(length) = new_key {
            self.message += bytes_len(length);
            self.keys += 1;
        }
        self.message += bytes_len(number_len(key_index) + bytes_len(data_bytes));
    }

    /// Keys in the table so far: the place of the next one.
    pub fn keys(&self) -> u64 {
        self.keys
    }

    /// Bytes of the frame.
    pub fn bytes(&self) -> u64 {
        (MAGIC.len() + DIGEST_BYTES) as u64 + self.message
    }
}
