//! A queue as event source: batches of at most ten messages, as many at one time as groups, the
//! mapping's maximum concurrency and the function's limits allow. The queue's group lock keeps a
//! group's batches apart. What fails stays in flight until its visibility timeout is over, so that its
//! group waits while others go on; retries and dead letters are the queue's.

use super::LambdaTask;
use super::function::{Outcome, Poison};
use super::mapping::{LastResult, Mapping};
use crate::agenda::Task;
use crate::api::data::record_data;
use crate::simulation::Simulation;
use crate::sqs::message::{Content, GroupKey, Message, Number};
use crate::sqs::receipt::Receipt;
use crate::sqs::receive::Receive;
use crate::sqs::service::QueueId;
use crate::time::{MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Invocations of a mapping on a queue that are under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct QueueWork {
    pub batches: BTreeMap<u32, QueueBatch>,
    begun: u32,
    /// A look at the queue is planned for this instant.
    look_at: Option<Time>,
}

/// Messages that the function has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QueueBatch {
    pub outcome: Outcome,
    pub since: Time,
    pub receipts: Vec<Receipt>,
}

impl Simulation {
    /// Plans a look at the queue of a mapping, if it has one and no earlier look is planned.
    pub(super) fn lambda_plan_look(&mut self, number: u16, at: Time) {
        let Some(mapping) = self.lambda.mappings.get_mut(&number).filter(|mapping| mapping.setup.queue.is_some())
        else {
            return;
        };
        if mapping.queue.look_at.is_none_or(|planned| planned > at) {
            mapping.queue.look_at = Some(at);
            self.agenda.plan(at, Task::Lambda(LambdaTask::LookAtQueue { mapping: number }));
        }
    }

    /// A queue has messages to give, or will have: all its mappings that work look at it.
    pub(crate) fn lambda_wake_queue(&mut self, queue: QueueId) {
        let Some(name) = self.sqs.queue(queue).map(|queue| queue.name.clone()) else { return };
        let looks =
            |(_, mapping): &(&u16, &Mapping)| mapping.state.works() && mapping.setup.queue.as_deref() == Some(&*name);
        let its: Vec<u16> = self.lambda.mappings.iter().filter(looks).map(|(number, _)| *number).collect();
        its.into_iter().for_each(|number| self.lambda_plan_look(number, self.now));
    }

