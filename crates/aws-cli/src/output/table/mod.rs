//! `--output table`: sections one in another, drawn with lines.

mod section;

use crate::value::Value;
use section::Section;
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

#[derive(Default)]
struct Builder {
    sections: Vec<Section>,
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
            self.sections.push(Section::new(title, level));
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
                self.sections.push(Section::new(title.unwrap_or_default(), level));
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
