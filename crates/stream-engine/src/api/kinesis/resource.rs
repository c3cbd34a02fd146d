//! What an ARN can name: a stream, or a consumer registered with one.

use super::streams;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::kinesis::settings::Tags;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::{Map, Value};

/// A stream, or one of its consumers by its place in the stream's list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resource {
    pub stream: StreamId,
    consumer: Option<usize>,
}

impl Resource {
    /// The resource of this ARN.
    pub fn named(world: &Simulation, arn: &str) -> Result<Resource, Failure> {
        if !arn.contains("/consumer/") {
            return Ok(Resource { stream: streams::by_arn(world, arn)?, consumer: None });
        }
        let members = Map::from_iter([("ConsumerARN".to_owned(), Value::from(arn))]);
        let (stream, consumer) = streams::consumer_named(world, Body(&members))?;
        let place = stream.consumers.iter().position(|one| one.id == consumer.id);
        Ok(Resource { stream: stream.id, consumer: place })
    }

    pub fn tags(self, world: &mut Simulation) -> &mut Tags {
        let stream = &mut world.streams[usize::from(self.stream.0)];
        match self.consumer {
            Some(nth) => &mut stream.consumers[nth].tags,
            None => &mut stream.settings.tags,
        }
    }

    pub fn policy(self, world: &mut Simulation) -> &mut Option<String> {
        let stream = &mut world.streams[usize::from(self.stream.0)];
        match self.consumer {
            Some(nth) => &mut stream.consumers[nth].policy,
            None => &mut stream.settings.policy,
        }
    }
}
