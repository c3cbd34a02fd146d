//! Where the boxes stand: four columns side by side, or one below the other where it is narrow.

use super::{Column, Id, Link, Node, Placed, TopologyScene, Wire};
use crate::scene::chart::Size;
use crate::scene::pieces::{bold_width, fit, for_bold, width as text_width, wrap};

/// Below this there is room for one column only.
const WIDE: f64 = 640.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 16.0;
const EDGE: f64 = 16.0;
/// Between two columns: room for the wires, more of it where there is some.
const BETWEEN: f64 = 46.0;
const BETWEEN_CLOSE: f64 = 32.0;
const ROOMY: f64 = 820.0;
const BOX_MAX: f64 = 62.0;
/// The same where its state takes two lines; a lower one doesn't say what it is.
const BOX_LONG: f64 = 70.0;
const BOX_LONG_MIN: f64 = 54.0;
/// One of this height says what it is.
const BOX_KIND: f64 = 56.0;
const BOX_MIN: f64 = 30.0;
/// What a state needs beside a name.
const BESIDE_MIN: f64 = 60.0;
const GAP: f64 = 10.0;
/// Type sizes of a box' name, which is bold, and of its state.
const NAME: f64 = 13.0;
const DETAIL: f64 = 11.5;
/// Boxes of one column at most; more would be thinner than their text.
const ROWS_MAX: usize = 9;
/// Narrow: all boxes stand in one column, many of them closer together.
const ROW: f64 = 46.0;
const TOP_NARROW: f64 = 12.0;
/// Fewer rows leave room for what may come.
const ROWS_FEW: usize = 2;
const ROWS_ROOMY: usize = 9;
const ROWS_NARROW: usize = 14;
/// A lower box has one line for its name and its state.
pub const TWO_LINES: f64 = 36.0;

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { 376.0 } else { TOP_NARROW + ROW * ROWS_ROOMY as f64 + 6.0 }
}

/// The height that few boxes need, where all that is seen is this run.
pub(super) fn height_of(nodes: &[Node], width: f64) -> f64 {
    let in_column = |column: &Column| nodes.iter().filter(|node| node.column == *column).count();
    let most = match width >= WIDE {
        true => {
            Column::ALL.iter().map(in_column).max().unwrap_or(0).max(ROWS_FEW) as f64 * (BOX_LONG + 2.0 * GAP) + TOP
        }
        false => TOP_NARROW + ROW * nodes.len().max(ROWS_FEW) as f64,
    };
    // What is not there yet may still come.
    if nodes.is_empty() { height(width) } else { height(width).min(most + BOTTOM) }
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
    let between = if size.width >= ROOMY { BETWEEN } else { BETWEEN_CLOSE };
    let width = ((size.width - 2.0 * EDGE - between * (count - 1.0)) / count).min(230.0);
    let pitch = if used.len() > 1 { (size.width - 2.0 * EDGE - width) / (count - 1.0) } else { 0.0 };
    let mut scene = TopologyScene::default();
    for (nth, column) in used.iter().enumerate() {
        let x = EDGE + pitch * nth as f64;
        scene.heads.push((x, *column));
        let own: Vec<&Node> = nodes.iter().filter(|node| node.column == *column).take(ROWS_MAX).collect();
        let room = size.height - TOP - BOTTOM;
        let slot = room / own.len() as f64;
        let boxes = own.into_iter().enumerate().map(|(row, node)| {
            let most = if details(node, width - 18.0, 2).len() > 1 { BOX_LONG } else { BOX_MAX };
            let height = (slot - GAP).clamp(BOX_MIN, most);
            let y = TOP + slot * row as f64 + (slot - height) / 2.0;
            boxed(node.clone(), (x, y), (width, height))
        });
        scene.boxes.extend(boxes);
    }
    scene.wires = links.iter().filter_map(|link| wire(link, &scene.boxes)).collect();
    scene
}

fn below_each_other(nodes: Vec<Node>, size: Size) -> TopologyScene {
    let count = nodes.len().min(ROWS_NARROW);
    // What was left out is told above.
    let top = if nodes.len() > count { TOP_NARROW + 16.0 } else { TOP_NARROW };
    let pitch = ROW.min((size.height - top - 6.0) / count.max(1) as f64);
    let rows = nodes.into_iter().take(count).enumerate().map(|(row, node)| {
        let y = top + pitch * row as f64;
        boxed(node, (EDGE, y), (size.width - 2.0 * EDGE, pitch - 6.0))
    });
    TopologyScene { boxes: rows.collect(), ..TopologyScene::default() }
}

