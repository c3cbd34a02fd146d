//! What the whole account has used: a meter for each stream, and counts of all that is billed by
//! the piece, by whom it belongs to.

use super::dimension::Dimension;
use super::meter::{Meter, Standing, Usage};
use crate::kinesis::get_records::Read;
use crate::kinesis::stream::{StreamId, StreamMode};
use crate::kinesis::stream_consumer::ConsumerId;
use crate::simulation::Simulation;
use crate::sqs::service::QueueId;
use crate::time::{HOUR_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Streams that are gone, and owners of one dimension, at most: the engine's own bound.
const ENTRIES_MAX: usize = 1_000;

/// Everything used since the run began.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// By the number of their stream.
    meters: Vec<Meter>,
    /// Of streams whose place another one has taken.
    gone: Vec<Meter>,
    /// In the dimension's own unit, by owner: a queue, a function, a table …
    counts: BTreeMap<Dimension, BTreeMap<String, u64>>,
    /// Since when the account has On-demand Advantage.
    pub advantage: Option<Time>,
}

impl Ledger {
    /// The meters of all streams, gone ones first.
    pub fn meters(&self) -> impl Iterator<Item = &Meter> {
        self.gone.iter().chain(&self.meters).filter(|meter| !meter.name.is_empty())
    }

    /// The meter of a stream.
    pub fn meter(&mut self, stream: StreamId) -> Option<&mut Meter> {
        self.meters.get_mut(usize::from(stream.0))
    }

    /// Counts so much of a dimension for an owner: requests, bytes, units, or microseconds.
    pub fn count(&mut self, dimension: Dimension, owner: &str, quantity: u64) {
        let owners = self.counts.entry(dimension).or_default();
        if let Some(count) = owners.get_mut(owner) {
            *count = count.saturating_add(quantity);
        } else if owners.len() < ENTRIES_MAX {
            owners.insert(owner.to_owned(), quantity);
        }
    }

    /// What has been counted, by dimension and owner.
    pub fn counts(&self) -> impl Iterator<Item = (Dimension, &str, u64)> {
        self.counts
            .iter()
            .flat_map(|(dimension, owners)| owners.iter().map(|(owner, count)| (*dimension, owner.as_str(), *count)))
    }

    /// A stream stands so from now on.
    pub fn settle(&mut self, stream: StreamId, name: &str, standing: Standing, default_us: u64, now: Time) {
        let at = usize::from(stream.0);
        if self.meters.len() <= at {
            self.meters.resize_with(at + 1, Meter::default);
        }
        if self.meters[at].name != name {
            let mut before = std::mem::replace(&mut self.meters[at], Meter::new(name, now));
            before.settle(Standing::default(), default_us, now);
            if !before.name.is_empty() && self.gone.len() < ENTRIES_MAX {
                self.gone.push(before);
            }
        }
        self.meters[at].settle(standing, default_us, now);
    }
}

impl Simulation {
    /// Reads off how each stream stands: called after whatever may have changed that. What was
    /// until now is settled by how it stood before.
    pub(crate) fn settle_bill(&mut self) {
        let default_us = self.quotas.retention_default_us();
        for stream in &self.streams {
            let standing = Standing {
                open_shards: stream.open_count() as u64,
                on_demand: stream.mode == StreamMode::OnDemand,
                retention_us: stream.retention_us,
                consumers: stream.consumers.iter().map(|consumer| consumer.name.clone()).collect(),
            };
            self.bill.settle(stream.id, &stream.name, standing, default_us, self.now);
        }
        // Once on, its minimum is billed for a day at least; that it was switched off is left out.
        let since_ms = self.kinesis.billing_commitment.as_ref().filter(|_| self.kinesis.has_advantage());
        let since = since_ms.map(|(_, since_ms)| self.account.epoch.at_ms(*since_ms));
        self.bill.advantage = self.bill.advantage.or(since);
    }

    /// Counts a record that a stream stored.
    pub(crate) fn bill_put(&mut self, stream: StreamId, bytes: u64) {
        let (unit, now) = (self.quotas.put_payload_unit_bytes, self.now);
        if let Some(meter) = self.bill.meter(stream) {
            meter.put(bytes, unit, now);
        }
    }

    /// What a stream itself has used up to now.
    pub fn usage(&self, stream: StreamId) -> Usage {
        let meter = self.bill.meters.get(usize::from(stream.0));
        meter.map(|meter| meter.usage(self.quotas.retention_default_us(), self.now)).unwrap_or_default()
    }

    /// Counts what a GetRecords gave.
    pub(crate) fn bill_get(&mut self, stream: StreamId, read: &Read) {
        if read.from == read.to {
            return;
        }
        let extended_us = self.quotas.retention_extended_max_hours * HOUR_US;
        let Some(shard) = self.streams[usize::from(stream.0)].shards.get(read.shard.0 as usize) else { return };
        let given = shard.records.iter_from(read.from).take((read.to - read.from) as usize);
        let old = given.take_while(|record| self.now.since(record.arrived) > extended_us);
        let long_term = old.map(|record| u64::from(record.bytes)).sum();
        if let Some(meter) = self.bill.meter(stream) {
            meter.get(read.bytes, read.to - read.from, long_term);
        }
    }

    /// Counts records that were pushed to a registered consumer.
    pub(crate) fn bill_push(&mut self, stream: StreamId, consumer: ConsumerId, bytes: u64, records: u64) {
        let consumers = &self.streams[usize::from(stream.0)].consumers;
        let Some(consumer) = consumers.iter().find(|one| one.id == consumer) else { return };
        if let Some(meter) = self.bill.meter(stream).filter(|_| records > 0) {
            meter.push(&consumer.name, bytes, records);
        }
    }

    /// Puts the requests of a queue that is about to be deleted down for good; those of a queue
    /// that is there are counted by itself.
    pub(crate) fn bill_deleted_queue(&mut self, queue: QueueId) {
        if let Some(queue) = self.sqs.queue(queue) {
            self.bill.count(Dimension::of_requests(queue.attributes.fifo), &queue.name, queue.totals.billed_requests);
        }
    }

    /// Counts an invocation of a function.
    pub(crate) fn bill_lambda_invocation(&mut self, function: &str, memory_mb: u64, duration_ms: u64) {
        self.bill.count(Dimension::LambdaRequests, function, 1);
        self.bill.count(Dimension::LambdaDuration, function, memory_mb * duration_ms);
    }
}
