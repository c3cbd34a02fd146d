//! What a queue counts each second, under CloudWatch's names.

use super::message::State;
use super::queue::Queue;
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// One second of one queue. The numbers of messages are as of the second's last call, the age
/// as of its first; a second without one holds zeros and `sampled` is false.
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
    /// Requests as billed.
    pub billed_requests: u32,
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

impl Queue {
    /// This second's entry, with the numbers of messages as of now. The oldest message's age is that
    /// of the second's first call: to look for it at every call would be most of the work.
    pub fn second(&mut self, now: Time) -> &mut QueueSecond {
        let counts = self.counts;
        if !self.seconds.now(now).sampled {
            let age_us = self.oldest().map_or(0, |sent| now.since(sent));
            self.seconds.now(now).approximate_age_of_oldest_message_s = (age_us / SECOND_US) as u32;
        }
        let second = self.seconds.now(now);
        second.sampled = true;
        second.approximate_number_of_messages_visible = counts.visible as u32;
        second.approximate_number_of_messages_not_visible = counts.in_flight as u32;
        second.approximate_number_of_messages_delayed = counts.delayed as u32;
        second
    }

    /// Counts a call, refused or not, as the bill does.
    pub fn bill(&mut self, bytes: u64, quotas: &Quotas, now: Time) {
        let requests = bytes.div_ceil(quotas.sqs_billing_chunk_bytes.max(1)).max(1);
        self.totals.billed_requests += requests;
        self.seconds.now(now).billed_requests += requests as u32;
    }
}

/// Messages by state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    pub visible: u64,
    pub delayed: u64,
    pub in_flight: u64,
}

impl Counts {
    pub(super) fn of(&mut self, state: State) -> &mut u64 {
        match state {
            State::Visible => &mut self.visible,
            State::Delayed => &mut self.delayed,
            State::InFlight => &mut self.in_flight,
        }
    }
}
