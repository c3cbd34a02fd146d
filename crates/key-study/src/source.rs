//! What a file is, from its beginning: its format, its columns, which of them look like key, time and size. All of it is
//! a guess that the person may change.

use crate::csv::{self, FIELDS_MAX};
use crate::field::Field;
use crate::json::{self, Path};
use crate::lines::{Line, Lines, without_cr};
use crate::number::{looks_like_time, whole_number};
use std::collections::BTreeSet;

/// Bytes of a file's beginning that are looked at.
pub const HEAD: usize = 64 << 10;
/// Rows that are looked at.
const ROWS: usize = 200;
/// Values of a line of JSON that become columns.
const COLUMNS: usize = 40;
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How rows stand in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Csv {
        delimiter: u8,
    },
    JsonLines,
    /// A key on each line.
    Lines,
}

/// A file that can't be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotText {
    Empty,
    /// UTF-16, by its byte order mark.
    Utf16,
    Binary,
    /// One JSON document, not a document on each line.
    JsonDocument,
    /// JSON Lines without a text or number in them.
    NoValues,
}

/// A column, or a path that values were found under.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    pub name: String,
    pub field: Field,
    /// The first value that isn't empty.
    pub example: String,
}

/// What a file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub format: Format,
    pub has_names: bool,
    /// Fields of a whole row of CSV; 0 for other formats.
    pub width: usize,
    pub columns: Vec<Column>,
    /// Places among the columns.
    pub key: usize,
    pub time: Option<usize>,
    pub size: Option<usize>,
}

impl Source {
    /// Looks at a file's beginning; `is_all` if that is all there is.
    pub fn of(head: &[u8], is_all: bool) -> Result<Source, NotText> {
        let head = &head[..head.len().min(HEAD)];
        check(head)?;
        let lines = whole_lines(head, is_all);
        let Some(first) = lines.first() else { return Err(NotText::Empty) };
        if first.trim_ascii_start().starts_with(b"{") && json::find(first.trim_ascii(), &[], &mut []) {
            return Some(of_json(&lines)).filter(|source| !source.columns.is_empty()).ok_or(NotText::NoValues);
        }
        if is_document(&lines) {
            return Err(NotText::JsonDocument);
        }
        let read = |delimiter: u8| (delimiter, rows_of(&lines, delimiter));
        let tables = DELIMITERS.map(read);
        let score = |(_, rows): &&(u8, Vec<Vec<String>>)| agreement(rows);
        match tables.iter().filter(|table| agreement(&table.1).0 > 0).max_by_key(score) {
            Some((delimiter, rows)) => Ok(of_csv(*delimiter, rows)),
            None => Ok(of_lines(&lines)),
        }
    }

    /// The same file with its first row as names, or as a row like the others.
    pub fn with_names(&self, head: &[u8], has_names: bool) -> Source {
        let lines = whole_lines(&head[..head.len().min(HEAD)], false);
        match self.format {
            Format::Csv { delimiter } => named(delimiter, &rows_of(&lines, delimiter), has_names),
            Format::JsonLines | Format::Lines => Source { has_names, ..self.clone() },
        }
    }
}

fn check(head: &[u8]) -> Result<(), NotText> {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(NotText::Utf16),
        _ if head.contains(&0) => return Err(NotText::Binary),
        _ if head.iter().all(u8::is_ascii_whitespace) => return Err(NotText::Empty),
        _ => {}
    }
    // A few broken characters are damaged rows; many are another encoding, or no text. The last one may only be cut.
    let broken = head.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let control = head.iter().filter(|byte| byte.is_ascii_control() && !b"\t\r\n\x0c\x1b".contains(byte)).count();
    match broken > 1 + head.len() / 20 || control > head.len() / 20 {
        true => Err(NotText::Binary),
        false => Ok(()),
    }
}

/// The lines of a file's beginning that aren't blank. The last one may be cut, and is left out then.
fn whole_lines(head: &[u8], is_all: bool) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut note = |_, line: Line| {
        let (Line::Whole(line) | Line::TooLong(line)) = line;
        if !line.trim_ascii().is_empty() && found.len() < ROWS {
            found.push(without_cr(line).to_vec());
        }
    };
    let mut lines = Lines::default();
    lines.push(head, &mut note);
    // A single line that doesn't end within the head is all that there is to look at.
    if is_all || !head.contains(&b'\n') {
        lines.finish(&mut note);
    }
    found
}

/// Whether the lines together look like one JSON document.
fn is_document(lines: &[Vec<u8>]) -> bool {
    let first = lines[0].trim_ascii();
    let starts = |with: &[&[u8]]| with.contains(&first) || first.starts_with(b"[{") || first.starts_with(b"[ {");
    let next = lines.get(1).map(|line| line.trim_ascii());
    starts(&[b"{", b"["])
        && next.is_none_or(|line| line.starts_with(b"{") || line.starts_with(b"\"") || line.starts_with(b"}"))
}

fn rows_of(lines: &[Vec<u8>], delimiter: u8) -> Vec<Vec<String>> {
    let mut rows = csv::Rows::new(delimiter);
    let mut found = Vec::new();
    let mut note = |_, row: csv::Row| {
        if let csv::Row::Whole(fields, row) = row {
            let mut scratch = Vec::new();
            let mut text =
                |nth| String::from_utf8_lossy(fields.text(row, nth, &mut scratch).unwrap_or_default()).into_owned();
            found.push((0..fields.count().min(FIELDS_MAX)).map(&mut text).collect());
        }
    };
    lines.iter().enumerate().for_each(|(nth, line)| rows.push(nth as u64 + 1, line, &mut note));
    found
}

