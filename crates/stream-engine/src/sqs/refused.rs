//! What SQS refuses, under the names of its API.

use serde::{Deserialize, Serialize};

/// A refused call, or a refused entry of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refused {
    pub code: Code,
    pub message: String,
}

/// The exceptions of SQS that this simulation raises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Code {
    BatchEntryIdsNotDistinct,
    BatchRequestTooLong,
    EmptyBatchRequest,
    InvalidAddress,
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidBatchEntryId,
    InvalidMessageContents,
    InvalidParameterValue,
    MissingParameter,
    OverLimit,
    PurgeQueueInProgress,
    QueueDeletedRecently,
    QueueDoesNotExist,
    QueueNameExists,
    ReceiptHandleIsInvalid,
    RequestThrottled,
    ResourceNotFound,
    TooManyEntriesInBatchRequest,
    UnsupportedOperation,
}

impl Code {
    /// The exception's name in the JSON protocol.
    pub fn name(self) -> &'static str {
        match self {
            Code::BatchEntryIdsNotDistinct => "BatchEntryIdsNotDistinct",
            Code::BatchRequestTooLong => "BatchRequestTooLong",
            Code::EmptyBatchRequest => "EmptyBatchRequest",
            Code::InvalidAddress => "InvalidAddress",
            Code::InvalidAttributeName => "InvalidAttributeName",
            Code::InvalidAttributeValue => "InvalidAttributeValue",
            Code::InvalidBatchEntryId => "InvalidBatchEntryId",
            Code::InvalidMessageContents => "InvalidMessageContents",
            Code::InvalidParameterValue => "InvalidParameterValueException",
            Code::MissingParameter => "MissingRequiredParameterException",
            Code::OverLimit => "OverLimit",
            Code::PurgeQueueInProgress => "PurgeQueueInProgress",
            Code::QueueDeletedRecently => "QueueDeletedRecently",
            Code::QueueDoesNotExist => "QueueDoesNotExist",
            Code::QueueNameExists => "QueueNameExists",
            Code::ReceiptHandleIsInvalid => "ReceiptHandleIsInvalid",
            Code::RequestThrottled => "RequestThrottled",
            Code::ResourceNotFound => "ResourceNotFoundException",
            Code::TooManyEntriesInBatchRequest => "TooManyEntriesInBatchRequest",
            Code::UnsupportedOperation => "UnsupportedOperation",
        }
    }

    /// Its older name, that of the query protocol, which clients still look at.
    pub fn query_code(self) -> &'static str {
        query_code(self.name())
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Code::PurgeQueueInProgress | Code::OverLimit => 403,
            Code::ResourceNotFound => 404,
            _ => 400,
        }
    }
}

/// The name that the query protocol had for an exception of the JSON protocol.
pub fn query_code(name: &str) -> &str {
    match name {
        "BatchEntryIdsNotDistinct" => "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        "BatchRequestTooLong" => "AWS.SimpleQueueService.BatchRequestTooLong",
        "EmptyBatchRequest" => "AWS.SimpleQueueService.EmptyBatchRequest",
        "InvalidBatchEntryId" => "AWS.SimpleQueueService.InvalidBatchEntryId",
        "InvalidParameterValueException" => "InvalidParameterValue",
        "MissingRequiredParameterException" => "MissingParameter",
        "PurgeQueueInProgress" => "AWS.SimpleQueueService.PurgeQueueInProgress",
        "QueueDeletedRecently" => "AWS.SimpleQueueService.QueueDeletedRecently",
        "QueueDoesNotExist" => "AWS.SimpleQueueService.NonExistentQueue",
        "QueueNameExists" => "QueueAlreadyExists",
        "TooManyEntriesInBatchRequest" => "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        "UnsupportedOperation" => "AWS.SimpleQueueService.UnsupportedOperation",
        other => other,
    }
}

impl Refused {
    pub fn new(code: Code, message: impl Into<String>) -> Refused {
        Refused { code, message: message.into() }
    }

    pub fn no_queue() -> Refused {
        Refused::new(Code::QueueDoesNotExist, "The specified queue does not exist.")
    }

    pub fn missing(parameter: &str) -> Refused {
        Refused::new(Code::MissingParameter, format!("The request must contain the parameter {parameter}."))
    }

    /// A parameter with a value that it can't have.
    pub fn parameter(parameter: &str, value: impl std::fmt::Display, reason: &str) -> Refused {
        let text = format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}");
        Refused::new(Code::InvalidParameterValue, text)
    }

    /// A parameter that only the other kind of queue knows.
    pub fn queue_type(parameter: &str, value: impl std::fmt::Display) -> Refused {
        let reason = "The request include parameter that is not valid for this queue type.";
        Refused::parameter(parameter, value, reason)
    }

    pub fn throttled() -> Refused {
        Refused::new(
            Code::RequestThrottled,
            "Request is throttled: the rate of requests to this queue is beyond its limit.",
        )
    }
}
