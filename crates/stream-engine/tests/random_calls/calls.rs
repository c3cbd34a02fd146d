//! Makes calls from the operations' own shapes: values that fit, mostly those that earlier answers
//! gave; then, for some calls, a few values that don't; and now and then no call at all.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use stream_engine::Simulation;
use stream_engine::api::service::{Operation, services};
use stream_engine::api::shape::{Bound, Member, Range, Shape};
use stream_engine::rng::Generator;

/// Values kept of each name; older ones go.
const KEPT: usize = 24;
/// Things that calls name: few, so that they meet.
const STREAMS: [&str; 4] = ["telemetry", "telemetry", "s1", "s2"];
const QUEUES: [&str; 3] = ["q1.fifo", "q2", "q2"];
/// Begins each sequence and comes again now and then: chance alone seldom makes a FIFO queue.
const OPENING: [(&str, &str); 4] = [
    (
        "AmazonSQS.CreateQueue",
        r#"{"QueueName":"q1.fifo","Attributes":{"FifoQueue":"true","ContentBasedDeduplication":"true"}}"#,
    ),
    ("AmazonSQS.CreateQueue", r#"{"QueueName":"q2"}"#),
    ("Kinesis_20131202.CreateStream", r#"{"StreamName":"s1","ShardCount":2}"#),
    ("Kinesis_20131202.CreateStream", r#"{"StreamName":"s2","ShardCount":1}"#),
];

/// A call as it goes out.
#[derive(Debug)]
pub struct Call {
    pub target: String,
    pub body: String,
}

/// A client that calls at random and remembers what it was given.
pub struct Caller {
    chance: Generator,
    /// By the name of the member that takes them.
    known: BTreeMap<String, Vec<Value>>,
    calls: usize,
}

impl Caller {
    pub fn new(seed: u64) -> Caller {
        Caller { chance: Generator::named(seed, "caller"), known: BTreeMap::new(), calls: 0 }
    }

    /// How long until the next call.
    pub fn pause_us(&mut self) -> u64 {
        match self.chance.below(100) {
            0..50 => 0,
            50..80 => self.chance.below(50_000),
            80..95 => self.chance.below(2_000_000),
            95..99 => self.chance.below(400_000_000),
            _ => self.chance.below(8 * 3_600_000_000),
        }
    }

    pub fn call(&mut self, world: &Simulation) -> Call {
        self.calls += 1;
        let opening = if self.chance.below(60) == 0 { self.chance.below(9) as usize } else { self.calls - 1 };
        if let Some((target, body)) = OPENING.get(opening) {
            return Call { target: (*target).to_owned(), body: (*body).to_owned() };
        }
        if self.chance.below(40) == 0 {
            return self.garbage();
        }
        // Most of what the services are for is in the first two.
        let services = services();
        let among = [1, 1, 2, 2, services.len() as u64][self.chance.below(5) as usize];
        let service = services[self.chance.below(among) as usize];
        let operation = self.operation(service.operations);
        let mut fields = self.structure(operation.members, world);
        let mistakes = if self.chance.below(5) == 0 { 1 + self.chance.below(2) } else { 0 };
        for _ in 0..mistakes {
            self.spoil(&mut fields);
        }
        Call { target: format!("{}.{}", service.prefix, operation.name), body: Value::Object(fields).to_string() }
    }

    /// Data come more often than changes, or nothing would ever be stored.
    fn operation(&mut self, all: &[&'static Operation]) -> &'static Operation {
        let busy = ["PutRecord", "PutRecords", "GetRecords", "GetShardIterator", "SendMessage", "ReceiveMessage"];
        let rare = ["Delete", "Purge", "Stop", "Start"];
        loop {
            let found = all[self.chance.below(all.len() as u64) as usize];
            let of_data = busy.contains(&found.name);
            let is_rare = rare.iter().any(|word| found.name.starts_with(word)) && !found.name.contains("Message");
            if of_data || self.chance.below(if is_rare { 30 } else { 4 }) == 0 {
                return found;
            }
        }
    }

    fn structure(&mut self, members: &[Member], world: &Simulation) -> Map<String, Value> {
        let mut fields = Map::new();
        for member in members {
            // Some members are hardly ever left out, whatever the model says.
            let usual =
                ["StreamName", "QueueUrl", "QueueName", "ShardIterator", "MessageBody", "ReceiptHandle", "Entries"];
            let wanted = member.required || self.chance.below(20) < if usual.contains(&member.name) { 19 } else { 3 };
            if wanted {
                fields.insert(member.name.to_owned(), self.value(member.name, &member.shape, world));
            }
        }
        fields
    }

    fn value(&mut self, name: &str, shape: &Shape, world: &Simulation) -> Value {
        match shape {
            Shape::Boolean => (self.chance.below(2) == 0).into(),
            Shape::Integer(range) | Shape::Long(range) => {
                let (least, most) = bounds(*range, world);
                let most = if self.chance.below(4) == 0 { most } else { most.min(least.max(0) + 12) };
                (least + self.chance.below((most - least) as u64 + 1) as i64).into()
            }
            Shape::Double => (self.chance.below(1_000) as f64 / 7.0).into(),
            Shape::Timestamp => {
                let now_s = world.account().epoch.second(world.now());
                now_s.saturating_sub(self.chance.below(4_000)).into()
            }
            Shape::Blob(_) => {
                let most = if self.chance.below(200) == 0 { 400_000 } else { 90 };
                let bytes = self.chance.below(most);
                "QUJD".repeat(bytes as usize / 3).into()
            }
            Shape::Text(text) if !text.one_of.is_empty() => self.one_of(text.one_of).into(),
            Shape::Text(text) => self.text(name, text.length, world),
            Shape::List { of, count } => {
                let (least, most) = bounds(*count, world);
                let most = most.min(least.max(0) + if self.chance.below(8) == 0 { 60 } else { 4 });
                let length = least.max(1) + self.chance.below((most - least.max(1)).max(0) as u64 + 1) as i64;
                (0..length).map(|_| self.value(name, of, world)).collect()
            }
            Shape::Map { key, value, .. } => {
                let entries = 1 + self.chance.below(3);
                let entry = |caller: &mut Caller| {
                    let text = |value: Value| value.as_str().unwrap_or("x").to_owned();
                    (text(caller.text("Key", *key, world)), caller.text("Value", *value, world))
                };
                (0..entries).map(|_| entry(self)).collect()
            }
            Shape::Structure(members) => Value::Object(self.structure(members, world)),
            Shape::Any => json!({}),
        }
    }

    fn text(&mut self, name: &str, length: Range, world: &Simulation) -> Value {
        let kind = kind(name);
        match kind {
            "StreamName" => return self.one_of(&STREAMS).into(),
            "QueueName" => return self.one_of(&QUEUES).into(),
            _ => {}
        }
        if kind == "HashKey" {
            // Half of a range, often enough to split one.
            return (u128::MAX >> self.chance.below(5)).wrapping_add(self.chance.below(2).into()).to_string().into();
        }
        if let Some(known) = self.known.get(kind).filter(|_| self.chance.below(12) > 0) {
            // Newer ones are more often still good.
            let back = self.chance.below(known.len() as u64).min(self.chance.below(known.len() as u64));
            return known[known.len() - 1 - back as usize].clone();
        }
        let (least, most) = bounds(length, world);
        let chars = least.max(1) + self.chance.below((most - least).clamp(0, 6) as u64 + 1) as i64;
        let alphabet: Vec<char> = "abc019_-".chars().collect();
        (0..chars).map(|_| self.one_of(&alphabet)).collect::<String>().into()
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.chance.below(values.len() as u64) as usize]
    }

    /// Takes away, or puts something else in the place of, one value at any depth.
    fn spoil(&mut self, fields: &mut Map<String, Value>) {
        let names: Vec<String> = fields.keys().cloned().collect();
        let Some(name) = names.get(self.chance.below(names.len().max(1) as u64) as usize) else {
            fields.insert("Unknown".to_owned(), json!(1));
            return;
        };
        let choice = self.chance.below(14);
        match fields.get_mut(name) {
            Some(Value::Object(inner)) if choice < 8 => self.spoil(inner),
            Some(Value::Array(entries)) if choice < 8 => {
                if let Some(Value::Object(inner)) = entries.first_mut() {
                    self.spoil(inner);
                }
            }
            _ if choice == 0 => _ = fields.remove(name),
            _ => {
                let odd = [
                    Value::Null,
                    json!(true),
                    json!(-1),
                    json!(u64::MAX),
                    json!(1e300),
                    json!(""),
                    json!("%"),
                    json!("\u{0}é😀"),
                    json!("x".repeat(3_000)),
                    json!([]),
                    json!([[null]]),
                    json!({}),
                    json!({ "a": { "b": [1] } }),
                ];
                fields.insert(name.clone(), odd[(choice - 1) as usize].clone());
            }
        }
    }

    fn garbage(&mut self) -> Call {
        let targets = [
            "",
            ".",
            "Kinesis_20131202",
            "Kinesis_20131202.Nothing",
            "AmazonSQS.é",
            "x.y.z",
            "Kinesis_20131202.PutRecord",
        ];
        let deep = "[".repeat(2_000);
        let bodies =
            ["", "{", "nul", "[]", "1e999", "{\"a\":1,}", "\"\\ud800\"", deep.as_str(), "{\"Data\":\"%%%\"}", "{}{}"];
        Call { target: self.one_of(&targets).to_owned(), body: self.one_of(&bodies).to_owned() }
    }

    /// Remembers what an answer names.
    pub fn learn(&mut self, body: &str) {
        if let Ok(answer) = serde_json::from_str(body) {
            self.learn_from("", &answer);
        }
    }

    fn learn_from(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| self.learn_from(name, value)),
            Value::Array(entries) => entries.iter().take(20).for_each(|entry| self.learn_from(name, entry)),
            Value::String(_) => {
                let known = self.known.entry(kind(name).to_owned()).or_default();
                if !known.contains(value) {
                    known.push(value.clone());
                    if known.len() > KEPT {
                        known.remove(0);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What stands under a member's name, by one name for all members of its kind.
fn kind(name: &str) -> &str {
    match name {
        "ExplicitHashKey" | "NewStartingHashKey" => "HashKey",
        "NextShardIterator" => "ShardIterator",
        "StartingSequenceNumber" | "SequenceNumberForOrdering" | "EndingSequenceNumber" => "SequenceNumber",
        "ShardToSplit" | "ShardToMerge" | "AdjacentShardToMerge" | "ExclusiveStartShardId" | "ParentShardId" => {
            "ShardId"
        }
        "SourceArn" | "DestinationArn" => "QueueArn",
        "QueueUrls" => "QueueUrl",
        "TagKeys" => "Key",
        other => other,
    }
}

fn bounds(range: Range, world: &Simulation) -> (i64, i64) {
    let most = match range.most {
        Bound::None => i64::from(i32::MAX),
        Bound::Fixed(most) => most,
        Bound::Quota(most) => most(world.quotas()) as i64,
        Bound::RecordBytes => world.quotas().record_default_max_bytes_key_plus_data as i64,
    };
    let least = range.least.max(-5);
    (least, most.max(least))
}
