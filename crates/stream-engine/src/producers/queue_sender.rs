//! What carries a producer's records to a queue: it fills batches, and keeps them in order. A
//! refused batch is sent again before those behind it, since a FIFO queue keeps the order in which
//! messages arrive, not that in which they were made.

use super::producer::{Sent, WAITING_MAX};
use crate::histogram::Histogram;
use crate::rng::Generator;
use crate::sqs::setup::QueueFeedSetup;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// One SendMessage or SendMessageBatch under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SendCall {
    /// When it reaches the service.
    pub arrives: Time,
    pub entries: Vec<Sent>,
    /// How often it has been refused.
    pub refusals: u8,
    /// Microseconds waited before this attempt.
    pub waited_us: u64,
}

/// A feed at work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueueSender {
    pub setup: QueueFeedSetup,
    /// Number of the producer that it carries for.
    pub producer: u8,
    /// Records that wait for their batch to fill, and their bytes.
    pending: Vec<Sent>,
    pending_bytes: u64,
    /// Counts batches begun, so that a planned flush of an earlier one is known as stale.
    pub batch: u32,
    under_way: VecDeque<SendCall>,
    /// Messages of the calls under way.
    messages_under_way: usize,
    network: Generator,
    pub jitter: Generator,
    /// Messages that reached the queue, retries included.
    pub sent: u64,
    pub refused: u64,
    pub duplicates: u64,
    /// Messages it gave up on.
    pub lost: u64,
    /// Milliseconds from making a record to the answer that it is stored.
    pub send_latency_ms: Histogram,
}

impl QueueSender {
    pub fn new(setup: QueueFeedSetup, producer: u8, seed: u64) -> QueueSender {
        let purpose = |name: &str| Generator::named(seed, &format!("{}/{}/{name}", setup.producer, setup.queue));
        QueueSender {
            producer,
            pending: Vec::new(),
            pending_bytes: 0,
            batch: 0,
            under_way: VecDeque::new(),
            messages_under_way: 0,
            network: purpose("network"),
            jitter: purpose("jitter"),
            sent: 0,
            refused: 0,
            duplicates: 0,
            lost: 0,
            send_latency_ms: Histogram::default(),
            setup,
        }
    }

    /// Whether a record of so many bytes still fits into the batch that is being filled.
    pub fn fits(&self, bytes: u64, bytes_max: u64) -> bool {
        self.pending.is_empty() || self.pending_bytes + bytes <= bytes_max
    }

    /// Takes a record into the batch; whether the batch is full now.
    pub fn take(&mut self, sent: Sent, bytes: u64, messages_max: u64) -> bool {
        self.pending.push(sent);
        self.pending_bytes += bytes;
        self.pending.len() as u64 >= u64::from(self.setup.messages_per_call.max(1)).min(messages_max)
    }

    /// Whether the batch holds just one record: the moment to plan its flush.
    pub fn has_begun(&self) -> bool {
        self.pending.len() == 1
    }

    /// Sends what is pending on its way; gives when to look at the line if nobody does so yet.
    pub fn flush(&mut self, now: Time, (delay_us_min, delay_us_max): (u64, u64)) -> Option<Time> {
        let entries = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        self.batch = self.batch.wrapping_add(1);
        if entries.is_empty() {
            return None;
        }
        // A client's memory ends somewhere (assumed, as for records that wait for a retry).
        if self.messages_under_way >= WAITING_MAX {
            self.lost += entries.len() as u64;
            return None;
        }
        let last = self.under_way.back().map_or(Time::ZERO, |call| call.arrives);
        let arrives = last.max(now + self.network.between(delay_us_min, delay_us_max));
        self.messages_under_way += entries.len();
        self.under_way.push_back(SendCall { arrives, entries, refusals: 0, waited_us: 0 });
        (self.under_way.len() == 1).then_some(arrives)
    }

    /// Takes the oldest call under way.
    pub fn take_call(&mut self) -> Option<SendCall> {
        let call = self.under_way.pop_front()?;
        self.messages_under_way -= call.entries.len();
        Some(call)
    }

    /// Puts a refused call back, before all others.
    pub fn put_back(&mut self, call: SendCall) {
        self.messages_under_way += call.entries.len();
        self.under_way.push_front(call);
    }

    /// When the oldest call under way arrives.
    pub fn next_arrival(&self) -> Option<Time> {
        self.under_way.front().map(|call| call.arrives)
    }

    /// Messages that wait to be sent or are on their way.
    pub fn waiting(&self) -> usize {
        self.pending.len() + self.messages_under_way
    }
}
