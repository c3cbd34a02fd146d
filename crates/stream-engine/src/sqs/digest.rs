//! The digests that clients check: MD5 of a body and of message attributes, SHA-256 of a body for
//! deduplication. (SQS Developer Guide, page sqs-message-metadata, checked 2026-11-23.)

use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::BTreeMap;

/// One message attribute.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AttributeValue {
    pub data_type: String,
    pub value: Value,
}

/// How an attribute's value travels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    Text(String),
    Binary(Vec<u8>),
}

impl Value {
    /// Its bytes, and the number of its form inside the digest.
    fn bytes(&self) -> (u8, &[u8]) {
        match self {
            Value::Text(text) => (1, text.as_bytes()),
            Value::Binary(bytes) => (2, bytes),
        }
    }
}

/// Bytes of attributes as counted against the size of a message: names, types and values.
pub fn attributes_bytes(attributes: &BTreeMap<String, AttributeValue>) -> u64 {
    let bytes = |(name, of): (&String, &AttributeValue)| name.len() + of.data_type.len() + of.value.bytes().1.len();
    attributes.iter().map(bytes).sum::<usize>() as u64
}

/// MD5OfMessageBody.
pub fn body_md5(body: &str) -> String {
    hex(&Md5::digest(body.as_bytes()))
}

/// MD5OfMessageAttributes: over the attributes by name, each part with its length before it.
pub fn attributes_md5<'a>(attributes: impl Iterator<Item = (&'a String, &'a AttributeValue)>) -> String {
    let mut hash = Md5::new();
    for (name, AttributeValue { data_type, value }) in attributes {
        let (form, bytes) = value.bytes();
        update(&mut hash, name.as_bytes());
        update(&mut hash, data_type.as_bytes());
        hash.update([form]);
        update(&mut hash, bytes);
    }
    hex(&hash.finalize())
}

fn update(hash: &mut Md5, bytes: &[u8]) {
    hash.update((bytes.len() as u32).to_be_bytes());
    hash.update(bytes);
}

/// The deduplication id that a body gives.
pub fn content_id(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// 128 bits that stand for a deduplication id: ids are long, and many are remembered.
pub fn id_digest(id: &str) -> u128 {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_that_aws_gives() {
        assert_eq!(body_md5("message-1"), "3d6b824fd8c1520e9a047d21fee6fb1f");
        assert_eq!(content_id("hello"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        let text = |text: &str| AttributeValue { data_type: "String".to_owned(), value: Value::Text(text.to_owned()) };
        let attributes: BTreeMap<String, AttributeValue> =
            [("General", "Kenobi"), ("Hello", "There"), ("Help.Me", "Me")]
                .map(|(name, value)| (name.to_owned(), text(value)))
                .into();
        // Both recorded from AWS by others.
        assert_eq!(attributes_md5(attributes.iter()), "4c360f3fdafd970e05fae2f149d997f5");
        let one: BTreeMap<String, AttributeValue> = [("Foo".to_owned(), text("Bar"))].into();
        assert_eq!(attributes_md5(one.iter()), "ae7155c6026991b6d54b11589678bf9c");
    }
}
