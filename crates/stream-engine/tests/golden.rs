//! What the service answers: placement of keys, fresh ranges, reshardings and reads, from
//! `tests/data`. Each file says in its head how it is read.

mod common;

use common::{STREAM, data, done, iterator, merge, pass_ms, quiet, resize, shard, simulation, split, stream};
use serde_json::Value;
use std::collections::BTreeMap;
use stream_engine::kinesis::get_records::Read;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange, hash_key};
use stream_engine::kinesis::shard::{Entry, ShardId};
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::{Answer, Command, NewRecord, Simulation, Time};

fn check_all(text: &str, check: fn(&Value, &Value)) {
    let file: Value = serde_json::from_str(text).expect("the data are JSON");
    let cases = file["cases"].as_array().expect("a list of cases");
    assert_eq!(cases.len() as u64, number(&file["count"]));
    cases.iter().for_each(|case| check(&file, case));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("a number, not {value}"))
}

fn hash(value: &Value) -> HashKey {
    text(value).parse().expect("a hash key")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap_or_else(|| panic!("a list, not {value}")).iter()
}

fn shard_id(value: &Value) -> ShardId {
    ShardId(text(value).strip_prefix("shardId-").and_then(|digits| digits.parse().ok()).expect("a shard id"))
}

#[test]
fn every_key_lands_in_the_shard_that_the_service_gives_it() {
    check_all(include_str!("data/placement.json"), |_, case| {
        let key = text(&case["key"]);
        assert_eq!(hash_key(key), hash(&case["hashKey"]), "{}", case["id"]);
        for (shards, expected) in case["shard"].as_object().expect("shard counts") {
            let run = simulation(&quiet(shards.parse().expect("a count")));
            assert_eq!(stream(&run).route(hash_key(key)) as u64, number(expected), "{} of {shards}", case["id"]);
        }
    });
}

#[test]
fn a_fresh_stream_has_the_ranges_that_the_service_gives_it() {
    check_all(include_str!("data/ranges.json"), |_, case| {
        let run = simulation(&quiet(number(&case["shards"]) as u32));
        let found: Vec<HashKeyRange> = stream(&run).shards.iter().map(|shard| shard.range).collect();
        let range = |pair: &Value| HashKeyRange { start: hash(&pair[0]), end: hash(&pair[1]) };
        assert_eq!(found, list(&case["ranges"]).map(range).collect::<Vec<_>>(), "{}", case["id"]);
    });
}

#[test]
fn resharding_gives_the_shards_that_the_service_gives() {
    check_all(include_str!("data/reshard.json"), |file, case| {
        let mut run = simulation(&quiet(number(&case["shards"]) as u32));
        for step in list(&case["steps"]) {
            reshard(&mut run, &step["op"]);
            if step["shards"].is_array() {
                let tolerance = case["rangeToleranceUnits"].as_u64().unwrap_or(0);
                check_shards(&run, step, tolerance, &case["id"]);
                check_probes(&run, file, step, &case["id"]);
            }
        }
        if case["properties"].is_object() {
            check_properties(&run, &case["properties"], &case["id"]);
        }
    });
}

fn reshard(run: &mut Simulation, op: &Value) {
    let command = match text(&op["op"]) {
        "SplitShard" | "split" => split(shard_id(&op["shard"]).0, hash(&op["at"]).0),
        "MergeShards" | "merge" => merge(shard_id(&op["shard"]).0, shard_id(&op["adjacent"]).0),
        "UpdateShardCount" => resize(number(&op["target"]) as u32),
        other => panic!("no such step: {other}"),
    };
    done(run, command);
    pass_ms(run, 30_000);
}

fn check_shards(run: &Simulation, step: &Value, tolerance: u64, id: &Value) {
    let expected: Vec<&Value> = list(&step["shards"]).collect();
    assert_eq!(stream(run).shards.len(), expected.len(), "{id}");
    for (shard, expected) in stream(run).shards.iter().zip(expected) {
        let parent = |field: &str| (!expected[field].is_null()).then(|| shard_id(&expected[field]));
        let near = |found: HashKey, expected: &Value| found.0.abs_diff(hash(expected).0) <= u128::from(tolerance);
        assert_eq!(shard.id, shard_id(&expected["id"]), "{id}");
        assert!(near(shard.range.start, &expected["start"]) && near(shard.range.end, &expected["end"]), "{id}");
        assert_eq!(shard.parent, parent("parent"), "{id} {}", shard.id);
        assert_eq!(shard.adjacent_parent, parent("adjacentParent"), "{id} {}", shard.id);
        assert_eq!(shard.closed.is_some(), expected["closed"] == Value::Bool(true), "{id} {}", shard.id);
        assert_eq!(shard.ending_sequence_number().is_some(), shard.closed.is_some());
    }
}

fn check_probes(run: &Simulation, file: &Value, step: &Value, id: &Value) {
    for (key, expected) in list(&file["probeKeys"]).zip(list(&step["probePlacement"])) {
        let found = stream(run).route(hash_key(text(key)));
        assert_eq!(stream(run).shards[found].id, shard_id(expected), "{id} {key}");
    }
}

