//! Applications built on the Kinesis Client Library: workers that share a stream's shards by leases
//! in a DynamoDB table. As in the sources of KCL 1.9.3, 2.3.6 and 3.5.1, one file for each part.

pub mod aftermath;
pub mod application;
pub mod checkpoint;
pub mod cleanup;
pub mod consumer;
pub mod coordinator;
pub mod deployment;
pub mod event;
pub mod fan_out;
pub mod forecast;
pub mod leader;
pub mod lease;
pub mod lease_table;
pub mod records;
mod renewing;
mod run;
pub mod setup;
pub mod shard_sync;
pub mod stealing;
mod taking;
pub mod task;
pub mod worker;

pub use event::KclEvent;
pub use setup::{KclAction, KclKnob, KclSetup};
pub use task::{KclTask, WorkerId};
