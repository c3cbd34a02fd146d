//! Values that one call gives and another takes: each goes through a variable of the shell.

use super::entries::{Call, Entry, Made};
use super::shell::{in_quotes, kebab, quoted};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use stream_engine::Simulation;
use stream_engine::api::json::is_hidden;

/// Members of answers that later calls take, with what their variables are called.
const GIVEN: [(&str, &str); 11] = [
    ("ShardIterator", "ITERATOR"),
    ("NextShardIterator", "ITERATOR"),
    ("SequenceNumber", "SEQUENCE"),
    ("ReceiptHandle", "RECEIPT"),
    ("QueueUrl", "QUEUE"),
    ("ConsumerARN", "CONSUMER"),
    ("NextToken", "TOKEN"),
    ("UUID", "MAPPING"),
    ("KeyId", "KEY"),
    ("TaskHandle", "TASK"),
    ("VersionId", "VERSION"),
];

/// Members that only an answer gives: one that no answer gave is of the lab's own run.
const ONLY_GIVEN: [&str; 5] =
    ["ShardIterator", "SequenceNumberForOrdering", "StartingSequenceNumber", "ReceiptHandle", "NextToken"];

/// Which values have variables.
pub struct Captured {
    /// Value → its variable.
    variables: BTreeMap<String, String>,
    /// Call → the value of its answer that is kept: variable and JMESPath.
    kept: BTreeMap<usize, (String, String)>,
    /// Call → lines that must stand before it: ARNs that are asked for.
    before: BTreeMap<usize, Vec<String>>,
}

/// A call as a line.
pub struct Line {
    pub text: String,
    /// It takes a value that stands in no variable.
    pub lost: bool,
}

impl Captured {
    /// Finds out which values of answers are needed by later calls.
    pub fn of(start: &[Entry], made: &[Entry], run: &Simulation) -> Captured {
        let mut captured = Captured { variables: BTreeMap::new(), kept: BTreeMap::new(), before: BTreeMap::new() };
        let mut given: BTreeMap<String, (usize, &str, String)> = BTreeMap::new();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for entry in start.iter().chain(made) {
            let Made::Call(call) = &entry.made else { continue };
            for text in texts(&call.body) {
                let Some((from, name, path)) = given.get(text) else { continue };
                // One call, one variable: of several values the first that is needed.
                if captured.variables.contains_key(text) || captured.kept.contains_key(from) {
                    continue;
                }
                let count = counts.entry(name).or_default();
                *count += 1;
                let variable = format!("{name}_{count}");
                captured.kept.insert(*from, (variable.clone(), path.clone()));
                captured.variables.insert(text.to_owned(), variable);
            }
            captured.ask_for_arns(entry.number, call, run, &mut counts);
            for (name, value, path) in found(&call.reply, "") {
                given.insert(value, (entry.number, name, path));
            }
        }
        captured
    }

