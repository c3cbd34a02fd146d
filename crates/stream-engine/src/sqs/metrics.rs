//! What a queue counts each second, under CloudWatch's names.

use serde::{Deserialize, Serialize};

/// One second of one queue. The numbers of messages are as of the second's last call; a second
/// without one holds zeros and `sampled` is false.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueueSecond {
    pub number_of_messages_sent: u32,
    pub sent_message_bytes: u64,
    pub number_of_messages_received: u32,
    pub number_of_empty_receives: u32,
    pub number_of_messages_deleted: u32,
    pub sampled: bool,
    pub approximate_number_of_messages_visible: u32,
    pub approximate_number_of_messages_not_visible: u32,
    pub approximate_number_of_messages_delayed: u32,
    pub approximate_age_of_oldest_message_s: u32,
    /// Accepted sends of a FIFO queue that were duplicates (NumberOfDeduplicatedSentMessages).
    pub number_of_deduplicated_sent_messages: u32,
    /// Messages that went to a dead-letter queue; CloudWatch doesn't count them.
    pub moved: u32,
    /// Messages whose retention ended; CloudWatch doesn't count them.
    pub expired: u32,
    /// Refused calls.
    pub throttled: u32,
}

/// What became of all messages of a queue, from its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Sent to it and stored.
    pub sent: u64,
    /// Accepted, and dropped as duplicates.
    pub duplicates: u64,
    /// Come from another queue: as dead letters, or moved back.
    pub moved_in: u64,
    pub moved_out: u64,
    pub deleted: u64,
    pub expired: u64,
    pub purged: u64,
    /// Requests as billed, in parts of `sqs_billing_chunk_bytes`.
    pub billed_requests: u64,
}

impl Totals {
    /// Messages that must be in the queue if none was lost.
    pub fn held(&self) -> u64 {
        self.sent + self.moved_in - self.moved_out - self.deleted - self.expired - self.purged
    }
}
