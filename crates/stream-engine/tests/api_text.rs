//! The text side of the log of calls: wire JSON, CLI commands and lines, for every kind of call.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::api::summary::{Summary, summary};
use stream_engine::api::{cli, data, wire};
use stream_engine::event::{Actor, Call, Outcome};
use stream_engine::kinesis::hash_key::{HashKey, hash_key};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::{Change, Command, History, NewRecord, Quotas, Scenario, Time};

const STREAM: StreamId = StreamId(0);
const SHARDS: [&str; 4] =
    ["shardId-000000000000", "shardId-000000000001", "shardId-000000000002", "shardId-000000000003"];

/// Limits of these tests only, small so that a handful of records reaches them.
fn small_quotas() -> Quotas {
    Quotas {
        record_default_max_bytes_key_plus_data: 300_000,
        put_records_max_bytes_per_call: 400_000,
        shard_write_bytes_per_second: 300_000,
        shard_write_records_per_second: 10,
        shard_shared_read_bytes_per_second: 1_000_000,
        get_records_max_bytes_per_call: 1_000_000,
        update_shard_count_max_shards: 100,
        model_reshard_ms: 1_000,
        model_update_shard_count_ms: 1_000,
        ..common::quotas()
    }
}

fn run_of(scenario: Value) -> History {
    let scenario: Scenario = serde_json::from_value(scenario).expect("a valid scenario");
    History::new(Rc::new(scenario), Rc::new(small_quotas()))
}

/// A stream of two shards, nobody but the learner.
fn quiet_run() -> History {
    run_of(json!({ "seed": 1, "streams": [{ "name": "trucks", "shards": 2 }] }))
}

/// One producer with two sources, one consumer.
fn busy_run(record_bytes: u32, readings_per_record: u8) -> History {
    run_of(json!({
        "seed": 1,
        "streams": [{ "name": "trucks", "shards": 1 }],
        "producers": [{
            "name": "fleet \"A\"", "rate_per_second": 8, "record_bytes": record_bytes, "sources": 2,
            "readings_per_record": readings_per_record, "keys": { "Numbered": "truck-" }, "retry": "Drop"
        }],
        "consumers": [{ "name": "app", "poll_interval_ms": 1_000, "max_records_per_call": 100 }]
    }))
}

fn record(key: &str, data: &str) -> NewRecord {
    NewRecord { partition_key: key.to_owned(), explicit_hash_key: None, data: data.as_bytes().to_vec() }
}

/// A record that goes to the given hash key.
fn record_at(hash_key: u128, key: &str, data: &str) -> NewRecord {
    NewRecord { explicit_hash_key: Some(HashKey(hash_key)), ..record(key, data) }
}

fn put(key: &str, data: &str) -> Command {
    put_record(record(key, data), None)
}

fn put_record(record: NewRecord, sequence_number_for_ordering: Option<String>) -> Command {
    Command::PutRecord { stream: STREAM, record, sequence_number_for_ordering }
}

/// A call as all its texts.
struct Texts {
    request: String,
    response: String,
    cli: Option<String>,
    line: Summary,
}

fn texts(run: &History, call: &Call) -> Texts {
    let run = run.present();
    let (request, response) = (wire::request(run, call), wire::response(run, call));
    Texts { request, response, cli: cli::cli(run, call), line: summary(run, call) }
}

/// Makes a call and gives its texts.
fn act(run: &mut History, command: Command) -> Texts {
    let _answer_or_refusal = run.act(command);
    texts(run, run.present().calls().last().expect("the call has just been made"))
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|why| panic!("{why}: {text}"))
}

fn line(operation: &'static str, subject: &str, result: &str, failed: bool) -> Summary {
    Summary { operation: operation.into(), subject: subject.to_owned(), result: result.to_owned(), failed }
}

fn decode(base64: &Value) -> String {
    let bytes = STANDARD.decode(base64.as_str().expect("text")).expect("Base64");
    String::from_utf8(bytes).expect("the tests put text only")
}

/// The words a POSIX shell would make of a command; anything it would act on is a failure.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    let mut chars = command.chars();
    while let Some(char) = chars.next() {
        match char {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            _ if quoted => word.get_or_insert_default().push(char),
            ' ' => words.extend(word.take()),
            '\\' => word.get_or_insert_default().extend(chars.next()),
            plain => {
                assert!(plain.is_ascii_alphanumeric() || "-_.=".contains(plain), "{plain:?} unquoted in {command}");
                word.get_or_insert_default().push(plain);
            }
        }
    }
    assert!(!quoted, "open quote in {command}");
    words.extend(word);
    words
}

