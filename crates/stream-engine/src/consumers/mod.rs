//! Consumers: who reads which shard, from where, and whether each source's readings stay in order.

pub mod enhanced;
pub mod firehose;
pub mod flink;
pub(crate) mod handling;
pub mod kcl;
pub mod lambda;
pub mod order;
pub mod polling;
pub mod queue_consumer;
pub mod source;
