//! What AWS bills: each dimension with its unit, its price, and how much one price buys.
//! Source: the names under which `content/prices/` keeps them.

use super::prices::Prices;
use crate::time::{HOUR_US, SECOND_US};
use serde::{Deserialize, Serialize};

/// Hours that stand for a month, as AWS' own examples count.
pub const MONTH_HOURS: u64 = 730;

/// A gigabyte as it is billed.
pub const GB: u64 = 1 << 30;

const MILLION: u64 = 1_000_000;

/// One line's kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Dimension {
    ShardHours,
    PutPayloadUnits,
    ExtendedRetention,
    LongTermRetention,
    LongTermRetrieval,
    FanOutConsumerShardHours,
    FanOutData,
    OnDemandStreamHours,
    OnDemandDataIn,
    OnDemandDataOut,
    OnDemandFanOutData,
    OnDemandExtendedRetention,
    OnDemandLongTermRetention,
    AdvantageDataIn,
    AdvantageDataOut,
    SqsFifoRequests,
    SqsStandardRequests,
    LambdaRequests,
    LambdaDuration,
    FirehoseData,
    KmsKeyMonths,
    KmsRequests,
    DynamoDbReads,
    DynamoDbWrites,
    FlinkKpuHours,
    VpcEndpointHours,
}