    /// Invokes the function with what the queue gives, as often as there is room.
    pub(super) fn lambda_look_at_queue(&mut self, number: u16) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        match self.lambda.mappings.get_mut(&number) {
            // A look that an earlier one has made superfluous.
            Some(mapping) if mapping.queue.look_at.is_none_or(|at| at > now) => return,
            Some(mapping) => mapping.queue.look_at = None,
            None => return,
        }
        loop {
            let mapping = &self.lambda.mappings[&number];
            let most = mapping.setup.maximum_concurrency.map_or(usize::MAX, |most| most as usize);
            if !mapping.state.works() || mapping.queue.batches.len() >= most {
                return;
            }
            let (name, asked) = (mapping.setup.function.clone(), u64::from(mapping.setup.batch_size()));
            let Some(queue) = mapping.setup.queue.as_deref().and_then(|name| self.sqs.find(name)) else { return };
            let Some(from) = self.sqs.queue_mut(queue) else { return };
            from.settle(now, &quotas);
            if !from.has_available() {
                return self.plan_look(queue);
            }
            let ask = Receive {
                max_messages: asked.clamp(1, quotas.sqs_receive_max_messages),
                visibility_timeout_us: from.attributes.visibility_timeout_s * SECOND_US,
                waits: true,
                ..Receive::default()
            };
            self.lambda.function(&name, self.seed);
            if !self.lambda.admits(&name, &quotas, now) {
                return self.lambda_plan_look(number, now + (quotas.model_lambda_retry_base_ms * MS_US).max(1));
            }
            match self.sqs_do(|sqs, at| sqs.receive(queue, ask, at)) {
                Ok(messages) if !messages.is_empty() => self.lambda_invoke_with(number, queue, &messages),
                // All that was there has gone to the dead-letter queue, or calls are throttled.
                given => {
                    let wait = if given.is_ok() { 1 } else { SECOND_US };
                    return self.lambda_plan_look(number, now + wait);
                }
            }
        }
    }

    fn lambda_invoke_with(&mut self, number: u16, queue: QueueId, messages: &[Number]) {
        let now = self.now;
        let Some(from) = self.sqs.queue(queue) else { return };
        let held: Vec<(Receipt, &Message)> = messages
            .iter()
            .filter_map(|number| {
                let message = from.message(*number)?;
                Some((Receipt { queue, number: *number, receipt: message.receipt }, message))
            })
            .collect();
        let mapping = &self.lambda.mappings[&number];
        let (name, reports) = (mapping.setup.function.clone(), mapping.setup.report_batch_item_failures);
        let poison = self.lambda.functions.get(&name).and_then(|function| function.setup.poison.as_ref());
        let poisoned: Vec<usize> = (0..held.len()).filter(|nth| self.is_poisoned(poison, held[*nth].1)).collect();
        let receipts: Vec<Receipt> = held.iter().map(|(receipt, _)| *receipt).collect();
        self.lambda.begin_invocation(&name, now);
        let (outcome, took_us) = self.lambda.function(&name, self.seed).invoke(receipts.len(), &poisoned, reports);
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        mapping.attempts += receipts.len() as u64;
        let batch = mapping.queue.begun;
        mapping.queue.begun += 1;
        mapping.queue.batches.insert(batch, QueueBatch { outcome, since: now, receipts });
        self.agenda.plan(now + took_us, Task::Lambda(LambdaTask::FinishMessages { mapping: number, batch }));
    }

    /// Whether the function fails on a message: by its group, or by a text in its body.
    fn is_poisoned(&self, poison: Option<&Poison>, message: &Message) -> bool {
        match (poison, &message.content) {
            (Some(Poison::Key(group)), _) => {
                self.keys.find(group).is_some_and(|key| message.group == Some(GroupKey::of_key(key)))
            }
            (Some(Poison::Marker(text)), Content::Whole(payload)) => !text.is_empty() && payload.body.contains(text),
            (Some(Poison::Marker(text)), Content::Reading(record)) => {
                !text.is_empty() && String::from_utf8_lossy(&record_data(self, record, None)).contains(text)
            }
            _ => false,
        }
    }

    /// An invocation ends: what it dealt with is deleted, the rest becomes visible in its time.
    pub(super) fn lambda_finish_messages(&mut self, number: u16, batch: u32) {
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        let Some(QueueBatch { outcome, since, receipts }) = mapping.queue.batches.remove(&batch) else { return };
        mapping.last_result = if outcome == Outcome::Success { LastResult::Ok } else { LastResult::FunctionFailed };
        self.lambda_count_invocation(number, outcome, since, receipts.len());
        let done = match outcome {
            Outcome::Success => receipts.len(),
            Outcome::Reported { at } => at as usize,
            Outcome::Error => 0,
        };
        let done = &receipts[..done.min(receipts.len())];
        if let Some(queue) = done.first().map(|receipt| receipt.queue) {
            self.lambda_check_order(number, queue, done);
            // Lambda deletes in one call. One that comes after the visibility timeout fails, and the
            // message is handled again.
            let deleted = self.sqs_call(queue, |sqs, at| sqs.delete(queue, done, at));
            let gone = deleted.map_or(0, |results| results.iter().filter(|result| result.is_ok()).count());
            if let Some(mapping) = self.lambda.mappings.get_mut(&number) {
                mapping.records += gone as u64;
            }
        }
        self.lambda_plan_look(number, self.now);
    }

    fn lambda_check_order(&mut self, number: u16, queue: QueueId, done: &[Receipt]) {
        let Some(from) = self.sqs.queue(queue) else { return };
        let Some(mapping) = self.lambda.mappings.get_mut(&number) else { return };
        for message in done.iter().filter_map(|receipt| from.message(receipt.number)) {
            if let Content::Reading(record) = &message.content {
                mapping.order_broken_by_source += u64::from(mapping.order.handle(record).by_source);
            }
        }
    }
}
