//! Tumbling windows of a mapping: batches of one window share a state that the function returns
//! and gets back. Windows lie in arrival time, on whole multiples of their length since 1970.

use crate::kinesis::shard::ShardId;
use crate::time::{Epoch, SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// Ended windows kept for looking at.
pub const WINDOWS_KEPT: usize = 1_024;

/// The open window of a lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    pub start: Time,
    pub end: Time,
    pub records: u64,
    pub readings: u64,
    pub bytes: u64,
    /// What the function keeps from invocation to invocation.
    pub state_bytes: u64,
    /// The state grew too large, or the shard ended.
    pub early: bool,
}

/// A window whose final invocation is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EndedWindow {
    pub shard: ShardId,
    pub lane: u8,
    pub window: Window,
    pub at: Time,
}

impl Window {
    /// The window of this length in which `arrived` lies.
    pub fn holding(arrived: Time, seconds: u32, epoch: Epoch) -> Window {
        let length = (u64::from(seconds) * SECOND_US).max(1);
        let within = (epoch.0 + arrived.0) % length;
        Window {
            start: arrived - within,
            end: arrived + (length - within),
            records: 0,
            readings: 0,
            bytes: 0,
            state_bytes: 0,
            early: false,
        }
    }
}