fn command_words(texts: &Texts) -> Vec<String> {
    words(texts.cli.as_deref().expect("the call has a command"))
}

#[test]
fn each_control_call_has_its_request_its_command_and_its_line() {
    let (zero, half) = (ShardId(0), HashKey(1 << 126));
    let cases = [
        (
            Command::CreateStream { stream_name: "cars".to_owned(), shard_count: 1 },
            json!({ "StreamName": "cars", "ShardCount": 1 }),
            "aws kinesis create-stream --stream-name cars --shard-count 1",
            line("CreateStream", "cars · 1 shard", "CREATING", false),
        ),
        (
            Command::IncreaseStreamRetentionPeriod { stream: STREAM, hours: 48 },
            json!({ "StreamName": "trucks", "RetentionPeriodHours": 48 }),
            "aws kinesis increase-stream-retention-period --stream-name trucks --retention-period-hours 48",
            line("IncreaseStreamRetentionPeriod", "trucks · 48 h", "ACTIVE", false),
        ),
        (
            Command::DecreaseStreamRetentionPeriod { stream: STREAM, hours: 24 },
            json!({ "StreamName": "trucks", "RetentionPeriodHours": 24 }),
            "aws kinesis decrease-stream-retention-period --stream-name trucks --retention-period-hours 24",
            line("DecreaseStreamRetentionPeriod", "trucks · 24 h", "ACTIVE", false),
        ),
        (
            Command::MergeShards { stream: STREAM, shard: zero, adjacent: ShardId(1) },
            json!({ "StreamName": "trucks", "ShardToMerge": SHARDS[0], "AdjacentShardToMerge": SHARDS[1] }),
            "aws kinesis merge-shards --stream-name trucks --shard-to-merge shardId-000000000000 \
             --adjacent-shard-to-merge shardId-000000000001",
            line("MergeShards", "shardId-…0000 + shardId-…0001", "UPDATING", false),
        ),
        (
            Command::SplitShard { stream: STREAM, shard: ShardId(2), new_starting_hash_key: half },
            json!({ "StreamName": "trucks", "ShardToSplit": SHARDS[2], "NewStartingHashKey": half.to_string() }),
            "aws kinesis split-shard --stream-name trucks --shard-to-split shardId-000000000002 \
             --new-starting-hash-key 85070591730234615865843651857942052864",
            line("SplitShard", "shardId-…0002", "UPDATING", false),
        ),
        (
            Command::UpdateShardCount { stream: STREAM, target_shard_count: 4 },
            json!({ "StreamName": "trucks", "TargetShardCount": 4, "ScalingType": "UNIFORM_SCALING" }),
            "aws kinesis update-shard-count --stream-name trucks --target-shard-count 4 \
             --scaling-type UNIFORM_SCALING",
            line("UpdateShardCount", "trucks · 2 → 4 shards", "UPDATING", false),
        ),
    ];
    let mut run = quiet_run();
    for (command, request, cli, line) in cases {
        let made = act(&mut run, command.clone());
        assert_eq!(parse(&made.request), request);
        assert_eq!(made.cli.as_deref(), Some(cli));
        assert_eq!(made.line, line);
        let call = run.present().calls().last().cloned().expect("the call has just been made");
        // Later on, too, the answer tells how many shards there were at the time.
        run.seek(Time(call.at.0 + 2_000_000));
        let response = match command {
            Command::UpdateShardCount { .. } => {
                "{\n  \"StreamName\": \"trucks\",\n  \"CurrentShardCount\": 2,\n  \"TargetShardCount\": 4\n}"
            }
            _ => "",
        };
        assert_eq!(texts(&run, &call).response, response);
    }
}