/// How many of a hundred rows have as many fields as the first one, 0 if there is one field only or fewer than three of
/// four rows agree; and how many fields that are.
fn agreement(rows: &[Vec<String>]) -> (usize, usize) {
    let width = rows.first().map_or(0, Vec::len);
    let same = rows.iter().filter(|row| row.len() == width).count() * 100 / rows.len().max(1);
    (if width > 1 && same >= 75 { same } else { 0 }, width)
}

fn of_csv(delimiter: u8, rows: &[Vec<String>]) -> Source {
    named(delimiter, rows, has_names(rows))
}

fn named(delimiter: u8, rows: &[Vec<String>], has_names: bool) -> Source {
    let width = rows.first().map_or(0, Vec::len);
    let names = has_names.then(|| rows.first()).flatten();
    let body = rows.get(usize::from(has_names)..).unwrap_or_default();
    let column = |nth: usize| {
        let name = names.map(|names| names[nth].trim()).filter(|name| !name.is_empty());
        let values = body.iter().filter_map(|row| row.get(nth)).filter(|value| !value.is_empty());
        Column {
            name: name.map_or_else(|| format!("#{}", nth + 1), str::to_owned),
            field: Field::Column(nth),
            example: values.clone().next().cloned().unwrap_or_default(),
        }
    };
    let columns: Vec<Column> = (0..width).map(column).collect();
    let values = |nth: usize| body.iter().filter(|row| row.len() == width).map(|row| row[nth].clone()).collect();
    with_guesses(Format::Csv { delimiter }, has_names, width, columns, &values)
}

/// Whether the first row holds names: texts, all different, none a number or a time, and something below them is
/// either, or none of them comes again in its column.
fn has_names(rows: &[Vec<String>]) -> bool {
    let Some((first, body)) = rows.split_first() else { return false };
    let is_value =
        |text: &String| whole_number(text.as_bytes()).is_some() || text.parse::<f64>().is_ok() || looks_like_time(text);
    let different: BTreeSet<&String> = first.iter().collect();
    if different.len() < first.len() || first.iter().any(|name| name.trim().is_empty() || is_value(name)) {
        return false;
    }
    let below = |nth: usize| body.iter().filter_map(move |row| row.get(nth));
    let differs = (0..first.len()).any(|nth| below(nth).any(is_value));
    differs || body.is_empty() || (0..first.len()).all(|nth| below(nth).all(|value| *value != first[nth]))
}

fn of_json(lines: &[Vec<u8>]) -> Source {
    let documents: Vec<Vec<(String, String)>> = lines.iter().filter_map(|line| json::values(line, COLUMNS)).collect();
    let mut columns: Vec<Column> = Vec::new();
    for (path, text) in documents.iter().flatten() {
        let known = columns.iter().any(|column| column.name == *path);
        if !known
            && columns.len() < COLUMNS
            && let Some(field) = Path::parse(path)
        {
            columns.push(Column { name: path.clone(), field: Field::Path(field), example: text.clone() });
        }
    }
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let values = |nth: usize| {
        let found = |document: &Vec<(String, String)>| {
            document.iter().find(|(path, _)| *path == names[nth]).map(|(_, text)| text.clone())
        };
        documents.iter().filter_map(found).collect()
    };
    with_guesses(Format::JsonLines, false, 0, columns, &values)
}

fn of_lines(lines: &[Vec<u8>]) -> Source {
    let example = String::from_utf8_lossy(&lines[0]).into_owned();
    let column = Column { name: String::new(), field: Field::Line, example };
    Source { format: Format::Lines, has_names: false, width: 0, columns: vec![column], key: 0, time: None, size: None }
}

fn with_guesses(
    format: Format,
    has_names: bool,
    width: usize,
    columns: Vec<Column>,
    values: &dyn Fn(usize) -> Vec<String>,
) -> Source {
    let samples: Vec<Vec<String>> = (0..columns.len()).map(values).collect();
    let named = |nth: usize, words: &[&str]| {
        let name = columns[nth].name.to_lowercase();
        let parts: Vec<&str> = name.split(|character: char| !character.is_alphanumeric()).collect();
        words.iter().any(|word| parts.contains(word) || name.ends_with(word))
    };
    let all = |nth: usize, is: &dyn Fn(&str) -> bool| {
        let texts = &samples[nth];
        !texts.is_empty() && texts.iter().filter(|text| is(text)).count() * 4 >= texts.len() * 3
    };
    let places = || 0..columns.len();
    let times = || places().filter(|nth| all(*nth, &looks_like_time));
    let time = times().find(|nth| named(*nth, &["ts", "time", "timestamp", "date", "at"])).or_else(|| times().next());
    let is_size = |nth: &usize| {
        Some(*nth) != time
            && named(*nth, &["bytes", "size", "length", "len"])
            && all(*nth, &|text| whole_number(text.as_bytes()).is_some())
    };
    let size = places().find(is_size);
    // A key is what comes again and isn't always the same.
    let worth = |nth: usize| {
        let different = samples[nth].iter().collect::<BTreeSet<_>>().len();
        let called = match () {
            () if named(nth, &["partition_key", "partitionkey", "key"]) => 4,
            () if named(nth, &["device", "device_id", "user_id", "customer_id", "vehicle_id", "truck_id"]) => 3,
            () if named(nth, &["id", "device", "user", "customer", "tenant", "account", "host", "name"]) => 2,
            () => 0,
        };
        let repeats = different > 1 && different < samples[nth].len();
        (u8::from(called >= 3), u8::from(repeats), called, different)
    };
    let may_be = |nth: &usize| Some(*nth) != time && Some(*nth) != size;
    let key = places().rev().filter(may_be).max_by_key(|nth| worth(*nth)).unwrap_or(0);
    Source { format, has_names, width, columns, key, time, size }
}

#[cfg(test)]
mod tests;
