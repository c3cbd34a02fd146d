//! Watches a sequence of calls from outside: knows what was sent and answered, nothing else. To look
//! closer it asks a copy of the world, so that looking changes nothing and meets no limit.

use super::calls::Call;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use stream_engine::api::{self, Response};
use stream_engine::time::HOUR_US;
use stream_engine::{Simulation, Time};

const KINESIS: &str = "Kinesis_20131202";
/// Between two of the watch's own calls: more than most limits ask for.
const PAUSE_US: u64 = 210_000;
/// Pages of a list, and reads of a shard, before something must be wrong.
const PAGES_MOST: u32 = 3_000;

/// Shards of a stream that are read to their end.
const SHARDS_READ: usize = 40;

/// A stream's life, and one of its shards.
type Place = (String, String);

/// What was seen so far.
#[derive(Default)]
pub struct Watch {
    pub carried_out: u64,
    /// Accepted records: when, number, data.
    accepted: BTreeMap<Place, Vec<(Time, String, String)>>,
}

impl Watch {
    /// One call and its answer.
    pub fn answer(&mut self, call: &Call, response: &Response, world: &Simulation, seed: u64) {
        let Response { status, body, .. } = response;
        let shown =
            || format!("seed {seed}: {} {} → {status} {body}", call.target, &call.body[..call.body.len().min(300)]);
        // Some services have other codes than 400 for a client's mistakes; none is the service's own.
        // But the service fails over sequence numbers of a form that it no longer gives out.
        let old_number =
            *status == 500 && ["GetShardIterator", "SubscribeToShard"].iter().any(|end| call.target.ends_with(end));
        assert!(*status == 200 || (400..500).contains(status) || old_number, "{}", shown());
        let empty = body.is_empty() && *status == 200;
        let answer: Value =
            if empty { json!({}) } else { serde_json::from_str(body).unwrap_or_else(|_| panic!("{}", shown())) };
        assert!(answer.is_object(), "{}", shown());
        assert_eq!(answer["__type"].is_string(), *status != 200, "{}", shown());
        assert!(response.headers.iter().any(|(name, _)| *name == "Content-Type"), "{}", shown());
        if *status != 200 {
            return;
        }
        self.carried_out += 1;
        let request: Value = serde_json::from_str(&call.body).unwrap_or_default();
        let stream = named(&request);
        match call.target.strip_prefix("Kinesis_20131202.") {
            Some("CreateStream" | "DeleteStream") => self.accepted.retain(|(name, _), _| *name != stream),
            Some("PutRecord") => self.accept(&stream, &answer, &request["Data"], world, &shown),
            Some("PutRecords") => {
                let empty = Vec::new();
                let results = answer["Records"].as_array().unwrap_or(&empty);
                let records = request["Records"].as_array().unwrap_or(&empty);
                assert_eq!(results.len(), records.len(), "{}", shown());
                let failed = results.iter().filter(|result| result["ErrorCode"].is_string()).count();
                assert_eq!(answer["FailedRecordCount"], failed, "{}", shown());
                for (result, record) in results.iter().zip(records).filter(|(result, _)| result["ShardId"].is_string())
                {
                    self.accept(&stream, result, &record["Data"], world, &shown);
                }
            }
            _ => {}
        }
    }

    fn accept(&mut self, stream: &str, result: &Value, data: &Value, world: &Simulation, shown: &dyn Fn() -> String) {
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{}", shown())).to_owned();
        let number = text(&result["SequenceNumber"]);
        let all = self.accepted.entry((stream.to_owned(), text(&result["ShardId"]))).or_default();
        // As numbers of as many digits: the order of texts.
        assert!(all.last().is_none_or(|(_, last, _)| (last.len(), last) < (number.len(), &number)), "{}", shown());
        all.push((world.now(), number, text(data)));
    }

    /// Every hash key lies in exactly one open shard of each stream that has any.
    pub fn shards(&self, world: &Simulation, seed: u64) {
        let mut copy = world.clone();
        for stream in streams(&mut copy) {
            // A stream that is CREATING has no shard yet, one that is DELETING soon none.
            if !is_active(&mut copy, &stream) {
                continue;
            }
            let mut open: Vec<(u128, u128)> = Vec::new();
            for shard in shards(&mut copy, &stream) {
                let end = |name: &str| shard["HashKeyRange"][name].as_str().and_then(|text| text.parse().ok());
                let range = (end("StartingHashKey").expect("a number"), end("EndingHashKey").expect("a number"));
                if shard["SequenceNumberRange"]["EndingSequenceNumber"].is_null() {
                    open.push(range);
                }
            }
            open.sort_unstable();
            let covered = open.first().is_some_and(|(start, _)| *start == 0)
                && open.last().is_some_and(|(_, end)| *end == u128::MAX)
                && open.windows(2).all(|pair| pair[0].1.checked_add(1) == Some(pair[1].0));
            assert!(covered, "seed {seed}: {stream}: {open:?}");
        }
    }

