//! Workers that receive from a queue, process one message after the other, and delete what is done.

use super::order::OrderCheck;
use crate::histogram::Histogram;
use crate::kinesis::shard::Record;
use crate::rng::Generator;
use crate::series::Series;
use crate::sqs::message::{Content, GroupKey, Message};
use crate::sqs::receipt::Receipt;
use crate::sqs::setup::{Poison, QueueConsumerSetup};
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Workers of one consumer at most: the engine's bound.
pub const WORKERS_MAX: u32 = 10_000;

/// A message in a worker's hands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    pub receipt: Receipt,
    pub group: Option<GroupKey>,
    /// None for a client's message, which no order is known of.
    pub record: Option<Record>,
    pub sent: Time,
    pub receive_count: u32,
    pub fails: bool,
}

/// One worker.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Worker {
    /// Counts its lives: tasks planned before a crash lapse.
    pub life: u32,
    /// What it received and has not processed, oldest first.
    pub hand: VecDeque<Held>,
    /// What it has processed and not deleted.
    pub done: Vec<Receipt>,
    /// Until when its long poll waits.
    pub waits_until: Option<Time>,
    /// When it is looked at for the end of a long poll; not before that poll's end, or an earlier one's.
    pub look_at: Option<Time>,
    /// Refused calls in a row.
    pub refusals: u8,
    /// It has been taken off, and does nothing.
    pub stopped: bool,
}

/// One second of a consumer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueueConsumerSecond {
    pub handled: u32,
    pub failed: u32,
    pub order_broken_by_source: u32,
}

/// A consumer and its workers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueueConsumer {
    pub setup: QueueConsumerSetup,
    pub workers: Vec<Worker>,
    /// Workers whose long poll waits, the first to wait first.
    pub waiting: VecDeque<u32>,
    pub network: Generator,
    processing: Generator,
    pub order: OrderCheck,
    /// Messages processed, each time that it happened.
    pub handled: u64,
    /// Messages processed that had been received before.
    pub handled_again: u64,
    pub failed: u64,
    /// Deletes that came after the visibility timeout.
    pub expired_deletes: u64,
    /// Calls that were refused for the rate.
    pub throttled: u64,
    pub order_broken_by_source: u64,
    pub order_broken_by_producer: u64,
    /// Milliseconds from a message's sending to its first receive.
    pub propagation_delay_ms: Histogram,
    /// Milliseconds from a message's sending to its being processed.
    pub handling_delay_ms: Histogram,
    /// When the last message was processed: the finish of a race.
    pub last_handled: Option<Time>,
    pub seconds: Series<QueueConsumerSecond>,
}

impl QueueConsumer {
    /// A consumer whose workers have not called yet.
    pub fn new(mut setup: QueueConsumerSetup, seed: u64) -> QueueConsumer {
        setup.workers = setup.workers.min(WORKERS_MAX);
        QueueConsumer {
            workers: Vec::new(),
            waiting: VecDeque::new(),
            network: Generator::named(seed, &format!("{}/network", setup.name)),
            processing: Generator::named(seed, &format!("{}/processing", setup.name)),
            order: OrderCheck::default(),
            handled: 0,
            handled_again: 0,
            failed: 0,
            expired_deletes: 0,
            throttled: 0,
            order_broken_by_source: 0,
            order_broken_by_producer: 0,
            propagation_delay_ms: Histogram::default(),
            handling_delay_ms: Histogram::default(),
            last_handled: None,
            seconds: Series::default(),
            setup,
        }
    }

    /// Brings the workers to the number of the setup; gives those that begin.
    pub fn staff(&mut self) -> Vec<u32> {
        let wanted = self.setup.workers;
        let mut begin = Vec::new();
        for nth in 0..wanted {
            match self.workers.get_mut(nth as usize) {
                None => {
                    self.workers.push(Worker::default());
                    begin.push(nth);
                }
                Some(worker) if worker.stopped => {
                    *worker = Worker { life: worker.life + 1, ..Worker::default() };
                    begin.push(nth);
                }
                Some(_) => {}
            }
        }
        // Those who wait are free to go; the others finish what they hold.
        for nth in self.waiting.iter().filter(|nth| **nth >= wanted) {
            self.workers[*nth as usize].stopped = true;
        }
        self.waiting.retain(|nth| *nth < wanted);
        begin
    }

    /// The worker, if it lives the life that a task was planned in and is still wanted.
    pub fn worker(&mut self, nth: u32, life: u32) -> Option<&mut Worker> {
        self.workers.get_mut(nth as usize).filter(|worker| worker.life == life && !worker.stopped)
    }

    /// Workers that have messages in their hands.
    pub fn busy(&self) -> usize {
        self.workers.iter().filter(|worker| !worker.hand.is_empty() || !worker.done.is_empty()).count()
    }

    /// Work on one message.
    pub fn processing_us(&mut self) -> u64 {
        self.processing.between(self.setup.processing_us_min, self.setup.processing_us_max)
    }

    /// A message as a worker takes it.
    pub fn hold(&self, receipt: Receipt, message: &Message) -> Held {
        let record = match &message.content {
            Content::Reading(record) => Some(*record),
            Content::Whole(_) => None,
        };
        let is_it = |poison: &Poison| match (poison, &message.content) {
            (Poison::Reading(number), Content::Reading(record)) => record.number == *number,
            (Poison::Source(source), Content::Reading(record)) => record.source == *source,
            (Poison::Body(body), Content::Whole(payload)) => payload.body == *body,
            _ => false,
        };
        Held {
            receipt,
            group: message.group,
            record,
            sent: message.sent,
            receive_count: message.receive_count,
            fails: self.setup.fails_on.iter().any(is_it),
        }
    }

    /// Counts a message that has been processed; whether it came out of its source's order.
    pub fn handle(&mut self, held: &Held, is_device: bool, now: Time) -> bool {
        self.handled += 1;
        self.handled_again += u64::from(held.receive_count > 1);
        self.last_handled = Some(now);
        self.handling_delay_ms.add(now.since(held.sent) / MS_US);
        let out = held.record.map(|record| self.order.handle(&record)).unwrap_or_default();
        self.order_broken_by_source += u64::from(out.by_source);
        self.order_broken_by_producer += u64::from(out.by_producer && is_device);
        let second = self.seconds.now(now);
        second.handled += 1;
        second.order_broken_by_source += u32::from(out.by_source);
        out.by_source
    }

    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        let held: usize = self.workers.iter().map(|worker| worker.hand.len()).sum();
        held * size_of::<Held>() + self.workers.len() * size_of::<Worker>() + size_of::<Self>()
    }
}
