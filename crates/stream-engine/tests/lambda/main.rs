//! Lambda event source mappings: batches, failures, lanes, windows, the API, and many seeds.

#[path = "../common/mod.rs"]
mod common;

mod api;
mod batches;
mod failures;
mod queues;
mod random;
mod scenes;
mod seeds;
mod services;
mod settings;
mod windows;
