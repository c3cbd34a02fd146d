//! Changes of producers, loads, consumers and queues as words of a line of the log.

use super::summary::{count, shown};
use crate::command::{Change, QueueConsumerChange};
use crate::consumers::fleet::{FleetChange, ReadMode};
use crate::producers::client::Client;
use crate::producers::control::{ClientKnob, ProducerChange};
use crate::producers::load::LoadChange;
use crate::producers::load::curve::LoadCurve;
use crate::producers::sdk::Resend;
use crate::queue_change::QueueChange;
use crate::scenario::{KeyStrategy, RetryStrategy};
use crate::sqs::setup::DeleteMode;

pub(super) fn changed(change: &Change) -> String {
    match change {
        Change::RatePerSecond(rate) => format!("{rate} readings/s"),
        Change::RecordBytes(bytes) => count(u64::from(*bytes), "byte"),
        Change::ReadingsPerRecord(readings) => format!("{readings} readings per record"),
        Change::Keys(KeyStrategy::Numbered(prefix)) => format!("keys {}1, 2, 3 …", shown(prefix)),
        Change::Keys(KeyStrategy::Weighted(keys)) => format!("{} by weight", count(keys.len() as u64, "key")),
        Change::Keys(KeyStrategy::Random) => "random keys".to_owned(),
        Change::Keys(KeyStrategy::Constant(key)) => format!("key {}", shown(key)),
        Change::Keys(KeyStrategy::Zipf { prefix, .. }) => format!("keys {}1, 2, 3 … by Zipf's law", shown(prefix)),
        Change::Keys(KeyStrategy::List(keys)) => format!("{} in order", count(keys.len() as u64, "key")),
        Change::Retry(RetryStrategy::Drop) => "no retry".to_owned(),
        Change::Retry(RetryStrategy::AtOnce { .. }) => "retry at once".to_owned(),
        Change::Retry(RetryStrategy::Exponential { .. }) => "exponential backoff".to_owned(),
        Change::Retry(RetryStrategy::FullJitter { .. }) => "backoff with full jitter".to_owned(),
        Change::Retry(RetryStrategy::EqualJitter { .. }) => "backoff with equal jitter".to_owned(),
        Change::Retry(RetryStrategy::DecorrelatedJitter { .. }) => "backoff with decorrelated jitter".to_owned(),
        Change::Retry(RetryStrategy::Standard) => "the SDK's standard retry".to_owned(),
        Change::ParentsFirst(true) => "parents first".to_owned(),
        Change::ParentsFirst(false) => "parents and children at once".to_owned(),
        Change::PollIntervalMs(ms) => format!("polls every {ms} ms"),
        Change::Sources(sources) => format!("{sources} sources"),
        Change::FurtherReadings(readings) => format!("{readings} readings more"),
        Change::WorkUs(us) => format!("{us} µs a message"),
    }
}

pub(super) fn client_changed(change: &ProducerChange) -> String {
    match change {
        ProducerChange::Client(Client::PutRecord) => "one PutRecord a record".to_owned(),
        ProducerChange::Client(Client::Sdk(_)) => "batches of the SDK".to_owned(),
        ProducerChange::Client(Client::Kpl(_)) => "KPL".to_owned(),
        ProducerChange::Client(Client::Agent(_)) => "Kinesis Agent".to_owned(),
        ProducerChange::ClientSideEncryption(true) => "encrypts its data".to_owned(),
        ProducerChange::ClientSideEncryption(false) => "does not encrypt its data".to_owned(),
        ProducerChange::LoseAnswers(calls) => format!("{} lost", count(u64::from(*calls), "answer")),
        ProducerChange::Crash => "crash".to_owned(),
        ProducerChange::Restart => "restart".to_owned(),
        ProducerChange::RotateFiles => "log rotated".to_owned(),
        ProducerChange::FailEntries(entries) => match entries.len() {
            1 => "1 entry of the next call fails".to_owned(),
            more => format!("{more} entries of the next call fail"),
        },
        ProducerChange::Set(knob) => client_set(*knob),
        ProducerChange::ClockOffsetSeconds(seconds) => format!("clock {seconds:+} s"),
    }
}

