//! The state of a running job, all of which a checkpoint holds: positions, event times, windows.

use super::FlinkSetup;
use super::window::{Taken, WindowResult, Windows};
use crate::consumers::order::OrderCheck;
use crate::consumers::source::Source;
use crate::kinesis::shard::Record;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// What one shard has told about event time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShardTime {
    /// Latest event time, in milliseconds since 1970.
    pub latest_ms: Option<u64>,
    /// When a record last came, or the shard was begun.
    pub heard: Time,
}

/// Positions, event times, windows and counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub source: Source,
    /// By cursor.
    pub shards: Vec<ShardTime>,
    /// No reading at or before this event time is expected, in milliseconds since 1970.
    pub watermark_ms: Option<u64>,
    pub windows: Windows,
    pub order: OrderCheck,
    pub order_broken_by_source: u64,
    pub records: u64,
    pub readings: u64,
    /// Readings behind the watermark that still counted.
    pub late: u64,
    /// Readings too late for all their windows: the side output.
    pub late_dropped: u64,
    pub expired: u64,
}

impl Job {
    /// A job that has read nothing yet.
    pub fn new(setup: &FlinkSetup) -> Job {
        Job {
            source: Source::new(setup.stream, setup.starting_position),
            shards: Vec::new(),
            watermark_ms: None,
            windows: Windows::default(),
            order: OrderCheck::default(),
            order_broken_by_source: 0,
            records: 0,
            readings: 0,
            late: 0,
            late_dropped: 0,
            expired: 0,
        }
    }

    /// Handles one record of a shard, made at `at_ms`.
    pub fn handle(
        &mut self,
        setup: &FlinkSetup,
        cursor: u32,
        (record, at_ms): (&Record, u64),
        now: Time,
        results: &mut Vec<WindowResult>,
    ) {
        self.order_broken_by_source += u64::from(self.order.handle(record).by_source);
        let (readings, bytes) = (u64::from(record.readings), u64::from(record.bytes));
        let times = (self.watermark_ms, setup.allowed_lateness_ms);
        match self.windows.add(setup.window, (at_ms, record.key), (readings, bytes), times, results) {
            Taken::InTime => {}
            Taken::Late => self.late += readings,
            Taken::Dropped => self.late_dropped += readings,
        }
        self.records += 1;
        self.readings += readings;
        let shard = &mut self.shards[cursor as usize];
        shard.latest_ms = shard.latest_ms.max(Some(at_ms));
        shard.heard = now;
    }

    /// Moves the watermark: the smallest of the shards that still have something to say. It never
    /// goes back.
    pub fn advance(&mut self, setup: &FlinkSetup, now: Time, results: &mut Vec<WindowResult>) {
        let idle = |shard: &ShardTime| setup.idle_ms > 0 && now.since(shard.heard) >= setup.idle_ms * MS_US;
        let speaking =
            self.source.cursors.iter().zip(&self.shards).filter(|(cursor, shard)| !cursor.done && !idle(shard));
        // A shard that has given nothing yet holds the watermark back.
        let latest = speaking.map(|(_, shard)| shard.latest_ms).min().flatten();
        let next = latest.and_then(|latest| latest.checked_sub(setup.max_out_of_orderness_ms + 1));
        if next > self.watermark_ms {
            self.watermark_ms = next;
            self.windows.advance(next.unwrap_or(0), setup.allowed_lateness_ms, results);
        }
    }

    /// Roughly the bytes of a copy.
    pub fn own_bytes(&self) -> usize {
        size_of::<Job>() + self.windows.len() * 64 + self.shards.len() * size_of::<ShardTime>()
    }
}
