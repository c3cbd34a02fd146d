//! One trace that goes to a stream and to a queue: how far each is, and when it was through.

use super::{Look, share};
use crate::bill::Prices;
use crate::consumers::kcl::application::Application;
use crate::consumers::queue_consumer::QueueConsumer;
use crate::kinesis::shard::{Shard, ShardId};
use crate::kinesis::stream::Stream;
use crate::producers::producer::Producer;
use crate::producers::queue_sender::QueueSender;
use crate::simulation::Simulation;
use crate::sqs::metrics::QueueSecond;
use crate::sqs::queue::Queue;
use crate::time::{HOUR_US, Time};

/// An application and a queue's consumer that work on what one producer makes.
#[derive(Clone, Copy)]
pub struct Race<'a> {
    pub run: &'a Simulation,
    pub producer: &'a Producer,
    pub stream: &'a Stream,
    pub application: &'a Application,
    pub sender: &'a QueueSender,
    pub queue: &'a Queue,
    pub consumer: &'a QueueConsumer,
}

impl<'a> Race<'a> {
    /// The race that the `nth` queue consumer runs, against the first application of the stream that its
    /// messages' producer writes to. None if one of those is missing.
    pub fn of(run: &'a Simulation, nth: usize) -> Option<Race<'a>> {
        let consumer = run.queue_actors.consumers.get(nth)?;
        let sender = run.queue_actors.senders.iter().find(|sender| sender.setup.queue == consumer.setup.queue)?;
        let producer = run.producers.get(usize::from(sender.producer))?;
        let stream = producer.setup.stream;
        Some(Race {
            run,
            producer,
            stream: run.streams.get(usize::from(stream.0))?,
            application: run.kcl.iter().find(|application| application.setup.stream == stream)?,
            sender,
            queue: run.sqs.queue(run.sqs.find(&consumer.setup.queue)?)?,
            consumer,
        })
    }

    /// When its trace, or the last part of it, began.
    pub fn began(&self) -> Time {
        self.producer.begun()
    }

    fn is_made(&self) -> bool {
        self.producer.is_finished() && self.producer.unstored() == 0
    }

    /// When the application had processed all of the trace; None as long as it hasn't.
    pub fn stream_finish(&self) -> Option<Time> {
        let through = self.stream.shards.iter().all(|shard| self.waiting(shard.id) == 0);
        self.application.totals.last_handled.filter(|at| self.is_made() && through && *at >= self.began())
    }

    /// Records of a shard that the application has not counted as processed.
    pub fn waiting(&self, shard: ShardId) -> u64 {
        let end = self.stream.shards.get(shard.0 as usize).map_or(0, |shard| shard.records.end());
        let handled = self.application.progress.get(&shard).and_then(|progress| progress.handled_to);
        end.saturating_sub(handled.unwrap_or(0))
    }

    /// When the queue had nothing left of the trace; None as long as it has.
    pub fn queue_finish(&self) -> Option<Time> {
        let through = self.sender.waiting() == 0 && self.queue.totals.held() == 0;
        self.consumer.last_handled.filter(|at| self.producer.is_finished() && through && *at >= self.began())
    }

    /// The queue's time as thousandths of a percent of the stream's, which may still be growing; all of it
    /// as long as the queue isn't through.
    pub fn time_share(&self) -> u64 {
        let Some(queue) = self.queue_finish() else { return 100_000 };
        let stream = self.stream_finish().unwrap_or(self.run.now).since(self.began());
        share(queue.since(self.began()), stream.max(1))
    }

    /// What the stream has cost since the trace began until it was through, in nano-dollars: shards and
    /// payload units, these by whole seconds.
    pub fn stream_cost(&self, prices: &Prices) -> u64 {
        let (began, until) = (self.began(), self.stream_finish().unwrap_or(self.run.now));
        let open = |shard: &Shard| shard.closed.unwrap_or(until).min(until).since(shard.opened.max(began));
        let shard_us: u64 = self.stream.shards.iter().map(open).sum();
        let seconds = (began.second()..=until.second()).filter_map(|second| self.run.seconds.get(second));
        let units: u64 = seconds.map(|second| u64::from(second.put_payload_units)).sum();
        let shards = u128::from(shard_us) * u128::from(prices.shard_hour) / u128::from(HOUR_US);
        shards as u64 + units * prices.put_payload_units_per_million / 1_000_000
    }

    /// What the queue's requests have cost meanwhile, in nano-dollars.
    pub fn queue_cost(&self, prices: &Prices) -> u64 {
        let until = self.queue_finish().unwrap_or(self.run.now).second();
        let seconds = (self.began().second()..=until).filter_map(|second| self.queue.seconds.get(second));
        let requests: u64 = seconds.map(|second| u64::from(second.billed_requests)).sum();
        requests * prices.sqs_fifo_per_million_requests / 1_000_000
    }

    /// Messages of the trace that the queue has accepted, by whole seconds.
    pub fn queue_sent(&self) -> u64 {
        let seconds = self.began().second()..=self.run.now.second();
        let sent = seconds.filter_map(|second| self.queue.seconds.get(second));
        sent.map(|second| u64::from(second.number_of_messages_sent)).sum()
    }

    /// Records of the trace that the stream has stored, by whole seconds.
    pub fn stream_stored(&self) -> u64 {
        let seconds = (self.began().second()..=self.run.now.second()).filter_map(|second| self.run.seconds.get(second));
        seconds.map(|second| u64::from(second.stored)).sum()
    }

    /// Nano-dollars for a million messages, on either side; None before there are any.
    pub fn cost_per_million(&self, prices: &Prices) -> (Option<u64>, Option<u64>) {
        let million = |cost: u64, messages: u64| (u128::from(cost) * 1_000_000).checked_div(u128::from(messages));
        let stream = million(self.stream_cost(prices), self.stream_stored());
        let queue = million(self.queue_cost(prices), self.queue_sent());
        (stream.map(|nano| nano as u64), queue.map(|nano| nano as u64))
    }
}

/// The race that a measure is about.
fn of<'a>(look: &Look<'a>) -> Option<Race<'a>> {
    Race::of(look.run, usize::from(look.of))
}

