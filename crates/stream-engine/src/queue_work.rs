//! The workers of queue consumers: they receive, wait, process, and delete.

use crate::agenda::Task;
use crate::command::QueueConsumerChange;
use crate::consumers::queue_consumer::{WORKERS_MAX, Worker};
use crate::error::{Refusal, Resource};
use crate::producers::backoff::{Failure, wait_us};
use crate::queue_traffic::QueueTask;
use crate::scenario::RetryStrategy;
use crate::simulation::Simulation;
use crate::sqs::message::Number;
use crate::sqs::receipt::Receipt;
use crate::sqs::receive::Receive;
use crate::sqs::refused::Code;
use crate::sqs::service::QueueId;
use crate::sqs::setup::DeleteMode;
use crate::time::{MS_US, SECOND_US, Time};
use std::collections::VecDeque;

/// How a worker calls again after a refusal: as AWS' SDKs do, but without an end (assumed).
const RETRY: RetryStrategy = RetryStrategy::FullJitter { base_ms: 100, cap_ms: 20_000, attempts: u8::MAX };

impl Simulation {
    /// Lets the workers begin that a consumer doesn't have yet, spread over a hundredth of a second.
    pub(crate) fn staff(&mut self, nth: u8, from: Time) {
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        for worker in consumer.staff() {
            let life = consumer.workers[worker as usize].life;
            let at = from + u64::from(worker % 100) * 100;
            self.agenda.plan(at, Task::Queue(QueueTask::Receive { consumer: nth, worker, life }));
        }
    }

    /// A consumer works differently from now on.
    pub(crate) fn change_queue_consumer(&mut self, name: &str, change: &QueueConsumerChange) -> Result<(), Refusal> {
        let nth = self.queue_actors.consumers.iter().position(|consumer| consumer.setup.name == name);
        let Some(nth) = nth else {
            return Err(Refusal::ResourceNotFound(Resource::Stream(name.to_owned())));
        };
        let setup = &mut self.queue_actors.consumers[nth].setup;
        match change {
            QueueConsumerChange::Workers(count) => setup.workers = (*count).min(WORKERS_MAX),
            QueueConsumerChange::MaxMessagesPerReceive(count) => setup.max_messages_per_receive = *count,
            QueueConsumerChange::ProcessingUs { min, max } => {
                (setup.processing_us_min, setup.processing_us_max) = (*min, *max.max(min));
            }
            QueueConsumerChange::VisibilityTimeoutSeconds(seconds) => setup.visibility_timeout_seconds = *seconds,
            QueueConsumerChange::WaitTimeSeconds(seconds) => setup.wait_time_seconds = *seconds,
            QueueConsumerChange::Delete(mode) => setup.delete = *mode,
            QueueConsumerChange::FailsOn(poison) => setup.fails_on = poison.clone(),
            QueueConsumerChange::Crash { workers, restart_ms } => {
                self.crash_workers(nth as u8, *workers, u64::from(*restart_ms) * MS_US);
            }
        }
        self.staff(nth as u8, self.now);
        let queue = self.sqs.find(&self.queue_actors.consumers[nth].setup.queue);
        queue.into_iter().for_each(|queue| self.wake_waiting(queue));
        Ok(())
    }

    /// Workers lose what they hold, and begin again after a while.
    fn crash_workers(&mut self, nth: u8, count: u32, restart_us: u64) {
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        for worker in 0..count.min(consumer.workers.len() as u32) {
            let of = &mut consumer.workers[worker as usize];
            if of.stopped {
                continue;
            }
            *of = Worker { life: of.life + 1, ..Worker::default() };
            let task = QueueTask::Receive { consumer: nth, worker, life: of.life };
            self.agenda.plan(self.now + restart_us, Task::Queue(task));
        }
        consumer.waiting.retain(|worker| *worker >= count);
    }

    pub(crate) fn receive_from_queue(&mut self, nth: u8, worker: u32, life: u32) {
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let wanted = worker < consumer.setup.workers;
        let Some(of) = consumer.worker(worker, life) else { return };
        debug_assert!(of.hand.is_empty() && of.done.is_empty(), "a worker that asks for messages has none");
        if !wanted {
            of.stopped = true;
            // What woke it may be for another one.
            let queue = self.sqs.find(&consumer.setup.queue);
            queue.into_iter().for_each(|queue| self.wake_waiting(queue));
            return;
        }
        let resumes = of.waits_until.is_some();
        let Some(queue) = self.sqs.find(&consumer.setup.queue) else {
            return self.receive_later(nth, worker, life, SECOND_US * 20);
        };
        let Some(ask) = self.ask(nth, queue, resumes) else { return };
        match self.sqs_do(|sqs, at| sqs.receive(queue, ask, at)) {
            Ok(messages) if messages.is_empty() => self.find_nothing(nth, worker, queue),
            Ok(messages) => {
                self.take_in_hand(nth, worker, queue, &messages);
                self.wake_waiting(queue);
            }
            Err(refused) => self.retry(nth, worker, refused.code, QueueTask::Receive { consumer: nth, worker, life }),
        }
    }

