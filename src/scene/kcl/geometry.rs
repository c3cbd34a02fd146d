//! Where shards, workers and the lease table stand, at every width of the stage.

use crate::scene::chart::Size;

/// Below this the table stands under shards and workers instead of beside them.
const BESIDE: f64 = 680.0;
/// Where rows begin, below the heads.
const TOP: f64 = 38.0;
/// Lines under the table: three, and the one that tells what was left out.
const NOTE: f64 = 74.0;
/// A box of this height has room for two lines.
pub const TWO_LINES: f64 = 30.0;
/// What stands at least between two boxes of two lines.
const GAP_MIN: f64 = 4.0;
/// Height of the picture, and of its upper part where the table stands below.
const HEIGHT: f64 = 376.0;
const UPPER: f64 = 300.0;
const HEIGHT_STACKED: f64 = 610.0;

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width < BESIDE { HEIGHT_STACKED } else { HEIGHT }
}

/// A column: left edge and width.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Column {
    pub x: f64,
    pub width: f64,
}

impl Column {
    pub fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// The columns, and how rows lie in them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Geometry {
    pub shards: Column,
    pub workers: Column,
    pub table: Column,
    /// Where the table's head stands.
    pub table_y: f64,
    /// Where the part with shards and workers ends.
    pub upper_end: f64,
    /// First baseline of the lines under the table.
    pub note_y: f64,
}

impl Geometry {
    pub fn of(size: Size) -> Geometry {
        let column = |x, width| Column { x, width };
        if size.width < BESIDE {
            let free = size.width - 24.0;
            let (shards, workers) = ((free * 0.44).min(220.0), (free * 0.37).clamp(92.0, 150.0));
            return Geometry {
                shards: column(12.0, shards),
                workers: column(12.0 + free - workers, workers),
                table: column(12.0, free),
                table_y: UPPER + 20.0,
                upper_end: UPPER,
                note_y: size.height - NOTE + 18.0,
            };
        }
        let free = size.width - 30.0;
        let shards = (free * 0.232).clamp(152.0, 220.0);
        let workers = (free * 0.174).clamp(126.0, 170.0);
        let table = (free * 0.378).clamp(288.0, 420.0);
        let gaps = free - shards - workers - table;
        Geometry {
            shards: column(16.0, shards),
            workers: column(16.0 + shards + gaps * 0.58, workers),
            table: column(16.0 + free - table, table),
            table_y: 20.0,
            upper_end: size.height,
            note_y: size.height - NOTE + 18.0,
        }
    }

    /// Whether the table stands below, and everything is narrow.
    pub fn is_stacked(&self) -> bool {
        self.table_y > TOP
    }

    /// Top and height of each of `count` boxes that are `most` high, `gap` apart at most.
    pub fn boxes(&self, count: usize, most: f64, gap: f64) -> (f64, f64, f64) {
        let room = self.upper_end - TOP - 24.0;
        let pitch = (room / count.max(1) as f64).min(most + gap);
        let height = (pitch - (gap * pitch / (most + gap)).min(gap)).max(14.0);
        // Many boxes stand closer together, as long as that gives them their second line.
        let closer = TWO_LINES.min(pitch - GAP_MIN);
        (TOP, pitch, if closer < TWO_LINES { height } else { height.max(closer) })
    }

    /// The same for the table's rows.
    pub fn rows(&self, count: usize) -> (f64, f64, f64) {
        let top = self.table_y + 44.0;
        let pitch = ((self.note_y - 22.0 - top) / count.max(1) as f64).min(44.0);
        (top, pitch, (pitch - 12.0).clamp(14.0, 32.0).min(pitch))
    }

    /// Left edges of the table's four columns.
    pub fn table_columns(&self) -> [f64; 4] {
        let (x, width) = (self.table.x + 8.0, self.table.width - 8.0);
        [x, x + width * 0.23, x + width * 0.5, x + width * 0.69]
    }
}
