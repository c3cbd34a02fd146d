//! AWS/SQS: metrics of queues. Names: SQS Developer Guide, "Available CloudWatch metrics for Amazon
//! SQS" (checked 2026-11-23).

use super::{Metric, Sample};
use crate::simulation::Simulation;
use crate::sqs::metrics::QueueSecond;
use std::ops::Range;

pub const NAMESPACE: &str = "AWS/SQS";

type Kind = (&'static str, fn(&QueueSecond) -> u64);

/// Counts of calls and messages.
const COUNTED: [Kind; 6] = [
    ("NumberOfMessagesSent", |second| second.number_of_messages_sent.into()),
    ("SentMessageSize", |second| second.sent_message_bytes),
    ("NumberOfMessagesReceived", |second| second.number_of_messages_received.into()),
    ("NumberOfEmptyReceives", |second| second.number_of_empty_receives.into()),
    ("NumberOfMessagesDeleted", |second| second.number_of_messages_deleted.into()),
    ("NumberOfDeduplicatedSentMessages", |second| second.number_of_deduplicated_sent_messages.into()),
];

/// How the queue stood at the second's last call; a second without one says nothing.
const SAMPLED: [Kind; 4] = [
    ("ApproximateNumberOfMessagesVisible", |second| second.approximate_number_of_messages_visible.into()),
    ("ApproximateNumberOfMessagesNotVisible", |second| second.approximate_number_of_messages_not_visible.into()),
    ("ApproximateNumberOfMessagesDelayed", |second| second.approximate_number_of_messages_delayed.into()),
    ("ApproximateAgeOfOldestMessage", |second| second.approximate_age_of_oldest_message_s.into()),
];

/// Metrics of all queues.
pub fn list(run: &Simulation) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for queue in run.sqs().queues() {
        let dimensions = vec![("QueueName", queue.name.to_string())];
        metrics.extend(COUNTED.iter().chain(&SAMPLED).map(|(name, _)| Metric {
            namespace: NAMESPACE,
            name,
            dimensions: dimensions.clone(),
        }));
    }
    metrics
}

/// Samples of a metric of a queue.
pub fn samples(run: &Simulation, name: &str, dimensions: &[(&str, &str)], seconds: Range<u64>) -> Vec<Sample> {
    let [("QueueName", queue)] = dimensions else { return Vec::new() };
    let found = run.sqs().queues().find(|found| &*found.name == *queue);
    let Some(queue) = found else { return Vec::new() };
    let counted = COUNTED.iter().find(|(kind, _)| *kind == name).map(|kind| (kind, false));
    let sampled = || SAMPLED.iter().find(|(kind, _)| *kind == name).map(|kind| (kind, true));
    let Some(((_, value), sampled)) = counted.or_else(sampled) else { return Vec::new() };
    let of = |second: u64| {
        let found = queue.seconds.get(second).filter(|found| found.sampled || !sampled)?;
        Some(Sample { second, value: value(found) })
    };
    super::kept(seconds).filter_map(of).collect()
}
