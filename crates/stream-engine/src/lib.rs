//! Shardlab's engine: a deterministic simulation of Amazon Kinesis Data Streams.
//!
//! Requests go in with [`Simulation::apply`], time passes with [`Simulation::run_until`], and
//! [`History`] keeps the log of requests from which any moment can be had again. Time is an
//! argument (whole microseconds), chance comes from seeded generators, limits from a quota profile:
//! the same scenario, seed and requests give the same bytes everywhere.

pub mod account;
pub mod agenda;
pub mod api;
mod apply;
pub mod bill;
pub mod civil;
pub mod cloudwatch;
pub mod command;
pub mod consumers;
pub mod error;
pub mod event;
pub mod extensions;
pub mod goal;
pub mod histogram;
pub mod history;
mod holds;
pub mod keys;
pub mod kinesis;
mod latency;
pub mod limiter;
pub mod log;
mod polling;
pub mod producers;
pub mod queue_change;
pub mod queue_traffic;
mod queue_work;
pub mod quota;
pub mod rng;
pub mod s3;
pub mod scenario;
pub mod security;
pub mod series;
pub mod shared;
pub mod simulation;
mod soundness;
pub mod sqs;
pub mod time;
pub mod trace;
mod traffic;

pub use apply::RATE_MAX;

/// Grows whenever the same requests may end in another state than before, so that a log can tell whether it is replayed by
/// the engine that it was made with: as the engine goes another way, or a lab begins in another, since links and results
/// don't hold its scenario. `crates/classroom/tests/revision.rs` notices.
pub const REVISION: u32 = 1;
pub use command::{Answer, Change, Command, NewRecord};
pub use history::History;
pub use quota::Quotas;
pub use scenario::Scenario;
pub use simulation::Simulation;
pub use time::Time;
