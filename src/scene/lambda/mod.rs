//! An event source mapping: lanes of each shard with what waits in them and the batches in work, the
//! function, and the on-failure destination.

pub mod destination;
pub mod geometry;
mod words;

use super::COLOURS;
use super::chart::Size;
use super::pieces::{first_that_fits, for_bold};
use crate::content::{t, tf};
use geometry::Geometry;
use lab_content::format::{duration, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::lambda::batch::{Batch, Lane};
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;

/// Shards drawn at most.
const SHOWN_MAX: usize = 8;
/// A bar that is full of waiting records stands for so many.
const WAITING_FULL: f64 = 1_000.0;
/// What a shard's box leaves at its sides, and the type size of its text.
pub const SHARD_MARGINS: f64 = 26.0;
const BEHIND: f64 = 11.5;

/// How a batch stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchState {
    /// The function has it.
    Running,
    /// It has failed, and waits for another attempt.
    Retry,
    /// A half that waits for the other, or for room.
    Waiting,
}

/// A batch in work.
#[derive(Clone, PartialEq, Debug)]
pub struct BatchBox {
    pub state: BatchState,
    /// It holds a record that the function fails on.
    pub bad: bool,
    pub label: String,
    /// Halves that wait behind it.
    pub halves: usize,
}

/// One lane of a shard.
#[derive(Clone, PartialEq, Debug)]
pub struct LaneRow {
    pub y: f64,
    pub height: f64,
    /// Length of the bar of waiting records, 0 to 1.
    pub waiting: f64,
    pub count: String,
    pub batch: Option<BatchBox>,
}

/// A shard with its lanes.
#[derive(Clone, PartialEq, Debug)]
pub struct ShardRow {
    pub y: f64,
    pub height: f64,
    pub colour: u32,
    pub patterned: bool,
    pub name: String,
    pub behind: String,
    /// Age of its oldest record as a part of the retention.
    pub age: f64,
    /// It is so old that something must be wrong.
    pub late: bool,
    /// Records that are not read yet.
    pub unread: String,
    pub lanes: Vec<LaneRow>,
}

/// The function's box: name and lines.
#[derive(Clone, PartialEq, Debug)]
pub struct FunctionBox {
    pub name: String,
    pub lines: Vec<String>,
    pub failing: bool,
}

/// The destination's box.
#[derive(Clone, PartialEq, Debug)]
pub struct DestinationBox {
    pub name: String,
    pub lines: Vec<String>,
    /// There is none.
    pub none: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct LambdaScene {
    pub geometry: Geometry,
    pub shards: Vec<ShardRow>,
    pub function: FunctionBox,
    pub destination: DestinationBox,
    /// What was lost, as a line; none while nothing was.
    pub lost: Option<String>,
    pub retention: String,
    pub unseen: usize,
    /// The picture in words.
    pub description: String,
}

/// The picture of the first mapping of a stream.
pub fn lambda(run: &Simulation, size: Size) -> LambdaScene {
    let geometry = Geometry::of(size);
    let mapping = run.lambda().mappings.values().find(|mapping| mapping.setup.queue.is_none());
    let found = mapping.and_then(|one| Some((one, run.streams().get(usize::from(one.source.stream.0))?)));
    let Some((mapping, stream)) = found else {
        let function = FunctionBox { name: String::new(), lines: Vec::new(), failing: false };
        let destination = DestinationBox { name: String::new(), lines: Vec::new(), none: true };
        return LambdaScene {
            geometry,
            shards: Vec::new(),
            function,
            destination,
            lost: None,
            retention: String::new(),
            unseen: 0,
            description: t("lambda.none").to_owned(),
        };
    };
    let reading = mapping.source.cursors.iter().enumerate().filter(|(_, reading)| !reading.done);
    let cursors: Vec<usize> = reading.map(|(nth, _)| nth).collect();
    let count = cursors.len().min(SHOWN_MAX);
    let view = View { run, mapping, stream, geometry };
    LambdaScene {
        geometry,
        shards: cursors.iter().take(count).enumerate().map(|(nth, cursor)| view.shard(*cursor, nth, count)).collect(),
        function: words::function(run, mapping),
        destination: words::destination(run, mapping),
        lost: words::lost(mapping),
        retention: duration(stream.retention_us / 1_000),
        unseen: cursors.len() - count,
        description: words::description(run, mapping, stream, &cursors[..count]),
    }
}

struct View<'a> {
    run: &'a Simulation,
    mapping: &'a Mapping,
    stream: &'a Stream,
    geometry: Geometry,
}

impl View<'_> {
    fn shard(&self, cursor: usize, nth: usize, count: usize) -> ShardRow {
        let (y, height) = self.geometry.row(nth, count);
        let reading = &self.mapping.source.cursors[cursor];
        let id = reading.shard;
        let behind_ms = self.mapping.behind_ms(cursor, self.stream, self.run.now());
        let end = self.stream.shards.get(id.0 as usize).map_or(0, |shard| shard.records.end());
        let lanes = &self.mapping.shards[cursor].lanes;
        let pitch = height / lanes.len().max(1) as f64;
        let gap = if lanes.len() > 4 { 2.0 } else { 5.0 };
        let row =
            |(nth, lane): (usize, &Lane)| self.lane(cursor, lane, (y + pitch * nth as f64, (pitch - gap).max(5.0)));
        ShardRow {
            y,
            height,
            colour: id.0 % COLOURS,
            patterned: id.0 >= COLOURS,
            name: tf("stage.shard", &[("n", &id.0.to_string())]),
            behind: self.behind(behind_ms),
            age: (behind_ms as f64 * 1e3 / self.stream.retention_us as f64).min(1.0),
            late: behind_ms > words::LATE_MS,
            unread: tf("lambda.unread", &[("n", &thousands(end.saturating_sub(reading.position)))]),
            lanes: lanes.iter().enumerate().map(row).collect(),
        }
    }

    /// How far behind a shard is, in as many words as its box has room for.
    fn behind(&self, ms: u64) -> String {
        let forms = [tf("lambda.behind", &[("t", &duration(ms))]), duration(ms)];
        let room = self.geometry.shards.width - SHARD_MARGINS;
        first_that_fits(&forms, if ms > words::LATE_MS { for_bold(room) } else { room }, BEHIND)
    }

    fn lane(&self, cursor: usize, lane: &Lane, (y, height): (f64, f64)) -> LaneRow {
        let waiting = lane.gathered.len();
        LaneRow {
            y,
            height,
            // Few are to be seen too.
            waiting: (waiting as f64 / WAITING_FULL).min(1.0).sqrt(),
            count: if waiting == 0 { String::new() } else { thousands(waiting as u64) },
            batch: lane.work.last().map(|batch| self.batch(cursor, lane, batch)),
        }
    }

    fn batch(&self, cursor: usize, lane: &Lane, batch: &Batch) -> BatchBox {
        let now = self.run.now();
        let state = match (lane.running.is_some(), batch.attempts) {
            (true, _) => BatchState::Running,
            (false, 1..) if lane.retry_at > now => BatchState::Retry,
            (false, _) => BatchState::Waiting,
        };
        let bad = self.run.bad_records(self.mapping, cursor, &batch.records) > 0;
        BatchBox { state, bad, label: words::batch(self.run, lane, batch), halves: lane.work.len() - 1 }
    }
}

#[cfg(test)]
mod tests;
