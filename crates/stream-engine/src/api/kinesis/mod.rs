//! Kinesis Data Streams as its clients see it: one file for each operation.

mod put_record;
mod shapes;
mod streams;

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

/// The service. Names and members: Kinesis API model (botocore 1.44.5, checked 2026-11-23).
pub static SERVICE: Service =
    Service { prefix: "Kinesis_20131202", json_version: "1.1", operations: &[&put_record::OPERATION], failure };

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
