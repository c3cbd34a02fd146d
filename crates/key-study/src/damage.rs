//! Rows that could not be counted: how many, and the first of them with line and reason.

use crate::lines::EXCERPT;

/// Damaged rows that are kept to be shown; all are counted.
pub const SHOWN_MAX: usize = 50;

/// Why a row can't be counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Flaw {
    /// It has another number of fields than the first row.
    Fields { found: u32, wanted: u32 },
    /// A quote is not closed, or text stands behind a closing quote.
    Quote,
    /// The key is not UTF-8.
    Encoding,
    /// The line is not JSON.
    Json,
    /// Nothing stands where the key should, or something that is no text, number, true or false.
    NoKey,
    /// The key has more characters than a partition key may.
    LongKey { characters: u32 },
    /// The time can't be read.
    Time,
    /// The size is not a whole number of bytes.
    Size,
    /// The line is longer than `lines::LINE_MAX`.
    LongLine,
}

/// A damaged row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Damaged {
    /// Its first line's number, from 1.
    pub line: u64,
    pub flaw: Flaw,
    /// The row's beginning; what isn't text is replaced.
    pub excerpt: String,
}

/// All damaged rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Damage {
    pub rows: u64,
    /// The first `SHOWN_MAX`.
    pub shown: Vec<Damaged>,
}

impl Damage {
    /// Counts a row.
    pub fn note(&mut self, line: u64, flaw: Flaw, row: &[u8]) {
        self.rows += 1;
        if self.shown.len() < SHOWN_MAX {
            let beginning = &row[..row.len().min(EXCERPT)];
            // A character that the cut went through isn't shown.
            let cut = beginning.utf8_chunks().map(|chunk| (chunk.valid(), chunk.invalid())).collect::<Vec<_>>();
            let mut excerpt = String::new();
            for (nth, (valid, invalid)) in cut.iter().enumerate() {
                excerpt.push_str(valid);
                if !invalid.is_empty() && (nth + 1 < cut.len() || row.len() <= EXCERPT) {
                    excerpt.push(char::REPLACEMENT_CHARACTER);
                }
            }
            if row.len() > EXCERPT {
                excerpt.push('…');
            }
            self.shown.push(Damaged { line, flaw, excerpt });
        }
    }
}
