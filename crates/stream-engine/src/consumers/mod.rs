//! Consumers: who reads which shard, from where, and whether each source's readings stay in order.

pub mod order;
pub mod polling;
