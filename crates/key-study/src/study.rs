//! A file being counted, and what was found in it.

use crate::busy::{Busy, BusyMinutes};
use crate::damage::Damage;
use crate::field::Field;
use crate::keys::{Hot, Keys};
use crate::line::Line;
use crate::rows::Reader;
use crate::source::Format;
use crate::timeline::Timeline;

/// Hottest keys that are told.
pub const HOTTEST: usize = 100;

/// How a file is read, and what of the profile counting depends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    pub format: Format,
    /// The first row holds names.
    pub has_names: bool,
    /// Fields of a whole row of CSV.
    pub columns: usize,
    pub key: Field,
    pub time: Option<Field>,
    /// Bytes of a record's data; without it they are the row's, without its end. The key counts besides.
    pub size: Option<Field>,
    pub key_characters_max: u64,
    pub payload_unit_bytes: u64,
}

/// Counts a file that is pushed piece by piece.
pub struct Study {
    reader: Reader,
    count: Count,
}

struct Count {
    is_timed: bool,
    payload_unit_bytes: u64,
    rows: u64,
    units: u64,
    keys: Keys,
    timeline: Timeline,
    busy: BusyMinutes,
    damage: Damage,
}

impl Study {
    pub fn new(settings: &Settings) -> Study {
        Study::with_keys(settings, Keys::default())
    }

    /// With a table of another size, for tests.
    pub fn with_keys(settings: &Settings, keys: Keys) -> Study {
        let count = Count {
            is_timed: settings.time.is_some(),
            payload_unit_bytes: settings.payload_unit_bytes.max(1),
            rows: 0,
            units: 0,
            keys,
            timeline: Timeline::default(),
            busy: BusyMinutes::default(),
            damage: Damage::default(),
        };
        Study { reader: Reader::new(settings), count }
    }

    /// Counts the rows that end in this piece.
    pub fn push(&mut self, piece: &[u8]) {
        let Study { reader, count } = self;
        reader.push(piece, &mut |row| count.take(row));
    }

    /// Rows counted so far.
    pub fn rows(&self) -> u64 {
        self.count.rows
    }

    /// Damaged rows so far.
    pub fn damaged(&self) -> u64 {
        self.count.damage.rows
    }

    /// The end of the file, or of what was read of it.
    pub fn finish(mut self) -> Findings {
        let count = &mut self.count;
        self.reader.finish(&mut |row| count.take(row));
        let Count { is_timed, rows, units, keys, timeline, busy, damage, .. } = self.count;
        let line = Line::new(&keys.places());
        let hottest = keys.hottest(HOTTEST);
        let busy = busy.minutes().to_vec();
        Findings { rows, units, damage, hottest, line, keys, timeline: is_timed.then_some(timeline), busy }
    }
}

impl Count {
    fn take(&mut self, (line, row): crate::rows::Row) {
        let record = match row {
            Ok(record) => record,
            Err((flaw, row)) => return self.damage.note(line, flaw, row),
        };
        self.rows += 1;
        self.units += record.bytes.div_ceil(self.payload_unit_bytes).max(1);
        let hash = self.keys.count(record.key, record.bytes);
        if let Some(second) = record.second {
            self.timeline.count(second, record.bytes);
            self.busy.count(second, hash, record.bytes);
        }
    }
}

/// What was found in a file.
pub struct Findings {
    pub rows: u64,
    /// PUT payload units of all records.
    pub units: u64,
    pub damage: Damage,
    pub hottest: Vec<Hot>,
    pub line: Line,
    pub keys: Keys,
    /// None without a time.
    pub timeline: Option<Timeline>,
    pub busy: Vec<Busy>,
}