fn client_set(knob: ClientKnob) -> String {
    match knob {
        ClientKnob::RecordMaxBufferedTimeMs(ms) => format!("buffers {ms} ms at most"),
        ClientKnob::AggregationEnabled(true) => "aggregation on".to_owned(),
        ClientKnob::AggregationEnabled(false) => "aggregation off".to_owned(),
        ClientKnob::BatchRecords(records) => format!("{} a call", count(u64::from(records), "record")),
        ClientKnob::LingerMs(ms) => format!("a batch waits {ms} ms"),
        ClientKnob::Connections(connections) => count(u64::from(connections), "connection"),
        ClientKnob::Resend(Resend::Failed) => "failed entries again".to_owned(),
        ClientKnob::Resend(Resend::Whole) => "the whole batch again".to_owned(),
        ClientKnob::StrictOrder(true) => "strict order".to_owned(),
        ClientKnob::StrictOrder(false) => "batches".to_owned(),
        ClientKnob::MaxBufferAgeMs(ms) => format!("buffers {ms} ms at most"),
    }
}

pub(super) fn manned(change: FleetChange) -> String {
    match change {
        FleetChange::Applications(number) => count(u64::from(number), "application"),
        FleetChange::Mode(ReadMode::Classic) => "polls".to_owned(),
        FleetChange::Mode(ReadMode::Enhanced) => "enhanced fan-out".to_owned(),
        FleetChange::Mode(ReadMode::SideBySide) => "polls and enhanced fan-out".to_owned(),
        FleetChange::PollIntervalMs(ms) => format!("polls every {ms} ms"),
    }
}

pub(super) fn loaded(change: &LoadChange) -> String {
    match change {
        LoadChange::Curve(LoadCurve::Steady(rate)) => format!("{rate} records/s"),
        LoadChange::Curve(LoadCurve::Lines { points, .. }) => {
            format!("up to {} records/s", points.iter().map(|(_, rate)| rate).max().unwrap_or(&0))
        }
        LoadChange::Curve(LoadCurve::Unknown { high, .. }) => format!("unknown, up to {high} records/s"),
        LoadChange::HottestKeyPercent(percent) => format!("{percent} % under one key"),
        LoadChange::RecordBytes(bytes) => format!("{bytes} B a record"),
    }
}

pub(super) fn staffed(change: &QueueConsumerChange) -> String {
    match change {
        QueueConsumerChange::Workers(count) => format!("{count} workers"),
        QueueConsumerChange::MaxMessagesPerReceive(count) => format!("up to {count} messages"),
        QueueConsumerChange::ProcessingUs { min, max } => format!("{} to {} ms", min / 1_000, max / 1_000),
        QueueConsumerChange::VisibilityTimeoutSeconds(Some(seconds)) => format!("visibility {seconds} s"),
        QueueConsumerChange::VisibilityTimeoutSeconds(None) => "visibility of the queue".to_owned(),
        QueueConsumerChange::WaitTimeSeconds(seconds) => format!("waits {seconds} s"),
        QueueConsumerChange::Delete(DeleteMode::Each) => "deletes each".to_owned(),
        QueueConsumerChange::Delete(DeleteMode::Batch) => "deletes batches".to_owned(),
        QueueConsumerChange::FailsOn(poison) => format!("{} poison", poison.len()),
        QueueConsumerChange::Crash { workers, .. } => format!("{workers} crash"),
    }
}

pub(super) fn queue_changed(change: QueueChange) -> String {
    match change {
        QueueChange::HighThroughput(true) => "high throughput".to_owned(),
        QueueChange::HighThroughput(false) => "throughput of the queue".to_owned(),
        QueueChange::MessagesPerCall(messages) => format!("{} a send", count(u64::from(messages), "message")),
        QueueChange::BatchesByGroup(true) => "batches of one group".to_owned(),
        QueueChange::BatchesByGroup(false) => "batches of all groups".to_owned(),
        QueueChange::LoseAnswers(calls) => format!("{} lost", count(u64::from(calls), "answer")),
    }
}