#[test]
fn put_record_goes_with_its_data_in_base64_and_returns_its_place() {
    let mut run = quiet_run();
    let made = act(&mut run, put_record(record_at(u128::MAX, "truck-7", "{\"speed\":80}"), None));
    assert_eq!(
        made.request,
        "{\n  \"StreamName\": \"trucks\",\n  \"PartitionKey\": \"truck-7\",\n  \"ExplicitHashKey\": \
         \"340282366920938463463374607431768211455\",\n  \"Data\": \"eyJzcGVlZCI6ODB9\"\n}"
    );
    let number = run.present().streams()[0].shards[1].sequence_number(0).expect("held").to_string();
    assert_eq!(parse(&made.response), json!({ "SequenceNumber": number, "ShardId": SHARDS[1] }));
    assert_eq!(made.line, line("PutRecord", "truck-7 → shardId-…0001", "stored", false));
    let cli = "aws kinesis put-record --stream-name trucks --partition-key 'truck-7' --explicit-hash-key \
               340282366920938463463374607431768211455 --data 'eyJzcGVlZCI6ODB9'";
    assert_eq!(made.cli.as_deref(), Some(cli));

    let ordered = act(&mut run, put_record(record("truck-7", ""), Some(number.clone())));
    assert_eq!(parse(&ordered.request)["SequenceNumberForOrdering"], number);
    assert_eq!(command_words(&ordered)[7..], ["--data", "", "--sequence-number-for-ordering", &number]);
}

#[test]
fn keys_of_any_kind_survive_json_and_shell() {
    let plain =
        ["truck-7", "<script>alert(1)</script>", "it's", "'", "\"quoted\"", "back\\slash", "$(rm) `x` $HOME !!"];
    let others = ["Lkw-Ünal 🚚", "-x", "--data", "a;b&c|d>e<f*?~#", "https://example.com", "=ls", " "];
    for key in plain.into_iter().chain(others) {
        let made = act(&mut quiet_run(), put(key, "x"));
        assert_eq!(parse(&made.request)["PartitionKey"], key);
        let option = match key.starts_with('-') {
            true => vec![format!("--partition-key={key}")],
            false => vec!["--partition-key".to_owned(), key.to_owned()],
        };
        let all: Vec<String> = ["aws", "kinesis", "put-record", "--stream-name", "trucks"].map(str::to_owned).into();
        let data = ["--data".to_owned(), "eA==".to_owned()];
        assert_eq!(command_words(&made), [&all[..], &option, &data].concat());
    }
    // A paste must not be ended, nor a file be read, by what a key holds: these go as JSON.
    for key in ["two\nlines", "tab\tand\0nul", "\u{1b}[201~reboot", "file:///etc/passwd", "fileb://x", "\u{202e}drac"] {
        let made = act(&mut quiet_run(), put(key, "it's"));
        let words = command_words(&made);
        assert_eq!(words[..4], ["aws", "kinesis", "put-record", "--cli-input-json"]);
        assert_eq!(parse(&words[4]), parse(&made.request));
        assert_eq!(parse(&words[4])["PartitionKey"], key);
        let cli = made.cli.expect("the call has a command");
        assert!(!cli.contains(|char: char| char.is_control() || char == '\u{202e}'), "{cli:?}");
        assert!(!made.line.subject.contains(char::is_control), "{:?}", made.line);
    }
    let long = act(&mut quiet_run(), put(&"ä".repeat(256), "x")).line.subject;
    assert!(long.starts_with(&format!("{}… → shardId-…000", "ä".repeat(40))), "{long}");
}

#[test]
fn a_refused_call_answers_with_the_exception() {
    let mut run = quiet_run();
    let empty = act(&mut run, put("", "x"));
    let answer = parse(&empty.response);
    assert_eq!(answer["__type"], "ValidationException");
    assert!(answer["message"].as_str().is_some_and(|text| text.contains("'partitionKey'")), "{answer}");
    assert_eq!(empty.line, line("PutRecord", "", "ValidationException", true));

    let nowhere = StreamId(7);
    let missing = act(&mut run, Command::UpdateShardCount { stream: nowhere, target_shard_count: 2 });
    assert_eq!(parse(&missing.request)["StreamName"], "number 7");
    assert_eq!(parse(&missing.response)["__type"], "ResourceNotFoundException");
    assert!(missing.line.failed);

    let (shard, kind) = (ShardId(9), ShardIteratorType::Latest);
    let shard = act(&mut run, Command::GetShardIterator { stream: STREAM, shard, kind });
    assert_eq!(shard.line, line("GetShardIterator", "shardId-…0009 · LATEST", "ResourceNotFoundException", true));
}

