//! Applications of the Kinesis Client Library: workers, leases, checkpoints, and what goes wrong.

#[path = "../common/mod.rs"]
mod common;

mod crashes;
mod dynamodb;
mod fan_out;
mod faults;
mod handoff;
mod leases;
mod pieces;
mod reshard;
mod seeds;
mod stage;
mod units;
