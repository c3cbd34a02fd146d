//! A call that isn't carried out, as the wire has it: code, text, status.

use crate::error::{Place, Refusal};

/// What a client gets instead of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// AWS' name of the exception, without a namespace.
    pub code: &'static str,
    /// None where the service sends no text.
    pub message: Option<String>,
    pub status: u16,
}

impl Failure {
    /// A client's mistake.
    pub fn new(code: &'static str, message: impl Into<String>) -> Failure {
        Failure { code, message: Some(message.into()), status: 400 }
    }

    /// A value of a type that the member can't have.
    pub fn serialization(message: impl Into<String>) -> Failure {
        Failure::new("SerializationException", message)
    }

    /// Broken constraints of the API's model.
    pub fn validation(message: impl Into<String>) -> Failure {
        Failure::new("ValidationException", message)
    }

    /// Well formed, without sense here.
    pub fn invalid_argument(message: impl Into<String>) -> Failure {
        Failure::new("InvalidArgumentException", message)
    }

    /// Something named that isn't there.
    pub fn not_found(message: impl Into<String>) -> Failure {
        Failure::new("ResourceNotFoundException", message)
    }

    /// A refusal of Kinesis, with its text for this place.
    pub fn refused(refusal: &Refusal, place: Place) -> Failure {
        match refusal {
            Refusal::InternalFailure => Failure { code: refusal.code(), message: None, status: 500 },
            _ => Failure::new(refusal.code(), refusal.message(place)),
        }
    }

    /// An operation that this service, as of the profile, doesn't know; the service sends no text.
    pub fn unknown_operation() -> Failure {
        Failure { code: "UnknownOperationException", message: None, status: 400 }
    }
}
