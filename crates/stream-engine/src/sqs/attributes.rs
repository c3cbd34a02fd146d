//! A queue's attributes: read from text, checked, shown. Names and bounds: SQS API model, operation
//! SetQueueAttributes (botocore 1.44.5, checked 2026-11-23).

use super::redrive::{RedriveAllowPolicy, RedrivePolicy};
use super::refused::{Code, Refused};
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};

/// Where a MessageDeduplicationId must be unique.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DeduplicationScope {
    Queue,
    MessageGroup,
}

/// What the throughput limit of a FIFO queue applies to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FifoThroughputLimit {
    PerQueue,
    PerMessageGroupId,
}

/// What can be set of a queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attributes {
    pub fifo: bool,
    pub visibility_timeout_s: u64,
    pub maximum_message_size: u64,
    pub message_retention_period_s: u64,
    pub delay_s: u64,
    pub receive_message_wait_time_s: u64,
    pub content_based_deduplication: bool,
    pub deduplication_scope: DeduplicationScope,
    pub fifo_throughput_limit: FifoThroughputLimit,
    pub redrive: Option<RedrivePolicy>,
    pub redrive_allow: Option<RedriveAllowPolicy>,
    pub policy: Option<String>,
    pub kms_master_key_id: Option<String>,
    pub kms_data_key_reuse_period_s: u64,
    pub sqs_managed_sse: bool,
}

/// Attributes that can be set, in the order in which they are shown.
pub const SETTABLE: [&str; 15] = [
    "VisibilityTimeout",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
    "Policy",
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
    "KmsDataKeyReusePeriodSeconds",
    "SqsManagedSseEnabled",
    "FifoQueue",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
];

/// KmsDataKeyReusePeriodSeconds: by default, which isn't shown, and at the least and most.
const KMS_REUSE_S: (u64, u64, u64) = (300, 60, 86_400);

/// Bounds of MaximumMessageSize from below.
const MESSAGE_SIZE_MIN: u64 = 1_024;

impl Attributes {
    /// The service's defaults.
    pub fn new(fifo: bool, quotas: &Quotas) -> Attributes {
        Attributes {
            fifo,
            visibility_timeout_s: quotas.sqs_visibility_timeout_default_seconds,
            maximum_message_size: quotas.sqs_message_max_bytes,
            message_retention_period_s: quotas.sqs_retention_default_seconds,
            delay_s: 0,
            receive_message_wait_time_s: 0,
            content_based_deduplication: false,
            deduplication_scope: DeduplicationScope::Queue,
            fifo_throughput_limit: FifoThroughputLimit::PerQueue,
            redrive: None,
            redrive_allow: None,
            policy: None,
            kms_master_key_id: None,
            kms_data_key_reuse_period_s: KMS_REUSE_S.0,
            sqs_managed_sse: true,
        }
    }

    /// Whether limits hold for each partition instead of the queue.
    pub fn high_throughput(&self) -> bool {
        self.fifo
            && self.deduplication_scope == DeduplicationScope::MessageGroup
            && self.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
    }

