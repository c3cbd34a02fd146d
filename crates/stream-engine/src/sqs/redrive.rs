//! Redrive: after how many receives a message goes to which dead-letter queue, and which queues
//! may use a queue as theirs.

use super::attributes::Attributes;
use super::message::Message;
use super::refused::{Code, Refused};
use super::service::{At, QueueId, Sqs};
use crate::account::Account;
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::rc::Rc;

/// RedrivePolicy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RedrivePolicy {
    pub dead_letter_target_arn: String,
    pub max_receive_count: u32,
}

/// RedriveAllowPolicy: which queues may send their dead letters here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RedriveAllowPolicy {
    AllowAll,
    DenyAll,
    ByQueue(Vec<String>),
}

impl RedrivePolicy {
    /// The policy that a text holds.
    pub fn read(text: &str, quotas: &Quotas) -> Result<RedrivePolicy, Refused> {
        let fields = object("RedrivePolicy", text)?;
        let missing = |name: &str| {
            Refused::parameter("RedrivePolicy", text, &format!("The required parameter '{name}' is missing"))
        };
        let arn =
            fields.get("deadLetterTargetArn").and_then(Value::as_str).ok_or_else(|| missing("deadLetterTargetArn"))?;
        let count = fields.get("maxReceiveCount").ok_or_else(|| missing("maxReceiveCount"))?;
        let number = count.as_u64().or_else(|| count.as_str()?.parse().ok());
        let most = quotas.sqs_max_receive_count_max;
        let valid = number.filter(|number| (1..=most).contains(number)).and_then(|number| u32::try_from(number).ok());
        let Some(max_receive_count) = valid else {
            let shown = count.as_str().map_or_else(|| count.to_string(), str::to_owned);
            let reason = format!(
                "Invalid value for maxReceiveCount: {shown}, valid values are from 1 to {most} both inclusive."
            );
            return Err(Refused::parameter("RedrivePolicy", text, &reason));
        };
        Ok(RedrivePolicy { dead_letter_target_arn: arn.to_owned(), max_receive_count })
    }

    /// As the service shows it.
    pub fn text(&self) -> String {
        let RedrivePolicy { dead_letter_target_arn, max_receive_count } = self;
        json!({ "deadLetterTargetArn": dead_letter_target_arn, "maxReceiveCount": max_receive_count }).to_string()
    }
}

impl RedriveAllowPolicy {
    /// The policy that a text holds.
    pub fn read(text: &str, quotas: &Quotas) -> Result<RedriveAllowPolicy, Refused> {
        let fields = object("RedriveAllowPolicy", text)?;
        let arns = fields.get("sourceQueueArns").map(|arns| {
            let texts = arns.as_array().map(|arns| arns.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            texts.unwrap_or_else(Vec::new)
        });
        let wrong = |reason: &str| Err(Refused::parameter("RedriveAllowPolicy", text, reason));
        match (fields.get("redrivePermission").and_then(Value::as_str), arns) {
            (Some("allowAll"), None) => Ok(RedriveAllowPolicy::AllowAll),
            (Some("denyAll"), None) => Ok(RedriveAllowPolicy::DenyAll),
            (Some("byQueue"), Some(arns)) if !arns.is_empty() => {
                match arns.len() as u64 <= quotas.sqs_redrive_allow_max_source_queues {
                    true => Ok(RedriveAllowPolicy::ByQueue(arns)),
                    false => wrong("Too many sourceQueueArns."),
                }
            }
            (Some("byQueue"), _) => wrong("sourceQueueArns is needed for byQueue."),
            (Some("allowAll" | "denyAll"), Some(_)) => wrong("sourceQueueArns goes with byQueue only."),
            _ => wrong("redrivePermission must be allowAll, denyAll or byQueue."),
        }
    }

    /// As the service shows it.
    pub fn text(&self) -> String {
        match self {
            RedriveAllowPolicy::AllowAll => json!({ "redrivePermission": "allowAll" }),
            RedriveAllowPolicy::DenyAll => json!({ "redrivePermission": "denyAll" }),
            RedriveAllowPolicy::ByQueue(arns) => json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns }),
        }
        .to_string()
    }

    /// Whether the queue with this ARN may send its dead letters here.
    pub fn allows(&self, source_arn: &str) -> bool {
        match self {
            RedriveAllowPolicy::AllowAll => true,
            RedriveAllowPolicy::DenyAll => false,
            RedriveAllowPolicy::ByQueue(arns) => arns.iter().any(|arn| arn == source_arn),
        }
    }
}

impl Sqs {
    /// Holds a redrive policy against the queue that it names.
    pub fn check_redrive(&self, name: &str, attributes: &Attributes, account: &Account) -> Result<(), Refused> {
        let Some(policy) = &attributes.redrive else { return Ok(()) };
        let refused = |reason: &str| Err(Refused::parameter("RedrivePolicy", policy.text(), reason));
        let target = self.find_arn(&policy.dead_letter_target_arn, account).and_then(|id| self.queue(id));
        let Some(target) = target else { return refused("Dead letter target does not exist.") };
        if target.attributes.fifo != attributes.fifo {
            return refused("Dead-letter queue must be same type of queue as the source.");
        }
        let source = account.arn("sqs", name);
        match &target.attributes.redrive_allow {
            Some(allow) if !allow.allows(&source) => refused("The dead-letter queue does not allow this source queue."),
            _ => Ok(()),
        }
    }

    /// Takes a message that was received too often into its dead-letter queue.
    pub(super) fn take_dead_letter(&mut self, target: QueueId, mut message: Message, source: Rc<str>, at: At) {
        let Some(queue) = self.queues.get_mut(&target) else { return };
        queue.settle(at.now, at.quotas);
        message.dead_letter_source = Some(source);
        if queue.attributes.fifo && at.quotas.model_sqs_fifo_dead_letter_age_restarts > 0 {
            message.sent = at.now;
        }
        queue.push(message, 0, at.now, at.quotas);
        queue.totals.moved_in += 1;
        queue.second(at.now);
    }
}

fn object(attribute: &str, text: &str) -> Result<serde_json::Map<String, Value>, Refused> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(Refused::new(
            Code::InvalidParameterValue,
            format!(
                "Value {text} for parameter {attribute} is invalid. Reason: Redrive policy is not a valid JSON map."
            ),
        )),
    }
}
