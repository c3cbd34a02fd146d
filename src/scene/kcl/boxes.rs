//! What is drawn of an application.

use super::geometry::Geometry;
use stream_engine::consumers::kcl::WorkerId;
use stream_engine::kinesis::shard::ShardId;

/// A shard that the application reads or will read.
#[derive(Clone, PartialEq, Debug)]
pub struct ShardBox {
    pub id: ShardId,
    pub y: f64,
    pub height: f64,
    pub colour: u32,
    pub patterned: bool,
    pub name: String,
    pub detail: String,
    /// Nobody works on it.
    pub left: bool,
    /// How far processing and checkpoint have come, as parts of the bar.
    pub processed: f64,
    pub saved: f64,
}

/// How a worker is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Working,
    Idle,
    /// It has crashed, or the table refuses it.
    Bad,
    Gone,
}

/// A worker.
#[derive(Clone, PartialEq, Debug)]
pub struct WorkerBox {
    pub id: WorkerId,
    pub y: f64,
    pub height: f64,
    pub look: Look,
    pub name: String,
    /// As much of it as the box has room for, below the name or beside it.
    pub detail: String,
    /// What it will take over, and when.
    pub takes: Option<String>,
    /// That line has room below the box; else it stands in place of the detail.
    pub takes_below: bool,
}

/// A line from a shard to the owner of its lease.
#[derive(Clone, PartialEq, Debug)]
pub struct Wire {
    pub path: String,
    pub colour: u32,
    /// Its owner works on it; waits for a parent; is gone.
    pub state: WireState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WireState {
    Works,
    Waits,
    Broken,
    /// A takeover to come.
    Foretold,
}

/// A lease as it stands in the table.
#[derive(Clone, PartialEq, Debug)]
pub struct LeaseRow {
    pub y: f64,
    pub height: f64,
    pub cells: [String; 4],
    /// Its owner is gone.
    pub bad: bool,
    /// The shard has ended.
    pub ended: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct KclScene {
    pub geometry: Geometry,
    pub application: String,
    pub version: u8,
    pub shards: Vec<ShardBox>,
    pub workers: Vec<WorkerBox>,
    pub wires: Vec<Wire>,
    pub rows: Vec<LeaseRow>,
    /// Lines under the table.
    pub note: Vec<String>,
    /// Boxes left out, because there were too many.
    pub unseen: usize,
    /// The picture in words.
    pub description: String,
}
