//! Kinesis Data Streams as its clients see it: one file for each operation.

mod add_tags_to_stream;
mod create_stream;
mod decrease_stream_retention_period;
mod delete_resource_policy;
mod delete_stream;
mod deregister_stream_consumer;
mod describe;
mod describe_account_settings;
mod describe_limits;
mod describe_stream;
mod describe_stream_consumer;
mod describe_stream_summary;
mod disable_enhanced_monitoring;
mod enable_enhanced_monitoring;
mod get_records;
mod get_resource_policy;
mod get_shard_iterator;
mod increase_stream_retention_period;
mod list_shards;
mod list_stream_consumers;
mod list_streams;
mod list_tags_for_resource;
mod list_tags_for_stream;
mod merge_shards;
mod monitoring;
mod position;
mod put;
mod put_record;
mod put_records;
mod put_resource_policy;
mod quick_put;
mod record_size;
mod register_stream_consumer;
mod remove_tags_from_stream;
mod resource;
mod shapes;
mod split_shard;
mod start_stream_encryption;
mod stop_stream_encryption;
pub(crate) mod streams;
pub mod subscribe_to_shard;
mod tag_resource;
mod tags;
pub mod tokens;
mod untag_resource;
mod update_account_settings;
mod update_max_record_size;
mod update_shard_count;
mod update_stream_mode;

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

pub(crate) use put_records::PUT_RECORDS;
pub(crate) use quick_put::answer as quick_put;
pub use streams::{arn, consumer_arn, record_bytes_most};
pub use subscribe_to_shard::events;

/// The service. Names and members: Kinesis API model (botocore 1.44.5, checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "Kinesis_20131202",
    cli_name: "kinesis",
    json_version: "1.1",
    operations: &[
        &add_tags_to_stream::OPERATION,
        &create_stream::OPERATION,
        &decrease_stream_retention_period::OPERATION,
        &delete_resource_policy::OPERATION,
        &delete_stream::OPERATION,
        &deregister_stream_consumer::OPERATION,
        &describe_account_settings::OPERATION,
        &describe_limits::OPERATION,
        &describe_stream::OPERATION,
        &describe_stream_consumer::OPERATION,
        &describe_stream_summary::OPERATION,
        &disable_enhanced_monitoring::OPERATION,
        &enable_enhanced_monitoring::OPERATION,
        &get_records::OPERATION,
        &get_resource_policy::OPERATION,
        &get_shard_iterator::OPERATION,
        &increase_stream_retention_period::OPERATION,
        &list_shards::OPERATION,
        &list_stream_consumers::OPERATION,
        &list_streams::OPERATION,
        &list_tags_for_resource::OPERATION,
        &list_tags_for_stream::OPERATION,
        &merge_shards::OPERATION,
        &put_record::OPERATION,
        &put_records::OPERATION,
        &put_resource_policy::OPERATION,
        &register_stream_consumer::OPERATION,
        &remove_tags_from_stream::OPERATION,
        &split_shard::OPERATION,
        &start_stream_encryption::OPERATION,
        &stop_stream_encryption::OPERATION,
        &subscribe_to_shard::OPERATION,
        &tag_resource::OPERATION,
        &untag_resource::OPERATION,
        &update_account_settings::OPERATION,
        &update_max_record_size::OPERATION,
        &update_shard_count::OPERATION,
        &update_stream_mode::OPERATION,
    ],
    failure,
};

/// `__type` without a namespace; a SerializationException spells its text with a capital.
fn failure(failure: Failure) -> Response {
    let mut body = Map::new();
    body.insert("__type".to_owned(), failure.code.into());
    if let Some(message) = failure.message {
        let name = if failure.code == "SerializationException" { "Message" } else { "message" };
        body.insert(name.to_owned(), message.into());
    }
    SERVICE.response(failure.status, Value::Object(body).to_string())
}
