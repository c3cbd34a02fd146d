//! A message: what was sent, and what the queue notes about it.

use super::digest::AttributeValue;
use crate::kinesis::shard::{KeyId, Record};
use crate::rng::mix;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// A message's place in the order of arrival at its queue.
pub type Number = u64;

/// No neighbour.
pub const NONE: Number = u64::MAX;

/// A message group by number: an entry of the run's key table, or the group that a record with a
/// random key has for itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct GroupKey(pub u64);

impl GroupKey {
    /// The group named by a key of the key table.
    pub fn of_key(key: KeyId) -> GroupKey {
        GroupKey(u64::from(key.0))
    }

    /// A group that no other record has.
    pub fn of_origin((producer, number): (u8, u32)) -> GroupKey {
        GroupKey(1 << 63 | u64::from(producer) << 32 | u64::from(number))
    }
}

/// MessageId: counted up over all queues, shown as the service's random form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct MessageId(pub u64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, low) = (mix(self.0), mix(!self.0));
        // Version 4, variant 1, as the service's own.
        write!(
            f,
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            (low >> 48) & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }
}

/// SequenceNumber of a FIFO queue's message: 20 digits, rising, not consecutive.
pub fn sequence_number(number: Number) -> String {
    // Where the service's own numbers lie at present; only their order means anything.
    (18_880_000_000_000_000_000 + u128::from(number) * 256).to_string()
}

/// What a message carries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Content {
    /// Sent by a client, whole.
    Whole(Rc<Payload>),
    /// Sent by a simulated producer; its body is made again when somebody asks.
    Reading(Record),
}

/// A client's message.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Payload {
    pub body: String,
    pub attributes: BTreeMap<String, AttributeValue>,
    /// The one system attribute that can be sent.
    pub trace_header: Option<String>,
    pub deduplication_id: Option<String>,
    pub group_id: Option<String>,
}

/// Where a message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum State {
    Visible,
    Delayed,
    InFlight,
}

/// A message in a queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub content: Content,
    pub group: Option<GroupKey>,
    /// SentTimestamp, from which retention counts.
    pub sent: Time,
    pub state: State,
    /// When it becomes visible; of no meaning while it is.
    pub visible_at: Time,
    pub first_received: Option<Time>,
    /// The last receive, from which the longest visibility timeout counts.
    pub received: Time,
    pub receive_count: u32,
    /// Tells the handle of the last receive from those before it.
    pub receipt: u32,
    /// ARN of the queue it was a dead letter of.
    pub dead_letter_source: Option<Rc<str>>,
    /// Neighbours: in its group (FIFO), or among visible messages (standard).
    pub(super) previous: Number,
    pub(super) next: Number,
}

impl Message {
    /// A message that has just been sent.
    pub fn new(id: MessageId, content: Content, group: Option<GroupKey>, sent: Time) -> Message {
        Message {
            id,
            content,
            group,
            sent,
            state: State::Visible,
            visible_at: sent,
            first_received: None,
            received: sent,
            receive_count: 0,
            receipt: 0,
            dead_letter_source: None,
            previous: NONE,
            next: NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_services_forms() {
        let text = MessageId(7).to_string();
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{text}");
        assert_eq!(&text[14..15], "4");
        assert_ne!(text, MessageId(8).to_string());
        assert_eq!(sequence_number(0).len(), 20);
        assert!(sequence_number(1) > sequence_number(0));
    }
}
