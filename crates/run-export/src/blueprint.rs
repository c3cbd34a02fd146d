//! The end state of a run, as far as AWS keeps it: what both kinds of template are drawn from.

use stream_engine::Simulation;
use stream_engine::consumers::firehose::{DeliveryStatus, DeliveryStream};
use stream_engine::consumers::lambda::mapping::{Mapping, MappingState};
use stream_engine::kinesis::stream::{Stream, StreamId, StreamMode, StreamStatus};
use stream_engine::kinesis::stream_consumer::StreamConsumer;
use stream_engine::security::kms::{Key, KeyManager, KeyState};
use stream_engine::security::principal::Principal;
use stream_engine::sqs::queue::Queue;
use stream_engine::time::HOUR_US;

/// What Firehose does with its bucket.
pub const BUCKET_ACTIONS: [&str; 4] =
    ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject"];
/// And with the stream it reads.
pub const STREAM_ACTIONS: [&str; 4] =
    ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"];

/// What there is, in an order in which each needs only what stands before it.
pub struct Blueprint<'a> {
    pub run: &'a Simulation,
    pub keys: Vec<(&'a Key, Option<&'a str>)>,
    pub streams: Vec<&'a Stream>,
    /// With their streams' places in `streams`.
    pub consumers: Vec<(usize, &'a StreamConsumer)>,
    /// Dead-letter queues before those that send to them.
    pub queues: Vec<&'a Queue>,
    pub mappings: Vec<&'a Mapping>,
    pub deliveries: Vec<&'a DeliveryStream>,
    /// Users and roles of the account.
    pub principals: Vec<&'a Principal>,
}

/// Where a mapping reads from: places in the blueprint.
pub enum Source {
    Stream(usize),
    Consumer(usize),
    Queue(usize),
}

impl<'a> Blueprint<'a> {
    /// Reads off the state of a run.
    pub fn of(run: &'a Simulation) -> Blueprint<'a> {
        let security = run.security();
        let stays = |key: &&Key| {
            let state = key.state == KeyState::Enabled || key.state == KeyState::Disabled;
            key.manager == KeyManager::Customer && !key.adopted && state
        };
        let alias = |key: &Key| security.keys.aliases().find(|(_, id)| *id == key.id).map(|(alias, _)| alias);
        let keys = security.keys.iter(run.now()).filter(stays).map(|key| (key, alias(key))).collect();
        let gone = |stream: &&Stream| stream.is_there() && stream.status != StreamStatus::Deleting;
        let streams: Vec<&Stream> = run.streams().iter().filter(gone).collect();
        let consumers = streams.iter().enumerate();
        let consumers = consumers.flat_map(|(at, stream)| stream.consumers.iter().map(move |consumer| (at, consumer)));
        let mut queues: Vec<&Queue> = run.sqs().queues().collect();
        queues.sort_by_key(|queue| queue.attributes.redrive.is_some());
        let works = |mapping: &&Mapping| mapping.state != MappingState::Deleting;
        let there = |delivery: &&DeliveryStream| delivery.status != DeliveryStatus::Deleting;
        let own = format!("arn:aws:iam::{}:", run.account().id);
        Blueprint {
            run,
            keys,
            consumers: consumers.collect(),
            streams,
            queues,
            mappings: run.lambda().mappings.values().filter(works).collect(),
            deliveries: run.firehose().streams.values().filter(there).collect(),
            principals: security.principals.values().filter(|one| one.identity.arn.starts_with(&own)).collect(),
        }
    }

    /// A stream's place.
    pub fn stream(&self, id: StreamId) -> Option<usize> {
        self.streams.iter().position(|stream| stream.id == id)
    }

    /// The place of the queue with this ARN.
    pub fn queue(&self, arn: &str) -> Option<usize> {
        self.queues.iter().position(|queue| &*queue.arn == arn)
    }

    /// The place of the key that a stream or queue names by alias, id or ARN.
    pub fn key(&self, named: &str) -> Option<usize> {
        let found = |(key, alias): &(&Key, Option<&str>)| key.arn == named || key.id == named || *alias == Some(named);
        self.keys.iter().position(found)
    }

    /// Where a mapping reads from; None if that is gone.
    pub fn source(&self, mapping: &Mapping) -> Option<Source> {
        if mapping.setup.queue.is_some() {
            return self.queue(&mapping.source_arn).map(Source::Queue);
        }
        let stream = self.stream(mapping.setup.stream)?;
        let Some(fan_out) = &mapping.consumer else { return Some(Source::Stream(stream)) };
        let registered = |(at, consumer): &(usize, &StreamConsumer)| *at == stream && consumer.name == fan_out.name;
        self.consumers.iter().position(registered).map(Source::Consumer)
    }

    /// Names of the functions that are mapped, each once.
    pub fn functions(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.mappings.iter().map(|mapping| mapping.setup.function.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Shards that are chosen; none for an on-demand stream, which sees to them by itself.
pub fn shard_count(stream: &Stream) -> Option<u64> {
    let shards = if stream.open_count() == 0 { u64::from(stream.opening) } else { stream.open_count() as u64 };
    (stream.mode == StreamMode::Provisioned).then_some(shards)
}

/// Whole hours.
pub fn retention_hours(stream: &Stream) -> u64 {
    stream.retention_us / HOUR_US
}

/// `arn:aws:iam::123456789012:role/reader` → `(true, "reader")`; false for a user.
pub fn role_or_user(principal: &Principal) -> (bool, &str) {
    let arn = principal.identity.arn.as_str();
    let name = arn.rsplit_once('/').map_or(arn, |(_, name)| name);
    (arn.contains(":role/"), name)
}
