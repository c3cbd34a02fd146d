//! What producers and consumers do by themselves: the tasks of the agenda.

use crate::agenda::Task;
use crate::consumers::fleet::watch::{Delivery, Poll};
use crate::consumers::handling::{Checked, work_through};
use crate::error::{Limit, Refusal, Throttle};
use crate::event::{Actor, Call, EventKind, GetSummary, Outcome, REFUSED_KEPT, RefusedRecord};
use crate::kinesis::get_records::Read;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::Record;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::latency::{network_us, service_us};
use crate::producers::backoff::{Failure, wait_us};
use crate::producers::producer::Sent;
use crate::scenario::{AfterThrottle, RetryStrategy};
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};

impl Simulation {
    /// Starts a producer's schedule at `from`; tasks of its earlier schedule lapse.
    pub(crate) fn begin_schedule(&mut self, producer: u8, from: Time) {
        self.producers[usize::from(producer)].begin(from);
        self.plan_next(producer);
    }

    fn plan_next(&mut self, nth: u8) {
        let producer = &mut self.producers[usize::from(nth)];
        if let Some(at) = producer.next_instant() {
            self.agenda.plan(at, Task::Produce { producer: nth, plan: producer.plan });
        }
    }

    pub(crate) fn produce(&mut self, nth: u8, plan: u32) {
        let producer = &mut self.producers[usize::from(nth)];
        if producer.plan != plan {
            return;
        }
        for readings in producer.take_readings() {
            let now = self.now;
            let overhead = self.quotas.model_client_encryption_bytes as u32;
            let sent = self.producers[usize::from(nth)].make(nth, readings, now, &self.keys, overhead);
            (self.extensions.hand_over)(self, nth, sent);
        }
        self.plan_next(nth);
    }

    /// Puts a record on its way. A producer has one connection: nothing overtakes.
    pub(crate) fn send(&mut self, nth: u8, mut sent: Sent) {
        let quotas = &self.quotas;
        let delay = self.network.between(quotas.model_network_delay_min_us, quotas.model_network_delay_max_us);
        let under_way = &mut self.producers[usize::from(nth)].under_way;
        let last = under_way.back().map_or(Time::ZERO, |sent| sent.record.arrived);
        sent.record.arrived = last.max(self.now + delay);
        under_way.push_back(sent);
        if under_way.len() == 1 {
            self.agenda.plan(sent.record.arrived, Task::Arrive { producer: nth });
        }
    }

    /// The oldest calls under way reach the service, all that are due by now.
    pub(crate) fn arrive(&mut self, nth: u8) {
        let quotas = self.quotas.clone();
        let stream = self.producers[usize::from(nth)].setup.stream;
        while let Some(sent) = self.producers[usize::from(nth)].take_arrived(self.now) {
            self.producers[usize::from(nth)].seconds.now(self.now).calls += 1;
            if self.put_is_denied(nth, stream, sent.record) {
                self.producers[usize::from(nth)].lost += 1;
                self.second().lost += 1;
                continue;
            }
            let hash = self.keys.hash(sent.record.key, sent.record.origin());
            let result = self.streams[usize::from(stream.0)].put(&quotas, self.now, hash, sent.record);
            self.count_put(stream, sent.record, result);
            let outcome = Outcome::Put { record: sent.record, result };
            self.log_call(Call { at: self.now, actor: Actor::Producer(nth), stream, outcome });
            match result {
                Ok(stored) => {
                    (self.extensions.note_stored)(self, nth, stored, sent.made);
                    self.put_is_stored(nth, sent);
                }
                Err(_) => self.refused_again(nth, sent),
            }
        }
        if let Some(next) = self.producers[usize::from(nth)].under_way.front() {
            self.agenda.plan(next.record.arrived, Task::Arrive { producer: nth });
        }
    }

    /// The service has a record; its client learns that, unless the answer is lost.
    fn put_is_stored(&mut self, nth: u8, mut sent: Sent) {
        let (now, quotas) = (self.now, &self.quotas);
        let producer = &mut self.producers[usize::from(nth)];
        producer.note_stored(&sent.record, quotas.put_payload_unit_bytes.max(1), now);
        let readings = u64::from(sent.record.readings);
        match sent.stored {
            true => producer.counts.duplicates += readings,
            false => producer.note_readings(readings, now),
        }
        if producer.calls.answers_to_lose > 0 {
            producer.calls.answers_to_lose -= 1;
            sent.stored = true;
            return self.put_again(nth, sent, false);
        }
        let answered = now + quotas.model_network_delay_min_us;
        producer.note_latency(answered.since(sent.made) / MS_US, now);
    }

    fn refused_again(&mut self, nth: u8, sent: Sent) {
        let producer = &mut self.producers[usize::from(nth)];
        producer.refused += 1;
        producer.seconds.now(self.now).failed += 1;
        self.put_again(nth, sent, true);
    }

    fn put_again(&mut self, nth: u8, mut sent: Sent, throttled: bool) {
        sent.refusals = sent.refusals.saturating_add(1);
        let producer = &mut self.producers[usize::from(nth)];
        let failure = Failure { refusals: sent.refusals, throttled, waited_us: sent.waited_us };
        let wait = wait_us(producer.setup.retry, failure, &self.quotas, &mut producer.jitter);
        sent.waited_us = wait.unwrap_or(0);
        let planned = wait.and_then(|us| Some((us, producer.wait(sent)?)));
        match planned {
            Some((us, slot)) => {
                // The answer has the same way back that the call had.
                let back = self.quotas.model_network_delay_min_us;
                self.agenda.plan(self.now + back + us, Task::Resend { producer: nth, slot });
            }
            None => self.lose(nth, u64::from(!sent.stored)),
        }
    }

    pub(crate) fn resend(&mut self, nth: u8, slot: u32) {
        let Some(sent) = self.producers[usize::from(nth)].resume(slot) else { return };
        match self.producers[usize::from(nth)].dead {
            false => self.send(nth, sent),
            true => self.lose(nth, u64::from(!sent.stored)),
        }
    }

    /// Counts a record that reached the service, stored or not.
    pub(crate) fn count_put(&mut self, stream: StreamId, record: Record, result: Result<Stored, Throttle>) {
        let unit = self.quotas.put_payload_unit_bytes.max(1);
        let second = self.second();
        second.attempts += 1;
        match result {
            Ok(stored) => {
                second.stored += 1;
                second.stored_bytes += u64::from(record.bytes);
                second.put_payload_units += u64::from(record.bytes).div_ceil(unit).max(1) as u32;
                self.bill_put(stream, u64::from(record.bytes));
                self.wake_subscribers(stream, stored.shard);
            }
            Err(throttle) => {
                second.throttled += 1;
                let same =
                    |refused: &&RefusedRecord| refused.stream == stream && refused.throttle.shard == throttle.shard;
                let before = self.refused.iter_back().find(same);
                let throttled = !matches!(throttle.limit, Limit::NoStream | Limit::Internal);
                if throttled && before.is_none_or(|refused| self.now.since(refused.record.arrived) >= 1_000_000) {
                    self.mark(EventKind::ThrottlingBegan { stream, shard: throttle.shard });
                }
                let record = Record { arrived: self.now, ..record };
                self.refused.push_bounded(RefusedRecord { stream, record, throttle }, REFUSED_KEPT);
            }
        }
    }

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
