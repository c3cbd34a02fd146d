//! The limits a run lives under. Values come from a quota profile in the content; none stands here.

use crate::limiter::Rate;
use crate::time::{HOUR_US, MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// The limits and model constants the engine needs, each under its name in the quota profiles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quotas {
    /// The day that the profile speaks of, as 20261123.
    pub as_of: u64,
    pub partition_key_max_chars: u64,
    pub record_default_max_bytes_key_plus_data: u64,
    pub put_records_max_records_per_call: u64,
    pub put_records_max_bytes_per_call: u64,
    pub shard_write_bytes_per_second: u64,
    pub shard_write_records_per_second: u64,
    pub shard_shared_read_bytes_per_second: u64,
    pub shard_get_records_calls_per_second: u64,
    pub get_records_max_bytes_per_call: u64,
    pub get_records_max_records_per_call: u64,
    pub get_records_throttle_after_full_10mib_seconds: u64,
    pub shard_iterator_expiry_seconds: u64,
    pub retention_default_hours: u64,
    pub retention_long_term_max_hours: u64,
    pub update_shard_count_max_scalings_per_24_hours: u64,
    pub update_shard_count_max_factor_up_percent: u64,
    pub update_shard_count_min_factor_down_percent: u64,
    pub update_shard_count_max_shards: u64,
    pub put_payload_unit_bytes: u64,
    /// Assumed: how much unused write room a shard keeps.
    pub model_shard_write_burst_ms: u64,
    /// Assumed: how often that room is renewed.
    pub model_shard_write_refill_ms: u64,
    /// Assumed: how long one split or merge takes.
    pub model_reshard_ms: u64,
    /// Assumed: how long a change of the shard count takes.
    pub model_update_shard_count_ms: u64,
    /// Assumed: shortest way of a request to the service.
    pub model_network_delay_min_us: u64,
    /// Assumed: longest way of a request to the service.
    pub model_network_delay_max_us: u64,
    pub sdk_standard_retry_max_attempts: u64,
    pub sdk_standard_retry_throttling_scale_ms: u64,
    pub sdk_standard_retry_other_scale_ms: u64,
    pub sdk_standard_retry_max_backoff_ms: u64,
    pub kpl_record_max_buffered_time_ms: u64,
    pub kpl_record_ttl_ms: u64,
    pub kpl_rate_limit_percent: u64,
    pub kpl_aggregation_max_bytes: u64,
    pub kpl_collection_max_records: u64,
    pub kpl_collection_max_bytes: u64,
    pub kpl_max_connections: u64,
    pub kpl_request_timeout_ms: u64,
    pub kpl_limiter_drain_ms: u64,
    pub kpl_collection_shard_max_bytes: u64,
    pub kpl_collection_wait_percent: u64,
    pub kpl_collection_wait_max_ms: u64,
    pub agent_max_buffer_age_ms_default: u64,
    pub agent_max_buffer_records_default: u64,
    pub agent_max_buffer_bytes_default: u64,
    pub agent_retry_initial_backoff_ms: u64,
    pub agent_retry_max_backoff_ms: u64,
    pub agent_retry_jitter_percent: u64,
    pub agent_file_poll_min_interval_ms: u64,
    pub agent_publish_queue_max_buffers: u64,
    /// Assumed: shortest time the service takes for an answer or a push.
    pub model_service_delay_min_us: u64,
    /// Assumed: mean of the tail on top of it.
    pub model_service_delay_tail_us: u64,
    /// Assumed: what client-side encryption adds to a record.
    pub model_client_encryption_bytes: u64,
    pub record_opt_in_max_bytes_key_plus_data: u64,
    pub get_shard_iterator_calls_per_second_per_shard: u64,
    pub efo_read_bytes_per_second_per_consumer_per_shard: u64,
    pub efo_consumers_per_stream_documented: u64,
    /// None before On-demand Advantage.
    pub efo_consumers_per_stream_on_demand_advantage: Option<u64>,
    pub efo_consumers_creating_at_once: u64,
    pub efo_register_calls_per_second: u64,
    pub subscribe_to_shard_lease_seconds: u64,
    pub subscribe_to_shard_resubscribe_guard_seconds: u64,
    pub on_demand_initial_open_shards: u64,
    pub on_demand_streams_per_account: u64,
    pub mode_switches_per_24_hours: u64,
    pub encryption_changes_per_24_hours: u64,
    pub provisioned_shard_quota_large_regions: u64,
    /// The lowest of those Regions.
    pub provisioned_shard_quota_other_regions: u64,
    pub streams_in_creating_state_max: u64,
    pub create_stream_calls_per_second: u64,
    pub describe_stream_calls_per_second: u64,
    pub describe_stream_summary_calls_per_second: u64,
    pub list_shards_calls_per_second: u64,
    pub list_streams_calls_per_second: u64,
    pub split_shard_calls_per_second: u64,
    pub merge_shards_calls_per_second: u64,
    /// None where no value is known.
    pub update_shard_count_calls_per_second: Option<u64>,
    pub next_token_expiry_seconds: u64,
    pub list_shards_default_results: u64,
    pub describe_stream_default_shards: u64,
    pub list_streams_default_results: u64,
    pub list_stream_consumers_default_results: u64,
    pub tags_per_resource_max: u64,
    /// Assumed: how long a new stream is CREATING, a deleted one DELETING.
    pub model_create_stream_ms: u64,
    pub model_delete_stream_ms: u64,
    /// Assumed: how long a change of mode, encryption or record size takes.
    pub model_update_stream_ms: u64,
    /// Assumed: how long a registered consumer is CREATING or DELETING.
    pub model_stream_consumer_ms: u64,
    /// Assumed: how much earlier than it is a new stream's sequence numbers say it was created.
    pub model_shard_birth_lead_seconds: u64,
    /// Assumed: rate of control-plane calls that have no value of their own.
    pub model_control_plane_calls_per_second: u64,
    /// Assumed: from storing a record to pushing it.
    pub model_fan_out_delay_ms: u64,
    /// Assumed: events that wait for a subscriber before the push pauses.
    pub model_fan_out_events_kept: u64,
}

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
            ..self
        }
    }

    /// How long records are kept unless asked for longer, in microseconds.
    pub fn retention_default_us(&self) -> u64 {
        self.retention_default_hours * HOUR_US
    }
}
