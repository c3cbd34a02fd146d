//! What a call is about, before it is carried out: the stream, and the policy of a resource.

use super::policy::{Document, PolicyKind};
use crate::api::body::Body;
use crate::api::kinesis::tokens::IteratorToken;
use crate::api::kinesis::{streams, tokens};
use crate::kinesis::shard::Shard;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use crate::time::Time;
use std::borrow::Cow;

/// The stream that a call names, by name, ARN, or shard iterator.
pub fn stream_of_call(world: &Simulation, body: Body) -> Option<StreamId> {
    if let Some(iterator) = body.text("ShardIterator") {
        return stream_of_token(world, iterator);
    }
    let name = match body.text("StreamARN").or(body.text("ConsumerARN")) {
        Some(arn) => stream_name(arn)?,
        None => body.text("StreamName")?,
    };
    world.stream_named(name).map(|stream| stream.id)
}

/// The stream's name in its own ARN or that of a consumer.
fn stream_name(arn: &str) -> Option<&str> {
    arn.split_once(":stream/")?.1.split('/').next()
}

/// The stream that a shard iterator or a token was given for.
pub fn stream_of_token(world: &Simulation, token: &str) -> Option<StreamId> {
    tokens::stream_of(world, token)
}

/// The arrivals of the first and the last record that a call may touch: of those behind its
/// iterator, or else of the present moment. None if an iterator has nothing behind it.
pub fn arrivals(world: &Simulation, stream: StreamId, body: Body) -> Option<(Time, Time)> {
    let Some(iterator) = body.text("ShardIterator") else { return Some((world.now, world.now)) };
    let token = IteratorToken::read(world, iterator)?;
    let shard = world.streams.get(usize::from(stream.0))?.shards.get(token.shard as usize)?;
    let most = world.quotas.get_records_max_records_per_call;
    arrivals_behind(shard, token.position, body.count("Limit").unwrap_or(most))
}

/// The same for a position in a shard. (An answer may be cut earlier, at its most bytes.)
pub fn arrivals_behind(shard: &Shard, position: u64, limit: u64) -> Option<(Time, Time)> {
    let first = position.max(shard.records.first());
    let last = first.saturating_add(limit.max(1)).min(shard.records.end()).checked_sub(1)?;
    Some((shard.records.get(first)?.arrived, shard.records.get(last)?.arrived))
}

impl Simulation {
    /// The policy of a resource: one put by command, or the own one of a stream, consumer or queue.
    /// Those take any text for a policy; one that can't be read counts as none.
    pub(super) fn resource_policy(&self, arn: &str) -> Option<Cow<'_, Document>> {
        if let Some(document) = self.security.resource_policies.get(arn) {
            return Some(Cow::Borrowed(document));
        }
        let of_stream = || {
            let stream = self.stream_named(stream_name(arn)?)?;
            let consumer = || stream.consumers.iter().find(|one| streams::consumer_arn(self, stream, one) == arn);
            if arn.contains("/consumer/") { consumer()?.policy.as_ref() } else { stream.settings.policy.as_ref() }
        };
        let of_queue = || self.sqs.queue(self.sqs.find_arn(arn, &self.account)?)?.attributes.policy.as_ref();
        let text = of_stream().or_else(of_queue)?;
        Document::read(text, PolicyKind::Resource).ok().map(Cow::Owned)
    }

    /// Whether any policy of a resource may matter to a call of this service: a cheap look.
    pub(super) fn has_resource_policy(&self, service: &str, body: Body) -> bool {
        let of_queue = || {
            let name = body.text("QueueUrl")?.trim_end_matches('/').rsplit('/').next()?;
            self.sqs.queue(self.sqs.find(name)?)?.attributes.policy.as_ref()
        };
        // Policies of streams count as changes of security, those of queues don't.
        self.security.version > 0 || service == "sqs" && of_queue().is_some()
    }
}
