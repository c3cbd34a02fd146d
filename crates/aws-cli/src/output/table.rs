//! `--output table`: sections one in another, drawn with lines.

use crate::value::Value;
use std::collections::BTreeSet;

/// The value as a table; sections of one row stand upright if it is wider than `columns`.
pub fn table(title: &str, value: &Value, columns: usize) -> String {
    let mut builder = Builder::default();
    if !builder.add(Some(title), value, 0) {
        return String::new();
    }
    let mut sections = builder.sections;
    if widest(&sections) > columns {
        sections.iter_mut().for_each(Section::stand_up);
    }
    let width = widest(&sections);
    let mut out = "-".repeat(width) + "\n";
    sections.iter().for_each(|section| section.draw(width - section.level * 2, &mut out));
    out
}

fn widest(sections: &[Section]) -> usize {
    sections.iter().map(Section::width).max().unwrap_or(0)
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[derive(Default)]
struct Builder {
    sections: Vec<Section>,
}

#[derive(Default)]
struct Section {
    title: String,
    level: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The widest text of each column.
    widths: Vec<usize>,
}

impl Builder {
    fn now(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            self.sections.push(Section::default());
        }
        self.sections.last_mut().expect("there is one")
    }

    fn add(&mut self, title: Option<&str>, value: &Value, level: usize) -> bool {
        if value.is_falsy() {
            return false;
        }
        if let Some(title) = title {
            self.sections.push(Section { title: title.to_owned(), level, ..Section::default() });
        }
        match value {
            Value::List(entries) if matches!(entries.first(), Some(Value::Object(_))) => {
                self.add_structures(title, entries, level);
            }
            Value::List(entries) => entries.iter().for_each(|entry| match entry {
                Value::List(cells) if cells.iter().all(Value::is_scalar) => {
                    self.now().add_row(cells.iter().map(Value::shown).collect());
                }
                entry if entry.is_scalar() => self.now().add_row(vec![entry.shown()]),
                entry => _ = self.add(None, entry, 0),
            }),
            Value::Object(fields) => self.add_structure(fields, level),
            // A single value leaves its section empty, as in the CLI.
            _ => {}
        }
        true
    }

    fn add_structure(&mut self, fields: &[(String, Value)], level: usize) {
        let (headers, more) = names(&[fields]);
        let find = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let shown = |name: &String| find(name).map(Value::shown).unwrap_or_default();
        match headers.as_slice() {
            [] => {}
            [only] => self.now().add_row(vec![only.clone(), shown(only)]),
            headers => {
                self.now().set_headers(headers.to_vec());
                self.now().add_row(headers.iter().map(shown).collect());
            }
        }
        for name in more {
            if let Some(value) = find(&name) {
                self.add(Some(&name), value, level + 1);
            }
        }
    }

    fn add_structures(&mut self, title: Option<&str>, entries: &[Value], level: usize) {
        let all: Vec<&[(String, Value)]> = entries
            .iter()
            .filter_map(|entry| if let Value::Object(fields) = entry { Some(fields.as_slice()) } else { None })
            .collect();
        let (headers, more) = names(&all);
        self.now().set_headers(headers.clone());
        for (nth, fields) in all.iter().enumerate() {
            if nth > 0 && !more.is_empty() {
                let title = title.unwrap_or_default().to_owned();
                self.sections.push(Section { title, level, ..Section::default() });
                self.now().set_headers(headers.clone());
            }
            let find = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            self.now().add_row(headers.iter().map(|name| find(name).map(Value::shown).unwrap_or_default()).collect());
            for name in &more {
                if let Some(value) = find(name) {
                    self.add(Some(name), value, level + 1);
                }
            }
        }
    }
}

/// Sorted names of the scalar members, and of the others.
fn names(all: &[&[(String, Value)]]) -> (Vec<String>, Vec<String>) {
    let pick = |scalar: bool| {
        let fields = all.iter().flat_map(|fields| fields.iter());
        let names: BTreeSet<&String> =
            fields.filter(|(_, value)| value.is_scalar() == scalar).map(|(name, _)| name).collect();
        names.into_iter().cloned().collect()
    };
    (pick(true), pick(false))
}

impl Section {
    fn set_headers(&mut self, headers: Vec<String>) {
        self.widen(&headers);
        self.headers = headers;
    }

    fn add_row(&mut self, row: Vec<String>) {
        self.widen(&row);
        self.rows.push(row);
    }

    fn widen(&mut self, row: &[String]) {
        self.widths.resize(self.widths.len().max(row.len()), 0);
        self.widths.iter_mut().zip(row).for_each(|(known, text)| *known = (*known).max(width(text)));
    }

    /// A single row with headers becomes a row for each of them.
    fn stand_up(&mut self) {
        if let ([row], false) = (self.rows.as_slice(), self.headers.is_empty()) {
            let pairs = self.headers.iter().cloned().zip(row.iter().cloned()).collect::<Vec<_>>();
            *self = Section { title: std::mem::take(&mut self.title), level: self.level, ..Section::default() };
            pairs.into_iter().for_each(|(header, cell)| self.add_row(vec![header, cell]));
        }
    }

    fn width(&self) -> usize {
        let cells = self.widths.iter().map(|width| width + 4).sum::<usize>() + 2;
        let title = width(&self.title) + 2;
        self.level * 2 + title.max(cells)
    }

