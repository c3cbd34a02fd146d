//! The limits a run lives under. Values come from a quota profile in the content; none stands here.

mod rates;

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
    pub sqs_fifo_tps_per_api_action: u64,
    pub sqs_fifo_batched_messages_per_second_per_api_action: u64,
    pub sqs_fifo_high_throughput_tps_large_regions: u64,
    pub sqs_fifo_high_throughput_batched_messages_per_second_large_regions: u64,
    /// None where no value is known: then all Regions have that of the large ones.
    #[serde(default)]
    pub sqs_fifo_high_throughput_tps_other_regions: Option<u64>,
    pub sqs_fifo_in_flight_max_messages: u64,
    pub sqs_fifo_group_lookup_window_messages: u64,
    pub sqs_standard_in_flight_max_messages: u64,
    pub sqs_dedup_interval_seconds: u64,
    pub sqs_receive_max_messages: u64,
    pub sqs_batch_max_messages: u64,
    pub sqs_message_max_bytes: u64,
    pub sqs_visibility_timeout_default_seconds: u64,
    pub sqs_visibility_timeout_max_seconds: u64,
    pub sqs_retention_default_seconds: u64,
    pub sqs_retention_min_seconds: u64,
    pub sqs_retention_max_seconds: u64,
    pub sqs_long_poll_max_seconds: u64,
    pub sqs_delay_max_seconds: u64,
    pub sqs_message_group_id_max_chars: u64,
    pub sqs_queue_name_max_chars_with_suffix: u64,
    pub sqs_receive_request_attempt_id_validity_seconds: u64,
    pub sqs_max_receive_count_max: u64,
    pub sqs_redrive_allow_max_source_queues: u64,
    pub sqs_queue_recreate_wait_seconds: u64,
    pub sqs_purge_interval_seconds: u64,
    pub sqs_message_attributes_max: u64,
    pub sqs_list_max_results: u64,
    pub sqs_move_task_max_messages_per_second: u64,
    pub sqs_move_task_list_max_results: u64,
    pub sqs_billing_chunk_bytes: u64,
    /// Assumed: how much unused room a FIFO queue's throughput limits keep.
    pub model_sqs_fifo_burst_ms: u64,
    /// Assumed: partitions of a high-throughput FIFO queue.
    pub model_sqs_fifo_partitions: u64,
    /// Assumed: what a move task moves without a rate of its own.
    pub model_sqs_move_task_messages_per_second: u64,
    /// 1 if retention of a FIFO queue's dead letters counts from their arrival at the dead-letter queue.
    pub model_sqs_fifo_dead_letter_age_restarts: u64,
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
    pub iam_role_inline_policies_max_chars: u64,
    pub tls_min_version_percent: u64,
    pub kms_key_deletion_window_min_days: u64,
    pub kms_key_deletion_window_max_days: u64,
    pub retention_extended_max_hours: u64,
    pub firehose_billing_increment_bytes: u64,
    pub lambda_memory_default_mb: u64,
    /// None before On-demand Advantage.
    pub on_demand_advantage_min_ingest_bytes_per_second: Option<u64>,
    pub on_demand_advantage_min_retrieval_bytes_per_second: Option<u64>,
    pub kcl_major_version: u64,
    pub kcl_failover_time_ms: u64,
    pub kcl_max_leases_to_steal_at_one_time: u64,
    pub kcl_shard_sync_interval_ms: u64,
    pub kcl_parent_shard_poll_interval_ms: u64,
    pub kcl_max_records_per_get: u64,
    pub kcl_task_backoff_ms: u64,
    pub kcl_idle_between_reads_ms: u64,
    pub kcl_idle_between_reads_min_ms: u64,
    pub kcl_lease_recovery_audit_interval_ms: u64,
    pub kcl_lease_recovery_holes: u64,
    pub kcl_epsilon_ms: u64,
    pub kcl_shard_consumer_dispatch_interval_ms: u64,
    pub kcl_very_old_lease_failovers: u64,
    pub kcl_lease_cleanup_interval_ms: u64,
    pub kcl_completed_lease_cleanup_interval_ms: u64,
    pub kcl_lease_table_capacity_units: u64,
    pub kcl_lease_table_on_demand: u64,
    pub kcl_worker_metrics_interval_ms: u64,
    pub kcl_variance_balancing_frequency: u64,
    pub kcl_throughput_average_percent: u64,
    // Absent before KCL 3.0; no application of such a profile asks for them.
    #[serde(default)]
    pub kcl_graceful_handoff_timeout_ms: u64,
    #[serde(default)]
    pub kcl_rebalance_threshold_percent: u64,
    #[serde(default)]
    pub kcl_rebalance_dampening_percent: u64,
    #[serde(default)]
    pub kcl_leader_lock_lease_ms: u64,
    pub dynamodb_burst_capacity_seconds: u64,
    pub dynamodb_read_unit_bytes: u64,
    pub dynamodb_write_unit_bytes: u64,
    pub dynamodb_scan_max_bytes: u64,
    /// Assumed: how often an application saves its progress.
    pub model_kcl_checkpoint_interval_ms: u64,
    /// Assumed: how long a worker waits that can't start.
    pub model_kcl_initialization_backoff_ms: u64,
    /// Assumed: processors of a worker's host.
    pub model_kcl_worker_vcpus: u64,
    /// Assumed: size of an item of a lease table.
    pub model_kcl_lease_item_bytes: u64,
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
    pub on_demand_peak_multiplier: u64,
    pub on_demand_peak_window_days: u64,
    pub on_demand_shard_split_threshold_bytes_per_second: u64,
    pub on_demand_max_write_bytes_per_second_large_regions: u64,
    pub on_demand_max_write_bytes_per_second_other_regions: u64,
    /// Assumed: how often the load of an on-demand stream is looked at.
    pub model_on_demand_look_ms: u64,
    /// Assumed: how long an on-demand stream takes to split its shards.
    pub model_on_demand_scale_ms: u64,
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
    /// Assumed: events that wait for a subscriber before the push pauses.
    pub model_fan_out_events_kept: u64,
    pub lambda_concurrent_executions_max: u64,
    pub lambda_esm_batch_size_default_records: u64,
    pub lambda_esm_batch_size_max_records: u64,
    pub lambda_esm_payload_max_bytes: u64,
    pub lambda_esm_batch_window_default_seconds: u64,
    pub lambda_esm_batch_window_max_seconds: u64,
    pub lambda_esm_parallelization_factor_default_batches_per_shard: u64,
    pub lambda_esm_parallelization_factor_max_batches_per_shard: u64,
    pub lambda_esm_max_record_age_min_seconds: u64,
    pub lambda_esm_max_record_age_max_seconds: u64,
    pub lambda_esm_max_retry_attempts_max: u64,
    pub lambda_esm_tumbling_window_max_seconds: u64,
    pub lambda_esm_tumbling_state_max_bytes_per_shard: u64,
    pub lambda_esm_standard_poll_interval_seconds_percent: u64,
    pub lambda_esm_on_failure_s3: u64,
    /// Assumed: pace of a mapping that is behind.
    pub model_lambda_catch_up_poll_ms: u64,
    /// Assumed: records of a shard that a mapping reads ahead.
    pub model_lambda_read_ahead_records: u64,
    /// Assumed: first and longest wait before a failed batch is tried again.
    pub model_lambda_retry_base_ms: u64,
    pub model_lambda_retry_cap_ms: u64,
    /// Assumed: how long a mapping is Creating, Enabling, Updating, Disabling or Deleting.
    pub model_lambda_state_change_ms: u64,
    /// Assumed: what a record's envelope adds to an event.
    pub model_lambda_event_overhead_bytes: u64,
    pub firehose_buffer_size_min_mib: u64,
    pub firehose_buffer_size_max_mib: u64,
    pub firehose_buffer_interval_min_seconds: u64,
    pub firehose_buffer_interval_max_seconds: u64,
    pub firehose_buffer_default_mib: u64,
    pub firehose_buffer_default_seconds: u64,
    pub firehose_record_max_bytes: u64,
    pub firehose_put_batch_max_records: u64,
    pub firehose_put_batch_max_bytes: u64,
    pub firehose_put_calls_per_second: u64,
    pub firehose_put_records_per_second: u64,
    pub firehose_put_bytes_per_second: u64,
    pub firehose_get_records_interval_seconds: u64,
    pub firehose_delivery_retry_max_hours: u64,
    /// Assumed: how long a delivery stream is CREATING or DELETING.
    pub model_firehose_state_change_ms: u64,
    /// Assumed: wait before an object is offered to its bucket again.
    pub model_firehose_retry_ms: u64,
    pub flink_get_records_interval_ms: u64,
    pub flink_extra_kpus_per_application: u64,
}
