//! Pieces of a file become records: key, second and bytes of each row, or what is wrong with it.

use crate::csv::{self, Fields};
use crate::damage::Flaw;
use crate::field::Field;
use crate::json::{self, Found, Path};
use crate::lines::{Line, Lines, without_cr};
use crate::number::{Clock, whole_number};
use crate::source::Format;
use crate::study::Settings;

/// A row that can be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record<'a> {
    pub key: &'a str,
    /// Whole seconds since 1970, if there is a field for it.
    pub second: Option<u64>,
    /// Key and data, as the service counts them.
    pub bytes: u64,
}

/// A row's first line, and what it is, or its flaw and beginning.
pub type Row<'a> = (u64, Result<Record<'a>, (Flaw, &'a [u8])>);

enum Kind {
    Csv(csv::Rows),
    Json { paths: Vec<Path>, found: Vec<Found> },
    Lines,
}

/// Reads a file in pieces.
pub struct Reader {
    lines: Lines,
    kind: Kind,
    parse: Parse,
}

/// What is looked for in a row.
struct Parse {
    key: Place,
    time: Option<Place>,
    size: Option<Place>,
    columns: usize,
    key_characters_max: u64,
    /// The first row holds names and is still to come.
    names_ahead: bool,
    clock: Clock,
    scratch: Vec<u8>,
}

/// A field's number: of its column, or of its path.
type Place = usize;

impl Reader {
    pub fn new(settings: &Settings) -> Reader {
        let mut paths = Vec::new();
        let mut place = |field: &Field| match field {
            Field::Column(nth) => *nth,
            Field::Line => 0,
            Field::Path(path) => {
                paths.push(path.clone());
                paths.len() - 1
            }
        };
        let parse = Parse {
            key: place(&settings.key),
            time: settings.time.as_ref().map(&mut place),
            size: settings.size.as_ref().map(&mut place),
            columns: settings.columns,
            key_characters_max: settings.key_characters_max,
            names_ahead: settings.has_names,
            clock: Clock::default(),
            scratch: Vec::new(),
        };
        let kind = match settings.format {
            Format::Csv { delimiter } => Kind::Csv(csv::Rows::new(delimiter)),
            Format::JsonLines => Kind::Json { found: vec![Found::default(); paths.len()], paths },
            Format::Lines => Kind::Lines,
        };
        Reader { lines: Lines::default(), kind, parse }
    }

    /// Gives each row that ends in this piece.
    pub fn push(&mut self, piece: &[u8], each: &mut impl FnMut(Row)) {
        let Reader { lines, kind, parse } = self;
        lines.push(piece, |number, line| take(kind, parse, (number, line), each));
    }

    /// Gives what is left at the end of the file.
    pub fn finish(&mut self, each: &mut impl FnMut(Row)) {
        let Reader { lines, kind, parse } = self;
        lines.finish(|number, line| take(kind, parse, (number, line), each));
        if let Kind::Csv(rows) = kind {
            rows.finish(&mut |number, row| parse.csv(number, row, each));
        }
    }
}

fn take(kind: &mut Kind, parse: &mut Parse, (number, line): (u64, Line), each: &mut impl FnMut(Row)) {
    let line = match line {
        Line::Whole(line) => line,
        Line::TooLong(beginning) => {
            if let Kind::Csv(rows) = kind {
                rows.interrupt(&mut |number, row| parse.csv(number, row, each));
            }
            return each((number, Err((Flaw::LongLine, beginning))));
        }
    };
    match kind {
        Kind::Csv(rows) => rows.push(number, line, &mut |number, row| parse.csv(number, row, each)),
        Kind::Json { paths, found } => {
            let line = without_cr(line).trim_ascii();
            if !line.is_empty() {
                let record = match json::find(line, paths, found) {
                    true => parse.json(line, found),
                    false => Err(Flaw::Json),
                };
                each((number, record.map_err(|flaw| (flaw, line))));
            }
        }
        Kind::Lines => {
            let line = without_cr(line);
            if !line.is_empty() && !std::mem::take(&mut parse.names_ahead) {
                each((number, parse.line(line).map_err(|flaw| (flaw, line))));
            }
        }
    }
}

impl Parse {
    fn csv(&mut self, number: u64, row: csv::Row, each: &mut impl FnMut(Row)) {
        match row {
            csv::Row::Damaged(flaw, row) => each((number, Err((flaw, row)))),
            csv::Row::Whole(..) if std::mem::take(&mut self.names_ahead) => {}
            csv::Row::Whole(fields, row) => {
                each((number, self.fields(fields, row).map_err(|flaw| (flaw, row))));
            }
        }
    }

    fn fields<'a>(&'a mut self, fields: &Fields, row: &'a [u8]) -> Result<Record<'a>, Flaw> {
        if fields.count() != self.columns {
            return Err(Flaw::Fields { found: fields.count() as u32, wanted: self.columns as u32 });
        }
        let (time, size) = (self.time, self.size);
        let mut number = |place: Place, of: &mut dyn FnMut(&[u8]) -> Option<u64>| {
            fields.text(row, place, &mut self.scratch).and_then(of)
        };
        let second = match time {
            Some(place) => Some(number(place, &mut |text| self.clock.second(text)).ok_or(Flaw::Time)?),
            None => None,
        };
        let data = match size {
            Some(place) => number(place, &mut |text| whole_number(text)).ok_or(Flaw::Size)?,
            None => row.len() as u64,
        };
        let key = fields.text(row, self.key, &mut self.scratch).unwrap_or_default();
        record(key, second, data, self.key_characters_max)
    }

    fn json<'a>(&mut self, line: &[u8], found: &'a [Found]) -> Result<Record<'a>, Flaw> {
        let text = |place: Place| found[place].there.then_some(found[place].text.as_bytes());
        let key = text(self.key).ok_or(Flaw::NoKey)?;
        let second = match self.time {
            Some(place) => Some(text(place).and_then(|text| self.clock.second(text)).ok_or(Flaw::Time)?),
            None => None,
        };
        let data = match self.size {
            Some(place) => text(place).and_then(whole_number).ok_or(Flaw::Size)?,
            None => line.len() as u64,
        };
        record(key, second, data, self.key_characters_max)
    }

    /// The line is the key; nothing tells what data comes with it.
    fn line<'a>(&self, line: &'a [u8]) -> Result<Record<'a>, Flaw> {
        record(line, None, 0, self.key_characters_max)
    }
}

fn record(key: &[u8], second: Option<u64>, data: u64, characters_max: u64) -> Result<Record<'_>, Flaw> {
    let key = str::from_utf8(key).map_err(|_| Flaw::Encoding)?;
    if key.is_empty() {
        return Err(Flaw::NoKey);
    }
    // Bytes are never fewer than characters, and most keys are short.
    if key.len() as u64 > characters_max {
        let characters = key.chars().count();
        if characters as u64 > characters_max {
            return Err(Flaw::LongKey { characters: characters as u32 });
        }
    }
    Ok(Record { key, second, bytes: data.saturating_add(key.len() as u64) })
}
