//! Lines become rows of CSV (RFC 4180, with any one-byte delimiter). A quoted field may hold delimiters, doubled quotes
//! and line ends. A quote inside an unquoted field is text, as in `5" pipe`.
//!
//! A quote that is never closed would swallow the rest of the file. Here its row is damaged, and reading goes on with the
//! line after the one in which the row began. Not taken: csv-core, which reads such a file as one huge field and says
//! nothing; the tests hold well-formed files against it.

use crate::damage::Flaw;
use crate::lines::{LINE_MAX, without_cr};
use memchr::memchr;

/// Fields of a row that are told apart; more are counted and not kept.
pub const FIELDS_MAX: usize = 512;

/// Where a field stands in its row, without its quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place {
    start: usize,
    end: usize,
    /// It holds doubled quotes.
    doubled: bool,
}

/// The fields of a row.
#[derive(Default)]
pub struct Fields {
    places: Vec<Place>,
    count: usize,
}

impl Fields {
    pub fn count(&self) -> usize {
        self.count
    }

    /// A field's text; `scratch` holds one whose doubled quotes had to be halved.
    pub fn text<'a>(&self, row: &'a [u8], nth: usize, scratch: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        let place = self.places.get(nth)?;
        let text = &row[place.start..place.end];
        if !place.doubled {
            return Some(text);
        }
        scratch.clear();
        let mut rest = text;
        while let Some(at) = memchr(b'"', rest) {
            scratch.extend_from_slice(&rest[..=at]);
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        scratch.extend_from_slice(rest);
        Some(scratch)
    }

    fn push(&mut self, start: usize, end: usize, doubled: bool) {
        self.count += 1;
        if self.places.len() < FIELDS_MAX {
            self.places.push(Place { start, end, doubled });
        }
    }
}

/// How a row ends.
enum End {
    Row,
    /// Inside a quoted field: the row goes on in the next line.
    Open,
    Broken,
}

/// A quoted field that is not closed yet.
#[derive(Clone, Copy)]
struct Opened {
    start: usize,
    /// Where to go on.
    at: usize,
    doubled: bool,
}

/// What came of a line.
pub enum Row<'a> {
    Whole(&'a Fields, &'a [u8]),
    Damaged(Flaw, &'a [u8]),
}

/// Puts lines together to rows.
pub struct Rows {
    delimiter: u8,
    fields: Fields,
    opened: Option<Opened>,
    /// The lines of a row that isn't closed yet.
    held: Vec<u8>,
    /// Number of its first line.
    first: u64,
}

impl Rows {
    pub fn new(delimiter: u8) -> Rows {
        Rows { delimiter, fields: Fields::default(), opened: None, held: Vec::new(), first: 0 }
    }

    /// Takes a line with its number; gives each row that ends with it, under the number of its first line.
    pub fn push(&mut self, number: u64, line: &[u8], each: &mut impl FnMut(u64, Row)) {
        if self.take(number, line, each) {
            self.give_up(each);
        }
    }

    /// A line that was too long to be kept: what is open can't be closed any more.
    pub fn interrupt(&mut self, each: &mut impl FnMut(u64, Row)) {
        while self.opened.is_some() {
            self.give_up(each);
        }
    }

    /// The end of the file.
    pub fn finish(&mut self, each: &mut impl FnMut(u64, Row)) {
        self.interrupt(each);
    }

    /// Takes a line; true if the open row must be given up.
    fn take(&mut self, number: u64, line: &[u8], each: &mut impl FnMut(u64, Row)) -> bool {
        let end = without_cr(line);
        if self.opened.is_none() {
            if end.is_empty() {
                return false;
            }
            match self.scan(end) {
                End::Row => each(number, Row::Whole(&self.fields, end)),
                End::Broken => each(number, Row::Damaged(Flaw::Quote, end)),
                End::Open => {
                    self.held.clear();
                    self.held.extend_from_slice(line);
                    self.held.push(b'\n');
                    self.first = number;
                }
            }
            return false;
        }
        if self.held.len() + line.len() > LINE_MAX {
            self.held.extend_from_slice(line);
            return true;
        }
        let mut row = std::mem::take(&mut self.held);
        let before = row.len();
        row.extend_from_slice(end);
        let ended = self.scan(&row);
        match ended {
            End::Row => each(self.first, Row::Whole(&self.fields, &row)),
            End::Broken => {}
            End::Open => {
                row.truncate(before);
                row.extend_from_slice(line);
                row.push(b'\n');
            }
        }
        self.held = row;
        matches!(ended, End::Broken)
    }

    /// The open row's first line is damaged; the lines behind it are taken again, each as a row's beginning.
    fn give_up(&mut self, each: &mut impl FnMut(u64, Row)) {
        let mut text = std::mem::take(&mut self.held);
        if text.last() == Some(&b'\n') {
            text.pop();
        }
        // Where the row that is to be given up began, and its line's number.
        let (mut began, mut number) = (0, self.first);
        loop {
            let end = memchr(b'\n', &text[began..]).map_or(text.len(), |length| began + length);
            self.opened = None;
            each(number, Row::Damaged(Flaw::Quote, without_cr(&text[began..end])));
            let (mut at, mut line) = (end + 1, number + 1);
            let mut given_up = false;
            while at <= text.len() && !given_up {
                let end = memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
                if self.opened.is_none() {
                    (began, number) = (at, line);
                }
                given_up = self.take(line, &text[at..end], each);
                (at, line) = (end + 1, line + 1);
            }
            if !given_up {
                return;
            }
        }
    }

    /// Finds the fields of a row, going on where an open one was left.
    fn scan(&mut self, row: &[u8]) -> End {
        let mut at = 0;
        match self.opened.take() {
            Some(opened) => match self.quoted(row, opened) {
                Ok(after) if after > row.len() => return End::Row,
                Ok(after) => at = after,
                Err(end) => return end,
            },
            None => {
                self.fields.places.clear();
                self.fields.count = 0;
            }
        }
        loop {
            if row.get(at) == Some(&b'"') {
                match self.quoted(row, Opened { start: at + 1, at: at + 1, doubled: false }) {
                    Ok(after) if after > row.len() => return End::Row,
                    Ok(after) => at = after,
                    Err(end) => return end,
                }
            } else {
                // Fields are short: a plain loop is faster than a call of memchr.
                let length = row[at..].iter().position(|byte| *byte == self.delimiter);
                let end = length.map_or(row.len(), |length| at + length);
                self.fields.push(at, end, false);
                if length.is_none() {
                    return End::Row;
                }
                at = end + 1;
            }
        }
    }

    /// Goes through a quoted field; where the next one begins, beyond the row's end if there is none.
    fn quoted(&mut self, row: &[u8], field: Opened) -> Result<usize, End> {
        let Opened { start, mut at, mut doubled } = field;
        loop {
            let Some(length) = memchr(b'"', &row[at..]) else {
                // A line's end follows, which can't be half of a doubled quote. The `\r` may have been left out.
                self.opened = Some(Opened { start, at: row.len(), doubled });
                return Err(End::Open);
            };
            let quote = at + length;
            match row.get(quote + 1) {
                Some(b'"') => {
                    doubled = true;
                    at = quote + 2;
                }
                Some(byte) if *byte != self.delimiter => return Err(End::Broken),
                _ => {
                    self.fields.push(start, quote, doubled);
                    return Ok(quote + 2);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
