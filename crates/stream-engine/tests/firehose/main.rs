//! Amazon Data Firehose: when objects land, put limits, refusing buckets, the API, and many seeds.

#[path = "../common/mod.rs"]
mod common;

mod api;
mod delivery;
mod goals;