    /// A worker waits, as long as its long poll lasts, or calls again.
    fn find_nothing(&mut self, nth: u8, worker: u32, queue: QueueId) {
        let now = self.now;
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let poll_us = u64::from(consumer.setup.wait_time_seconds) * SECOND_US;
        let of = &mut consumer.workers[worker as usize];
        of.refusals = 0;
        let life = of.life;
        if poll_us == 0 {
            of.waits_until = None;
            let us = self.round_trip_us(nth);
            return self.receive_later(nth, worker, life, us);
        }
        if of.waits_until.is_none() {
            of.waits_until = Some(now + poll_us);
            self.plan_poll_end(nth, worker);
        }
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let over = consumer.workers[worker as usize].waits_until.is_some_and(|until| until <= now);
        consumer.waiting.push_back(worker);
        self.plan_look(queue);
        // It was woken at the very end of its poll, whose end was passed over then.
        if over {
            self.end_long_poll(nth, worker, life);
        }
    }

    fn ask(&self, nth: u8, queue: QueueId, resumes: bool) -> Option<Receive> {
        let setup = &self.queue_actors.consumers[usize::from(nth)].setup;
        let own = self.sqs.queue(queue)?.attributes.visibility_timeout_s;
        let timeout_s = setup.visibility_timeout_seconds.map_or(own, u64::from);
        let quotas = &self.quotas;
        Some(Receive {
            max_messages: u64::from(setup.max_messages_per_receive).clamp(1, quotas.sqs_receive_max_messages),
            visibility_timeout_us: timeout_s.min(quotas.sqs_visibility_timeout_max_seconds) * SECOND_US,
            waits: setup.wait_time_seconds > 0,
            goes_on: setup.wait_time_seconds > 0,
            resumes,
            ..Receive::default()
        })
    }

    fn take_in_hand(&mut self, nth: u8, worker: u32, queue: QueueId, messages: &[Number]) {
        let now = self.now;
        let Some(from) = self.sqs.queue(queue) else { return };
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let mut hand = VecDeque::new();
        for number in messages {
            let Some(message) = from.message(*number) else { continue };
            let receipt = Receipt { queue, number: *number, receipt: message.receipt };
            if message.receive_count == 1 {
                consumer.propagation_delay_ms.add(now.since(message.sent) / MS_US);
            }
            hand.push_back(consumer.hold(receipt, message));
        }
        let of = &mut consumer.workers[worker as usize];
        (of.hand, of.waits_until, of.refusals) = (hand, None, 0);
        let life = of.life;
        let us = self.one_way_us(nth) + self.queue_actors.consumers[usize::from(nth)].processing_us();
        self.agenda.plan(now + us, Task::Queue(QueueTask::Process { consumer: nth, worker, life }));
    }

    /// Plans a look at the end of a worker's long poll. An earlier look, of a poll that has found
    /// something, does for this one, too: it plans the next.
    fn plan_poll_end(&mut self, nth: u8, worker: u32) {
        let of = &mut self.queue_actors.consumers[usize::from(nth)].workers[worker as usize];
        if let (Some(until), None) = (of.waits_until, of.look_at) {
            of.look_at = Some(until);
            let task = QueueTask::Waited { consumer: nth, worker, life: of.life };
            self.agenda.plan(until, Task::Queue(task));
        }
    }

    pub(crate) fn look_at_poll(&mut self, nth: u8, worker: u32, life: u32) {
        let Some(of) = self.queue_actors.consumers[usize::from(nth)].worker(worker, life) else { return };
        of.look_at = None;
        match of.waits_until {
            Some(until) if until > self.now => self.plan_poll_end(nth, worker),
            _ => self.end_long_poll(nth, worker, life),
        }
    }

    /// A long poll ends without a message.
    fn end_long_poll(&mut self, nth: u8, worker: u32, life: u32) {
        let now = self.now;
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let name = consumer.setup.queue.clone();
        if consumer.worker(worker, life).is_none_or(|of| of.waits_until.is_none_or(|until| until > now)) {
            return;
        }
        // A worker that has just been woken isn't among those who wait: it looks once more.
        let Some(place) = consumer.waiting.iter().position(|waiting| *waiting == worker) else { return };
        consumer.waiting.remove(place);
        consumer.workers[worker as usize].waits_until = None;
        if let Some(queue) = self.sqs.find(&name).and_then(|queue| self.sqs.queue_mut(queue)) {
            queue.second(now).number_of_empty_receives += 1;
        }
        let us = self.round_trip_us(nth);
        self.receive_later(nth, worker, life, us);
    }

