//! `--output yaml`, as the CLI's library writes it: members by name, lists at the depth of their
//! name, texts in quotes where they would read as something else, long lines folded at spaces.

use crate::value::Value;

/// Columns after which a text is folded.
const WIDTH: usize = 80;

/// A list or an object over several lines.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    block(&mut out, value, 0, false);
    out
}

/// Writes a value whose first line begins where `out` ends; `inside` that it stands behind `- `.
fn block(out: &mut String, value: &Value, depth: usize, inside: bool) {
    let mut first = inside;
    let mut begin = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(&" ".repeat(depth));
        }
    };
    match value {
        Value::List(entries) if !entries.is_empty() => {
            for entry in entries {
                begin(out);
                out.push_str("- ");
                block(out, entry, depth + 2, true);
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            let mut sorted: Vec<&(String, Value)> = fields.iter().collect();
            sorted.sort_by(|one, other| one.0.cmp(&other.0));
            for (name, value) in sorted {
                begin(out);
                out.push_str(&text(name, 0, usize::MAX));
                out.push(':');
                match value {
                    Value::List(entries) if !entries.is_empty() => {
                        out.push('\n');
                        block(out, value, depth, false);
                    }
                    Value::Object(fields) if !fields.is_empty() => {
                        out.push('\n');
                        block(out, value, depth + 2, false);
                    }
                    value => {
                        out.push(' ');
                        leaf(out, value, depth + 2);
                    }
                }
            }
        }
        value => leaf(out, value, depth),
    }
}

fn leaf(out: &mut String, value: &Value, depth: usize) {
    let column = out.rsplit('\n').next().unwrap_or_default().chars().count();
    let written = match value {
        Value::List(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
        Value::Text(found) => text(found, depth, column),
        scalar => scalar.compact(),
    };
    out.push_str(&written);
    out.push('\n');
}

/// A text as a scalar that begins at a column; its further lines stand at a depth.
fn text(found: &str, depth: usize, column: usize) -> String {
    if found.chars().any(|char| char.is_control() && char != '\n') {
        // JSON's escapes are YAML's, but for the few that have a shorter form.
        let quoted = Value::from(found).compact().replace("\\u0000", "\\0");
        return shorten(&quoted);
    }
    if is_plain(found) {
        return folded(found, depth, column);
    }
    format!("'{}'", folded(&found.replace('\'', "''"), depth, column.saturating_add(1)))
}

/// `\u0001` → `\x01`.
fn shorten(quoted: &str) -> String {
    let mut parts = quoted.split("\\u00");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| format!("{out}\\x{part}"))
}

/// Line ends doubled, and single spaces behind the last column made to line ends.
fn folded(found: &str, depth: usize, column: usize) -> String {
    let chars: Vec<char> = found.chars().collect();
    let indent = " ".repeat(depth);
    let mut out = String::new();
    // A name is never folded.
    let may_fold = column != usize::MAX;
    let mut column = if may_fold { column } else { 0 };
    for (nth, char) in chars.iter().enumerate() {
        let space = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|char| *char == ' ');
        let is_single = !space(nth.checked_sub(1)) && !space(Some(nth + 1));
        match char {
            '\n' => {
                if chars.get(nth.wrapping_sub(1)) != Some(&'\n') {
                    out.push('\n');
                }
                out.push('\n');
                if chars.get(nth + 1) != Some(&'\n') {
                    out.push_str(&indent);
                }
                column = depth;
            }
            ' ' if may_fold && is_single && column > WIDTH && nth > 0 && nth + 1 < chars.len() => {
                out.push('\n');
                out.push_str(&indent);
                column = depth;
            }
            char => {
                out.push(*char);
                column += 1;
            }
        }
    }
    out
}

fn is_plain(found: &str) -> bool {
    let Some(first) = found.chars().next() else { return false };
    let second = found.chars().nth(1);
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|second| second != ' ') && !found.starts_with("---"),
        first => !",[]{}#&*!|>'\"%@` ".contains(first) && !found.starts_with("..."),
    };
    let inside = !found.contains(": ") && !found.contains(" #") && !found.contains('\n');
    begins && inside && !found.ends_with([' ', ':']) && !is_other(found)
}

