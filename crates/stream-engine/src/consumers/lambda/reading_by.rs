//! A mapping changes the way it reads, between polling and enhanced fan-out, and goes on where it stands.

use super::mapping::FanOut;
use crate::api::kinesis::streams::{arn, consumer_arn};
use crate::error::Refusal;
use crate::simulation::Simulation;

impl Simulation {
    /// Registers a consumer under the function's name, or gives it back.
    pub(super) fn lambda_fan_out(&mut self, number: u16, on: bool) -> Result<(), Refusal> {
        let Some(mapping) = self.lambda.mappings.get(&number).filter(|mapping| mapping.setup.queue.is_none()) else {
            return Ok(());
        };
        let (id, name, before) = (mapping.source.stream, mapping.setup.function.clone(), mapping.consumer.clone());
        if before.is_some() == on || !self.is_there(&mapping.source) {
            return Ok(());
        }
        let consumer = match before {
            Some(before) => {
                self.deregister_consumer(id, before.id);
                None
            }
            None => Some(FanOut { id: self.register_consumer(id, &name, Default::default())?, name }),
        };
        let stream = &self.streams[usize::from(id.0)];
        let registered = consumer.as_ref().and_then(|own| stream.consumers.iter().find(|one| one.id == own.id));
        let source_arn = registered.map_or_else(|| arn(self, stream), |one| consumer_arn(self, stream, one));
        if let Some(mapping) = self.lambda.mappings.get_mut(&number) {
            (mapping.consumer, mapping.source_arn) = (consumer, source_arn);
            for work in &mut mapping.shards {
                (work.subscription, work.push_waits) = (None, false);
            }
        }
        Ok(())
    }
}