/// In what a dimension is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// Things that are there for some time, counted in microseconds times their number.
    Hours(&'static str),
    Data,
    /// Bytes kept, times hours.
    Storage,
    Count(&'static str),
    /// Megabytes of memory times milliseconds.
    Memory,
}

impl Dimension {
    /// Requests of a queue of this kind.
    pub fn of_requests(fifo: bool) -> Dimension {
        if fifo { Dimension::SqsFifoRequests } else { Dimension::SqsStandardRequests }
    }

    /// Its price's key in the content: the page's words hang on it.
    pub fn key(self) -> &'static str {
        match self {
            Dimension::ShardHours => "shard_hour",
            Dimension::PutPayloadUnits => "put_payload_units_per_million",
            Dimension::ExtendedRetention => "extended_retention_per_shard_hour",
            Dimension::LongTermRetention => "long_term_retention_per_gb_month",
            Dimension::LongTermRetrieval => "long_term_retrieval_per_gb",
            Dimension::FanOutConsumerShardHours => "efo_consumer_shard_hour",
            Dimension::FanOutData => "efo_per_gb",
            Dimension::OnDemandStreamHours => "on_demand_stream_hour",
            Dimension::OnDemandDataIn => "on_demand_in_per_gb",
            Dimension::OnDemandDataOut => "on_demand_out_per_gb",
            Dimension::OnDemandFanOutData => "on_demand_efo_per_gb",
            Dimension::OnDemandExtendedRetention => "on_demand_extended_retention_per_gb_month",
            Dimension::OnDemandLongTermRetention => "on_demand_long_term_retention_per_gb_month",
            Dimension::AdvantageDataIn => "on_demand_advantage_in_per_gb",
            Dimension::AdvantageDataOut => "on_demand_advantage_out_per_gb",
            Dimension::SqsFifoRequests => "sqs_fifo_per_million_requests",
            Dimension::SqsStandardRequests => "sqs_standard_per_million_requests",
            Dimension::LambdaRequests => "lambda_per_million_requests",
            Dimension::LambdaDuration => "lambda_per_million_gb_seconds",
            Dimension::FirehoseData => "firehose_per_gb",
            Dimension::KmsKeyMonths => "kms_key_month",
            Dimension::KmsRequests => "kms_per_million_requests",
            Dimension::DynamoDbReads => "dynamodb_per_million_read_units",
            Dimension::DynamoDbWrites => "dynamodb_per_million_write_units",
            Dimension::FlinkKpuHours => "flink_kpu_hour",
            Dimension::VpcEndpointHours => "vpc_endpoint_hour",
        }
    }

    /// Nano-dollars for `per` of it.
    pub fn price(self, prices: &Prices) -> u64 {
        match self {
            Dimension::ShardHours => prices.shard_hour,
            Dimension::PutPayloadUnits => prices.put_payload_units_per_million,
            Dimension::ExtendedRetention => prices.extended_retention_per_shard_hour,
            Dimension::LongTermRetention => prices.long_term_retention_per_gb_month,
            Dimension::LongTermRetrieval => prices.long_term_retrieval_per_gb,
            Dimension::FanOutConsumerShardHours => prices.efo_consumer_shard_hour,
            Dimension::FanOutData => prices.efo_per_gb,
            Dimension::OnDemandStreamHours => prices.on_demand_stream_hour,
            Dimension::OnDemandDataIn => prices.on_demand_in_per_gb,
            Dimension::OnDemandDataOut => prices.on_demand_out_per_gb,
            Dimension::OnDemandFanOutData => prices.on_demand_efo_per_gb,
            Dimension::OnDemandExtendedRetention => prices.on_demand_extended_retention_per_gb_month,
            Dimension::OnDemandLongTermRetention => prices.on_demand_long_term_retention_per_gb_month,
            Dimension::AdvantageDataIn => prices.on_demand_advantage_in_per_gb,
            Dimension::AdvantageDataOut => prices.on_demand_advantage_out_per_gb,
            Dimension::SqsFifoRequests => prices.sqs_fifo_per_million_requests,
            Dimension::SqsStandardRequests => prices.sqs_standard_per_million_requests,
            Dimension::LambdaRequests => prices.lambda_per_million_requests,
            Dimension::LambdaDuration => prices.lambda_per_million_gb_seconds,
            Dimension::FirehoseData => prices.firehose_per_gb,
            Dimension::KmsKeyMonths => prices.kms_key_month,
            Dimension::KmsRequests => prices.kms_per_million_requests,
            Dimension::DynamoDbReads => prices.dynamodb_per_million_read_units,
            Dimension::DynamoDbWrites => prices.dynamodb_per_million_write_units,
            Dimension::FlinkKpuHours => prices.flink_kpu_hour,
            Dimension::VpcEndpointHours => prices.vpc_endpoint_hour,
        }
    }

    /// In what it is counted.
    pub fn unit(self) -> Unit {
        match self {
            Dimension::ShardHours | Dimension::ExtendedRetention => Unit::Hours("shards"),
            Dimension::FanOutConsumerShardHours => Unit::Hours("consumer-shards"),
            Dimension::OnDemandStreamHours => Unit::Hours("streams"),
            Dimension::FlinkKpuHours => Unit::Hours("KPU"),
            Dimension::VpcEndpointHours => Unit::Hours("endpoints"),
            Dimension::KmsKeyMonths => Unit::Hours("keys"),
            Dimension::LongTermRetention
            | Dimension::OnDemandExtendedRetention
            | Dimension::OnDemandLongTermRetention => Unit::Storage,
            Dimension::PutPayloadUnits => Unit::Count("PUT payload units"),
            Dimension::SqsFifoRequests
            | Dimension::SqsStandardRequests
            | Dimension::LambdaRequests
            | Dimension::KmsRequests => Unit::Count("requests"),
            Dimension::DynamoDbReads => Unit::Count("read request units"),
            Dimension::DynamoDbWrites => Unit::Count("write request units"),
            Dimension::LambdaDuration => Unit::Memory,
            _ => Unit::Data,
        }
    }

    /// How much of its unit one price buys.
    pub fn per(self) -> u128 {
        match self.unit() {
            Unit::Hours(_) if self == Dimension::KmsKeyMonths => u128::from(MONTH_HOURS * HOUR_US),
            Unit::Hours(_) => u128::from(HOUR_US),
            Unit::Data => u128::from(GB),
            Unit::Storage => u128::from(GB * MONTH_HOURS),
            Unit::Count(_) => u128::from(MILLION),
            // 1 GB for 1 s is 1 024 MB for 1 000 ms.
            Unit::Memory => u128::from(MILLION * 1_024 * SECOND_US / 1_000),
        }
    }

    /// What so much of it costs, in nano-dollars, rounded down.
    pub fn cost(self, quantity: u128, prices: &Prices) -> u128 {
        quantity * u128::from(self.price(prices)) / self.per()
    }
}
