//! What producers and consumers do by themselves: the tasks of the agenda.

use crate::agenda::Task;
use crate::error::{Refusal, Throttle};
use crate::event::{Actor, Call, EventKind, GetSummary, Outcome, REFUSED_KEPT, RefusedRecord};
use crate::kinesis::get_records::Read;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::Record;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::producers::backoff::wait_us;
use crate::producers::producer::Sent;
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
            let sent = self.producers[usize::from(nth)].make(nth, readings, now, &self.keys);
            self.send(nth, sent);
        }
        self.plan_next(nth);
    }

    /// Puts a record on its way. A producer has one connection: nothing overtakes.
    fn send(&mut self, nth: u8, mut sent: Sent) {
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
            let hash = self.keys.hash(sent.record.key, sent.record.origin());
            let result = self.streams[usize::from(stream.0)].put(&quotas, self.now, hash, sent.record);
            self.count_put(stream, sent.record, result);
            let outcome = Outcome::Put { record: sent.record, result };
            self.log_call(Call { at: self.now, actor: Actor::Producer(nth), stream, outcome });
            match result {
                Ok(_) => {
                    let answered = self.now + quotas.model_network_delay_min_us;
                    let latency = &mut self.producers[usize::from(nth)].put_latency_ms;
                    latency.add(answered.since(sent.made) / MS_US);
                }
                Err(_) => self.refused_again(nth, sent),
            }
        }
        if let Some(next) = self.producers[usize::from(nth)].under_way.front() {
            self.agenda.plan(next.record.arrived, Task::Arrive { producer: nth });
        }
    }

    fn refused_again(&mut self, nth: u8, mut sent: Sent) {
        sent.refusals = sent.refusals.saturating_add(1);
        let producer = &mut self.producers[usize::from(nth)];
        producer.refused += 1;
        let wait = wait_us(producer.setup.retry, sent.refusals, &mut producer.jitter);
        let planned = wait.and_then(|us| Some((us, producer.wait(sent)?)));
        match planned {
            Some((us, slot)) => {
                // The answer has the same way back that the call had.
                let back = self.quotas.model_network_delay_min_us;
                self.agenda.plan(self.now + back + us, Task::Resend { producer: nth, slot });
            }
            None => {
                producer.lost += 1;
                self.second().lost += 1;
            }
        }
    }

    pub(crate) fn resend(&mut self, nth: u8, slot: u32) {
        if let Some(sent) = self.producers[usize::from(nth)].resume(slot) {
            self.send(nth, sent);
        }
    }

    /// Counts a record that reached the service, stored or not.
    pub(crate) fn count_put(&mut self, stream: StreamId, record: Record, result: Result<Stored, Throttle>) {
        let unit = self.quotas.put_payload_unit_bytes.max(1);
        let second = self.second();
        second.attempts += 1;
        match result {
            Ok(_) => {
                second.stored += 1;
                second.stored_bytes += u64::from(record.bytes);
                second.put_payload_units += u64::from(record.bytes).div_ceil(unit).max(1) as u32;
            }
            Err(throttle) => {
                second.throttled += 1;
                let same =
                    |refused: &&RefusedRecord| refused.stream == stream && refused.throttle.shard == throttle.shard;
                let before = self.refused.iter_back().find(same);
                if before.is_none_or(|refused| self.now.since(refused.record.arrived) >= 1_000_000) {
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
        let consumer = &self.consumers[usize::from(nth)];
        let (stream, interval) = (consumer.setup.stream, consumer.interval_us());
        let (shard, position) = (consumer.readers[reader as usize].shard, consumer.readers[reader as usize].position);
        let limit = u64::from(consumer.setup.max_records_per_call).clamp(1, quotas.get_records_max_records_per_call);
        let iterator = ShardIterator { stream, shard, position, issued: self.now };
        let result = self.streams[usize::from(stream.0)].get_records(&quotas, self.now, &iterator, limit);

        let summary = match result {
            Ok(read) => {
                let ended = read.next.is_none();
                let summary = GetSummary { to: read.to, millis_behind_latest: read.millis_behind_latest, ended };
                self.handle(nth, reader, &read);
                if ended {
                    self.mark(EventKind::ShardDrained { consumer: nth, shard });
                    self.sync_shards(nth);
                } else {
                    self.agenda.plan(self.now + interval, Task::Poll { consumer: nth, reader });
                }
                Ok(summary)
            }
            Err(Refusal::ProvisionedThroughputExceeded(throttle)) => {
                self.consumers[usize::from(nth)].readers[reader as usize].throttled = true;
                self.agenda.plan(self.now + interval, Task::Poll { consumer: nth, reader });
                Err(throttle)
            }
            // The shard expired unread: there is nothing left to ask for.
            Err(_) => {
                self.consumers[usize::from(nth)].readers[reader as usize].done = true;
                self.sync_shards(nth);
                return;
            }
        };
        let outcome = Outcome::Get { shard, from: position, result: summary };
        self.log_call(Call { at: self.now, actor: Actor::Consumer(nth), stream, outcome });
    }

    /// The application works through what a read gave it, checking the order.
    fn handle(&mut self, nth: u8, reader: u32, read: &Read) {
        let consumer = &mut self.consumers[usize::from(nth)];
        let stream = &self.streams[usize::from(consumer.setup.stream.0)];
        let shard = &stream.shards[read.shard.0 as usize];
        let (mut by_source, mut by_producer, mut culprit) = (0, 0, None);
        for record in shard.records.iter_from(read.from).take((read.to - read.from) as usize) {
            consumer.propagation_delay_ms.add(self.now.since(record.arrived) / MS_US);
            let out = consumer.order.handle(record);
            by_source += u32::from(out.by_source);
            let device = self.producers.get(usize::from(record.producer)).is_some_and(|producer| producer.setup.device);
            by_producer += u32::from(out.by_producer && device);
            culprit = culprit.or(out.by_source.then_some(record.producer));
        }
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
