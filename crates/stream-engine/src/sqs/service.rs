//! All queues of the account: by name, created and deleted, and what goes from one to another.

use super::attributes::{Attributes, DeduplicationScope};
use super::deduplication::{Accepted, DeduplicationKey};
use super::limits::{Action, Partition, RegionalLimits};
use super::message::{Content, GroupKey, Message, MessageId, Number};
use super::move_task::MoveTask;
use super::queue::Queue;
use super::receipt::Receipt;
use super::receive::{Receive, Received};
use super::refused::{Code, Refused};
use crate::account::Account;
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A queue by number: counted up, so that a name used again is another queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct QueueId(pub u32);

/// The service's state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sqs {
    pub(super) queues: BTreeMap<QueueId, Queue>,
    names: BTreeMap<Rc<str>, QueueId>,
    /// Names that can't be used again yet.
    deleted: BTreeMap<Rc<str>, Time>,
    next_queue: u32,
    next_message: u64,
    regional: RegionalLimits,
    pub(super) move_tasks: Vec<MoveTask>,
}

/// The surroundings of a call.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub now: Time,
    pub quotas: &'a Quotas,
    pub account: &'a Account,
}

/// A message to be sent, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMessage {
    pub content: Content,
    /// Body and attributes.
    pub bytes: u64,
    pub group: Option<GroupKey>,
    pub deduplication: Option<DeduplicationKey>,
    /// DelaySeconds of its own; the queue's if absent.
    pub delay_s: Option<u64>,
}

/// An accepted message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sent {
    pub id: MessageId,
    pub number: Number,
    /// It was a duplicate, and the answer is that of the first send.
    pub duplicate: bool,
}

impl Sqs {
    pub fn find(&self, name: &str) -> Option<QueueId> {
        self.names.get(name).copied()
    }

    pub fn queue(&self, id: QueueId) -> Option<&Queue> {
        self.queues.get(&id)
    }

    pub fn queue_mut(&mut self, id: QueueId) -> Option<&mut Queue> {
        self.queues.get_mut(&id)
    }

    /// The queue with this number, or the service's refusal.
    pub fn existing(&mut self, id: QueueId) -> Result<&mut Queue, Refused> {
        self.queues.get_mut(&id).ok_or_else(Refused::no_queue)
    }

    /// All queues by name.
    pub fn queues(&self) -> impl Iterator<Item = &Queue> {
        self.names.values().filter_map(|id| self.queues.get(id))
    }

    /// The queue that an ARN names.
    pub fn find_arn(&self, arn: &str, account: &Account) -> Option<QueueId> {
        let name = arn.strip_prefix(&account.arn("sqs", ""))?;
        self.find(name)
    }

    /// The queues whose dead letters go to this ARN, by name.
    pub fn sources_of<'a>(&'a self, arn: &'a str) -> impl Iterator<Item = &'a Queue> {
        let sends = move |queue: &&Queue| {
            queue.attributes.redrive.as_ref().is_some_and(|policy| policy.dead_letter_target_arn == arn)
        };
        self.queues().filter(sends)
    }

    /// Puts up a queue under a name that is free.
    pub fn create(&mut self, name: &str, attributes: Attributes, at: At) -> Result<QueueId, Refused> {
        let wait_us = at.quotas.sqs_queue_recreate_wait_seconds * SECOND_US;
        self.deleted.retain(|_, deleted| at.now.since(*deleted) < wait_us);
        if self.deleted.contains_key(name) {
            let seconds = at.quotas.sqs_queue_recreate_wait_seconds;
            let text = format!(
                "You must wait {seconds} seconds after deleting a queue before you can create another with the same name."
            );
            return Err(Refused::new(Code::QueueDeletedRecently, text));
        }
        let id = QueueId(self.next_queue);
        self.next_queue += 1;
        let name: Rc<str> = name.into();
        let arn = at.account.arn("sqs", &name).into();
        self.names.insert(name.clone(), id);
        self.queues.insert(id, Queue::new(id, name, arn, attributes, at.now));
        Ok(id)
    }

    /// Deletes a queue with all its messages, at once (the service takes up to a minute).
    pub fn delete_queue(&mut self, id: QueueId, now: Time) {
        if let Some(queue) = self.queues.remove(&id) {
            self.names.remove(&queue.name);
            self.deleted.insert(queue.name, now);
        }
    }

    /// Stores messages, or recognises them as duplicates.
    pub fn send(&mut self, id: QueueId, messages: Vec<NewMessage>, at: At) -> Result<Vec<Sent>, Refused> {
        let bytes = messages.iter().map(|message| message.bytes).sum();
        let groups = messages.iter().map(|message| message.group);
        self.admit(id, Action::Send, groups.collect(), bytes, at)?;
        Ok(messages.into_iter().filter_map(|message| self.send_one(id, message, at)).collect())
    }

