//! Amazon SQS as its clients see it.

#[path = "../common/mod.rs"]
mod common;

mod attributes;
mod batches;
mod client;
mod golden;
mod groups;
mod heats;
mod invariants;
mod limits;
mod messages;
mod queues;
mod race;
mod redrive;
