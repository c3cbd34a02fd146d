//! DynamoDB as far as the Kinesis Client Library's tables need it: looking at them.

mod describe_table;
mod get_item;
mod items;
mod list_tables;
mod scan;
mod shapes;
mod tables;

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

/// The service. Names and members: DynamoDB API model.
pub static SERVICE: Service = Service {
    prefix: "DynamoDB_20120810",
    cli_name: "dynamodb",
    json_version: "1.0",
    operations: &[&describe_table::OPERATION, &get_item::OPERATION, &list_tables::OPERATION, &scan::OPERATION],
    failure,
};

/// `__type` with the namespace of the layer that refused.
fn failure(failure: Failure) -> Response {
    let (namespace, text) = match failure.code {
        "SerializationException" => ("com.amazon.coral.service", "Message"),
        "UnknownOperationException" => ("com.amazon.coral.service", "message"),
        "ValidationException" => ("com.amazon.coral.validate", "message"),
        _ => ("com.amazonaws.dynamodb.v20120810", "message"),
    };
    let mut body = Map::new();
    body.insert("__type".to_owned(), format!("{namespace}#{}", failure.code).into());
    if let Some(message) = failure.message {
        body.insert(text.to_owned(), message.into());
    }
    SERVICE.response(failure.status, Value::Object(body).to_string())
}
