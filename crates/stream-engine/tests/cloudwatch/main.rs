//! CloudWatch's API on the series of a run.

#[path = "../common/mod.rs"]
mod common;

mod metrics;
mod refusals;
mod world;
