//! The prices of one Region. They come from the content; none stands here.

use crate::kinesis::metrics::RunSecond;
use serde::{Deserialize, Serialize};

/// Prices in billionths of a US dollar, each under its name in the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Prices {
    pub shard_hour: u64,
    /// For a million payload units.
    pub put_payload_units_per_million: u64,
    pub extended_retention_per_shard_hour: u64,
    pub long_term_retention_per_gb_month: u64,
    pub long_term_retrieval_per_gb: u64,
    pub efo_consumer_shard_hour: u64,
    pub efo_per_gb: u64,
    pub on_demand_stream_hour: u64,
    pub on_demand_in_per_gb: u64,
    pub on_demand_out_per_gb: u64,
    pub on_demand_efo_per_gb: u64,
    pub on_demand_extended_retention_per_gb_month: u64,
    pub on_demand_long_term_retention_per_gb_month: u64,
    pub on_demand_advantage_in_per_gb: u64,
    pub on_demand_advantage_out_per_gb: u64,
    pub sqs_fifo_per_million_requests: u64,
    pub sqs_standard_per_million_requests: u64,
    pub lambda_per_million_requests: u64,
    pub lambda_per_million_gb_seconds: u64,
    pub firehose_per_gb: u64,
    pub kms_key_month: u64,
    pub kms_per_million_requests: u64,
    pub dynamodb_per_million_read_units: u64,
    pub dynamodb_per_million_write_units: u64,
    pub flink_kpu_hour: u64,
    pub vpc_endpoint_hour: u64,
}

impl Prices {
    /// Nano-dollars an hour for this many open shards.
    pub fn shards_per_hour(&self, open_shards: u64) -> u64 {
        self.shard_hour * open_shards
    }

    /// Nano-dollars an hour if each second were like the mean of these.
    pub fn payload_units_per_hour<'a>(&self, seconds: impl Iterator<Item = &'a RunSecond>) -> u64 {
        let (count, units) = seconds
            .fold((0_u64, 0_u64), |(count, units), second| (count + 1, units + u64::from(second.put_payload_units)));
        (units * 3_600 / count.max(1)) * self.put_payload_units_per_million / 1_000_000
    }
}