    fn send_one(&mut self, id: QueueId, message: NewMessage, at: At) -> Option<Sent> {
        let queue = self.queues.get_mut(&id)?;
        queue.settle(at.now, at.quotas);
        let interval_us = at.quotas.sqs_dedup_interval_seconds * SECOND_US;
        let scope = match queue.attributes.deduplication_scope {
            DeduplicationScope::Queue => None,
            DeduplicationScope::MessageGroup => message.group,
        };
        let repeated = message.deduplication.and_then(|key| queue.deduplication.find(key, scope, at.now, interval_us));
        if let Some(Accepted { id, number, .. }) = repeated {
            queue.totals.duplicates += 1;
            queue.second(at.now).number_of_deduplicated_sent_messages += 1;
            return Some(Sent { id, number, duplicate: true });
        }
        let id = MessageId(self.next_message);
        self.next_message += 1;
        let delay_us = message.delay_s.unwrap_or(queue.attributes.delay_s) * SECOND_US;
        let number = queue.push(Message::new(id, message.content, message.group, at.now), delay_us, at.now, at.quotas);
        if let Some(key) = message.deduplication {
            queue.deduplication.remember(key, scope, Accepted { at: at.now, id, number }, interval_us);
        }
        queue.totals.sent += 1;
        let second = queue.second(at.now);
        second.number_of_messages_sent += 1;
        second.sent_message_bytes += message.bytes;
        Some(Sent { id, number, duplicate: false })
    }

    /// Gives messages to a call; those received too often go to the dead-letter queue instead.
    pub fn receive(&mut self, id: QueueId, mut ask: Receive, at: At) -> Result<Vec<Number>, Refused> {
        if !ask.resumes {
            self.admit(id, Action::Receive, Vec::new(), 0, at)?;
        }
        let redrive = self.existing(id)?.attributes.redrive.clone();
        let target = redrive.as_ref().and_then(|policy| self.find_arn(&policy.dead_letter_target_arn, at.account));
        ask.max_receive_count = redrive.filter(|_| target.is_some()).map(|policy| policy.max_receive_count);
        let queue = self.existing(id)?;
        let Received { messages, dead_letters } = queue.receive(at.now, &ask, at.quotas)?;
        let source = queue.arn.clone();
        queue.totals.moved_out += dead_letters.len() as u64;
        let second = queue.second(at.now);
        second.moved += dead_letters.len() as u32;
        second.number_of_messages_received += messages.len() as u32;
        second.number_of_empty_receives += u32::from(messages.is_empty() && !ask.goes_on);
        if let Some(target) = target {
            for message in dead_letters {
                self.take_dead_letter(target, message, source.clone(), at);
            }
        }
        Ok(messages)
    }

    /// Deletes messages by the receives they come from; one answer for each.
    pub fn delete(&mut self, id: QueueId, receipts: &[Receipt], at: At) -> Result<Vec<Result<bool, Refused>>, Refused> {
        let groups = self.groups_of(id, receipts)?;
        self.admit(id, Action::Delete, groups, 0, at)?;
        let queue = self.existing(id)?;
        Ok(receipts.iter().map(|receipt| queue.delete(*receipt, at.now, at.quotas)).collect())
    }

    /// Changes visibility timeouts; one answer for each.
    pub fn change_visibility(
        &mut self,
        id: QueueId,
        changes: &[(Receipt, u64)],
        at: At,
    ) -> Result<Vec<Result<(), Refused>>, Refused> {
        let receipts: Vec<Receipt> = changes.iter().map(|(receipt, _)| *receipt).collect();
        let groups = self.groups_of(id, &receipts)?;
        self.admit(id, Action::ChangeVisibility, groups, 0, at)?;
        let queue = self.existing(id)?;
        let change =
            |(receipt, timeout_s): &(Receipt, u64)| queue.change_visibility(*receipt, *timeout_s, at.now, at.quotas);
        Ok(changes.iter().map(change).collect())
    }

    fn groups_of(&mut self, id: QueueId, receipts: &[Receipt]) -> Result<Vec<Option<GroupKey>>, Refused> {
        let queue = self.existing(id)?;
        // Only partitions are told by groups.
        if !queue.attributes.high_throughput() {
            return Ok(vec![None; receipts.len()]);
        }
        Ok(receipts.iter().map(|receipt| queue.message(receipt.number).and_then(|message| message.group)).collect())
    }

    /// Counts a call, and holds it against the limits of its queue. A receive names no groups.
    fn admit(
        &mut self,
        id: QueueId,
        action: Action,
        groups: Vec<Option<GroupKey>>,
        bytes: u64,
        at: At,
    ) -> Result<(), Refused> {
        let queue = self.queues.get_mut(&id).ok_or_else(Refused::no_queue)?;
        queue.bill(bytes, at.quotas, at.now);
        if !queue.attributes.fifo {
            return Ok(());
        }
        let high = queue.attributes.high_throughput();
        let count = groups.len() as u64;
        let admitted = if high && action == Action::Receive {
            queue.limits.take_of_all(at.quotas, at.now, action, count)
        } else {
            let mut touched: BTreeMap<Partition, u64> = BTreeMap::new();
            for group in &groups {
                let partition = group.filter(|_| high).map_or(Partition::ONLY, |group| Partition::of(group, at.quotas));
                *touched.entry(partition).or_default() += 1;
            }
            if touched.is_empty() {
                touched.insert(Partition::ONLY, 0);
            }
            queue.limits.take(at.quotas, at.now, action, &touched)
        };
        let admitted = admitted.and_then(|()| match high {
            true => self.regional.take(at.quotas, &at.account.region, at.now, action, count),
            false => Ok(()),
        });
        if admitted.is_err()
            && let Some(queue) = self.queues.get_mut(&id)
        {
            queue.second(at.now).throttled += 1;
        }
        admitted
    }

    /// A MessageId that no message has had.
    pub(super) fn fresh_id(&mut self) -> MessageId {
        self.next_message += 1;
        MessageId(self.next_message - 1)
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Sqs>) -> usize {
        let before = |id: &QueueId| earlier.and_then(|earlier| earlier.queues.get(id));
        self.queues.iter().map(|(id, queue)| queue.own_bytes(before(id))).sum()
    }
}
