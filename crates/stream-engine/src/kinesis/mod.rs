//! Kinesis Data Streams: where a record goes, what a shard takes and gives, how shards change.

pub mod get_records;
pub mod hash_key;
pub mod metrics;
pub mod put_records;
pub mod reshard;
pub mod sequence_number;
pub mod shard;
pub mod shard_iterator;
pub mod stream;