#[test]
fn a_partly_failed_put_records_names_each_record_that_failed() {
    let mut run = quiet_run();
    let mut records: Vec<_> = (0..12).map(|_| record("it's", "x")).collect();
    records.extend([record_at(u128::MAX, "other", "y"), record_at(0, "other", "y")]);
    let made = act(&mut run, Command::PutRecords { stream: STREAM, records });
    let request = parse(&made.request);
    assert_eq!(request["Records"][0], json!({ "PartitionKey": "it's", "Data": "eA==" }));
    assert_eq!(request["Records"][13]["ExplicitHashKey"], "0");

    let answer = parse(&made.response);
    let entries = answer["Records"].as_array().expect("a list");
    let failed: Vec<&Value> = entries.iter().filter(|entry| entry.get("ErrorCode").is_some()).collect();
    assert_eq!((answer["FailedRecordCount"].as_u64(), entries.len()), (Some(failed.len() as u64), 14));
    assert!(failed.len() >= 2, "{answer}");
    for entry in entries {
        let names: Vec<&str> = entry.as_object().expect("an object").keys().map(String::as_str).collect();
        let stored = entry.get("ErrorCode").is_none();
        assert_eq!(names, if stored { ["SequenceNumber", "ShardId"] } else { ["ErrorCode", "ErrorMessage"] });
        assert!(stored || entry["ErrorCode"] == "ProvisionedThroughputExceededException");
    }
    let result = format!("{} failed", failed.len());
    assert_eq!(made.line, line("PutRecords", "14 records · 2 shards", &result, true));

    let words = command_words(&made);
    assert_eq!(words[..6], ["aws", "kinesis", "put-records", "--stream-name", "trucks", "--records"]);
    assert_eq!(parse(&words[6]), request["Records"]);
}

#[test]
fn an_iterator_is_asked_for_used_and_followed() {
    let mut run = quiet_run();
    (0..5).for_each(|nth| _ = act(&mut run, put("truck-7", &format!("reading {nth}"))));
    let shard = run.present().streams()[0].route(hash_key("truck-7"));
    let number = run.present().streams()[0].shards[shard].sequence_number(4).expect("held").to_string();
    let shard = ShardId(shard as u32);
    run.seek(Time(1_234_567));

    let (start, start_option) = (("StartingSequenceNumber", json!(number)), ["--starting-sequence-number", &number]);
    let (at, at_option) = (("Timestamp", json!(1_767_225_601.5)), ["--timestamp", "1767225601.500"]);
    let (from, after) = (number.clone(), number.clone());
    let kinds = [
        (ShardIteratorType::TrimHorizon, "TRIM_HORIZON", None),
        (ShardIteratorType::Latest, "LATEST", None),
        (ShardIteratorType::AtSequenceNumber(from), "AT_SEQUENCE_NUMBER", Some((start.clone(), start_option))),
        (ShardIteratorType::AfterSequenceNumber(after), "AFTER_SEQUENCE_NUMBER", Some((start, start_option))),
        (ShardIteratorType::AtTimestamp(Time(1_500_999)), "AT_TIMESTAMP", Some((at, at_option))),
    ];
    for (kind, name, start) in kinds {
        let made = act(&mut run, Command::GetShardIterator { stream: STREAM, shard, kind });
        let mut request = json!({ "StreamName": "trucks", "ShardId": shard.to_string(), "ShardIteratorType": name });
        let mut options = Vec::new();
        if let Some(((name, value), option)) = start {
            request[name] = value;
            options.extend(option);
        }
        assert_eq!(parse(&made.request), request);
        assert_eq!(command_words(&made)[9..], options);
    }

    let kind = ShardIteratorType::TrimHorizon;
    let issued = act(&mut run, Command::GetShardIterator { stream: STREAM, shard, kind });
    assert_eq!(issued.line.result, "issued");
    let text = parse(&issued.response)["ShardIterator"].clone();
    // Opaque: what it holds, only the service can tell.
    assert_eq!(text.as_str().map(|text| (text.len(), &text[..10])), Some((204, "AAAAAAAAAA")));

    let iterator = ShardIterator { stream: STREAM, shard, position: 0, issued: run.present().now() };
    let some = act(&mut run, Command::GetRecords { iterator, limit: Some(4) });
    assert_eq!(parse(&some.request), json!({ "ShardIterator": text, "Limit": 4 }));
    assert_eq!(
        command_words(&some),
        ["aws", "kinesis", "get-records", "--shard-iterator", text.as_str().expect("text"), "--limit", "4"]
    );
    let answer = parse(&some.response);
    let records = answer["Records"].as_array().expect("a list");
    assert_eq!((records.len(), &answer["..."]), (3, &json!("and 1 more record")));
    assert_eq!(decode(&records[2]["Data"]), "reading 2");
    assert_eq!(records[0]["PartitionKey"], "truck-7");
    assert_eq!(records[0]["ApproximateArrivalTimestamp"], 1_767_225_600.0);
    assert_eq!(answer["MillisBehindLatest"], 1_234);
    let order = ["\"Records\"", "\"...\"", "\"NextShardIterator\"", "\"MillisBehindLatest\""];
    let places: Vec<_> = order.iter().map(|name| some.response.find(name).expect("it is there")).collect();
    assert!(places.is_sorted(), "{places:?}");
    let subject = format!("shardId-…{:04} · 4 records", shard.0);
    assert_eq!(some.line, line("GetRecords", &subject, "1.2 s behind", false));
    assert_eq!(act(&mut run, Command::GetRecords { iterator, limit: None }).line.result, "caught up");
}

