//! Amazon SQS as its clients see it: one file for each operation. Names and members: SQS API model
//! (botocore 1.44.5, checked 2026-11-23); texts as others recorded them from AWS.
//!
//! Direct calls don't wait: ReceiveMessage answers with what is there at its moment, whatever its
//! WaitTimeSeconds, since time moves only when the client lets it. Simulated consumers do wait.

mod add_permission;
mod batches;
mod cancel_message_move_task;
mod change_message_visibility;
mod change_message_visibility_batch;
mod create_queue;
mod delete_message;
mod delete_message_batch;
mod delete_queue;
mod get_queue_attributes;
mod get_queue_url;
mod list_dead_letter_source_queues;
mod list_message_move_tasks;
mod list_queue_tags;
mod list_queues;
mod message_attributes;
mod paging;
mod purge_queue;
mod queues;
mod receive_message;
mod remove_permission;
mod send_message;
mod send_message_batch;
mod sending;
mod set_queue_attributes;
mod shapes;
mod start_message_move_task;
mod tag_queue;
mod tasks;
mod untag_queue;

use super::failure::Failure;
use super::service::{Response, Service};
use crate::sqs::Refused;
use crate::sqs::refused::query_code;
use serde_json::{Map, Value};

pub use queues::url;

/// The service.
pub static SERVICE: Service = Service {
    prefix: "AmazonSQS",
    cli_name: "sqs",
    json_version: "1.0",
    operations: &[
        &add_permission::OPERATION,
        &cancel_message_move_task::OPERATION,
        &change_message_visibility::OPERATION,
        &change_message_visibility_batch::OPERATION,
        &create_queue::OPERATION,
        &delete_message::OPERATION,
        &delete_message_batch::OPERATION,
        &delete_queue::OPERATION,
        &get_queue_attributes::OPERATION,
        &get_queue_url::OPERATION,
        &list_dead_letter_source_queues::OPERATION,
        &list_message_move_tasks::OPERATION,
        &list_queue_tags::OPERATION,
        &list_queues::OPERATION,
        &purge_queue::OPERATION,
        &receive_message::OPERATION,
        &remove_permission::OPERATION,
        &send_message::OPERATION,
        &send_message_batch::OPERATION,
        &set_queue_attributes::OPERATION,
        &start_message_move_task::OPERATION,
        &tag_queue::OPERATION,
        &untag_queue::OPERATION,
    ],
    failure,
};

/// Exceptions of AWS' common framework, which the API model of SQS doesn't list.
const COMMON: [&str; 7] = [
    "AccessDeniedException",
    "InvalidParameterValueException",
    "MissingRequiredParameterException",
    "SerializationException",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ValidationException",
];

/// `__type` with a namespace, and the query protocol's code in a header of its own.
fn failure(failure: Failure) -> Response {
    let namespace = if COMMON.contains(&failure.code) { "com.amazon.coral.service" } else { "com.amazonaws.sqs" };
    let mut body = Map::new();
    body.insert("__type".to_owned(), format!("{namespace}#{}", failure.code).into());
    if let Some(message) = failure.message {
        body.insert("message".to_owned(), message.into());
    }
    let mut response = SERVICE.response(failure.status, Value::Object(body).to_string());
    response.headers.push(("x-amzn-query-error", format!("{};Sender", query_code(failure.code))));
    response
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure { code: refused.code.name(), message: Some(refused.message), status: refused.code.status() }
    }
}