    /// The columns' widths, spread over the whole width.
    fn columns(&self, width: usize) -> Vec<usize> {
        let wanted: Vec<usize> = self.widths.iter().map(|width| width + 4).collect();
        let scale = width as f64 / wanted.iter().sum::<usize>() as f64;
        let mut columns: Vec<usize> =
            wanted.iter().map(|wanted| (scale * *wanted as f64).round_ties_even() as usize).collect();
        let mut sum: usize = columns.iter().sum();
        while sum != width && !columns.is_empty() {
            let count = columns.len();
            for nth in 0..count {
                if sum > width {
                    columns[nth] -= 1;
                    sum -= 1;
                } else if sum < width {
                    columns[count - 1 - nth] += 1;
                    sum += 1;
                }
            }
        }
        columns
    }

    fn draw(&self, width_left: usize, out: &mut String) {
        let edge = "|".repeat(self.level);
        let mut line = |text: &str| out.push_str(&format!("{edge}{text}{edge}\n"));
        let columns = self.columns(width_left);
        if !self.title.is_empty() {
            line(&centered(&self.title, width_left, "|"));
            if self.headers.is_empty() && self.rows.is_empty() {
                line(&format!("+{}+", "-".repeat(width_left - 2)));
            }
        }
        let breaks = breaks(&columns);
        if !self.headers.is_empty() {
            line(&breaks);
            line(&joined(&self.headers, &columns, centered));
        }
        if !self.rows.is_empty() && !columns.is_empty() {
            line(&breaks);
            self.rows.iter().for_each(|row| line(&joined(row, &columns, left)));
            line(&breaks);
        }
    }
}

fn breaks(columns: &[usize]) -> String {
    let part = |(nth, width): (usize, &usize)| match nth {
        0 => format!("+{}+", "-".repeat(width - 2)),
        _ => format!("{}+", "-".repeat(width - 1)),
    };
    columns.iter().enumerate().map(part).collect()
}

fn joined(cells: &[String], columns: &[usize], draw: fn(&str, usize, &str) -> String) -> String {
    let cell = |(nth, (text, width)): (usize, (&String, &usize))| draw(text, *width, if nth == 0 { "|" } else { "" });
    cells.iter().zip(columns).enumerate().map(cell).collect()
}

fn centered(text: &str, length: usize, edge: &str) -> String {
    let before = (length / 2).saturating_sub(width(text) / 2 + 1);
    let so_far = edge.len() + before + width(text);
    format!("{edge}{}{text}{}|", " ".repeat(before), " ".repeat(length.saturating_sub(so_far + 1)))
}

fn left(text: &str, length: usize, edge: &str) -> String {
    let padding = if width(text) + 2 + edge.len() + 1 <= length { 2 } else { 0 };
    let so_far = edge.len() + padding + width(text);
    format!("{edge}{}{text}{}|", " ".repeat(padding), " ".repeat(length.saturating_sub(so_far + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::value;

    fn check(json: &str, wanted: &str) {
        let found = table("CommandName", &value(json), 80);
        assert_eq!(found.trim_end(), wanted.trim(), "{json}\n{found}");
    }

    // Each as the CLI's own formatter prints it.
    #[test]
    fn tables_are_as_the_cli_draws_them() {
        check(
            r#"{"ShardId": "shardId-000000000000", "SequenceNumber": "4967"}"#,
            "
--------------------------------------------
|                CommandName               |
+-----------------+------------------------+
| SequenceNumber  |        ShardId         |
+-----------------+------------------------+
|  4967           |  shardId-000000000000  |
+-----------------+------------------------+",
        );
        check(
            r#"{"StreamNames": ["a", "b"], "HasMoreStreams": false}"#,
            "
-----------------------------
|        CommandName        |
+-----------------+---------+
|  HasMoreStreams |  False  |
+-----------------+---------+
||       StreamNames       ||
|+-------------------------+|
||  a                      ||
||  b                      ||
|+-------------------------+|",
        );
        check(
            r#"[1, true, null, 1.5, "x"]"#,
            "
-------------
|CommandName|
+-----------+
|  1        |
|  True     |
|  None     |
|  1.5      |
|  x        |
+-----------+",
        );
        check(
            r#"[["a", 1], ["b", null]]"#,
            "
---------------
| CommandName |
+----+--------+
|  a |  1     |
|  b |  None  |
+----+--------+",
        );
    }

    #[test]
    fn a_section_of_one_row_stands_up_when_it_is_too_wide() {
        check(
            r#"{"Records": [{"SequenceNumber": "1", "ApproximateArrivalTimestamp": "2026-01-01T00:00:00.345000+00:00",
            "Data": "YQ==", "PartitionKey": "k"}], "NextShardIterator": "AAA", "MillisBehindLatest": 0}"#,
            "
-----------------------------------------------------------------------
|                             CommandName                             |
+----------------------------------------------------+----------------+
|  MillisBehindLatest                                |  0             |
|  NextShardIterator                                 |  AAA           |
+----------------------------------------------------+----------------+
||                              Records                              ||
|+------------------------------+------------------------------------+|
||  ApproximateArrivalTimestamp |  2026-01-01T00:00:00.345000+00:00  ||
||  Data                        |  YQ==                              ||
||  PartitionKey                |  k                                 ||
||  SequenceNumber              |  1                                 ||
|+------------------------------+------------------------------------+|",
        );
    }

    #[test]
    fn structures_in_structures_are_sections_in_sections() {
        check(
            r#"[{"A": 1, "L": [1, 2], "M": {"x": {"y": []}}}, {"B": 2}]"#,
            "
-------------
|CommandName|
+----+------+
|  A |  B   |
+----+------+
|  1 |      |
+----+------+
||    L    ||
|+---------+|
||  1      ||
||  2      ||
|+---------+|
||    M    ||
|+---------+|
|||   x   |||
||+-------+||
|CommandName|
+----+------+
|  A |  B   |
+----+------+
|    |  2   |
+----+------+",
        );
    }
}