#[test]
fn a_drained_closed_shard_names_its_children() {
    let mut run = quiet_run();
    let at = HashKey(1 << 126);
    act(&mut run, put_record(record_at(0, "low", "x"), None));
    act(&mut run, Command::SplitShard { stream: STREAM, shard: ShardId(0), new_starting_hash_key: at });
    run.seek(Time::from_s(3));
    let iterator = ShardIterator { stream: STREAM, shard: ShardId(0), position: 0, issued: run.present().now() };
    let made = act(&mut run, Command::GetRecords { iterator, limit: None });
    let answer = parse(&made.response);
    assert_eq!(answer["Records"].as_array().map(Vec::len), Some(1));
    assert_eq!((&answer["NextShardIterator"], &answer["MillisBehindLatest"]), (&Value::Null, &json!(0)));
    let low = ["0", "85070591730234615865843651857942052863"];
    let high = ["85070591730234615865843651857942052864", "170141183460469231731687303715884105727"];
    let children = [(SHARDS[2], low), (SHARDS[3], high)].map(|(id, [start, end])| {
        let range = json!({ "StartingHashKey": start, "EndingHashKey": end });
        json!({ "ShardId": id, "ParentShards": [SHARDS[0]], "HashKeyRange": range })
    });
    assert_eq!(answer["ChildShards"], json!(children));
    assert_eq!(made.line, line("GetRecords", "shardId-…0000 · 1 record", "end of shard", false));
}

#[test]
fn calls_of_producers_and_consumers_are_made_whole_again() {
    let mut run = busy_run(100, 1);
    run.seek(Time::from_s(4));
    let calls: Vec<&Call> = run.present().calls().iter().collect();
    let puts: Vec<Texts> =
        calls.iter().filter(|call| matches!(call.outcome, Outcome::Put { .. })).map(|call| texts(&run, call)).collect();
    let second = parse(&puts[1].request);
    assert_eq!(second["PartitionKey"], "truck-2");
    let data = decode(&second["Data"]);
    assert_eq!(data.len(), 100 - "truck-2".len());
    assert_eq!(parse(&data), json!({ "fleet \"A\"": "source 2", "reading": 1 }));
    assert_eq!(puts[1].line, line("PutRecord", "truck-2 → shardId-…0000", "stored", false));
    assert!(command_words(&puts[1]).contains(&"truck-2".to_owned()));

    // A consumer's call hands back the iterator that its call before has given it, and what it
    // reads is what was put.
    let gets: Vec<&Call> = calls.iter().filter(|call| call.actor == Actor::Consumer(0)).copied().collect();
    assert!(gets.len() >= 3);
    let mut stored = puts.iter().map(|put| (parse(&put.request), parse(&put.response)));
    let mut given = None;
    for get in gets {
        let made = texts(&run, get);
        let (request, answer) = (parse(&made.request), parse(&made.response));
        assert_eq!(request["Limit"], 100);
        assert!(given.is_none_or(|given| given == request["ShardIterator"]));
        given = Some(answer["NextShardIterator"].clone());
        let records = answer["Records"].as_array().expect("a list");
        for record in records {
            let (put, place) = stored.next().expect("nothing is read that wasn't put");
            assert_eq!((&record["Data"], &record["PartitionKey"]), (&put["Data"], &put["PartitionKey"]));
            assert_eq!(record["SequenceNumber"], place["SequenceNumber"]);
        }
        let more = answer["..."].as_str().map_or(0, |text| {
            let digits = text.trim_start_matches("and ").split(' ').next();
            digits.and_then(|digits| digits.parse().ok()).expect("how many more")
        });
        (0..more).for_each(|_| _ = stored.next());
        assert_eq!(made.line.subject, format!("shardId-…0000 · {}", count(records.len() + more)));
    }
}

