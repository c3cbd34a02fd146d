//! Amazon Data Firehose as its clients see it: one file for each operation.

mod create_delivery_stream;
mod delete_delivery_stream;
mod describe_delivery_stream;
mod list_delivery_streams;
mod put_record;
mod put_record_batch;
mod shapes;
mod streams;
mod update_destination;

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

/// The service. Names and members: Firehose API model (botocore 1.44.5, checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "Firehose_20150804",
    cli_name: "firehose",
    json_version: "1.1",
    operations: &[
        &create_delivery_stream::OPERATION,
        &delete_delivery_stream::OPERATION,
        &describe_delivery_stream::OPERATION,
        &list_delivery_streams::OPERATION,
        &put_record::OPERATION,
        &put_record_batch::OPERATION,
        &update_destination::OPERATION,
    ],
    failure,
};

fn failure(failure: Failure) -> Response {
    let mut body = Map::new();
    body.insert("__type".to_owned(), failure.code.into());
    if let Some(message) = failure.message {
        let name = if failure.code == "SerializationException" { "Message" } else { "message" };
        body.insert(name.to_owned(), message.into());
    }
    SERVICE.response(failure.status, Value::Object(body).to_string())
}
