//! Plain properties of queues and mappings, with the names that both kinds of template have for them. What a queue or a
//! mapping leaves at the service's default is left out.

use crate::hcl::{Block, Value};
use stream_engine::api::json::{Json, Object};
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::consumers::source::StartingPosition;
use stream_engine::quota::Quotas;
use stream_engine::sqs::attributes::{Attributes, DeduplicationScope, FifoThroughputLimit};
use stream_engine::sqs::queue::Queue;

enum Plain {
    Text(&'static str),
    Number(u64),
    True,
}

/// A property of a resource.
struct Property {
    cloud_formation: &'static str,
    terraform: &'static str,
    value: Plain,
}

/// Properties in the order in which they are written.
#[derive(Default)]
pub struct Properties(Vec<Property>);

impl Properties {
    /// What differs from the service's defaults.
    pub fn of_queue(queue: &Queue, quotas: &Quotas) -> Properties {
        let own = &queue.attributes;
        let usual = Attributes::new(own.fifo, quotas);
        let by_group = own.deduplication_scope == DeduplicationScope::MessageGroup;
        let fast = own.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
        let wait = (own.receive_message_wait_time_s, usual.receive_message_wait_time_s);
        let retention = (own.message_retention_period_s, usual.message_retention_period_s);
        let visibility = (own.visibility_timeout_s, usual.visibility_timeout_s);
        Properties::default()
            .flag("FifoQueue", "fifo_queue", own.fifo)
            .flag("ContentBasedDeduplication", "content_based_deduplication", own.content_based_deduplication)
            .text("DeduplicationScope", "deduplication_scope", by_group.then_some("messageGroup"))
            .text("FifoThroughputLimit", "fifo_throughput_limit", fast.then_some("perMessageGroupId"))
            .unusual("VisibilityTimeout", "visibility_timeout_seconds", visibility)
            .unusual("MessageRetentionPeriod", "message_retention_seconds", retention)
            .unusual("MaximumMessageSize", "max_message_size", (own.maximum_message_size, usual.maximum_message_size))
            .unusual("DelaySeconds", "delay_seconds", (own.delay_s, usual.delay_s))
            .unusual("ReceiveMessageWaitTimeSeconds", "receive_wait_time_seconds", wait)
    }

    /// What a mapping asks for; most of it is for streams only.
    pub fn of_mapping(mapping: &Mapping, of_queue: bool) -> Properties {
        let setup = &mapping.setup;
        let common = Properties::default().number("BatchSize", "batch_size", setup.batch_size);
        if of_queue {
            return common;
        }
        // A moment of the lab's calendar would mean nothing elsewhere.
        let position = match setup.starting_position {
            StartingPosition::Latest => "LATEST",
            StartingPosition::TrimHorizon | StartingPosition::AtTimestamp(_) => "TRIM_HORIZON",
        };
        let (batching, age) = (setup.maximum_batching_window_in_seconds, setup.maximum_record_age_in_seconds);
        let tumbling = (setup.tumbling_window_in_seconds > 0).then_some(setup.tumbling_window_in_seconds);
        let bisects = setup.bisect_batch_on_function_error;
        common
            .text("StartingPosition", "starting_position", Some(position))
            .number("MaximumBatchingWindowInSeconds", "maximum_batching_window_in_seconds", batching)
            .number("ParallelizationFactor", "parallelization_factor", setup.parallelization_factor)
            .number("MaximumRetryAttempts", "maximum_retry_attempts", setup.maximum_retry_attempts)
            .number("MaximumRecordAgeInSeconds", "maximum_record_age_in_seconds", age)
            .flag("BisectBatchOnFunctionError", "bisect_batch_on_function_error", bisects)
            .number("TumblingWindowInSeconds", "tumbling_window_in_seconds", tumbling)
    }

    /// The properties in a resource of CloudFormation.
    pub fn in_object(&self, object: Object) -> Object {
        self.0.iter().fold(object, |object, property| {
            let value = match property.value {
                Plain::Text(text) => text.into(),
                Plain::Number(number) => number.into(),
                Plain::True => Json::Number("true".to_owned()),
            };
            object.with(property.cloud_formation, value)
        })
    }

    /// The arguments in a block of Terraform.
    pub fn in_block(&self, block: Block) -> Block {
        self.0.iter().fold(block, |block, property| {
            let value: Value = match property.value {
                Plain::Text(text) => text.into(),
                Plain::Number(number) => number.into(),
                Plain::True => true.into(),
            };
            block.with(property.terraform, value)
        })
    }

    fn with(mut self, cloud_formation: &'static str, terraform: &'static str, value: Option<Plain>) -> Properties {
        self.0.extend(value.map(|value| Property { cloud_formation, terraform, value }));
        self
    }

    fn text(self, cloud_formation: &'static str, terraform: &'static str, text: Option<&'static str>) -> Properties {
        self.with(cloud_formation, terraform, text.map(Plain::Text))
    }

    fn number(self, cloud_formation: &'static str, terraform: &'static str, number: Option<u32>) -> Properties {
        self.with(cloud_formation, terraform, number.map(|number| Plain::Number(number.into())))
    }

    /// A number that isn't the usual one.
    fn unusual(self, cloud_formation: &'static str, terraform: &'static str, (own, usual): (u64, u64)) -> Properties {
        self.with(cloud_formation, terraform, (own != usual).then_some(Plain::Number(own)))
    }

    fn flag(self, cloud_formation: &'static str, terraform: &'static str, holds: bool) -> Properties {
        self.with(cloud_formation, terraform, holds.then_some(Plain::True))
    }
}
