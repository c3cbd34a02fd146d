//! Shardlab's engine: a deterministic simulation of Amazon Kinesis Data Streams.
//!
//! Requests go in with [`Simulation::apply`], time passes with [`Simulation::run_until`], and
//! [`History`] keeps the log of requests from which any moment can be had again. Time is an
//! argument (whole microseconds), chance comes from seeded generators, limits from a quota profile:
//! the same scenario, seed and requests give the same bytes everywhere.

pub mod agenda;
pub mod api;
mod apply;
pub mod command;
pub mod consumers;
pub mod error;
pub mod event;
pub mod goal;
pub mod histogram;
pub mod history;
pub mod keys;
pub mod kinesis;
pub mod limiter;
pub mod log;
pub mod price;
pub mod producers;
pub mod quota;
pub mod rng;
pub mod scenario;
pub mod series;
pub mod simulation;
pub mod time;
pub mod trace;
mod traffic;

pub use apply::RATE_MAX;
pub use command::{Answer, Change, Command, NewRecord};
pub use history::History;
pub use quota::Quotas;
pub use scenario::Scenario;
pub use simulation::Simulation;
pub use time::Time;
