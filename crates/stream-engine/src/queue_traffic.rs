//! What queues, and those who send to them and receive from them, do by themselves.

use crate::agenda::Task;
use crate::consumers::queue_consumer::QueueConsumer;
use crate::producers::backoff::{Failure, wait_us};
use crate::producers::producer::Sent;
use crate::producers::queue_sender::{Filling, QueueSender, SendCall};
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::sqs::deduplication::DeduplicationKey;
use crate::sqs::message::{Content, GroupKey};
use crate::sqs::service::{At, NewMessage, QueueId};
use crate::sqs::{Refused, Sqs};
use crate::time::{MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A task about a queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum QueueTask {
    /// A message move task does a second's share.
    Move { task: u64 },
    /// A sender's batch has waited long enough.
    Flush { sender: u8, batch: u32 },
    /// A sender's oldest call reaches the service.
    Send { sender: u8 },
    /// A worker's ReceiveMessage reaches the service, or is looked at again while it waits.
    Receive { consumer: u8, worker: u32, life: u32 },
    /// A worker's long poll ends.
    Waited { consumer: u8, worker: u32, life: u32 },
    /// A worker has processed the message in its hands.
    Process { consumer: u8, worker: u32, life: u32 },
    /// A worker's delete reaches the service.
    Delete { consumer: u8, worker: u32, life: u32 },
    /// A message becomes visible while somebody waits for one.
    Visible { queue: QueueId },
}

/// Who sends to queues and receives from them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct QueueActors {
    pub senders: Vec<QueueSender>,
    pub consumers: Vec<QueueConsumer>,
    /// For which moments a look at a queue has been planned.
    pub(crate) looks: BTreeMap<QueueId, Time>,
}

impl QueueActors {
    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        let senders: usize = self.senders.iter().map(|sender| sender.waiting() * size_of::<Sent>()).sum();
        senders + self.consumers.iter().map(QueueConsumer::own_bytes).sum::<usize>()
    }
}

impl Simulation {
    /// Puts up a scenario's queues and those who use them.
    pub(crate) fn set_up_queues(&mut self, scenario: &Scenario) {
        let (quotas, account) = (self.quotas.clone(), self.account.clone());
        let at = At { now: Time::ZERO, quotas: &quotas, account: &account };
        for setup in scenario.queues.iter() {
            // Of two queues with one name the first counts, as for a client that creates both.
            if self.sqs.find(&setup.name).is_none() {
                let created = self.sqs.create(&setup.name, setup.attributes(&quotas, &account), at);
                created.expect("no queue has been deleted yet");
            }
        }
        for feed in &scenario.queue_feeds {
            let producer = scenario.producers.iter().position(|producer| producer.name == feed.producer);
            if let Some(producer) = producer {
                self.queue_actors.senders.push(QueueSender::new(feed.clone(), producer as u8, scenario.seed));
            }
        }
        for (nth, setup) in scenario.queue_consumers.iter().enumerate() {
            self.queue_actors.consumers.push(QueueConsumer::new(setup.clone(), scenario.seed));
            self.staff(nth as u8, Time::ZERO);
        }
    }

    pub(crate) fn do_queue_task(&mut self, task: QueueTask) {
        match task {
            QueueTask::Move { task } => self.move_messages(task),
            QueueTask::Flush { sender, batch } => self.flush(sender, batch),
            QueueTask::Send { sender } => self.send_to_queue(sender),
            QueueTask::Receive { consumer, worker, life } => self.receive_from_queue(consumer, worker, life),
            QueueTask::Waited { consumer, worker, life } => self.look_at_poll(consumer, worker, life),
            QueueTask::Process { consumer, worker, life } => self.process_message(consumer, worker, life),
            QueueTask::Delete { consumer, worker, life } => self.delete_processed(consumer, worker, life),
            QueueTask::Visible { queue } => {
                self.queue_actors.looks.remove(&queue);
                self.wake_waiting(queue);
            }
        }
    }

    /// Lets the service carry out a call about a queue, and then whoever waits for its messages.
    pub(crate) fn sqs_call<T>(&mut self, queue: QueueId, call: impl FnOnce(&mut Sqs, At) -> T) -> T {
        let result = self.sqs_do(call);
        self.wake_waiting(queue);
        result
    }

