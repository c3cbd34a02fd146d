//! What the limits come to: rates for the token buckets, and spans of time.

use super::Quotas;
use crate::limiter::Rate;
use crate::time::{HOUR_US, MS_US, SECOND_US, Time};

impl Quotas {
    /// Records a shard takes.
    pub fn write_records(&self) -> Rate {
        Rate { per_second: self.shard_write_records_per_second, burst_us: self.model_shard_write_burst_ms * MS_US }
    }

    /// Bytes a shard takes, key and data.
    pub fn write_bytes(&self) -> Rate {
        Rate { per_second: self.shard_write_bytes_per_second, burst_us: self.model_shard_write_burst_ms * MS_US }
    }

    /// The last renewal of a shard's write room at or before `now`.
    pub fn write_renewal(&self, now: Time) -> Time {
        Time(now.0 - now.0 % (self.model_shard_write_refill_ms * MS_US).max(1))
    }

    /// GetRecords calls a shard answers, for all classic consumers together.
    pub fn read_calls(&self) -> Rate {
        Rate { per_second: self.shard_get_records_calls_per_second, burst_us: SECOND_US }
    }

    /// GetShardIterator calls a shard answers.
    pub fn iterator_calls(&self) -> Rate {
        Rate { per_second: self.get_shard_iterator_calls_per_second_per_shard, burst_us: SECOND_US }
    }

    /// Bytes a shard gives, for all classic consumers together.
    pub fn read_bytes(&self) -> Rate {
        Rate { per_second: self.shard_shared_read_bytes_per_second, burst_us: SECOND_US }
    }

    /// Bytes a shard pushes to one subscriber.
    pub fn fan_out_bytes(&self) -> Rate {
        Rate { per_second: self.efo_read_bytes_per_second_per_consumer_per_shard, burst_us: SECOND_US }
    }

    /// The same limits with every rate out of reach, as a test bench wants it; sizes, counts and
    /// shard quotas stay.
    pub fn without_throttling(self) -> Quotas {
        const ANY: u64 = u32::MAX as u64;
        Quotas {
            shard_write_bytes_per_second: ANY,
            shard_write_records_per_second: ANY,
            shard_shared_read_bytes_per_second: ANY,
            shard_get_records_calls_per_second: ANY,
            // Room for half an hour of that rate at one instant.
            model_shard_write_burst_ms: 2_000_000,
            get_records_throttle_after_full_10mib_seconds: 0,
            get_shard_iterator_calls_per_second_per_shard: ANY,
            efo_read_bytes_per_second_per_consumer_per_shard: ANY,
            efo_register_calls_per_second: ANY,
            create_stream_calls_per_second: ANY,
            describe_stream_calls_per_second: ANY,
            describe_stream_summary_calls_per_second: ANY,
            list_shards_calls_per_second: ANY,
            list_streams_calls_per_second: ANY,
            split_shard_calls_per_second: ANY,
            merge_shards_calls_per_second: ANY,
            update_shard_count_calls_per_second: None,
            model_control_plane_calls_per_second: ANY,
            // These are multiplied on the way to a bucket.
            sqs_fifo_tps_per_api_action: ANY / 1_000,
            sqs_fifo_batched_messages_per_second_per_api_action: ANY / 1_000,
            sqs_fifo_high_throughput_tps_large_regions: ANY / 1_000,
            sqs_fifo_high_throughput_batched_messages_per_second_large_regions: ANY / 1_000,
            sqs_fifo_high_throughput_tps_other_regions: self
                .sqs_fifo_high_throughput_tps_other_regions
                .and(Some(ANY / 1_000)),
            ..self
        }
    }

    /// How long records are kept unless asked for longer, in microseconds.
    pub fn retention_default_us(&self) -> u64 {
        self.retention_default_hours * HOUR_US
    }
}
