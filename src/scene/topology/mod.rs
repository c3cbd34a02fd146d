//! A whole topology as data: who makes records, where they wait, who reads them, where they end. One
//! box for each, in four columns, whatever a scenario is made of.

pub mod faults;
mod layout;
mod nodes;
#[cfg(test)]
mod tests;

use crate::content::{t, tf};
use crate::scene::chart::Size;
use stream_engine::Simulation;

pub use layout::{TWO_LINES, height};

/// Where a box stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Column {
    Sources,
    Stores,
    Readers,
    Ends,
}

impl Column {
    pub const ALL: [Column; 4] = [Column::Sources, Column::Stores, Column::Readers, Column::Ends];

    /// The end of its word's key.
    pub fn key(self) -> &'static str {
        match self {
            Column::Sources => "sources",
            Column::Stores => "stores",
            Column::Readers => "readers",
            Column::Ends => "ends",
        }
    }
}

/// What a box is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Id {
    Producer(usize),
    Stream(usize),
    /// By name, as its users name it.
    Queue(String),
    Polling(usize),
    Enhanced(usize),
    Kcl(usize),
    Mapping(u16),
    Delivery(u16),
    Flink(usize),
    QueueConsumer(usize),
    Bucket(String),
}

/// One box before it has a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub id: Id,
    pub column: Column,
    pub name: String,
    /// What it is, in the services' words.
    pub kind: &'static str,
    /// How it is doing, in one line.
    pub detail: String,
    /// Something is refused, fails or falls behind.
    pub is_bad: bool,
    /// Used part of its limit, 0 to 1, where it has one.
    pub load: Option<f64>,
}

/// From one box to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub from: Id,
    pub to: Id,
    /// Only what went wrong goes this way.
    pub is_for_failures: bool,
}

/// A box in its place, in CSS pixels.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    pub node: Node,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// What fits of name and detail, the latter in lines.
    pub name: String,
    pub detail: Vec<String>,
    /// There is room for the kind, too.
    pub has_kind: bool,
}

/// A line between two boxes.
#[derive(Clone, PartialEq, Debug)]
pub struct Wire {
    pub path: String,
    pub is_for_failures: bool,
    pub is_bad: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TopologyScene {
    pub heads: Vec<(f64, Column)>,
    pub boxes: Vec<Placed>,
    pub wires: Vec<Wire>,
    /// Boxes that there was no room for.
    pub hidden: usize,
    pub description: String,
}

/// The topology at a run's present moment.
pub fn topology(run: &Simulation, size: Size) -> TopologyScene {
    let nodes = nodes::nodes(run);
    let links = nodes::links(run);
    let description = describe(&nodes);
    let mut scene = layout::place(nodes, &links, size);
    scene.description = description;
    scene
}

/// The picture's height at a width, for a run that is watched: no higher than its boxes need.
pub fn height_of(run: &Simulation, width: f64) -> f64 {
    layout::height_of(&nodes::nodes(run), width)
}

/// The boxes in words, in the order of the columns.
pub fn nodes_in_order(run: &Simulation) -> Vec<Node> {
    nodes::nodes(run)
}

fn describe(nodes: &[Node]) -> String {
    if nodes.is_empty() {
        return t("topology.empty").to_owned();
    }
    let told = |node: &Node| {
        let key = if node.is_bad { "topology.told_bad" } else { "topology.told" };
        tf(key, &[("kind", node.kind), ("name", &node.name), ("detail", &node.detail)])
    };
    nodes.iter().map(told).collect::<Vec<_>>().join(" ")
}