    /// Lets the service carry out a call.
    pub(crate) fn sqs_do<T>(&mut self, call: impl FnOnce(&mut Sqs, At) -> T) -> T {
        let (quotas, account) = (self.quotas.clone(), self.account.clone());
        call(&mut self.sqs, At { now: self.now, quotas: &quotas, account: &account })
    }

    fn move_messages(&mut self, task: u64) {
        let more = self.sqs_do(|sqs, at| sqs.step_move(task, at));
        if more {
            self.agenda.plan(self.now + SECOND_US, Task::Queue(QueueTask::Move { task }));
        }
        let waited_for: Vec<QueueId> = self.waited_for().collect();
        waited_for.into_iter().for_each(|queue| self.wake_waiting(queue));
    }

    /// Gives a record that a producer made to the queues that it feeds; whether its stream gets it.
    pub(crate) fn feed_queues(&mut self, producer: u8, sent: &Sent) -> bool {
        let mut to_stream = true;
        for nth in 0..self.queue_actors.senders.len() {
            let sender = &self.queue_actors.senders[nth];
            if sender.producer != producer {
                continue;
            }
            to_stream &= !sender.setup.queue_only;
            self.feed(nth as u8, *sent);
        }
        to_stream
    }

    fn feed(&mut self, nth: u8, sent: Sent) {
        let quotas = self.quotas.clone();
        let bytes = self.message_bytes(&sent);
        let sender = &self.queue_actors.senders[usize::from(nth)];
        let group = if sender.setup.by_group { self.group(&sent).0 } else { 0 };
        if let (false, Some(batch)) = (sender.fits(group, bytes, quotas.sqs_message_max_bytes), sender.batch_of(group))
        {
            self.flush(nth, batch);
        }
        let now = self.now;
        let sender = &mut self.queue_actors.senders[usize::from(nth)];
        match sender.take(group, sent, bytes, quotas.sqs_batch_max_messages) {
            (batch, Filling::Full) => self.flush(nth, batch),
            (batch, Filling::Begun) => {
                let due = now + u64::from(sender.setup.linger_ms) * MS_US;
                self.agenda.plan(due, Task::Queue(QueueTask::Flush { sender: nth, batch }));
            }
            (_, Filling::GoesOn) => {}
        }
    }

    /// A message has the record's data as its body; the key is its group.
    fn message_bytes(&self, sent: &Sent) -> u64 {
        u64::from(sent.record.bytes.saturating_sub(self.keys.bytes(sent.record.key)))
    }

    /// Sends all that waits for its batch to fill.
    pub(crate) fn flush_all(&mut self, nth: u8) {
        let batches = self.queue_actors.senders[usize::from(nth)].batches();
        batches.into_iter().for_each(|batch| self.flush(nth, batch));
    }

    fn flush(&mut self, nth: u8, batch: u32) {
        let delays = (self.quotas.model_network_delay_min_us, self.quotas.model_network_delay_max_us);
        let now = self.now;
        if let Some(arrives) = self.queue_actors.senders[usize::from(nth)].flush(batch, now, delays) {
            self.agenda.plan(arrives, Task::Queue(QueueTask::Send { sender: nth }));
        }
    }

    fn send_to_queue(&mut self, nth: u8) {
        let sender = &mut self.queue_actors.senders[usize::from(nth)];
        let Some(mut call) = sender.take_call() else { return };
        sender.sent += call.entries.len() as u64;
        let queue = self.sqs.find(&sender.setup.queue);
        let messages = call.entries.iter().map(|sent| self.message(queue, sent)).collect();
        let result = match queue {
            Some(queue) => self.sqs_call(queue, |sqs, at| sqs.send(queue, messages, at)),
            None => Err(Refused::no_queue()),
        };
        let back = self.quotas.model_network_delay_min_us;
        let answered = self.now + back;
        let sender = &mut self.queue_actors.senders[usize::from(nth)];
        match result {
            Ok(stored) if sender.answers_to_lose > 0 => {
                sender.answers_to_lose -= 1;
                sender.duplicates += stored.iter().filter(|sent| sent.duplicate).count() as u64;
                sender.sent_again += call.entries.len() as u64;
                // The connection broke: the client makes the same call again, before all others.
                call.arrives = answered + back;
                sender.put_back(call);
            }
            Ok(stored) => {
                sender.duplicates += stored.iter().filter(|sent| sent.duplicate).count() as u64;
                call.entries.iter().for_each(|sent| sender.send_latency_ms.add(answered.since(sent.made) / MS_US));
            }
            Err(_) => self.send_again(nth, call, answered + back),
        }
        if let Some(arrives) = self.queue_actors.senders[usize::from(nth)].next_arrival() {
            self.agenda.plan(arrives.max(self.now), Task::Queue(QueueTask::Send { sender: nth }));
        }
    }

