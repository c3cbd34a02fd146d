//! How an event source mapping is set up, under AWS' names and with the service's defaults.

use crate::consumers::source::StartingPosition;
use crate::kinesis::stream::StreamId;
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};

/// Settings under AWS' names; what is none has the service's default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingSetup {
    /// The function's name.
    pub function: String,
    #[serde(default)]
    pub stream: StreamId,
    /// Name of the queue that it reads instead of a stream.
    #[serde(default)]
    pub queue: Option<String>,
    /// Batches of a queue at one time at most.
    #[serde(default)]
    pub maximum_concurrency: Option<u32>,
    #[serde(default)]
    pub starting_position: StartingPosition,
    #[serde(default)]
    pub batch_size: Option<u32>,
    #[serde(default)]
    pub maximum_batching_window_in_seconds: Option<u32>,
    #[serde(default)]
    pub parallelization_factor: Option<u32>,
    /// None is the service's -1: until the record expires.
    #[serde(default)]
    pub maximum_retry_attempts: Option<u32>,
    /// None is the service's -1: no maximum.
    #[serde(default)]
    pub maximum_record_age_in_seconds: Option<u32>,
    #[serde(default)]
    pub bisect_batch_on_function_error: bool,
    #[serde(default)]
    pub report_batch_item_failures: bool,
    /// 0 for no windows.
    #[serde(default)]
    pub tumbling_window_in_seconds: u32,
    /// ARN of a queue, topic or bucket.
    #[serde(default)]
    pub on_failure: Option<String>,
    /// Patterns of the event filter.
    #[serde(default)]
    pub filters: Vec<String>,
}

impl MappingSetup {
    /// Fills in the defaults of the profile.
    pub fn with_defaults(mut self, quotas: &Quotas) -> MappingSetup {
        let batch_size = match self.queue {
            Some(_) => quotas.sqs_receive_max_messages,
            None => quotas.lambda_esm_batch_size_default_records,
        };
        self.batch_size.get_or_insert(batch_size as u32);
        self.maximum_batching_window_in_seconds.get_or_insert(quotas.lambda_esm_batch_window_default_seconds as u32);
        let factor = quotas.lambda_esm_parallelization_factor_default_batches_per_shard as u32;
        self.parallelization_factor.get_or_insert(factor);
        self
    }

    pub fn batch_size(&self) -> u32 {
        self.batch_size.unwrap_or(1).max(1)
    }

    pub fn batch_window_seconds(&self) -> u32 {
        self.maximum_batching_window_in_seconds.unwrap_or(0)
    }

    /// Lanes of each shard.
    pub fn factor(&self) -> usize {
        self.parallelization_factor.unwrap_or(1).max(1) as usize
    }

    /// Whether a batch that has failed may be tried again.
    pub fn retries_left(&self, attempts: u32) -> bool {
        self.maximum_retry_attempts.is_none_or(|most| attempts < most)
    }
}
