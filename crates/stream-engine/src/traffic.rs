//! What producers do by themselves: the tasks of the agenda that make records and send them.

use crate::agenda::Task;
use crate::error::{Limit, Throttle};
use crate::event::{Actor, Call, EventKind, Outcome, REFUSED_KEPT, RefusedRecord};
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::Record;
use crate::kinesis::stream::StreamId;
use crate::producers::backoff::{Failure, wait_us};
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
}
