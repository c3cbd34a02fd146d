//! Amazon SQS as its clients see it.

#[path = "../common/mod.rs"]
mod common;

mod client;
mod golden;
mod invariants;
