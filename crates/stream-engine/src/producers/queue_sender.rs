//! What carries a producer's records to a queue: it fills batches, and keeps them in order. A
//! refused batch is sent again before those behind it, since a FIFO queue keeps the order in which
//! messages arrive, not that in which they were made.

use super::producer::{Sent, WAITING_MAX};
use crate::histogram::Histogram;
use crate::rng::Generator;
use crate::sqs::setup::QueueFeedSetup;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

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

/// A batch that is being filled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Pending {
    /// Its number, so that a planned flush of an earlier one is known as stale.
    batch: u32,
    entries: Vec<Sent>,
    bytes: u64,
}

/// What became of a batch that took a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filling {
    /// It is full: it has to be flushed.
    Full,
    /// It holds just this record: the moment to plan its flush.
    Begun,
    GoesOn,
}

/// A feed at work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueueSender {
    pub setup: QueueFeedSetup,
    /// Number of the producer that it carries for.
    pub producer: u8,
    /// Records that wait for their batch to fill: by group if batches are of one group, else all under 0.
    pending: BTreeMap<u64, Pending>,
    /// The batches that are being filled, by their numbers.
    filling: BTreeMap<u32, u64>,
    /// Counts batches begun.
    batches: u32,
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
    /// So many answers will be lost from now on: a fault on command.
    pub answers_to_lose: u32,
    /// Messages whose answer was lost, and which were sent once more.
    pub sent_again: u64,
    /// Milliseconds from making a record to the answer that it is stored.
    pub send_latency_ms: Histogram,
}

impl QueueSender {
    pub fn new(setup: QueueFeedSetup, producer: u8, seed: u64) -> QueueSender {
        let purpose = |name: &str| Generator::named(seed, &format!("{}/{}/{name}", setup.producer, setup.queue));
        QueueSender {
            producer,
            pending: BTreeMap::new(),
            filling: BTreeMap::new(),
            batches: 0,
            under_way: VecDeque::new(),
            messages_under_way: 0,
            network: purpose("network"),
            jitter: purpose("jitter"),
            sent: 0,
            refused: 0,
            duplicates: 0,
            lost: 0,
            answers_to_lose: 0,
            sent_again: 0,
            send_latency_ms: Histogram::default(),
            setup,
        }
    }

    /// Whether a record of so many bytes still fits into the batch that is being filled for `group`.
    pub fn fits(&self, group: u64, bytes: u64, bytes_max: u64) -> bool {
        self.pending.get(&group).is_none_or(|pending| pending.bytes + bytes <= bytes_max)
    }

    /// Takes a record into the batch of its group; gives the batch's number, and how it stands.
    pub fn take(&mut self, group: u64, sent: Sent, bytes: u64, messages_max: u64) -> (u32, Filling) {
        let most = u64::from(self.setup.messages_per_call.max(1)).min(messages_max);
        let begins = !self.pending.contains_key(&group);
        let pending = self.pending.entry(group).or_default();
        if begins {
            self.batches = self.batches.wrapping_add(1);
            pending.batch = self.batches;
            self.filling.insert(pending.batch, group);
        }
        pending.entries.push(sent);
        pending.bytes += bytes;
        let filling = match pending.entries.len() as u64 >= most {
            true => Filling::Full,
            false if begins => Filling::Begun,
            false => Filling::GoesOn,
        };
        (pending.batch, filling)
    }

    /// The batch that is being filled for a group.
    pub fn batch_of(&self, group: u64) -> Option<u32> {
        self.pending.get(&group).map(|pending| pending.batch)
    }

    /// All batches that are being filled, the oldest first.
    pub fn batches(&self) -> Vec<u32> {
        self.filling.keys().copied().collect()
    }

    /// Sends a batch on its way, if it is still being filled; gives when to look at the line if nobody does
    /// so yet.
    pub fn flush(&mut self, batch: u32, now: Time, (delay_us_min, delay_us_max): (u64, u64)) -> Option<Time> {
        let group = self.filling.remove(&batch)?;
        let entries = self.pending.remove(&group)?.entries;
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
        self.pending.values().map(|pending| pending.entries.len()).sum::<usize>() + self.messages_under_way
    }
}