    pub(crate) fn process_message(&mut self, nth: u8, worker: u32, life: u32) {
        let now = self.now;
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        let Some(held) = consumer.worker(worker, life).and_then(|of| of.hand.pop_front()) else { return };
        if held.fails {
            consumer.failed += 1;
            consumer.seconds.now(now).failed += 1;
            // What follows in the group must not be processed before it: the worker lets go of it.
            let of = &mut consumer.workers[worker as usize];
            of.hand.retain(|next| next.group.is_none() || next.group != held.group);
        } else {
            let producer = held.record.and_then(|record| self.producers.get(usize::from(record.producer)));
            let is_device = producer.is_some_and(|producer| producer.setup.device);
            consumer.handle(&held, is_device, now);
            consumer.workers[worker as usize].done.push(held.receipt);
        }
        let of = &consumer.workers[worker as usize];
        let deletes = match consumer.setup.delete {
            DeleteMode::Each => !of.done.is_empty(),
            DeleteMode::Batch => of.hand.is_empty() && !of.done.is_empty(),
        };
        if deletes {
            let us = self.one_way_us(nth);
            self.agenda.plan(now + us, Task::Queue(QueueTask::Delete { consumer: nth, worker, life }));
        } else {
            self.go_on(nth, worker, life, 0);
        }
    }

    pub(crate) fn delete_processed(&mut self, nth: u8, worker: u32, life: u32) {
        let Some(of) = self.queue_actors.consumers[usize::from(nth)].worker(worker, life) else { return };
        let receipts = of.done.clone();
        let queue = receipts.first().map(|receipt| receipt.queue);
        let Some(queue) = queue else { return self.go_on(nth, worker, life, 0) };
        let result = self.sqs_call(queue, |sqs, at| sqs.delete(queue, &receipts, at));
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        match result {
            Err(refused) if refused.code == Code::RequestThrottled => {
                return self.retry(nth, worker, refused.code, QueueTask::Delete { consumer: nth, worker, life });
            }
            // The queue is gone, and its messages with it.
            Err(_) => {}
            Ok(results) => consumer.expired_deletes += results.iter().filter(|result| result.is_err()).count() as u64,
        }
        let of = &mut consumer.workers[worker as usize];
        of.done.clear();
        of.refusals = 0;
        let us = self.one_way_us(nth);
        self.go_on(nth, worker, life, us);
    }

    /// The worker turns to the next message in its hands, or asks for more.
    fn go_on(&mut self, nth: u8, worker: u32, life: u32, after_us: u64) {
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        if consumer.workers[worker as usize].hand.is_empty() {
            let us = after_us + self.one_way_us(nth);
            return self.receive_later(nth, worker, life, us);
        }
        let us = after_us + consumer.processing_us();
        self.agenda.plan(self.now + us, Task::Queue(QueueTask::Process { consumer: nth, worker, life }));
    }

    fn receive_later(&mut self, nth: u8, worker: u32, life: u32, us: u64) {
        self.agenda.plan(self.now + us, Task::Queue(QueueTask::Receive { consumer: nth, worker, life }));
    }

    fn retry(&mut self, nth: u8, worker: u32, code: Code, task: QueueTask) {
        let consumer = &mut self.queue_actors.consumers[usize::from(nth)];
        consumer.throttled += u64::from(code == Code::RequestThrottled);
        let of = &mut consumer.workers[worker as usize];
        // One below the last attempt: a worker never gives up.
        of.refusals = of.refusals.saturating_add(1).min(u8::MAX - 1);
        let failure = Failure { refusals: of.refusals, throttled: true, waited_us: 0 };
        let wait = wait_us(RETRY, failure, &self.quotas, &mut consumer.network).unwrap_or(SECOND_US);
        let us = wait + self.round_trip_us(nth);
        self.agenda.plan(self.now + us, Task::Queue(task));
    }

    fn one_way_us(&mut self, nth: u8) -> u64 {
        let (least, most) = (self.quotas.model_network_delay_min_us, self.quotas.model_network_delay_max_us);
        self.queue_actors.consumers[usize::from(nth)].network.between(least, most)
    }

    fn round_trip_us(&mut self, nth: u8) -> u64 {
        self.one_way_us(nth) + self.one_way_us(nth)
    }
}
