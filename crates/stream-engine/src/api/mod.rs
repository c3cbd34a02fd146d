//! The service's wire: calls in, and calls as texts.
//!
//! In: [`call`] takes a target and a JSON body and answers as the service would; each operation
//! has a file of its own below its service's folder.
//! Out: a call of the log as the JSON that would go over the wire, as a command of the AWS CLI,
//! and as one line (`wire`, `cli`, `summary`). Made when a row is looked at; nothing is stored.

pub mod body;
pub mod call_text;
mod change_text;
mod check;
pub mod cli;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod data;
mod dialect;
pub mod dynamodb;
pub mod failure;
pub mod firehose;
pub mod iam;
pub mod json;
mod kcl;
pub mod kinesis;
pub mod kms;
pub mod lambda;
pub mod pattern;
pub mod s3;
pub mod service;
mod settings_text;
pub mod shape;
pub mod sqs;
pub mod summary;
mod whole;
pub mod wire;

pub use service::{Response, call, call_as, reply};
