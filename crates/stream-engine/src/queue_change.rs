//! What a learner changes of a queue, and of those that send to it.

use crate::error::{Refusal, Resource};
use crate::simulation::Simulation;
use crate::sqs::attributes::{DeduplicationScope, FifoThroughputLimit};
use crate::sqs::service::QueueId;
use serde::{Deserialize, Serialize};

/// A change of a queue or of its senders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum QueueChange {
    /// Deduplication and throughput limits for each message group instead of the queue: what
    /// SetQueueAttributes does with DeduplicationScope and FifoThroughputLimit. FIFO queues only.
    HighThroughput(bool),
    /// Messages of one call of its senders: 1 is SendMessage, more is SendMessageBatch.
    MessagesPerCall(u8),
    /// Whether its senders fill each batch with messages of one group.
    BatchesByGroup(bool),
    /// The answers to the next calls of its senders never come: the calls have been carried out,
    /// and are made again.
    LoseAnswers(u32),
}

impl QueueChange {
    /// Whether it is a setting that stands so already; None for what is no setting, or no such queue.
    pub(crate) fn holds(self, run: &Simulation, queue: &str) -> Option<bool> {
        let senders = &run.queue_actors.senders;
        let mut feeds = senders.iter().map(|sender| &sender.setup).filter(|setup| setup.queue == queue).peekable();
        Some(match self {
            QueueChange::HighThroughput(on) => run.sqs.queue(run.sqs.find(queue)?)?.attributes.high_throughput() == on,
            QueueChange::MessagesPerCall(messages) => {
                feeds.peek()?;
                feeds.all(|feed| feed.messages_per_call == messages)
            }
            QueueChange::BatchesByGroup(on) => {
                feeds.peek()?;
                feeds.all(|feed| feed.by_group == on)
            }
            QueueChange::LoseAnswers(_) => return None,
        })
    }
}

impl Simulation {
    /// A queue, or those that send to it, work differently from now on.
    pub(crate) fn change_queue(&mut self, name: &str, change: QueueChange) -> Result<(), Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Actor(name.to_owned()));
        let queue = self.sqs.find(name).ok_or_else(missing)?;
        if let QueueChange::HighThroughput(on) = change {
            self.set_high_throughput(queue, on);
            return Ok(());
        }
        for nth in 0..self.queue_actors.senders.len() {
            if self.queue_actors.senders[nth].setup.queue != name {
                continue;
            }
            // What waits for a batch of the old kind goes out as it is.
            self.flush_all(nth as u8);
            let sender = &mut self.queue_actors.senders[nth];
            match change {
                QueueChange::MessagesPerCall(messages) => sender.setup.messages_per_call = messages.max(1),
                QueueChange::BatchesByGroup(on) => sender.setup.by_group = on,
                QueueChange::LoseAnswers(calls) => sender.answers_to_lose = calls,
                QueueChange::HighThroughput(_) => {}
            }
        }
        Ok(())
    }

    fn set_high_throughput(&mut self, queue: QueueId, on: bool) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(queue) = self.sqs.queue_mut(queue).filter(|queue| queue.attributes.fifo) else { return };
        let mut attributes = queue.attributes.clone();
        (attributes.deduplication_scope, attributes.fifo_throughput_limit) = match on {
            true => (DeduplicationScope::MessageGroup, FifoThroughputLimit::PerMessageGroupId),
            false => (DeduplicationScope::Queue, FifoThroughputLimit::PerQueue),
        };
        queue.change(attributes, now, &quotas);
    }
}