fn count(records: usize) -> String {
    if records == 1 { "1 record".to_owned() } else { format!("{records} records") }
}

#[test]
fn made_up_data_has_exactly_the_counted_size() {
    let key = "truck-1".len();
    let cases = [
        (100, 1, r#"{"fleet \"A\"":"source 1","reading":0}"#),
        (50, 2, r#"{"fleet \"A\"":"source 1","reading":0,"readings":2}"#),
        (20 + key as u32, 1, r#"{"reading":0}"#),
        (5 + key as u32, 1, "0"),
        (3, 1, ""),
    ];
    for (record_bytes, readings, text) in cases {
        let mut run = busy_run(record_bytes, readings);
        run.seek(Time::from_s(2));
        let state = run.present();
        let record = state.streams()[0].shards[0].records.get(0).expect("it was put");
        let made = data::record_data(state, record, None);
        assert_eq!(made.len(), (record.bytes as usize).saturating_sub(key));
        assert_eq!(String::from_utf8_lossy(&made).trim_end(), text);
    }
}

#[test]
fn a_throttled_producer_and_a_throttled_learner_read_alike() {
    let mut run = busy_run(100_000, 1);
    // Late in a second, when its room is used up.
    run.seek(Time::from_ms(1_900));
    let is_refused = |call: &&Call| matches!(call.outcome, Outcome::Put { result: Err(_), .. });
    let refused = run.present().calls().iter().find(is_refused).expect("800 KB/s are too many").clone();
    let made = texts(&run, &refused);
    assert_eq!(parse(&made.response)["__type"], "ProvisionedThroughputExceededException");
    assert!(made.line.failed);
    assert_eq!(made.line.result, "ProvisionedThroughputExceededException");
    assert_eq!(made.cli, None, "no shell takes an argument of 133 KB");

    let learner = act(&mut run, put("truck-1", &"x".repeat(290_000)));
    assert_eq!(learner.line, line("PutRecord", "truck-1 → shardId-…0000", &made.line.result, true));
    assert_eq!(parse(&learner.response), parse(&made.response));
}

#[test]
fn records_that_are_gone_are_not_made_up() {
    let mut run = busy_run(100, 1);
    run.seek(Time::from_s(2));
    let is_read = |call: &&Call| matches!(call.outcome, Outcome::Get { result: Ok(answer), .. } if answer.to > 3);
    let get = run.present().calls().iter().find(is_read).expect("the consumer has read").clone();
    let is_put = |call: &&Call| matches!(call.outcome, Outcome::Put { .. });
    let put = run.present().calls().iter().find(is_put).expect("the first put").clone();
    let (read_then, put_then) = (parse(&texts(&run, &get).response), parse(&texts(&run, &put).response));
    assert!(read_then.get("note").is_none() && put_then.get("note").is_none());

    // A day later whole pieces of the log have been dropped.
    run.seek(Time::from_s(25 * 3_600));
    assert!(run.present().streams()[0].shards[0].records.first() > 0);
    let read = parse(&texts(&run, &get).response);
    assert_eq!(read["Records"], json!([]));
    assert!(read["note"].as_str().is_some_and(|note| note.contains("no longer holds")));
    assert_eq!(read["NextShardIterator"], read_then["NextShardIterator"]);
    let put = parse(&texts(&run, &put).response);
    assert!(put.get("SequenceNumber").is_none() && put["note"].is_string());
    assert_eq!(put["ShardId"], put_then["ShardId"]);
}

#[test]
fn a_change_is_no_call() {
    let mut run = busy_run(100, 1);
    let change = |actor: &str, change| Command::Change { actor: actor.to_owned(), change };
    let made = act(&mut run, change("fleet \"A\"", Change::RatePerSecond(3)));
    assert_eq!((made.request.as_str(), made.response.as_str(), made.cli), ("", "", None));
    assert_eq!(made.line, line("Change", "fleet \"A\" · 3 readings/s", "changed", false));

    let refused = act(&mut run, change("nobody", Change::PollIntervalMs(200)));
    assert_eq!(refused.line, line("Change", "nobody · polls every 200 ms", "ResourceNotFoundException", true));
    assert_eq!(parse(&refused.response)["__type"], "ResourceNotFoundException");
}
