//! What a call is about, before it is carried out: the stream, and the policy of a resource.

use super::policy::{Document, PolicyKind};
use crate::api::body::Body;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use std::borrow::Cow;

/// The stream that a call names, by name, ARN, or shard iterator.
pub fn stream_of_call(world: &Simulation, body: Body) -> Option<StreamId> {
    if let Some(iterator) = body.text("ShardIterator") {
        return stream_of_token(world, iterator);
    }
    let arn = body.text("StreamARN").or(body.text("ConsumerARN"));
    let name = match arn {
        // A consumer's ARN goes on behind the stream's name.
        Some(arn) => arn.split_once(":stream/")?.1.split('/').next()?,
        None => body.text("StreamName")?,
    };
    world.streams.iter().find(|stream| stream.name == name).map(|stream| stream.id)
}

/// The stream that a shard iterator or a token was given for.
pub fn stream_of_token(world: &Simulation, token: &str) -> Option<StreamId> {
    let _ = (world, token);
    None
}

impl Simulation {
    /// The policy of a resource: one put by command, or a queue's own. A queue takes any text for
    /// its policy; one that can't be read counts as none.
    pub(super) fn resource_policy(&self, arn: &str) -> Option<Cow<'_, Document>> {
        if let Some(document) = self.security.resource_policies.get(arn) {
            return Some(Cow::Borrowed(document));
        }
        let queue = self.sqs.queue(self.sqs.find_arn(arn, &self.account)?)?;
        let text = queue.attributes.policy.as_ref()?;
        Document::read(text, PolicyKind::Resource).ok().map(Cow::Owned)
    }

    /// Whether any policy of a resource may matter to a call of this service: a cheap look.
    pub(super) fn has_resource_policy(&self, service: &str, body: Body) -> bool {
        let of_queue = || {
            let name = body.text("QueueUrl")?.trim_end_matches('/').rsplit('/').next()?;
            self.sqs.queue(self.sqs.find(name)?)?.attributes.policy.as_ref()
        };
        !self.security.resource_policies.is_empty() || service == "sqs" && of_queue().is_some()
    }
}
