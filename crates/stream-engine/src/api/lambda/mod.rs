//! AWS Lambda as its clients see it, as far as event source mappings go. The service speaks REST;
//! here each operation has a target, and the members of path, query and body stand in one body.

mod create_event_source_mapping;
mod delete_event_source_mapping;
mod get_event_source_mapping;
mod list_event_source_mappings;
mod mappings;
mod settings;
mod shapes;
mod update_event_source_mapping;

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

/// The service. Names and members: Lambda API model (botocore 1.44.5, checked 2026-11-23). All
/// answers have status 200; the service has 202 for those that begin a change.
pub static SERVICE: Service = Service {
    prefix: "AWSLambda",
    cli_name: "lambda",
    json_version: "1.1",
    operations: &[
        &create_event_source_mapping::OPERATION,
        &delete_event_source_mapping::OPERATION,
        &get_event_source_mapping::OPERATION,
        &list_event_source_mappings::OPERATION,
        &update_event_source_mapping::OPERATION,
    ],
    failure,
};

/// `Type` tells whose mistake it is, the header names the exception; `__type` is there, too, as for
/// the other services.
fn failure(failure: Failure) -> Response {
    let mut body = Map::new();
    body.insert("__type".to_owned(), failure.code.into());
    body.insert("Type".to_owned(), "User".into());
    if let Some(message) = failure.message {
        body.insert("Message".to_owned(), message.into());
    }
    let mut response = SERVICE.response(failure.status, Value::Object(body).to_string());
    response.headers.push(("x-amzn-ErrorType", failure.code.to_owned()));
    response
}
