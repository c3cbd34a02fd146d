//! `--output text`: values parted by tabs, lists of structures a line each, names in capitals.

use crate::value::Value;
use std::collections::BTreeSet;

/// The value over as many lines as it takes.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, None, None);
    out
}

fn write(out: &mut String, value: &Value, name: Option<&str>, scalars: Option<&BTreeSet<&str>>) {
    match value {
        Value::Object(fields) => object(out, fields, name, scalars),
        Value::List(entries) => list(out, entries, name),
        scalar => line(out, &[scalar.shown()]),
    }
}

fn line(out: &mut String, words: &[String]) {
    out.push_str(&words.join("\t"));
    out.push('\n');
}

fn list(out: &mut String, entries: &[Value], name: Option<&str>) {
    if entries.is_empty() {
        return;
    }
    if entries.iter().any(|entry| matches!(entry, Value::Object(_))) {
        let names: BTreeSet<&str> = entries.iter().flat_map(scalar_names).collect();
        entries.iter().for_each(|entry| write(out, entry, name, Some(&names)));
        return;
    }
    let (scalars, others): (Vec<&Value>, Vec<&Value>) = entries.iter().partition(|entry| entry.is_scalar());
    match name {
        _ if scalars.is_empty() => {}
        Some(name) => scalars.iter().for_each(|scalar| line(out, &[name.to_uppercase(), scalar.shown()])),
        None => line(out, &scalars.iter().map(|scalar| scalar.shown()).collect::<Vec<String>>()),
    }
    others.into_iter().for_each(|other| write(out, other, name, None));
}

/// Names of the members of an object that are no lists or objects.
fn scalar_names(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => {
            fields.iter().filter(|(_, value)| value.is_scalar()).map(|(name, _)| name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

fn object(out: &mut String, fields: &[(String, Value)], name: Option<&str>, scalars: Option<&BTreeSet<&str>>) {
    let mut sorted: Vec<&(String, Value)> = fields.iter().collect();
    sorted.sort_by(|one, other| one.0.cmp(&other.0));
    let own: BTreeSet<&str> =
        sorted.iter().filter(|(_, value)| value.is_scalar()).map(|(name, _)| name.as_str()).collect();
    let columns = scalars.unwrap_or(&own);
    let find = |column: &str| fields.iter().find(|(name, _)| name == column).map(|(_, value)| value.shown());
    let mut words: Vec<String> = columns.iter().map(|column| find(column).unwrap_or_default()).collect();
    if !words.is_empty() {
        words.splice(0..0, name.map(str::to_uppercase));
        line(out, &words);
    }
    for (name, value) in sorted.iter().filter(|(name, _)| !columns.contains(name.as_str())) {
        write(out, value, Some(name), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::value;

    // Each as the CLI's own formatter prints it.
    #[test]
    fn text_is_as_the_cli_prints_it() {
        let samples = [
            (r#"{"ShardId": "shardId-000000000000", "SequenceNumber": "4967"}"#, "4967\tshardId-000000000000\n"),
            (r#"{"StreamNames": ["a", "b"], "HasMoreStreams": false}"#, "False\nSTREAMNAMES\ta\nSTREAMNAMES\tb\n"),
            (r#"{"Tags": [], "HasMoreTags": false}"#, "False\n"),
            (r#"[1, true, null, 1.5, "x"]"#, "1\tTrue\tNone\t1.5\tx\n"),
            (r#"[["a", 1], ["b", null]]"#, "a\t1\nb\tNone\n"),
            (r#"[{"A": 1, "L": [1, 2], "M": {"x": {"y": []}}}, {"B": 2}]"#, "1\t\nL\t1\nL\t2\n\t2\n"),
            (r#""hello""#, "hello\n"),
            ("[]", ""),
            (
                r#"{"Shards": [{"ShardId": "0", "Range": {"b": "1", "a": "0"}}, {"ParentShardId": "0", "ShardId": "1"}]}"#,
                "SHARDS\t\t0\nRANGE\t0\t1\nSHARDS\t0\t1\n",
            ),
        ];
        for (json, wanted) in samples {
            assert_eq!(text(&value(json)), wanted, "{json}");
        }
    }
}