pub(super) fn time_share(look: &Look) -> u64 {
    of(look).map_or(100_000, |race| race.time_share())
}

pub(super) fn queue_order_broken(look: &Look) -> u64 {
    let Some(consumer) = look.run.queue_actors.consumers.get(usize::from(look.of)) else { return 0 };
    let seconds = consumer.seconds.window(look.run.now, look.window_s());
    seconds.map(|second| u64::from(second.order_broken_by_source)).sum()
}

pub(super) fn stream_records_per_second(look: &Look) -> u64 {
    let Some(stream) = look.run.streams.get(usize::from(look.of)) else { return 0 };
    let shards = stream.shards.iter().flat_map(|shard| shard.seconds.window(look.run.now, look.window_s()));
    shards.map(|second| u64::from(second.incoming_records)).sum::<u64>() / look.window_s()
}

pub(super) fn queue_messages_per_second(look: &Look) -> u64 {
    let sent = queue_sum(look, |second| second.number_of_messages_sent);
    sent / look.window_s()
}

pub(super) fn queue_calls_refused(look: &Look) -> u64 {
    queue_sum(look, |second| second.throttled)
}

fn queue_sum(look: &Look, field: fn(&QueueSecond) -> u32) -> u64 {
    let Some(race) = of(look) else { return 0 };
    let seconds = race.queue.seconds.window(look.run.now, look.window_s());
    seconds.map(|second| u64::from(field(second))).sum()
}

/// Refused writes of the run, and refused reads of the applications.
pub(super) fn stream_calls_refused(look: &Look) -> u64 {
    let reads = look.run.kcl.iter().flat_map(|one| one.seconds.window(look.run.now, look.window_s()));
    look.sum(|second| second.throttled) + reads.map(|second| u64::from(second.throttled)).sum::<u64>()
}

pub(super) fn stream_cost_per_million(look: &Look) -> u64 {
    of(look).and_then(|race| race.cost_per_million(look.prices).0).unwrap_or(0)
}

pub(super) fn queue_cost_per_million(look: &Look) -> u64 {
    of(look).and_then(|race| race.cost_per_million(look.prices).1).unwrap_or(0)
}

pub(super) fn kcl_working(look: &Look) -> u64 {
    look.run.kcl.get(usize::from(look.of)).map_or(0, |application| application.working() as u64)
}

pub(super) fn queue_workers_busy(look: &Look) -> u64 {
    let consumer = look.run.queue_actors.consumers.get(usize::from(look.of));
    consumer.map_or(0, |consumer| consumer.busy() as u64)
}

pub(super) fn kcl_records_per_second(look: &Look) -> u64 {
    let Some(application) = look.run.kcl.get(usize::from(look.of)) else { return 0 };
    let seconds = application.seconds.window(look.run.now, look.window_s());
    seconds.map(|second| u64::from(second.records - second.twice)).sum::<u64>() / look.window_s()
}

pub(super) fn queue_handled_per_second(look: &Look) -> u64 {
    let Some(consumer) = look.run.queue_actors.consumers.get(usize::from(look.of)) else { return 0 };
    let seconds = consumer.seconds.window(look.run.now, look.window_s());
    seconds.map(|second| u64::from(second.handled)).sum::<u64>() / look.window_s()
}
