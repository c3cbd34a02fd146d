//! What polling consumers do by themselves: they look for shards, read, and work through what they got.

use crate::agenda::Task;
use crate::consumers::fleet::watch::{Delivery, Poll};
use crate::consumers::handling::{Checked, work_through};
use crate::error::{Refusal, Throttle};
use crate::event::{Actor, Call, EventKind, GetSummary, Outcome};
use crate::kinesis::get_records::Read;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::latency::{network_us, service_us};
use crate::producers::backoff::{Failure, wait_us};
use crate::scenario::{AfterThrottle, RetryStrategy};
use crate::simulation::Simulation;
use crate::time::Time;

impl Simulation {
    /// Lets a consumer look for shards that it can read now.
    pub(crate) fn sync_shards(&mut self, nth: u8) {
        let consumer = &mut self.consumers[usize::from(nth)];
        let Some(stream) = self.streams.get(usize::from(consumer.setup.stream.0)) else { return };
        for (reader, at) in consumer.sync_shards(stream, self.now) {
            self.agenda.plan(at, Task::Poll { consumer: nth, reader });
        }
    }

    pub(crate) fn poll(&mut self, nth: u8, reader: u32) {
        let quotas = self.quotas.clone();
        if self.is_stopped(nth, reader) {
            return;
        }
        let consumer = &self.consumers[usize::from(nth)];
        let (stream, interval) = (consumer.setup.stream, consumer.interval_us());
        let (shard, position) = (consumer.readers[reader as usize].shard, consumer.readers[reader as usize].position);
        let limit = u64::from(consumer.setup.max_records_per_call).clamp(1, quotas.get_records_max_records_per_call);
        let iterator = ShardIterator { stream, shard, position, issued: self.now };
        if self.get_is_denied(nth, &iterator, limit) {
            self.agenda.plan(self.now + interval, Task::Poll { consumer: nth, reader });
            return;
        }
        let result = self.streams[usize::from(stream.0)].get_records(&quotas, self.now, &iterator, limit);

        if let Some(watch) = &mut self.consumers[usize::from(nth)].watch {
            watch.note_poll(Poll { at: self.now, shard, refused: result.is_err() });
        }
        let answer = match result {
            Ok(read) => {
                self.bill_get(stream, &read);
                Ok(read)
            }
            Err(Refusal::ProvisionedThroughputExceeded(throttle)) => Err(throttle),
            // The shard expired unread: there is nothing left to ask for.
            Err(_) => {
                self.consumers[usize::from(nth)].readers[reader as usize].done = true;
                self.sync_shards(nth);
                return;
            }
        };
        let summary = answer.as_ref().map_err(|throttle| *throttle).map(|read| GetSummary {
            to: read.to,
            millis_behind_latest: read.millis_behind_latest,
            ended: read.next.is_none(),
        });
        match self.consumers[usize::from(nth)].setup.calls_take_time {
            true => self.send_answer(nth, reader, answer),
            false => self.take_answer(nth, reader, answer, self.now + interval),
        }
        let outcome = Outcome::Get { shard, from: position, result: summary };
        self.log_call(Call { at: self.now, actor: Actor::Consumer(nth), stream, outcome });
    }

    /// The answer to a read goes its way back.
    fn send_answer(&mut self, nth: u8, reader: u32, answer: Result<Read, Throttle>) {
        let consumer = &mut self.consumers[usize::from(nth)];
        let back = match answer {
            Ok(_) => service_us(&self.quotas, &mut consumer.network),
            // A refusal needs nothing read.
            Err(_) => 0,
        };
        let back = back + network_us(&self.quotas, &mut consumer.network);
        consumer.readers[reader as usize].answer = Some(answer);
        self.agenda.plan(self.now + back, Task::Read { consumer: nth, reader });
    }

    /// The answer to a read is there; the next call is sent when its time has come.
    pub(crate) fn answer_read(&mut self, nth: u8, reader: u32) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        if self.is_stopped(nth, reader) {
            return;
        }
        let consumer = &mut self.consumers[usize::from(nth)];
        let (interval, after_throttle) = (consumer.interval_us(), consumer.setup.after_throttle);
        let reading = &mut consumer.readers[reader as usize];
        let Some(answer) = reading.answer.take() else { return };
        reading.refusals = if answer.is_ok() { 0 } else { reading.refusals.saturating_add(1) };
        let paced = (reading.sent + interval).max(now);
        let send = match (&answer, after_throttle) {
            (Ok(_), _) | (Err(_), AfterThrottle::NextPoll) => paced,
            (Err(_), AfterThrottle::Jitter) => now + consumer.network.between(0, 2 * interval),
            (Err(_), AfterThrottle::Standard) => {
                let failure = Failure { refusals: reading.refusals, throttled: true, waited_us: 0 };
                match wait_us(RetryStrategy::Standard, failure, &quotas, &mut consumer.network) {
                    Some(wait) => now + wait,
                    None => {
                        reading.refusals = 0;
                        paced
                    }
                }
            }
        };
        reading.sent = send;
        let arrives = send + network_us(&quotas, &mut consumer.network);
        self.take_answer(nth, reader, answer, arrives);
    }

    /// The application has the answer: it works through the records and plans its next call.
    fn take_answer(&mut self, nth: u8, reader: u32, answer: Result<Read, Throttle>, next: Time) {
        let shard = self.consumers[usize::from(nth)].readers[reader as usize].shard;
        match answer {
            Ok(read) => {
                self.handle(nth, reader, &read);
                if read.next.is_none() {
                    self.mark(EventKind::ShardDrained { consumer: nth, shard });
                    return self.sync_shards(nth);
                }
            }
            Err(_) => self.consumers[usize::from(nth)].readers[reader as usize].throttled = true,
        }
        self.agenda.plan(next, Task::Poll { consumer: nth, reader });
    }

    /// The application works through what a read gave it, checking the order.
    fn handle(&mut self, nth: u8, reader: u32, read: &Read) {
        let consumer = &mut self.consumers[usize::from(nth)];
        let stream = &self.streams[usize::from(consumer.setup.stream.0)];
        let shard = &stream.shards[read.shard.0 as usize];
        let records = || shard.records.iter_from(read.from).take((read.to - read.from) as usize);
        let (order, delay) = (&mut consumer.order, &mut consumer.propagation_delay_ms);
        let checked = work_through(records(), &self.producers, self.now, order, delay);
        if let Some(watch) = &mut consumer.watch {
            watch.note_delivery(Delivery { at: self.now, shard: read.shard, from: read.from, to: read.to }, records());
        }
        let Checked { by_source, by_producer, culprit } = checked;
        consumer.records += read.to - read.from;
        consumer.order_broken_by_source += u64::from(by_source);
        consumer.order_broken_by_producer += u64::from(by_producer);
        let reader = &mut consumer.readers[reader as usize];
        reader.position = read.to;
        reader.done = read.next.is_none();
        reader.millis_behind_latest = read.millis_behind_latest;
        reader.throttled = false;

        let quiet = self.seconds.window(self.now, 1).all(|second| second.order_broken_by_source == 0);
        let second = self.second();
        let first = quiet && second.order_broken_by_source == 0;
        second.order_broken_by_source += by_source;
        second.order_broken_by_producer += by_producer;
        if let (Some(producer), true) = (culprit, first) {
            self.mark(EventKind::OrderBroken { consumer: nth, producer });
        }
    }
}
