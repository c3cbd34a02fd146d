//! Consumers: who reads which shard, from where, and whether each source's readings stay in order.

pub mod enhanced;
pub mod firehose;
pub mod fleet;
pub mod flink;
pub(crate) mod handling;
pub mod kcl;
pub mod lambda;
pub mod order;
pub mod polling;
pub mod queue_consumer;
pub mod source;

use crate::simulation::Simulation;

impl Simulation {
    /// Lets all who read streams look for shards after a change of the shard map.
    pub(crate) fn sync_consumers(&mut self) {
        (self.extensions.sync_consumers)(self);
        for consumer in 0..self.consumers.len() {
            self.sync_shards(consumer as u8);
        }
    }

    pub(crate) fn sync_stream_consumers(&mut self) {
        let mappings: Vec<u16> = self.lambda.mappings.keys().copied().collect();
        mappings.into_iter().for_each(|number| self.lambda_sync(number));
        let deliveries: Vec<u16> = self.firehose.streams.keys().copied().collect();
        deliveries.into_iter().for_each(|number| self.firehose_sync(number));
        (0..self.flink.applications.len()).for_each(|number| self.flink_sync(number as u8));
    }
}
