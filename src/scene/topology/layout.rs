//! Where the boxes stand: four columns side by side, or one below the other where it is narrow.

use super::{Column, Id, Link, Node, Placed, TopologyScene, Wire};
use crate::scene::chart::Size;
use crate::scene::pieces::{fit, for_bold};

/// Below this there is room for one column only.
const WIDE: f64 = 640.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 16.0;
const EDGE: f64 = 16.0;
/// Between two columns: room for the wires.
const BETWEEN: f64 = 46.0;
const BOX_MAX: f64 = 62.0;
const BOX_MIN: f64 = 30.0;
const GAP: f64 = 10.0;
/// Boxes of one column at most; more would be thinner than their text.
const ROWS_MAX: usize = 9;
/// Narrow: all boxes stand in one column.
const ROW: f64 = 46.0;
const ROWS_NARROW: usize = 12;

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { 376.0 } else { TOP + ROW * ROWS_NARROW as f64 + BOTTOM }
}

/// Gives each node its place, and each link its way.
pub(super) fn place(nodes: Vec<Node>, links: &[Link], size: Size) -> TopologyScene {
    let all = nodes.len();
    let scene = if size.width >= WIDE { side_by_side(nodes, links, size) } else { below_each_other(nodes, size) };
    TopologyScene { hidden: all - scene.boxes.len(), ..scene }
}

fn side_by_side(nodes: Vec<Node>, links: &[Link], size: Size) -> TopologyScene {
    let used: Vec<Column> =
        Column::ALL.into_iter().filter(|column| nodes.iter().any(|node| node.column == *column)).collect();
    let count = used.len().max(1) as f64;
    let width = ((size.width - 2.0 * EDGE - BETWEEN * (count - 1.0)) / count).min(230.0);
    let pitch = if used.len() > 1 { (size.width - 2.0 * EDGE - width) / (count - 1.0) } else { 0.0 };
    let mut scene = TopologyScene::default();
    for (nth, column) in used.iter().enumerate() {
        let x = EDGE + pitch * nth as f64;
        scene.heads.push((x, *column));
        let own: Vec<&Node> = nodes.iter().filter(|node| node.column == *column).take(ROWS_MAX).collect();
        let room = size.height - TOP - BOTTOM;
        let slot = room / own.len() as f64;
        let height = (slot - GAP).clamp(BOX_MIN, BOX_MAX);
        let boxes = own.into_iter().enumerate().map(|(row, node)| {
            let y = TOP + slot * row as f64 + (slot - height) / 2.0;
            boxed(node.clone(), (x, y), (width, height))
        });
        scene.boxes.extend(boxes);
    }
    scene.wires = links.iter().filter_map(|link| wire(link, &scene.boxes)).collect();
    scene
}

fn below_each_other(nodes: Vec<Node>, size: Size) -> TopologyScene {
    let rows = nodes.into_iter().take(ROWS_NARROW).enumerate().map(|(row, node)| {
        let y = TOP - 20.0 + ROW * row as f64;
        boxed(node, (EDGE, y), (size.width - 2.0 * EDGE, ROW - 6.0))
    });
    TopologyScene { boxes: rows.collect(), ..TopologyScene::default() }
}

fn boxed(node: Node, (x, y): (f64, f64), (width, height): (f64, f64)) -> Placed {
    let room = width - 18.0;
    let name = fit(&node.name, for_bold(room), 13.0);
    let detail = fit(&node.detail, if node.is_bad { for_bold(room) } else { room }, 11.5);
    Placed { node, x, y, width, height, name, detail }
}

fn wire(link: &Link, boxes: &[Placed]) -> Option<Wire> {
    let find = |id: &Id| boxes.iter().find(|placed| placed.node.id == *id);
    let (from, to) = (find(&link.from)?, find(&link.to)?);
    let (y, to_y) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let (x, to_x) = (from.x + from.width, to.x);
    let path = if to_x > x {
        let middle = (x + to_x) / 2.0;
        format!("M{x:.1} {y:.1}C{middle:.1} {y:.1} {middle:.1} {to_y:.1} {to_x:.1} {to_y:.1}")
    } else {
        // Back into the same or an earlier column: round the outside.
        let out = x + BETWEEN / 2.0;
        let end = to.x + to.width;
        format!("M{x:.1} {y:.1}C{out:.1} {y:.1} {out:.1} {to_y:.1} {end:.1} {to_y:.1}")
    };
    let is_bad = from.node.is_bad && to.node.is_bad;
    Some(Wire { path, is_for_failures: link.is_for_failures, is_bad })
}
