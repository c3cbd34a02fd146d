//! How most JSON services write a failure: `__type` and `message`.

use super::failure::Failure;
use super::service::{Response, Service};
use serde_json::{Map, Value};

/// A failure of this service.
pub fn plain(service: &Service, failure: Failure) -> Response {
    let mut body = Map::new();
    body.insert("__type".to_owned(), failure.code.into());
    if let Some(message) = failure.message {
        body.insert("message".to_owned(), message.into());
    }
    service.response(failure.status, Value::Object(body).to_string())
}
