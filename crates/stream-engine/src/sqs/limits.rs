//! Throughput limits of FIFO queues: calls and messages a second for sending, receiving and
//! deleting, for the queue or, in high-throughput mode, for each partition. Standard queues have
//! none. (SQS Developer Guide, pages quotas-messages and partitions-and-data-distribution.)

use super::message::GroupKey;
use super::refused::Refused;
use crate::limiter::{Rate, TokenBucket};
use crate::quota::Quotas;
use crate::rng::mix;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is limited by itself: single and batch calls of one kind share a limit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Action {
    Send,
    Receive,
    Delete,
    ChangeVisibility,
}

/// The part of a queue that a message group is kept in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Partition(pub u32);

/// Room that is left: calls and messages.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Room {
    calls: TokenBucket,
    messages: TokenBucket,
}

/// The limits of one queue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    rooms: BTreeMap<(Action, Partition), Room>,
}

/// The regional limit of all high-throughput queues together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RegionalLimits {
    rooms: BTreeMap<Action, Room>,
}

/// Calls and messages a second.
#[derive(Clone, Copy)]
struct Rates {
    calls: Rate,
    messages: Rate,
}

impl Rates {
    fn new(quotas: &Quotas, calls: u64, messages: u64) -> Rates {
        let rate = |per_second| Rate { per_second, burst_us: quotas.model_sqs_fifo_burst_ms * MS_US };
        Rates { calls: rate(calls), messages: rate(messages) }
    }

    fn partition(quotas: &Quotas) -> Rates {
        let messages = quotas.sqs_fifo_batched_messages_per_second_per_api_action;
        Rates::new(quotas, quotas.sqs_fifo_tps_per_api_action, messages)
    }

    fn times(self, count: u64) -> Rates {
        let times = |rate: Rate| Rate { per_second: rate.per_second * count, ..rate };
        Rates { calls: times(self.calls), messages: times(self.messages) }
    }
}

impl Room {
    fn fits(&mut self, rates: Rates, now: Time, messages: u64) -> bool {
        self.calls.refill(rates.calls, now);
        self.messages.refill(rates.messages, now);
        self.calls.fits(rates.calls, 1) && self.messages.fits(rates.messages, messages)
    }

    fn spend(&mut self, messages: u64) {
        self.calls.spend(1);
        self.messages.spend(messages);
    }
}

impl Limits {
    /// Takes room for one call, in every partition that it touches; refused if any has none.
    pub fn take(
        &mut self,
        quotas: &Quotas,
        now: Time,
        action: Action,
        touched: &BTreeMap<Partition, u64>,
    ) -> Result<(), Refused> {
        let rates = Rates::partition(quotas);
        let mut fits = |(partition, messages): (&Partition, &u64)| {
            self.rooms.entry((action, *partition)).or_default().fits(rates, now, *messages)
        };
        if !touched.iter().all(&mut fits) {
            return Err(Refused::throttled());
        }
        for (partition, messages) in touched {
            self.rooms.entry((action, *partition)).or_default().spend(*messages);
        }
        Ok(())
    }

    /// Room for a receive of a high-throughput queue, which no single partition answers: all
    /// partitions together.
    pub fn take_of_all(&mut self, quotas: &Quotas, now: Time, action: Action, messages: u64) -> Result<(), Refused> {
        let rates = Rates::partition(quotas).times(quotas.model_sqs_fifo_partitions);
        let room = self.rooms.entry((action, Partition(u32::MAX))).or_default();
        if !room.fits(rates, now, messages) {
            return Err(Refused::throttled());
        }
        room.spend(messages);
        Ok(())
    }
}

impl RegionalLimits {
    /// Takes room for one call of a high-throughput queue.
    pub fn take(
        &mut self,
        quotas: &Quotas,
        region: &str,
        now: Time,
        action: Action,
        messages: u64,
    ) -> Result<(), Refused> {
        let large = LARGE_REGIONS.contains(&region);
        let small = quotas.sqs_fifo_high_throughput_tps_other_regions.filter(|_| !large);
        let calls = small.unwrap_or(quotas.sqs_fifo_high_throughput_tps_large_regions);
        let large_messages = quotas.sqs_fifo_high_throughput_batched_messages_per_second_large_regions;
        let per_call = large_messages / quotas.sqs_fifo_high_throughput_tps_large_regions.max(1);
        let rates = Rates::new(quotas, calls, calls * per_call);
        let room = self.rooms.entry(action).or_default();
        if !room.fits(rates, now, messages) {
            return Err(Refused::throttled());
        }
        room.spend(messages);
        Ok(())
    }
}

/// Regions of the highest tier.
const LARGE_REGIONS: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];

impl Partition {
    /// The only one of a queue without high throughput.
    pub const ONLY: Partition = Partition(0);

    /// Where a group is kept. AWS publishes neither the hash nor the number of partitions (assumed).
    pub fn of(group: GroupKey, quotas: &Quotas) -> Partition {
        let count = quotas.model_sqs_fifo_partitions.clamp(1, u64::from(u32::MAX));
        Partition((mix(group.0) % count) as u32)
    }
}
