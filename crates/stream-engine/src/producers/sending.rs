//! The life of a client's call: on its way, at the service, answered. The SDK, the KPL and the Agent
//! share it; what they make of an answer is their own.

use super::backoff::{Failure, wait_us};
use super::calls::{Batch, Call, Entry};
use super::client::{Client, ClientState};
use super::producer::Sent;
use super::sdk::{Resend, SdkSetup};
use crate::agenda::Task;
use crate::error::{Limit, Throttle};
use crate::event::{Actor, Call as LoggedCall, Outcome};
use crate::latency::{network_us, service_us};
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What is due in a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum ClientTask {
    /// A call reaches the service.
    Arrive {
        call: u32,
    },
    /// Its answer reaches the client.
    Answered {
        call: u32,
    },
    /// A batch has waited long enough.
    Resend {
        batch: u32,
    },
    /// The batch that was begun then goes out, full or not.
    Linger {
        filled: u32,
    },
    KplWakes,
    ShardsListed,
    /// The Agent looks at its files. The number tells a start of it.
    Look {
        start: u32,
    },
}

/// Records that a client holds at most; a client's memory ends somewhere (assumed).
pub const HELD_MAX: usize = 100_000;

impl Simulation {
    pub(crate) fn do_client_task(&mut self, nth: u8, task: ClientTask) {
        match task {
            ClientTask::Arrive { call } => self.call_arrives(nth, call),
            ClientTask::Answered { call } => self.call_answered(nth, call),
            ClientTask::Resend { batch } => {
                let calls = &mut self.producers[usize::from(nth)].calls;
                if let Some(batch) = calls.waiting.remove(&batch) {
                    calls.queue.push_front(batch);
                    self.send_batches(nth);
                }
            }
            ClientTask::Linger { filled } => self.linger_ends(nth, filled),
            ClientTask::KplWakes => self.kpl_wake(nth),
            ClientTask::ShardsListed => self.kpl_shards_listed(nth),
            ClientTask::Look { start } => self.agent_looks(nth, start),
        }
    }

    /// A record that a producer has made goes to queues that it feeds, and to its client.
    pub(crate) fn hand_over(&mut self, nth: u8, sent: Sent) {
        if !self.feed_queues(nth, &sent) {
            return;
        }
        let producer = &self.producers[usize::from(nth)];
        if producer.dead && !matches!(producer.client, ClientState::Agent(_)) {
            return self.lose(nth, u64::from(sent.record.readings));
        }
        match producer.client {
            ClientState::PutRecord => self.send(nth, sent),
            _ if producer.held() >= HELD_MAX => self.lose(nth, u64::from(sent.record.readings)),
            ClientState::Sdk(_) => self.sdk_put(nth, Entry::new(sent.record, sent.made)),
            ClientState::Kpl(_) => self.kpl_put(nth, sent),
            ClientState::Agent(_) => self.agent_line(nth, sent),
        }
    }

