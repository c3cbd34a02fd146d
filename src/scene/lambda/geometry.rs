//! Where shards with their lanes, the function and its destination stand.

use crate::scene::chart::Size;

/// Below this the function and the destination stand under the lanes instead of beside them.
const BESIDE: f64 = 680.0;
const TOP: f64 = 38.0;
const HEIGHT: f64 = 376.0;
const HEIGHT_STACKED: f64 = 560.0;
/// What the lower part of a stacked picture takes: heads, boxes, and a line below them.
const LOWER: f64 = 196.0;
const LOWER_BOX: f64 = LOWER - 38.0;

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width < BESIDE { HEIGHT_STACKED } else { HEIGHT }
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// The parts of the picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Geometry {
    pub shards: Area,
    pub lanes: Area,
    pub function: Area,
    pub destination: Area,
    pub beside: bool,
}

impl Geometry {
    pub fn of(size: Size) -> Geometry {
        let area = |x, y, width, height| Area { x, y, width, height };
        let beside = size.width >= BESIDE;
        if beside {
            let free = size.width - 32.0;
            let (shard, last) = ((free * 0.185).clamp(140.0, 180.0), (free * 0.27).clamp(196.0, 260.0));
            let lanes_x = 16.0 + shard + 14.0;
            let last_x = size.width - 16.0 - last;
            let room = size.height - TOP - 16.0;
            return Geometry {
                shards: area(16.0, TOP, shard, room),
                lanes: area(lanes_x, TOP, last_x - 44.0 - lanes_x, room),
                function: area(last_x, TOP, last, 122.0),
                // It ends where the last row does.
                destination: area(last_x, TOP + 122.0 + 36.0, last, room - 122.0 - 36.0 - 12.0),
                beside,
            };
        }
        let free = size.width - 24.0;
        let shard = (free * 0.36).min(170.0);
        let room = size.height - TOP - LOWER - 14.0;
        let (half, lower) = ((free - 12.0) / 2.0, size.height - LOWER + 14.0);
        Geometry {
            shards: area(12.0, TOP, shard, room),
            lanes: area(12.0 + shard + 8.0, TOP, free - shard - 8.0, room),
            function: area(12.0, lower, half, LOWER_BOX),
            destination: area(12.0 + half + 12.0, lower, half, LOWER_BOX),
            beside,
        }
    }

    /// Top and height of the row of one of `count` shards.
    pub fn row(&self, nth: usize, count: usize) -> (f64, f64) {
        let pitch = self.shards.height / count.max(1) as f64;
        (self.shards.y + pitch * nth as f64, (pitch - 12.0).max(18.0).min(pitch))
    }
}