    /// What was accepted can be read, in its order and with its data, and nothing else.
    pub fn records(&self, world: &Simulation, seed: u64) {
        let mut copy = world.clone();
        for stream in streams(&mut copy).iter().filter(|stream| is_active(&mut world.clone(), stream)) {
            for shard in shards(&mut copy, stream).into_iter().take(SHARDS_READ) {
                let shard = shard["ShardId"].as_str().expect("a shard has an id").to_owned();
                let Some(read) = read(&mut copy, stream, &shard) else { continue };
                let all = self.accepted.get(&(stream.clone(), shard.clone())).map_or(&[][..], Vec::as_slice);
                let offset = all.len().checked_sub(read.len());
                let offset = offset.unwrap_or_else(|| panic!("seed {seed}: {stream} {shard} gives more than it took"));
                let expected: Vec<(String, String)> =
                    all[offset..].iter().map(|(_, number, data)| (number.clone(), data.clone())).collect();
                assert_eq!(read, expected, "seed {seed}: {stream} {shard}");
                // The shortest retention there is; the copy's clock has gone on.
                let gone = all[..offset].iter().all(|(at, ..)| *at + 24 * HOUR_US <= copy.now());
                assert!(gone, "seed {seed}: {stream} {shard} lost records before their time");
            }
        }
    }
}

/// The stream that a request names.
fn named(request: &Value) -> String {
    let by_arn = request["StreamARN"].as_str().and_then(|arn| arn.rsplit_once(":stream/"));
    let name = by_arn.map(|(_, name)| name).or(request["StreamName"].as_str());
    name.unwrap_or_default().to_owned()
}

fn call(world: &mut Simulation, operation: &str, input: &Value) -> Response {
    world.run_until(world.now() + PAUSE_US);
    api::call(world, &format!("{KINESIS}.{operation}"), &input.to_string())
}

/// The answer of a call of the watch's own, if it was carried out.
fn ask(world: &mut Simulation, operation: &str, input: &Value) -> Option<Value> {
    let response = call(world, operation, input);
    (response.status == 200).then(|| serde_json::from_str(&response.body).unwrap_or_default())
}

fn streams(world: &mut Simulation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for _ in 0..PAGES_MOST {
        let input = match names.last() {
            Some(last) => json!({ "ExclusiveStartStreamName": last }),
            None => json!({}),
        };
        let Some(page) = ask(world, "ListStreams", &input) else { return names };
        names.extend(page["StreamNames"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        if page["HasMoreStreams"] != true {
            return names;
        }
    }
    panic!("ListStreams doesn't end");
}

fn is_active(world: &mut Simulation, stream: &str) -> bool {
    let answer = ask(world, "DescribeStreamSummary", &json!({ "StreamName": stream }));
    answer.is_some_and(|answer| {
        ["ACTIVE", "UPDATING"].iter().any(|status| answer["StreamDescriptionSummary"]["StreamStatus"] == *status)
    })
}

fn shards(world: &mut Simulation, stream: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut input = json!({ "StreamName": stream });
    for _ in 0..PAGES_MOST {
        let Some(page) = ask(world, "ListShards", &input) else { return all };
        all.extend(page["Shards"].as_array().into_iter().flatten().cloned());
        match page["NextToken"].as_str() {
            Some(token) => input = json!({ "NextToken": token }),
            None => return all,
        }
    }
    panic!("ListShards doesn't end");
}

/// Number and data of all records of a shard.
/// None if it can't be read any more.
fn read(world: &mut Simulation, stream: &str, shard: &str) -> Option<Vec<(String, String)>> {
    let start = json!({ "StreamName": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
    let first = ask(world, "GetShardIterator", &start)?;
    let (mut all, mut iterator) = (Vec::new(), first["ShardIterator"].clone());
    for _ in 0..PAGES_MOST {
        let get = json!({ "ShardIterator": iterator });
        let mut response = call(world, "GetRecords", &get);
        if response.body.contains("ProvisionedThroughputExceeded") {
            // After an answer of ten mebibytes a shard rests for five seconds.
            world.run_until(world.now() + 6_000_000);
            response = call(world, "GetRecords", &get);
        }
        let page: Value = serde_json::from_str(&response.body).unwrap_or_default();
        // While it is read, a closed shard may expire; a key that is disabled opens to nobody.
        let type_ = page["__type"].as_str().unwrap_or_default();
        if type_ == "ResourceNotFoundException" || type_.starts_with("KMS") {
            return None;
        }
        assert_eq!(response.status, 200, "{stream} {shard}: {}", response.body);
        for record in page["Records"].as_array().into_iter().flatten() {
            let text = |name: &str| record[name].as_str().expect("a record has it").to_owned();
            all.push((text("SequenceNumber"), text("Data")));
        }
        iterator = page["NextShardIterator"].clone();
        if iterator.is_null() || page["MillisBehindLatest"] == 0 {
            return Some(all);
        }
    }
    panic!("{stream} {shard} can't be read to its end");
}