/// Whether it would read as no text: null, a boolean, a number, a date.
fn is_other(found: &str) -> bool {
    if matches!(found, "~" | "<<" | "=" | "null" | "Null" | "NULL") {
        return true;
    }
    if matches!(found, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
        return true;
    }
    let digits = found.trim_start_matches(['-', '+']);
    let number = digits.starts_with(|char: char| char.is_ascii_digit() || char == '.');
    let of_number = |char: char| char.is_ascii_digit() || "._eE+-".contains(char);
    let based = ["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix));
    let hexadecimal = |char: char| char.is_ascii_hexdigit() || char == '_';
    let special = matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN");
    let is_number = special
        || based && digits.len() > 2 && digits[2..].chars().all(hexadecimal)
        || number
            && digits.chars().all(of_number)
            && digits.chars().any(|char| char.is_ascii_digit())
            && is_float(digits);
    is_number || is_date(found)
}

/// Digits with underscores, one point, one exponent.
fn is_float(digits: &str) -> bool {
    let plain = digits.replace('_', "");
    plain.parse::<f64>().is_ok()
}

/// `2026-01-01`, with or without a time behind it.
fn is_date(found: &str) -> bool {
    let (date, time) = found.split_once(['T', 't', ' ']).unwrap_or((found, "00"));
    let shape: String = date.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect();
    shape == "0000-00-00" && time.starts_with(|char: char| char.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::value;

    #[test]
    fn yaml_is_as_the_cli_writes_it() {
        let samples = [
            (
                r#"{"Shards": [{"ShardId": "shardId-0", "HashKeyRange": {"StartingHashKey": "0", "EndingHashKey": "34"}}]}"#,
                "Shards:\n- HashKeyRange:\n    EndingHashKey: '34'\n    StartingHashKey: '0'\n  ShardId: shardId-0\n",
            ),
            (r#"{"Tags": [], "HasMoreTags": false}"#, "HasMoreTags: false\nTags: []\n"),
            (r#"[["a", 1], ["b", null]]"#, "- - a\n  - 1\n- - b\n  - null\n"),
            (
                r#"[{"A": 1, "L": [1, 2], "M": {"x": {"y": []}}}, {"B": 2}]"#,
                "- A: 1\n  L:\n  - 1\n  - 2\n  M:\n    x:\n      y: []\n- B: 2\n",
            ),
        ];
        for (json, wanted) in samples {
            assert_eq!(yaml(&value(json)), wanted, "{json}");
        }
    }

    // Each as the CLI's library writes it behind `a: `.
    #[test]
    fn texts_stand_in_quotes_where_they_would_read_as_something_else() {
        let same = [
            "x,y",
            "No",
            "on",
            "yes",
            r"a\b",
            "it's",
            "é",
            "12:30:45",
            "http://x/y#z",
            "arn:aws:kinesis:us-east-1:1:stream/x",
        ];
        for plain in same {
            assert_eq!(text(plain, 2, 3), plain);
        }
        let quoted = [
            "true",
            "!x",
            "*x",
            "%x",
            "[x",
            "012",
            "1e3",
            ".5",
            "+1",
            "<<",
            "-",
            "?",
            "\"dq\"",
            "key: ",
            "---",
            "0o17",
            ".inf",
            "2026-01-01 00:00:00",
            "0b1",
            "12",
            "null",
            "a: b",
            "- x",
            "x #y",
            "",
            "{a}",
            " lead",
            "1.5",
            "0x1f",
            "~",
            "2026-01-01",
            "@x",
            "x:",
            "=",
            "1_000",
        ];
        for found in quoted {
            assert_eq!(text(found, 2, 3), format!("'{found}'"));
        }
        assert_eq!(text("'q'", 2, 3), "'''q'''");
        assert_eq!(text("two\nlines", 2, 3), "'two\n\n  lines'");
        assert_eq!(text("line\n", 2, 3), "'line\n\n  '");
        assert_eq!(text("\u{1}x", 2, 3), r#""\x01x""#);
        assert_eq!(text("tab\there", 2, 3), r#""tab\there""#);
    }

    #[test]
    fn long_texts_are_folded_at_spaces() {
        let long = "word ".repeat(30);
        let wanted = format!("'{}\n  {} '", ["word"; 16].join(" "), ["word"; 14].join(" "));
        assert_eq!(text(&long, 2, 3), wanted);
    }
}