fn check_properties(run: &Simulation, properties: &Value, id: &Value) {
    let open: Vec<HashKeyRange> = stream(run).open_shards().map(|shard| shard.range).collect();
    assert_eq!(open.len() as u64, number(&properties["openShards"]), "{id}");
    assert_eq!((open[0].start.0, open[open.len() - 1].end.0), (0, u128::MAX), "{id}");
    assert!(open.windows(2).all(|pair| pair[0].end.0 + 1 == pair[1].start.0), "{id}");
    let widths = open.iter().map(|range| range.end.0 - range.start.0);
    let (least, most) = (widths.clone().min().expect("some"), widths.max().expect("some"));
    assert!(most - least <= u128::from(number(&properties["equalSizeWithinUnits"])), "{id}");
}

#[test]
fn reads_give_the_records_that_the_service_gives() {
    check_all(include_str!("data/read.json"), |_, case| {
        let mut reading = Reading {
            run: simulation(&quiet(number(&case["shards"]) as u32)),
            iterators: BTreeMap::new(),
            marked: Time::ZERO,
        };
        list(&case["steps"]).for_each(|step| reading.step(step, &case["id"]));
    });
}

struct Reading {
    run: Simulation,
    iterators: BTreeMap<String, ShardIterator>,
    marked: Time,
}

impl Reading {
    fn step(&mut self, step: &Value, id: &Value) {
        match text(&step["op"]) {
            "put" => self.put(step),
            "split" | "merge" => reshard(&mut self.run, step),
            "advance" => pass_ms(&mut self.run, number(&step["seconds"]) * 1_000),
            "mark" => self.marked = self.run.now(),
            "iterator" => {
                let kind = self.kind(step);
                let iterator = iterator(&mut self.run, shard_id(&step["shard"]).0, kind);
                self.iterators.insert(text(&step["as"]).to_owned(), iterator);
            }
            "get" => {
                let (data, read) = self.get(text(&step["use"]), step["limit"].as_u64());
                assert_eq!(data, expected(step), "{id}");
                let next = read.next.expect("an open shard always has a next iterator");
                self.iterators.insert(text(&step["as"]).to_owned(), next);
            }
            "drain" => self.drain(step, id),
            other => panic!("no such step: {other}"),
        }
    }

    fn put(&mut self, step: &Value) {
        let record = NewRecord {
            partition_key: text(&step["key"]).to_owned(),
            explicit_hash_key: step["explicitHashKey"].is_string().then(|| hash(&step["explicitHashKey"])),
            data: text(&step["data"]).into(),
        };
        done(&mut self.run, Command::PutRecord { stream: STREAM, record, sequence_number_for_ordering: None });
    }

    fn kind(&self, step: &Value) -> ShardIteratorType {
        match text(&step["type"]) {
            "TRIM_HORIZON" => ShardIteratorType::TrimHorizon,
            "LATEST" => ShardIteratorType::Latest,
            "AT_SEQUENCE_NUMBER" => ShardIteratorType::AtSequenceNumber(self.sequence_number(text(&step["seqOf"]))),
            "AFTER_SEQUENCE_NUMBER" => {
                ShardIteratorType::AfterSequenceNumber(self.sequence_number(text(&step["seqOf"])))
            }
            "AT_TIMESTAMP" => ShardIteratorType::AtTimestamp(self.marked),
            other => panic!("no such type: {other}"),
        }
    }

    fn sequence_number(&self, of: &str) -> String {
        if of == "shard-start" {
            return shard(&self.run, 0).starting_sequence_number().to_string();
        }
        let numbers = stream(&self.run).shards.iter().flat_map(|shard| {
            let with = |entry: Entry| Some((entry.payload?.data().to_vec(), entry.number));
            shard.entries(0, u64::MAX).filter_map(with).collect::<Vec<_>>()
        });
        let found = numbers.filter(|(data, _)| data == of.as_bytes()).map(|(_, number)| number.to_string());
        found.collect::<Vec<_>>().pop().expect("a record with this data")
    }

    fn get(&mut self, name: &str, limit: Option<u64>) -> (Vec<String>, Read) {
        // Calls lie so far apart that the limit of five a second is never met.
        pass_ms(&mut self.run, 250);
        let iterator = self.iterators[name];
        match done(&mut self.run, Command::GetRecords { iterator, limit }) {
            Answer::Read(read) => (data(&self.run, read.shard, read.from, read.to), read),
            other => panic!("no read: {other:?}"),
        }
    }

    fn drain(&mut self, step: &Value, id: &Value) {
        let mut all = Vec::new();
        let name = text(&step["use"]);
        let children = loop {
            let (data, read) = self.get(name, None);
            all.extend(data);
            let Some(next) = read.next else { break read.child_shards };
            assert_eq!(read.child_shards, [], "{id}: given with the last answer only");
            self.iterators.insert(name.to_owned(), next);
        };
        assert_eq!(all, expected(step), "{id}");
        let found: Vec<(ShardId, Vec<ShardId>)> =
            children.iter().map(|child| (*child, shard(&self.run, child.0).parents().collect())).collect();
        let wanted: Vec<(ShardId, Vec<ShardId>)> = list(&step["childShards"])
            .map(|pair| (shard_id(&pair[0]), list(&pair[1]).map(shard_id).collect()))
            .collect();
        assert_eq!(found, wanted, "{id}");
    }
}

fn expected(step: &Value) -> Vec<String> {
    list(&step["expect"]).map(|data| text(data).to_owned()).collect()
}
