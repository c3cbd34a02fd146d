//! Reads the scripts that are written here, and nothing more: comments, `aws …`, `sleep`, `wait`, variables, `$(…)`.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use stream_engine::{Simulation, api};

/// Members that are texts, whatever they look like.
const TEXTS: [&str; 8] = [
    "PartitionKey",
    "Data",
    "ExplicitHashKey",
    "NewStartingHashKey",
    "SequenceNumberForOrdering",
    "StartingSequenceNumber",
    "MessageBody",
    "KeyId",
];

/// Plays a script on a simulation; gives the codes of refused calls.
pub fn play(run: &mut Simulation, script: &str) -> Vec<String> {
    let mut shell = Shell { run, variables: BTreeMap::new(), refused: Vec::new() };
    for line in script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        shell.line(line);
    }
    shell.refused
}

struct Shell<'a> {
    run: &'a mut Simulation,
    variables: BTreeMap<String, String>,
    refused: Vec<String>,
}

impl Shell<'_> {
    fn line(&mut self, line: &str) {
        if let Some(seconds) = line.strip_prefix("sleep ") {
            let seconds: f64 = seconds.parse().expect("seconds");
            let to = self.run.now() + (seconds * 1_000_000.0).round() as u64;
            return self.run.run_until(to);
        }
        match line.split_once("=$(") {
            Some((variable, command)) if !variable.contains(' ') => {
                let output = self.aws(command.strip_suffix(')').expect("a closed bracket"));
                self.variables.insert(variable.to_owned(), output);
            }
            _ => _ = self.aws(line),
        }
    }

    fn aws(&mut self, command: &str) -> String {
        let words = self.words(command);
        assert_eq!(words[0], "aws", "{command}");
        let (service, operation) = (words[1].as_str(), words[2].as_str());
        let mut body = Map::new();
        let (mut query, mut at) = (None, 3);
        if operation == "wait" {
            return self.wait(&words[5]);
        }
        while at < words.len() {
            let (option, glued) = match words[at].split_once('=') {
                Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
                None => (words[at].clone(), None),
            };
            let name =
                option.strip_prefix("--").unwrap_or_else(|| panic!("no option: {option} in {command}")).to_owned();
            at += 1;
            let bare = words.get(at).is_none_or(|next| next.starts_with("--"));
            match (glued, name.as_str()) {
                (Some(value), _) => _ = body.insert(member(&name), text_or_json(&member(&name), &value)),
                (None, _) if bare => match name.strip_prefix("no-") {
                    Some(name) => _ = body.insert(member(name), Value::Bool(false)),
                    None => _ = body.insert(member(&name), Value::Bool(true)),
                },
                (None, "query") => query = Some(words[at].clone()),
                (None, "output") => assert_eq!(words[at], "text"),
                (None, "cli-input-json") => body = serde_json::from_str(&words[at]).expect("JSON"),
                (None, "attribute-names") => {
                    _ = body.insert(member(&name), Value::Array(vec![words[at].clone().into()]))
                }
                (None, _) => _ = body.insert(member(&name), text_or_json(&member(&name), &words[at])),
            }
            at += usize::from(!bare && !words[at - 1].contains('='));
        }
        let target = format!("{}.{}", prefix(service), pascal(operation));
        let response = api::call(self.run, &target, &Value::Object(body).to_string());
        if response.status >= 300 {
            self.refused.push(format!("{target}: {}", response.body));
        }
        let answer: Value = serde_json::from_str(&response.body).unwrap_or_default();
        query.map_or_else(String::new, |query| path(&answer, &query))
    }

    fn wait(&mut self, stream: &str) -> String {
        let active = |run: &Simulation| {
            let found = run.streams().iter().find(|one| one.name == stream);
            found.is_some_and(|stream| stream.status.name() == "ACTIVE")
        };
        while !active(self.run) {
            self.run.run_until(self.run.now() + 1_000_000);
        }
        String::new()
    }

    /// Words with their quotes taken off and variables put in.
    fn words(&mut self, text: &str) -> Vec<String> {
        let (mut words, mut word, mut open) = (Vec::new(), String::new(), false);
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                ' ' => {
                    if open {
                        words.push(std::mem::take(&mut word));
                    }
                    open = false;
                }
                '\'' => {
                    open = true;
                    let end = (at + 1..chars.len()).find(|end| chars[*end] == '\'').expect("a closed quote");
                    word.extend(&chars[at + 1..end]);
                    at = end;
                }
                '\\' => {
                    open = true;
                    at += 1;
                    word.push(chars[at]);
                }
                '"' => {
                    open = true;
                    let inner: String = chars[at + 1..].iter().collect();
                    if let Some(command) = inner.strip_prefix("$(") {
                        let end = command.find(")\"").expect("a closed bracket");
                        word.push_str(&self.aws(&command[..end]));
                        at += 2 + command[..end].chars().count() + 2;
                    } else {
                        let end = inner.find('"').expect("a closed quote");
                        let name = inner[..end].trim_start_matches('$').trim_matches(['{', '}']);
                        word.push_str(&self.variables[name]);
                        at += 1 + inner[..end].chars().count();
                    }
                }
                char => {
                    open = true;
                    word.push(char);
                }
            }
            at += 1;
        }
        if open {
            words.push(word);
        }
        words
    }
}

fn text_or_json(name: &str, text: &str) -> Value {
    let is_text = TEXTS.contains(&name) || text.is_empty();
    let value = serde_json::from_str::<Value>(text).ok().filter(|_| !is_text);
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// `A.B[0].C`
fn path(answer: &Value, query: &str) -> String {
    let mut value = answer;
    for part in query.split(['.', '[']) {
        value = match part.strip_suffix(']') {
            Some(index) => &value[index.parse::<usize>().expect("an index")],
            None => &value[part],
        };
    }
    value.as_str().unwrap_or("None").to_owned()
}

fn prefix(service: &str) -> &'static str {
    match service {
        "kinesis" => "Kinesis_20131202",
        "sqs" => "AmazonSQS",
        other => panic!("{other} is not read here"),
    }
}

fn pascal(name: &str) -> String {
    name.split('-').map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

/// `stream-arn` → `StreamARN`.
fn member(name: &str) -> String {
    match name {
        "stream-arn" => "StreamARN".to_owned(),
        "consumer-arn" => "ConsumerARN".to_owned(),
        other => pascal(other),
    }
}
