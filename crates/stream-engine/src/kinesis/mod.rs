//! Kinesis Data Streams: where a record goes, what a shard takes and gives, how shards change.

pub mod fan_out;
pub mod get_records;
pub mod hash_key;
pub mod lifecycle;
pub mod list_shards;
pub mod metrics;
pub mod on_demand;
pub mod payload;
pub mod put_records;
pub mod reshard;
pub mod sequence_number;
pub mod service;
pub mod settings;
pub mod shard;
pub mod shard_iterator;
pub mod stream;
pub mod stream_consumer;
pub mod subscriptions;
mod wide;