    /// Sets attributes from their texts: all or none.
    pub fn set<'a>(&mut self, texts: impl Iterator<Item = (&'a str, &'a str)>, quotas: &Quotas) -> Result<(), Refused> {
        let mut changed = self.clone();
        let (mut kms, mut sse) = (false, false);
        for (name, text) in texts {
            changed.set_one(name, text, quotas)?;
            kms |= name == "KmsMasterKeyId" && !text.is_empty();
            sse |= name == "SqsManagedSseEnabled" && text == "true";
        }
        if kms && sse {
            let text = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.";
            return Err(Refused::new(Code::InvalidAttributeName, text));
        }
        // The kind of encryption set last is the one that holds.
        if sse {
            changed.kms_master_key_id = None;
        } else if kms {
            changed.sqs_managed_sse = false;
        }
        let per_group = changed.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
        if per_group && changed.deduplication_scope == DeduplicationScope::Queue {
            let text = "Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId needs DeduplicationScope messageGroup.";
            return Err(Refused::new(Code::InvalidAttributeValue, text));
        }
        *self = changed;
        Ok(())
    }

    fn set_one(&mut self, name: &str, text: &str, quotas: &Quotas) -> Result<(), Refused> {
        let number = |least, most| number(name, text, least, most);
        match name {
            "VisibilityTimeout" => self.visibility_timeout_s = number(0, quotas.sqs_visibility_timeout_max_seconds)?,
            "MaximumMessageSize" => {
                self.maximum_message_size = number(MESSAGE_SIZE_MIN, quotas.sqs_message_max_bytes)?;
            }
            "MessageRetentionPeriod" => {
                let (least, most) = (quotas.sqs_retention_min_seconds, quotas.sqs_retention_max_seconds);
                self.message_retention_period_s = number(least, most)?;
            }
            "DelaySeconds" => self.delay_s = number(0, quotas.sqs_delay_max_seconds)?,
            "ReceiveMessageWaitTimeSeconds" => {
                self.receive_message_wait_time_s = number(0, quotas.sqs_long_poll_max_seconds)?;
            }
            "Policy" => self.policy = filled(text),
            "RedrivePolicy" => {
                self.redrive = filled(text).map(|text| RedrivePolicy::read(&text, quotas)).transpose()?;
            }
            "RedriveAllowPolicy" => {
                self.redrive_allow = filled(text).map(|text| RedriveAllowPolicy::read(&text, quotas)).transpose()?;
            }
            "KmsMasterKeyId" => self.kms_master_key_id = filled(text),
            "KmsDataKeyReusePeriodSeconds" => {
                self.kms_data_key_reuse_period_s = number(KMS_REUSE_S.1, KMS_REUSE_S.2)?;
            }
            "SqsManagedSseEnabled" => self.sqs_managed_sse = flag(name, text)?,
            "FifoQueue" if !self.fifo => return Err(unknown(name)),
            "FifoQueue" if text != "true" => {
                let text = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.";
                return Err(Refused::new(Code::InvalidAttributeValue, text));
            }
            "FifoQueue" => {}
            "ContentBasedDeduplication" if !self.fifo => return Err(unknown(name)),
            "ContentBasedDeduplication" => self.content_based_deduplication = flag(name, text)?,
            "DeduplicationScope" | "FifoThroughputLimit" if !self.fifo => {
                let text = format!("You can specify the {name} only when FifoQueue is set to true.");
                return Err(Refused::new(Code::InvalidAttributeName, text));
            }
            "DeduplicationScope" => {
                self.deduplication_scope = match text {
                    "queue" => DeduplicationScope::Queue,
                    "messageGroup" => DeduplicationScope::MessageGroup,
                    _ => return Err(invalid(name)),
                };
            }
            "FifoThroughputLimit" => {
                self.fifo_throughput_limit = match text {
                    "perQueue" => FifoThroughputLimit::PerQueue,
                    "perMessageGroupId" => FifoThroughputLimit::PerMessageGroupId,
                    _ => return Err(invalid(name)),
                };
            }
            _ => return Err(unknown(name)),
        }
        Ok(())
    }

    /// An attribute as the service shows it; None where it shows nothing.
    pub fn get(&self, name: &str) -> Option<String> {
        let reuse = self.kms_data_key_reuse_period_s;
        let fifo = |text: &str| self.fifo.then(|| text.to_owned());
        match name {
            "VisibilityTimeout" => Some(self.visibility_timeout_s.to_string()),
            "MaximumMessageSize" => Some(self.maximum_message_size.to_string()),
            "MessageRetentionPeriod" => Some(self.message_retention_period_s.to_string()),
            "DelaySeconds" => Some(self.delay_s.to_string()),
            "ReceiveMessageWaitTimeSeconds" => Some(self.receive_message_wait_time_s.to_string()),
            "Policy" => self.policy.clone(),
            "RedrivePolicy" => self.redrive.as_ref().map(RedrivePolicy::text),
            "RedriveAllowPolicy" => self.redrive_allow.as_ref().map(RedriveAllowPolicy::text),
            "KmsMasterKeyId" => self.kms_master_key_id.clone(),
            "KmsDataKeyReusePeriodSeconds" => (reuse != KMS_REUSE_S.0).then(|| reuse.to_string()),
            "SqsManagedSseEnabled" => Some(self.sqs_managed_sse.to_string()),
            "FifoQueue" => fifo("true"),
            "ContentBasedDeduplication" => fifo(if self.content_based_deduplication { "true" } else { "false" }),
            "DeduplicationScope" => fifo(match self.deduplication_scope {
                DeduplicationScope::Queue => "queue",
                DeduplicationScope::MessageGroup => "messageGroup",
            }),
            "FifoThroughputLimit" => fifo(match self.fifo_throughput_limit {
                FifoThroughputLimit::PerQueue => "perQueue",
                FifoThroughputLimit::PerMessageGroupId => "perMessageGroupId",
            }),
            _ => None,
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(name: &str, text: &str, least: u64, most: u64) -> Result<u64, Refused> {
    text.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| invalid(name))
}

fn flag(name: &str, text: &str) -> Result<bool, Refused> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(invalid(name)),
    }
}

fn invalid(name: &str) -> Refused {
    Refused::new(Code::InvalidAttributeValue, format!("Invalid value for the parameter {name}."))
}

/// An attribute that this kind of queue doesn't have.
pub fn unknown(name: &str) -> Refused {
    Refused::new(Code::InvalidAttributeName, format!("Unknown Attribute {name}."))
}