    /// ARNs of streams and queues stand in requests as a whole or inside a policy: the account's own are asked for.
    fn ask_for_arns(&mut self, number: usize, call: &Call, run: &Simulation, counts: &mut BTreeMap<&str, u32>) {
        let body = call.body.to_string();
        let mut ask = |arn: String, kind: &'static str, command: String, query: &str| {
            if body.contains(&arn) && !self.variables.contains_key(&arn) {
                let count = counts.entry(kind).or_default();
                *count += 1;
                let variable = format!("{kind}_{count}");
                let line = format!("{variable}=$({command} --query {query} --output text)");
                self.before.entry(number).or_default().push(line);
                self.variables.insert(arn, variable);
            }
        };
        for stream in run.streams().iter().filter(|stream| !stream.name.is_empty()) {
            let arn = run.account().arn("kinesis", &format!("stream/{}", stream.name));
            let command = format!("aws kinesis describe-stream-summary --stream-name {}", quoted(&stream.name));
            ask(arn, "STREAM_ARN", command, "StreamDescriptionSummary.StreamARN");
        }
        let queues: Vec<(String, String)> =
            run.sqs().queues().map(|queue| (queue.arn.to_string(), queue.name.to_string())).collect();
        for (arn, name) in queues {
            let command = format!(
                "aws sqs get-queue-attributes --queue-url \"$(aws sqs get-queue-url --queue-name {} --query QueueUrl --output text)\" --attribute-names QueueArn",
                quoted(&name)
            );
            ask(arn, "QUEUE_ARN", command, "Attributes.QueueArn");
        }
    }

    /// Lines that must stand before a call.
    pub fn needed(&self, number: usize) -> Vec<String> {
        self.before.get(&number).cloned().unwrap_or_default()
    }

    /// The call as a line; its answer goes into a variable if a later one needs it.
    pub fn line(&self, number: usize, call: &Call) -> Line {
        let mut text = call.verb.clone();
        let mut lost = false;
        let fields = call.body.as_object().into_iter().flatten();
        let (first, rest): (Vec<_>, Vec<_>) =
            fields.partition(|(name, _)| ["StreamName", "QueueUrl", "QueueName"].contains(&name.as_str()));
        if first.iter().chain(&rest).all(|(_, value)| fits_an_option(value)) {
            for (name, value) in first.into_iter().chain(rest) {
                lost |= ONLY_GIVEN.contains(&name.as_str())
                    && value.as_str().is_some_and(|value| !self.variables.contains_key(value));
                text.push_str(&self.option(name, value));
            }
        } else {
            text.push_str(&format!(" --cli-input-json {}", self.words(&visible(&call.body.to_string()), true)));
        }
        if let Some((variable, path)) = self.kept.get(&number) {
            text = format!("{variable}=$({text} --query {} --output text)", quoted(path));
        }
        Line { text, lost }
    }

    fn option(&self, name: &str, value: &Value) -> String {
        let name = kebab(name);
        match value {
            Value::Bool(true) => format!(" --{name}"),
            Value::Bool(false) => format!(" --no-{name}"),
            Value::Null => String::new(),
            Value::Number(number) => format!(" --{name} {number}"),
            Value::String(text) => {
                // A value that begins with a hyphen would be taken for an option.
                let between = if text.starts_with('-') { '=' } else { ' ' };
                format!(" --{name}{between}{}", self.words(text, false))
            }
            value => format!(" --{name} {}", self.words(&visible(&value.to_string()), true)),
        }
    }

    /// A word of the shell, with variables where their values stand. Of whole texts only a whole one is a value; inside
    /// JSON its quotes tell.
    fn words(&self, text: &str, inside_json: bool) -> String {
        if let Some(variable) = self.variables.get(text) {
            return format!("\"${variable}\"");
        }
        let mut pieces = vec![(text.to_owned(), None)];
        let is_arn = |value: &str| value.starts_with("arn:");
        for (value, variable) in self.variables.iter().filter(|(value, _)| inside_json || is_arn(value)) {
            pieces = pieces
                .into_iter()
                .flat_map(|(text, known)| match known {
                    Some(known) => vec![(text, Some(known))],
                    None => parted(&text, value, variable),
                })
                .collect();
        }
        if pieces.len() == 1 {
            return quoted(text);
        }
        let word = |(text, variable): (String, Option<String>)| match variable {
            Some(variable) => format!("\"${{{variable}}}\""),
            None => in_quotes(&text),
        };
        pieces.into_iter().filter(|(text, variable)| variable.is_some() || !text.is_empty()).map(word).collect()
    }
}

/// A text parted where the value stands in it.
fn parted(text: &str, value: &str, variable: &str) -> Vec<(String, Option<String>)> {
    let mut parts = Vec::new();
    for (nth, piece) in text.split(value).enumerate() {
        if nth > 0 {
            parts.push((value.to_owned(), Some(variable.to_owned())));
        }
        parts.push((piece.to_owned(), None));
    }
    parts
}

/// Whether a value can stand as an option of its own: the CLI would read a `file://` from the disk, and a control character
/// could end a paste. Those go as JSON.
fn fits_an_option(value: &Value) -> bool {
    let Value::String(text) = value else { return true };
    !text.starts_with("file://") && !text.starts_with("fileb://") && !text.contains(is_hidden)
}

/// JSON with every hidden character written as its number.
fn visible(json: &str) -> String {
    let mut out = String::new();
    for char in json.chars() {
        match is_hidden(char) {
            true => char.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
            false => out.push(char),
        }
    }
    out
}

/// All texts in a value, each once.
fn texts(value: &Value) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => _ = all.insert(text.as_str()),
            Value::Array(entries) => open.extend(entries),
            Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    all
}

/// Values of an answer that later calls may take: name of a variable, value, JMESPath.
fn found(value: &Value, path: &str) -> Vec<(&'static str, String, String)> {
    match value {
        Value::Object(fields) => {
            let inner = |(name, value): (&String, &Value)| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match (GIVEN.iter().find(|(member, _)| member == name), value) {
                    (Some((_, variable)), Value::String(text)) => vec![(*variable, text.clone(), path)],
                    _ => found(value, &path),
                }
            };
            fields.iter().flat_map(inner).collect()
        }
        Value::Array(entries) => {
            let inner = |(nth, value): (usize, &Value)| found(value, &format!("{path}[{nth}]"));
            entries.iter().enumerate().flat_map(inner).collect()
        }
        _ => Vec::new(),
    }
}
