//! What one application of a fleet got and when: the last polls and deliveries, for the picture, and
//! sums by second, for means over a window.

use crate::kinesis::shard::{Record, ShardId};
use crate::log::Log;
use crate::series::Series;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// Polls and deliveries kept, each.
pub const KEPT: usize = 512;

/// A GetRecords call as it reached the shard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Poll {
    pub at: Time,
    pub shard: ShardId,
    pub refused: bool,
}

/// Records that reached the application together: `from..to` of the shard's log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delivery {
    pub at: Time,
    pub shard: ShardId,
    pub from: u64,
    pub to: u64,
}

/// One second of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WatchSecond {
    pub records: u32,
    pub bytes: u64,
    /// Milliseconds from arrival to delivery, all records together.
    pub delay_ms: u64,
    /// Calls that reached a shard, and how many of them were refused.
    pub polls: u32,
    pub refused: u32,
}

/// What one application got.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Watch {
    pub polls: Log<Poll>,
    pub deliveries: Log<Delivery>,
    pub seconds: Series<WatchSecond>,
}

impl Watch {
    /// Notes a call.
    pub(crate) fn note_poll(&mut self, poll: Poll) {
        self.polls.push_bounded(poll, KEPT);
        let second = self.seconds.now(poll.at);
        second.polls += 1;
        second.refused += u32::from(poll.refused);
    }

    /// Notes records that have come.
    pub(crate) fn note_delivery<'a>(&mut self, delivery: Delivery, records: impl Iterator<Item = &'a Record>) {
        if delivery.from == delivery.to {
            return;
        }
        self.deliveries.push_bounded(delivery, KEPT);
        let second = self.seconds.now(delivery.at);
        for record in records {
            second.records += 1;
            second.bytes += u64::from(record.bytes);
            second.delay_ms += delivery.at.since(record.arrived) / MS_US;
        }
    }

    /// The last whole seconds together.
    pub fn window(&self, now: Time, seconds: u64) -> WatchSecond {
        self.seconds.window(now, seconds).fold(WatchSecond::default(), |sum, second| WatchSecond {
            records: sum.records + second.records,
            bytes: sum.bytes + second.bytes,
            delay_ms: sum.delay_ms + second.delay_ms,
            polls: sum.polls + second.polls,
            refused: sum.refused + second.refused,
        })
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(crate) fn own_bytes(&self, earlier: Option<&Watch>) -> usize {
        self.polls.own_bytes(earlier.map(|earlier| &earlier.polls))
            + self.deliveries.own_bytes(earlier.map(|earlier| &earlier.deliveries))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds))
    }
}

impl WatchSecond {
    /// The mean propagation delay; None without records.
    pub fn mean_delay_ms(&self) -> Option<u64> {
        self.delay_ms.checked_div(u64::from(self.records))
    }
}
