//! What Kinesis Data Streams knows of a whole account: streams by name, the numbers it gives out,
//! rates of calls, account settings. Streams themselves stand in the world by number.

use super::stream::{Birth, Stream, StreamId, StreamMode};
use super::subscriptions::Subscriptions;
use crate::error::{LimitExceeded, Refusal};
use crate::limiter::{Rate, TokenBucket};
use crate::scenario::StreamSetup;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, SECOND_US};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Regions with the larger shard quota (Kinesis Data Streams Developer Guide, quotas and limits).
const LARGE_REGIONS: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];

/// The account's part of the service.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kinesis {
    names: BTreeMap<String, StreamId>,
    /// Places that the scenario's producers and consumers know by number: never given to a stream
    /// of another name.
    named: BTreeMap<String, StreamId>,
    /// Places without a stream.
    free: Vec<StreamId>,
    lives: u64,
    transitions: u64,
    rates: BTreeMap<String, TokenBucket>,
    pub(crate) open_shards: u32,
    pub(crate) subscriptions: Subscriptions,
    /// Status of the minimum throughput billing commitment and when it began, in ms since 1970.
    pub(crate) billing_commitment: Option<(String, u64)>,
}

impl Kinesis {
    /// A number for a transition of a stream or consumer: tasks find by it that they are still meant.
    pub(super) fn next_transition(&mut self) -> u64 {
        self.transitions += 1;
        self.transitions
    }

    /// Names of all streams, in order, after `after`.
    pub fn names_after(&self, after: Option<&str>) -> impl Iterator<Item = (&str, StreamId)> {
        use std::ops::Bound;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.names.range::<str, _>((from, Bound::Unbounded)).map(|(name, id)| (name.as_str(), *id))
    }

    /// Whether On-demand Advantage is on.
    pub(crate) fn has_advantage(&self) -> bool {
        self.billing_commitment.as_ref().is_some_and(|(status, _)| status == "ENABLED")
    }

    pub(super) fn forget(&mut self, name: &str, id: StreamId) {
        self.names.remove(name);
        if self.named.get(name) != Some(&id) {
            self.free.push(id);
        }
    }
}

impl Simulation {
    /// The stream of this name, in whatever state.
    pub fn stream_named(&self, name: &str) -> Option<&Stream> {
        let id = self.kinesis.names.get(name)?;
        self.streams.get(usize::from(id.0))
    }

    /// What Kinesis knows of the account.
    pub fn kinesis(&self) -> &Kinesis {
        &self.kinesis
    }

    /// A stream in state CREATING, in the place that its name or a deleted stream left.
    pub(super) fn place_stream(&mut self, name: &str, mode: StreamMode) -> Option<StreamId> {
        let kinesis = &mut self.kinesis;
        let known = kinesis.named.get(name).copied();
        let id = match known.or_else(|| kinesis.free.pop()) {
            Some(id) => id,
            None => StreamId(u16::try_from(self.streams.len()).ok()?),
        };
        kinesis.lives += 1;
        kinesis.names.insert(name.to_owned(), id);
        let (life, epoch) = (kinesis.lives, self.account.epoch);
        let birth = Birth { id, life, name: name.to_owned(), mode, at: self.now, epoch };
        let stream = Stream::create(birth, &self.quotas);
        match self.streams.get_mut(usize::from(id.0)) {
            Some(place) => *place = stream,
            None => self.streams.push(stream),
        }
        Some(id)
    }

    /// A stream that is there at the start.
    pub(crate) fn place_named_stream(&mut self, setup: &StreamSetup) {
        let Some(id) = self.place_stream(&setup.name, setup.mode) else { return };
        self.kinesis.named.insert(setup.name.clone(), id);
        let now = self.now;
        let stream = &mut self.streams[usize::from(id.0)];
        stream.open_fresh(setup.shards, now);
        if let Some(hours) = setup.retention_hours {
            stream.set_retention(hours * HOUR_US, now);
        }
        if setup.mode == StreamMode::OnDemand {
            self.watch_load(id);
        }
        self.count_open_shards();
    }

    /// To be called whenever shards have opened or closed.
    pub(super) fn count_open_shards(&mut self) {
        self.kinesis.open_shards = self.streams.iter().map(|stream| stream.open_count() as u32).sum();
    }

    /// Shards of the account that count against its quota: open ones, and those being created, of
    /// streams in provisioned mode.
    pub(crate) fn provisioned_shards(&self) -> u64 {
        let provisioned = self.streams.iter().filter(|stream| stream.mode == StreamMode::Provisioned);
        provisioned.map(|stream| stream.open_count() as u64 + u64::from(stream.opening)).sum()
    }

    /// Whether the account is in one of the Regions with the highest limits.
    pub(super) fn is_large_region(&self) -> bool {
        LARGE_REGIONS.contains(&self.account.region.as_str())
    }

    /// The account's shard quota in its Region.
    pub fn shard_limit(&self) -> u64 {
        match self.is_large_region() {
            true => self.quotas.provisioned_shard_quota_large_regions,
            false => self.quotas.provisioned_shard_quota_other_regions,
        }
    }

    /// Refuses what would take the account over its shard quota.
    pub(crate) fn require_shards(&self, more: u64) -> Result<(), Refusal> {
        let (now, most) = (self.provisioned_shards(), self.shard_limit());
        match now + more > most && more > 0 {
            true => Err(Refusal::LimitExceeded(LimitExceeded::Shards { now, most, more })),
            false => Ok(()),
        }
    }

    /// Takes one call of the account's rate for this operation.
    pub(crate) fn take_call(&mut self, operation: &str, per_second: u64) -> Result<(), Refusal> {
        let bucket = match self.kinesis.rates.get_mut(operation) {
            Some(bucket) => bucket,
            None => self.kinesis.rates.entry(operation.to_owned()).or_default(),
        };
        match bucket.take(Rate { per_second, burst_us: SECOND_US }, self.now, 1) {
            true => Ok(()),
            false => Err(Refusal::LimitExceeded(LimitExceeded::CallRate { operation: operation.to_owned().into() })),
        }
    }
}