    fn send_again(&mut self, nth: u8, mut call: SendCall, earliest: Time) {
        let sender = &mut self.queue_actors.senders[usize::from(nth)];
        let retry = self.producers[usize::from(sender.producer)].setup.retry;
        call.refusals = call.refusals.saturating_add(1);
        sender.refused += call.entries.len() as u64;
        let failure = Failure { refusals: call.refusals, throttled: true, waited_us: call.waited_us };
        match wait_us(retry, failure, &self.quotas, &mut sender.jitter) {
            Some(wait) => {
                call.waited_us = wait;
                call.arrives = earliest + wait;
                sender.put_back(call);
            }
            None => sender.lost += call.entries.len() as u64,
        }
    }

    /// The partition key is the message group.
    fn group(&self, sent: &Sent) -> GroupKey {
        match self.keys.is_random(sent.record.key) {
            true => GroupKey::of_origin(sent.record.origin()),
            false => GroupKey::of_key(sent.record.key),
        }
    }

    fn message(&self, queue: Option<QueueId>, sent: &Sent) -> NewMessage {
        let record = sent.record;
        let group = self.group(sent);
        let fifo = queue.and_then(|queue| self.sqs.queue(queue)).is_some_and(|queue| queue.attributes.fifo);
        let key = DeduplicationKey::Reading { producer: record.producer, number: record.number };
        NewMessage {
            content: Content::Reading(record),
            bytes: self.message_bytes(sent),
            group: fifo.then_some(group),
            deduplication: fifo.then_some(key),
            delay_s: None,
        }
    }

    /// Queues whose messages a worker waits for.
    pub(crate) fn waited_for(&self) -> impl Iterator<Item = QueueId> {
        let waiting = self.queue_actors.consumers.iter().filter(|consumer| !consumer.waiting.is_empty());
        waiting.filter_map(|consumer| self.sqs.find(&consumer.setup.queue))
    }

    /// Lets the worker that has waited longest look again, if there is anything to have; it lets the
    /// next one look when it has got something.
    pub(crate) fn wake_waiting(&mut self, queue: QueueId) {
        self.lambda_wake_queue(queue);
        let Some(of) = self.sqs.queue_mut(queue) else { return };
        let mut consumers = self.queue_actors.consumers.iter_mut().enumerate();
        let found = consumers.find(|(_, consumer)| !consumer.waiting.is_empty() && *consumer.setup.queue == *of.name);
        let Some((nth, consumer)) = found else { return };
        of.settle(self.now, &self.quotas);
        if !of.has_available() {
            return self.plan_look(queue);
        }
        if let Some(worker) = consumer.waiting.pop_front() {
            let life = consumer.workers[worker as usize].life;
            let task = QueueTask::Receive { consumer: nth as u8, worker, life };
            self.agenda.plan(self.now, Task::Queue(task));
        }
    }

    /// Plans a look at a queue for when its next message becomes visible.
    pub(crate) fn plan_look(&mut self, queue: QueueId) {
        let Some(at) = self.sqs.queue(queue).and_then(|queue| queue.next_visible_at()) else { return };
        if self.queue_actors.looks.get(&queue).is_none_or(|planned| *planned > at) {
            self.queue_actors.looks.insert(queue, at);
            self.agenda.plan(at, Task::Queue(QueueTask::Visible { queue }));
        }
    }
}