fn boxed(node: Node, (x, y): (f64, f64), (width, height): (f64, f64)) -> Placed {
    let room = width - 18.0;
    let name = fit(&node.name, for_bold(room), NAME);
    // Beside the name stands what has room there, or nothing.
    let beside = room - bold_width(&name, NAME) - 10.0;
    let detail = if height >= BOX_LONG_MIN {
        details(&node, room, 2)
    } else if height >= TWO_LINES {
        details(&node, room, 1)
    } else if beside >= BESIDE_MIN {
        details(&node, beside, 1)
    } else {
        Vec::new()
    };
    let has_kind = height >= if detail.len() > 1 { BOX_LONG } else { BOX_KIND };
    Placed { node, x, y, width, height, name, detail, has_kind }
}

/// The state of a box in lines; two of them part where its parts do, if each has room.
fn details(node: &Node, room: f64, most: usize) -> Vec<String> {
    let room = if node.is_bad { for_bold(room) } else { room };
    let lines = wrap(&node.detail, room, DETAIL, most);
    let parted = |(at, mark): (usize, &str)| {
        let (first, rest) = node.detail.split_at(at + mark.len());
        let pair = [first.trim_end_matches([' ', '·']), rest.trim_start()];
        pair.iter().all(|part| text_width(part, DETAIL) <= room).then(|| pair.map(str::to_owned).to_vec())
    };
    if lines.len() < 2 {
        return lines;
    }
    node.detail.rmatch_indices([',', '·']).find_map(parted).unwrap_or(lines)
}

fn wire(link: &Link, boxes: &[Placed]) -> Option<Wire> {
    let find = |id: &Id| boxes.iter().find(|placed| placed.node.id == *id);
    let (from, to) = (find(&link.from)?, find(&link.to)?);
    let (y, to_y) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let (x, to_x) = (from.x + from.width, to.x);
    let path = if to_x > x {
        let mut path = format!("M{x:.1} {y:.1}");
        let mut at = (x, y);
        for column in passed(boxes, (x, to_x)) {
            // Between the boxes of a column that it passes, or it would seem to come out of one of them.
            let (left, right) = (column[0].x - 2.0, column[0].x + column[0].width + 2.0);
            let straight = y + (to_y - y) * ((left + right) / 2.0 - x) / (to_x - x);
            let gap = gap(&column, straight);
            path += &format!("{}H{right:.1}", curve(at, (left, gap)));
            at = (right, gap);
        }
        path + &curve(at, (to_x, to_y))
    } else {
        // Back into the same or an earlier column: round the outside.
        let out = x + BETWEEN / 2.0;
        let end = to.x + to.width;
        format!("M{x:.1} {y:.1}C{out:.1} {y:.1} {out:.1} {to_y:.1} {end:.1} {to_y:.1}")
    };
    let is_bad = from.node.is_bad && to.node.is_bad;
    Some(Wire { path, is_for_failures: link.is_for_failures, is_bad })
}

/// From one point to another, level at both.
fn curve((x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> String {
    let middle = (x + to_x) / 2.0;
    format!("C{middle:.1} {y:.1} {middle:.1} {to_y:.1} {to_x:.1} {to_y:.1}")
}

/// The columns of boxes that lie between two places, each from top to bottom.
fn passed(boxes: &[Placed], (from, to): (f64, f64)) -> Vec<Vec<&Placed>> {
    let between: Vec<&Placed> = boxes.iter().filter(|placed| placed.x > from && placed.x + placed.width < to).collect();
    between.chunk_by(|one, next| one.x == next.x).map(<[&Placed]>::to_vec).collect()
}

/// The middle of that gap between a column's boxes, or above or below them, that is nearest to a height.
fn gap(column: &[&Placed], y: f64) -> f64 {
    let bottom = |placed: &Placed| placed.y + placed.height;
    let between = column.windows(2).map(|pair| (bottom(pair[0]) + pair[1].y) / 2.0);
    let outside = [column.first().map(|first| first.y - GAP / 2.0), column.last().map(|last| bottom(last) + GAP / 2.0)];
    let near = |gap: &f64| (gap - y).abs();
    between.chain(outside.into_iter().flatten()).min_by(|one, other| near(one).total_cmp(&near(other))).unwrap_or(y)
}
