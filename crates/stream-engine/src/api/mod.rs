//! The text side of the log of calls: each call as the JSON that would go over the wire, as a
//! command of the AWS CLI, and as one line. Made when a row is looked at; nothing of it is stored.

pub mod cli;
pub mod data;
pub mod json;
pub mod summary;
mod whole;
pub mod wire;
