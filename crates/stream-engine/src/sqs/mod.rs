//! Amazon SQS, standard and FIFO queues, as state machines on virtual time. The wire stands in
//! `api/sqs/`, simulated producers and consumers of queues in `queue_traffic.rs`.

pub mod attributes;
pub mod deduplication;
pub mod digest;
pub mod fifo;
pub mod limits;
pub mod message;
pub mod metrics;
pub mod move_task;
pub mod pages;
pub mod queue;
pub mod receipt;
pub mod receive;
pub mod redrive;
pub mod refused;
pub mod service;
pub mod setup;
mod standard;
pub mod visibility;

pub use refused::Refused;
pub use service::Sqs;
