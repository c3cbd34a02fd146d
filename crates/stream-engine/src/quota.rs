//! The limits a run lives under. Values come from a quota profile in the content; none stands here.

use crate::limiter::Rate;
use crate::time::{HOUR_US, MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// The limits and model constants the engine needs, each under its name in the quota profiles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quotas {
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

    /// Bytes a shard gives, for all classic consumers together.
    pub fn read_bytes(&self) -> Rate {
        Rate { per_second: self.shard_shared_read_bytes_per_second, burst_us: SECOND_US }
    }

    /// How long records are kept unless asked for longer, in microseconds.
    pub fn retention_default_us(&self) -> u64 {
        self.retention_default_hours * HOUR_US
    }
}
