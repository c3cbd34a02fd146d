//! Queues, and those who use them, as a scenario describes them.

use super::attributes::{Attributes, DeduplicationScope, FifoThroughputLimit};
use super::redrive::RedrivePolicy;
use crate::account::Account;
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};

/// A queue that is there at the start. What a profile doesn't allow is brought within its bounds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSetup {
    /// A name that ends in `.fifo` makes a FIFO queue.
    pub name: String,
    /// The profile's default if absent, as all below.
    #[serde(default)]
    pub visibility_timeout_seconds: Option<u64>,
    #[serde(default)]
    pub retention_seconds: Option<u64>,
    #[serde(default)]
    pub delay_seconds: u64,
    #[serde(default)]
    pub content_based_deduplication: bool,
    /// Deduplication and throughput limits for each message group instead of the queue.
    #[serde(default)]
    pub high_throughput: bool,
    /// Where messages go that were received `max_receive_count` times. That queue stands before
    /// this one in the scenario.
    #[serde(default)]
    pub dead_letter_queue: Option<String>,
    #[serde(default)]
    pub max_receive_count: Option<u32>,
}

/// Whatever a producer makes goes to a queue, too: the same readings at the same moments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueFeedSetup {
    /// Name of the producer.
    pub producer: String,
    /// Name of the queue.
    pub queue: String,
    /// Whether the producer's stream gets nothing.
    #[serde(default)]
    pub queue_only: bool,
    /// Messages of one call: 1 is SendMessage, more is SendMessageBatch.
    #[serde(default = "one")]
    pub messages_per_call: u8,
    /// How long a message waits for others to fill its batch.
    #[serde(default = "default_linger_ms")]
    pub linger_ms: u32,
    /// Whether a batch holds messages of one group only: it then needs room in one partition.
    #[serde(default)]
    pub by_group: bool,
}

/// A group of workers that receive from a queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueConsumerSetup {
    /// Its name, also in commands.
    pub name: String,
    /// Name of the queue.
    pub queue: String,
    pub workers: u32,
    /// MaxNumberOfMessages of their calls.
    #[serde(default = "ten")]
    pub max_messages_per_receive: u8,
    /// WaitTimeSeconds of their calls: 0 is short polling.
    #[serde(default = "default_wait_seconds")]
    pub wait_time_seconds: u32,
    /// VisibilityTimeout of their calls; the queue's own if absent.
    #[serde(default)]
    pub visibility_timeout_seconds: Option<u32>,
    /// Work on one message: drawn evenly between the two.
    pub processing_us_min: u64,
    pub processing_us_max: u64,
    #[serde(default)]
    pub delete: DeleteMode,
    /// Messages that it can't process.
    #[serde(default)]
    pub fails_on: Vec<Poison>,
}

/// How a worker deletes what it has processed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum DeleteMode {
    /// Each message when it is done, with DeleteMessage.
    #[default]
    Each,
    /// All messages of a receive together, with DeleteMessageBatch.
    Batch,
}

/// A message whose processing fails.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Poison {
    /// A reading of a producer, by number.
    Reading(u32),
    /// All readings of one of a producer's sources, counted from 0.
    Source(u16),
    /// A client's message with this body.
    Body(String),
}

impl QueueSetup {
    /// The attributes that this makes under a profile.
    pub fn attributes(&self, quotas: &Quotas, account: &Account) -> Attributes {
        let mut attributes = Attributes::new(self.name.ends_with(".fifo"), quotas);
        if let Some(seconds) = self.visibility_timeout_seconds {
            attributes.visibility_timeout_s = seconds.min(quotas.sqs_visibility_timeout_max_seconds);
        }
        if let Some(seconds) = self.retention_seconds {
            let (least, most) = (quotas.sqs_retention_min_seconds, quotas.sqs_retention_max_seconds);
            attributes.message_retention_period_s = seconds.clamp(least, most.max(least));
        }
        attributes.delay_s = self.delay_seconds.min(quotas.sqs_delay_max_seconds);
        attributes.content_based_deduplication = self.content_based_deduplication && attributes.fifo;
        if self.high_throughput && attributes.fifo {
            attributes.deduplication_scope = DeduplicationScope::MessageGroup;
            attributes.fifo_throughput_limit = FifoThroughputLimit::PerMessageGroupId;
        }
        attributes.redrive = self.dead_letter_queue.as_ref().zip(self.max_receive_count).map(|(name, count)| {
            RedrivePolicy { dead_letter_target_arn: account.arn("sqs", name), max_receive_count: count.max(1) }
        });
        attributes
    }
}

fn one() -> u8 {
    1
}
fn ten() -> u8 {
    10
}
fn default_linger_ms() -> u32 {
    100
}
fn default_wait_seconds() -> u32 {
    20
}