    fn sdk_put(&mut self, nth: u8, entry: Entry) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let producer = &mut self.producers[usize::from(nth)];
        let (Client::Sdk(setup), ClientState::Sdk(sdk)) = (&producer.setup.client, &mut producer.client) else {
            return;
        };
        let full = sdk.add(setup, &quotas, entry);
        let (filled, linger) = (sdk.filled, sdk.linger_ends(setup, now));
        full.into_iter().for_each(|batch| self.queue_batch(nth, batch));
        if let Some(at) = linger {
            self.agenda.plan(at, Task::Client { producer: nth, task: ClientTask::Linger { filled } });
        }
    }

    fn linger_ends(&mut self, nth: u8, filled: u32) {
        let ClientState::Sdk(sdk) = &mut self.producers[usize::from(nth)].client else { return };
        if sdk.filled == filled && !sdk.filling.is_empty() {
            let batch = sdk.take();
            self.queue_batch(nth, batch);
        }
    }

    /// A batch is complete and goes out as soon as a connection is free.
    pub(crate) fn queue_batch(&mut self, nth: u8, batch: Batch) {
        self.producers[usize::from(nth)].calls.queue.push_back(batch);
        self.send_batches(nth);
    }

    /// Begins as many calls as there are batches and free connections.
    pub(crate) fn send_batches(&mut self, nth: u8) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let producer = &mut self.producers[usize::from(nth)];
        if producer.dead {
            return;
        }
        let connections = match &producer.setup.client {
            Client::PutRecord => 0,
            // In strict order a record that waits for its next attempt holds up all behind it.
            Client::Sdk(setup) if setup.strict_order && !producer.calls.waiting.is_empty() => return,
            Client::Sdk(setup) => setup.connections(),
            Client::Kpl(setup) => setup.settings(&quotas).connections,
            // While a buffer waits for its next attempt the Agent sends none.
            Client::Agent(_) if !producer.calls.waiting.is_empty() => return,
            Client::Agent(_) => 1,
        };
        while let Some(mut batch) = producer.calls.next_batch(connections) {
            for entry in &mut batch {
                producer.counts.note_buffered(entry, now);
            }
            producer.counts.calls += 1;
            let call = producer.calls.begin(batch);
            let there = network_us(&quotas, &mut producer.network);
            self.agenda.plan(now + there, Task::Client { producer: nth, task: ClientTask::Arrive { call } });
        }
    }

    /// The service stores each record of the call, or refuses it.
    fn call_arrives(&mut self, nth: u8, number: u32) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(mut call) = self.producers[usize::from(nth)].calls.under_way.remove(&number) else { return };
        let stream = self.producers[usize::from(nth)].setup.stream;
        // With its entries, so that a second has as many entries as its calls hold.
        self.producers[usize::from(nth)].seconds.now(now).calls += 1;
        for entry in &mut call.batch {
            entry.record.arrived = now;
            let Some(target) = self.streams.get_mut(usize::from(stream.0)) else { continue };
            let hash = match entry.users.first() {
                Some(user) => user.hash,
                None => self.keys.hash(entry.record.key, entry.record.origin()),
            };
            if self.producers[usize::from(nth)].calls.fails_entry() {
                let failed = target.place(hash).map(|at| target.shards[at].id);
                call.results.push(failed.and_then(|shard| Err(Throttle { shard, limit: Limit::Internal })));
                self.count_entry(nth, entry, false);
                continue;
            }
            let result = target.put(&quotas, now, hash, entry.record);
            call.results.push(result);
            self.count_put(stream, entry.record, result);
            if let Ok(stored) = result {
                self.note_event_time(nth, stored, entry.made);
            }
            self.count_entry(nth, entry, result.is_ok());
            self.kpl_count_stored(nth, entry, result);
        }
        self.log_producer_call(nth, &call);

        let producer = &mut self.producers[usize::from(nth)];
        producer.calls.note_small(now, &call);
        producer.sent += call.batch.len() as u64;
        let back = service_us(&quotas, &mut producer.network) + network_us(&quotas, &mut producer.network);
        let mut answered = now + back;
        if producer.calls.answers_to_lose > 0 {
            producer.calls.answers_to_lose -= 1;
            call.answer_lost = true;
            if let ClientState::Kpl(_) = producer.client {
                answered = now + quotas.kpl_request_timeout_ms * MS_US;
            }
        }
        producer.calls.under_way.insert(number, call);
        self.agenda.plan(answered, Task::Client { producer: nth, task: ClientTask::Answered { call: number } });
    }

    fn log_producer_call(&mut self, nth: u8, call: &Call) {
        let stream = self.producers[usize::from(nth)].setup.stream;
        let single = match &self.producers[usize::from(nth)].setup.client {
            Client::Sdk(setup) => setup.is_single(&self.quotas),
            _ => false,
        };
        let outcome = match (call.batch.as_slice(), call.results.as_slice()) {
            ([entry], [result]) if single => Outcome::Put { record: entry.record, result: *result },
            (batch, results) => {
                let both = batch.iter().map(|entry| entry.record).zip(results.iter().copied());
                Outcome::PutBatch(Rc::new(both.collect()))
            }
        };
        self.log_call(LoggedCall { at: self.now, actor: Actor::Producer(nth), stream, outcome });
    }

    /// Counts what became of an entry that reached the service; the KPL's readings are counted one by one.
    fn count_entry(&mut self, nth: u8, entry: &mut Entry, is_stored: bool) {
        let (now, unit) = (self.now, self.quotas.put_payload_unit_bytes.max(1));
        let producer = &mut self.producers[usize::from(nth)];
        if !is_stored {
            producer.counts.failed_entries += 1;
            producer.seconds.now(now).failed += 1;
            return;
        }
        producer.note_stored(&entry.record, unit, now);
        self.agent_count_stored(nth, entry);
        let producer = &mut self.producers[usize::from(nth)];
        if entry.users.is_empty() {
            let readings = u64::from(entry.record.readings);
            match entry.stored {
                true => producer.counts.duplicates += readings,
                false => producer.note_readings(readings, now),
            }
        }
        entry.stored = true;
    }

    /// The answer is there, or the connection broke instead.
    fn call_answered(&mut self, nth: u8, number: u32) {
        let producer = &mut self.producers[usize::from(nth)];
        let Some(call) = producer.calls.under_way.remove(&number) else { return };
        producer.refused += call.results.iter().filter(|result| result.is_err()).count() as u64;
        if call.abandoned {
            return match producer.client {
                ClientState::Agent(_) => self.agent_abandoned(nth, &call),
                _ => call.batch.iter().for_each(|entry| self.give_up(nth, entry)),
            };
        }
        match &producer.setup.client {
            Client::PutRecord => {}
            Client::Sdk(setup) => {
                let setup = setup.clone();
                self.sdk_answered(nth, &setup, call);
            }
            Client::Kpl(_) => self.kpl_answered(nth, call),
            Client::Agent(_) => self.agent_answered(nth, call),
        }
        self.send_batches(nth);
    }

    /// The application looks at each entry of the answer.
    fn sdk_answered(&mut self, nth: u8, setup: &SdkSetup, call: Call) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Call { batch, results, answer_lost, .. } = call;
        let failed = |nth: usize| answer_lost || results.get(nth).is_none_or(Result::is_err);
        let any_failed = (0..batch.len()).any(failed);
        let throttled = results.iter().any(|result| result.is_err_and(|throttle| throttle.limit != Limit::Internal));
        let mut again = Vec::new();
        for (at, entry) in batch.into_iter().enumerate() {
            if !failed(at) {
                self.producers[usize::from(nth)].note_latency(now.since(entry.made) / MS_US, now);
            }
            if failed(at) || (any_failed && setup.resend == Resend::Whole) {
                again.push(entry);
            }
        }
        let Some(most) = again.iter().map(|entry| (entry.refusals, entry.waited_us)).max() else { return };
        let failure =
            Failure { refusals: most.0.saturating_add(1), throttled: !answer_lost && throttled, waited_us: most.1 };
        let producer = &mut self.producers[usize::from(nth)];
        let Some(wait) = wait_us(producer.setup.retry, failure, &quotas, &mut producer.jitter) else {
            return again.iter().for_each(|entry| self.give_up(nth, entry));
        };
        for entry in &mut again {
            (entry.refusals, entry.waited_us) = (failure.refusals, wait);
        }
        let batch = producer.calls.wait(again);
        self.agenda.plan(now + wait, Task::Client { producer: nth, task: ClientTask::Resend { batch } });
    }

    /// Counts readings as lost that the service doesn't have.
    pub(crate) fn give_up(&mut self, nth: u8, entry: &Entry) {
        self.lose(nth, entry.unstored());
    }

    pub(crate) fn lose(&mut self, nth: u8, readings: u64) {
        self.producers[usize::from(nth)].lost += readings;
        if readings > 0 {
            self.second().lost += readings as u32;
        }
    }
}

impl super::client::Counts {
    /// Notes how long what goes out for the first time has been held.
    fn note_buffered(&mut self, entry: &mut Entry, now: Time) {
        if entry.users.is_empty() && entry.refusals == 0 {
            self.buffered_ms.add(now.since(entry.made) / MS_US);
        }
        for user in entry.users.iter_mut().filter(|user| !user.sent) {
            user.sent = true;
            self.buffered_ms.add(now.since(user.made) / MS_US);
        }
    }
}
