//! What the service answers, through its API: the cases of `tests/data`. Each file says in its head
//! how it is read.

use crate::client::{Client, base64};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn check_all(text: &str, check: fn(&Value, &Value)) {
    let file: Value = serde_json::from_str(text).expect("the data are JSON");
    let cases = file["cases"].as_array().expect("a list of cases");
    assert_eq!(cases.len() as u64, file["count"]);
    cases.iter().for_each(|case| check(&file, case));
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

/// Calls lie so far apart that no rate is met.
fn apart(client: &mut Client) {
    client.pass_ms(250);
}

fn shards(client: &mut Client) -> Vec<Value> {
    let (mut all, mut body) = (Vec::new(), json!({ "StreamName": "gold" }));
    loop {
        let page = client.done("ListShards", body);
        all.extend_from_slice(list(&page["Shards"]));
        if page["NextToken"].is_null() {
            return all;
        }
        body = json!({ "NextToken": page["NextToken"] });
    }
}

#[test]
fn keys_land_where_the_service_puts_them() {
    check_all(include_str!("../data/placement.json"), |_, case| {
        for (count, place) in case["shard"].as_object().expect("shard counts") {
            let mut client = Client::with_stream(count.parse().expect("a count"));
            let stored = client.put(text(&case["key"]), "x");
            assert_eq!(stored["ShardId"], format!("shardId-{:012}", place.as_u64().expect("a number")), "{case}");
        }
    });
}

#[test]
fn fresh_streams_have_the_service_s_ranges() {
    check_all(include_str!("../data/ranges.json"), |_, case| {
        let mut client = Client::with_stream(case["shards"].as_u64().expect("a count") as u32);
        let range =
            |shard: &Value| json!([shard["HashKeyRange"]["StartingHashKey"], shard["HashKeyRange"]["EndingHashKey"]]);
        let found: Vec<Value> = shards(&mut client).iter().map(range).collect();
        assert_eq!(Value::from(found), case["ranges"], "{}", case["id"]);
    });
}

fn reshard(client: &mut Client, op: &Value) {
    let mut body = json!({ "StreamName": "gold" });
    let operation = match text(&op["op"]) {
        "SplitShard" | "split" => {
            (body["ShardToSplit"], body["NewStartingHashKey"]) = (op["shard"].clone(), op["at"].clone());
            "SplitShard"
        }
        "MergeShards" | "merge" => {
            (body["ShardToMerge"], body["AdjacentShardToMerge"]) = (op["shard"].clone(), op["adjacent"].clone());
            "MergeShards"
        }
        _ => {
            (body["TargetShardCount"], body["ScalingType"]) = (op["target"].clone(), json!("UNIFORM_SCALING"));
            "UpdateShardCount"
        }
    };
    client.done(operation, body);
    client.pass_ms(30_000);
}

#[test]
fn resharding_gives_the_service_s_shards() {
    check_all(include_str!("../data/reshard.json"), |file, case| {
        let mut client = Client::with_stream(case["shards"].as_u64().expect("a count") as u32);
        for step in list(&case["steps"]) {
            reshard(&mut client, &step["op"]);
            if step["shards"].is_array() {
                check_shards(&mut client, step, case);
                check_probes(&mut client, file, step, &case["id"]);
            }
        }
        if case["properties"].is_object() {
            let open = shards(&mut client);
            let open = open.iter().filter(|shard| shard["SequenceNumberRange"]["EndingSequenceNumber"].is_null());
            assert_eq!(open.count() as u64, case["properties"]["openShards"], "{}", case["id"]);
        }
    });
}

fn check_shards(client: &mut Client, step: &Value, case: &Value) {
    let tolerance = case["rangeToleranceUnits"].as_u64().unwrap_or(0);
    let hash = |value: &Value| text(value).parse::<u128>().expect("a hash key");
    let found = shards(client);
    assert_eq!(found.len(), list(&step["shards"]).len(), "{}", case["id"]);
    for (shard, expected) in found.iter().zip(list(&step["shards"])) {
        let names = [("ShardId", "id"), ("ParentShardId", "parent"), ("AdjacentParentShardId", "adjacentParent")];
        for (name, short) in names {
            assert_eq!(shard[name], expected[short], "{} {}", case["id"], shard["ShardId"]);
        }
        for (name, short) in [("StartingHashKey", "start"), ("EndingHashKey", "end")] {
            let off = hash(&shard["HashKeyRange"][name]).abs_diff(hash(&expected[short]));
            assert!(off <= u128::from(tolerance), "{} {}", case["id"], shard["ShardId"]);
        }
        let closed = shard["SequenceNumberRange"]["EndingSequenceNumber"].is_string();
        assert_eq!(closed, expected["closed"], "{} {}", case["id"], shard["ShardId"]);
    }
}

fn check_probes(client: &mut Client, file: &Value, step: &Value, id: &Value) {
    for (key, expected) in list(&file["probeKeys"]).iter().zip(list(&step["probePlacement"])) {
        assert_eq!(client.put(text(key), "x")["ShardId"], *expected, "{id} {key}");
    }
}

#[test]
fn reads_give_the_service_s_records() {
    check_all(include_str!("../data/read.json"), |_, case| {
        let client = Client::with_stream(case["shards"].as_u64().expect("a count") as u32);
        let mut reading = Reading { client, iterators: BTreeMap::new(), numbers: BTreeMap::new(), marked: 0.0 };
        list(&case["steps"]).iter().for_each(|step| reading.step(step, &case["id"]));
    });
}

struct Reading {
    client: Client,
    iterators: BTreeMap<String, Value>,
    /// By the data of the record.
    numbers: BTreeMap<String, Value>,
    marked: f64,
}

impl Reading {
    fn step(&mut self, step: &Value, id: &Value) {
        match text(&step["op"]) {
            "put" => self.put(step),
            "split" | "merge" => reshard(&mut self.client, step),
            "advance" => self.client.pass_ms(step["seconds"].as_u64().expect("seconds") * 1_000),
            "mark" => {
                let epoch = self.client.world.account().epoch;
                self.marked = epoch.ms(self.client.world.now()) as f64 / 1_000.0;
            }
            "iterator" => self.iterator(step),
            "get" => {
                let answer = self.get(step);
                assert_eq!(data(&answer), expected(step), "{id}");
                self.iterators.insert(text(&step["as"]).to_owned(), answer["NextShardIterator"].clone());
            }
            "drain" => self.drain(step, id),
            other => panic!("no such step: {other}"),
        }
    }

    fn put(&mut self, step: &Value) {
        let mut body =
            json!({ "StreamName": "gold", "PartitionKey": step["key"], "Data": base64(text(&step["data"])) });
        if step["explicitHashKey"].is_string() {
            body["ExplicitHashKey"] = step["explicitHashKey"].clone();
        }
        let stored = self.client.done("PutRecord", body);
        self.numbers.insert(text(&step["data"]).to_owned(), stored["SequenceNumber"].clone());
    }

    fn iterator(&mut self, step: &Value) {
        let mut body = json!({ "StreamName": "gold", "ShardId": step["shard"], "ShardIteratorType": step["type"] });
        match step["seqOf"].as_str() {
            Some("shard-start") => {
                let first = shards(&mut self.client)[0].clone();
                body["StartingSequenceNumber"] = first["SequenceNumberRange"]["StartingSequenceNumber"].clone();
            }
            Some(of) => body["StartingSequenceNumber"] = self.numbers[of].clone(),
            None => {}
        }
        if step["type"] == "AT_TIMESTAMP" {
            body["Timestamp"] = json!(self.marked);
        }
        let answer = self.client.done("GetShardIterator", body);
        self.iterators.insert(text(&step["as"]).to_owned(), answer["ShardIterator"].clone());
    }

    fn get(&mut self, step: &Value) -> Value {
        apart(&mut self.client);
        let mut body = json!({ "ShardIterator": self.iterators[text(&step["use"])] });
        if step["limit"].is_u64() {
            body["Limit"] = step["limit"].clone();
        }
        self.client.done("GetRecords", body)
    }

    fn drain(&mut self, step: &Value, id: &Value) {
        let mut all = Vec::new();
        let children = loop {
            let answer = self.get(step);
            all.extend(data(&answer));
            if answer["NextShardIterator"].is_null() {
                break answer["ChildShards"].clone();
            }
            assert!(answer["ChildShards"].is_null(), "{id}: given with the last answer only");
            self.iterators.insert(text(&step["use"]).to_owned(), answer["NextShardIterator"].clone());
        };
        assert_eq!(all, expected(step), "{id}");
        let pair = |child: &Value| json!([child["ShardId"], child["ParentShards"]]);
        assert_eq!(list(&children).iter().map(pair).collect::<Value>(), step["childShards"], "{id}");
    }
}

fn data(answer: &Value) -> Vec<String> {
    list(&answer["Records"]).iter().map(|record| text(&record["Data"]).to_owned()).collect()
}

fn expected(step: &Value) -> Vec<String> {
    list(&step["expect"]).iter().map(|data| base64(text(data))).collect()
}

#[test]
fn bad_requests_get_the_service_s_refusals() {
    check_all(include_str!("../data/errors.json"), |_, case| {
        let mut client = Client::with_stream(3);
        client.create("reshard", 2);
        let split = json!({
            "StreamName": "reshard", "ShardToSplit": "shardId-000000000000", "NewStartingHashKey": (1_u128 << 126).to_string(),
        });
        client.done("SplitShard", split);
        client.pass_ms(30_000);
        let mut body = case["body"].clone();
        expand(&mut client, &mut body);
        let answer = client.call(text(&case["action"]), body);
        let expect = &case["expect"];
        match answer {
            Ok(answer) => assert!(expect.is_null(), "{}: {answer}", case["id"]),
            Err((code, message)) => {
                let allowed = [&expect["type"]].into_iter().chain(expect["oneOf"].as_array().into_iter().flatten());
                assert!(allowed.into_iter().any(|allowed| *allowed == code), "{}: {code}", case["id"]);
                check_text(&client, case, &message);
            }
        }
    });
}

/// The text, where a suite that was run on the service asserts it.
fn check_text(client: &Client, case: &Value, message: &str) {
    if let Some(expected) = case["message"].as_str().filter(|_| case["messageBinding"] == true) {
        let now = client.world.account().epoch.ms(client.world.now()).to_string();
        let expected = expected.replace("<account>", "123456789012").replace("<now>", &now);
        assert_eq!(message, expected, "{}", case["id"]);
    }
}

/// Puts in what the file writes short, or can't know.
fn expand(client: &mut Client, body: &mut Value) {
    for value in body.as_object_mut().expect("an object").values_mut() {
        *value = match (&*value, value["$repeat"].as_str()) {
            (_, Some(part)) => part.repeat(value["count"].as_u64().expect("a count") as usize).into(),
            (Value::String(text), _) if text.starts_with("<TRIM_HORIZON") => client.iterator("0", "TRIM_HORIZON"),
            (Value::String(text), _) if text.starts_with("<StartingSequenceNumber") => {
                shards(client)[0]["SequenceNumberRange"]["StartingSequenceNumber"].clone()
            }
            _ => continue,
        };
    }
}
