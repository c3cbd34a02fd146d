//! What the KPL packs is taken apart by whoever reads it, also when a reshard has put it into the
//! wrong shard.

use crate::common::{STREAM, done, pass_ms, quiet, simulation, split};
use crate::{change, fleet};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use stream_engine::api;
use stream_engine::consumers::firehose::DeliveryStreamSetup;
use stream_engine::consumers::flink::FlinkSetup;
use stream_engine::consumers::flink::window::WindowKind;
use stream_engine::consumers::kcl::KclSetup;
use stream_engine::consumers::kcl::setup::{InitialPosition, WorkerSetup};
use stream_engine::consumers::lambda::function::FunctionSetup;
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::producers::client::Client;
use stream_engine::producers::control::ProducerChange;
use stream_engine::producers::kpl::KplSetup;
use stream_engine::producers::kpl::frame::{UserRecord, encode};
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Change, Command, Scenario, Simulation};

/// A KPL's fleet, and three kinds of consumers, each of which polls once a second.
fn scene() -> Scenario {
    let mut scenario = fleet(2, Client::Kpl(KplSetup::default()));
    let producer = &mut scenario.producers[0];
    *producer = ProducerSetup { rate_per_second: 400, record_bytes: 100, sources: 40, ..producer.clone() };
    scenario.kcl = vec![KclSetup {
        name: "telemetry-app".to_owned(),
        stream: STREAM,
        version: Some(3),
        initial_position: InitialPosition::TrimHorizon,
        workers: vec![WorkerSetup { name: "worker-1".to_owned(), starts_ms: 0 }],
        knobs: Vec::new(),
    }];
    scenario.functions = vec![FunctionSetup { name: "handler".to_owned(), ..FunctionSetup::default() }];
    scenario.mappings =
        vec![MappingSetup { function: "handler".to_owned(), stream: STREAM, ..MappingSetup::default() }];
    scenario.delivery_streams = vec![DeliveryStreamSetup {
        name: "to-lake".to_owned(),
        stream: Some(STREAM),
        bucket: "lake".to_owned(),
        size_in_mbs: Some(1),
        newline: true,
        ..DeliveryStreamSetup::default()
    }];
    scenario
}

fn call(run: &mut Simulation, target: &str, body: &Value) -> Value {
    let response = api::call(run, target, &body.to_string());
    assert_eq!(response.status, 200, "{target}: {}", response.body);
    serde_json::from_str(&response.body).unwrap_or(Value::Null)
}

/// A second mapping, which is pushed to.
fn map_fan_out(run: &mut Simulation) {
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";
    let asked = json!({ "StreamARN": stream, "ConsumerName": "pushed" });
    let consumer = call(run, "Kinesis_20131202.RegisterStreamConsumer", &asked)["Consumer"]["ConsumerARN"].clone();
    pass_ms(run, 60_000);
    let body = json!({ "EventSourceArn": consumer, "FunctionName": "handler", "StartingPosition": "TRIM_HORIZON" });
    call(run, "AWSLambda.CreateEventSourceMapping", &body);
}

/// The fleet falls silent, and all of it arrives.
fn silence(run: &mut Simulation) {
    let still = Change::RatePerSecond(0);
    done(run, Command::Change { actor: "fleet".to_owned(), change: still });
    pass_ms(run, 700_000);
}

#[test]
fn every_consumer_takes_aggregated_records_apart() {
    let mut run = simulation(&scene());
    map_fan_out(&mut run);
    done(&mut run, split(0, 1 << 125));
    pass_ms(&mut run, 120_000);
    silence(&mut run);
    let counts = &run.producers()[0].counts;
    let readings = counts.stored + counts.duplicates + counts.misplaced;
    assert!(counts.misplaced > 0 && counts.records_stored * 3 < counts.stored, "{counts:?}");

    let kcl = &run.kcl()[0].totals;
    assert_eq!(kcl.user_records + kcl.strays, readings);
    assert_eq!(kcl.strays, counts.misplaced + elsewhere(&run));

    let mappings: Vec<_> = run.lambda().mappings.values().collect();
    let [polled, pushed] = mappings.as_slice() else { panic!("{} mappings", mappings.len()) };
    assert_eq!((polled.user_records, polled.strays), (readings, 0));
    assert_eq!((pushed.user_records, pushed.strays), (kcl.user_records, kcl.strays));
    // Only what the KPL sent once more came behind later readings of its truck.
    assert!(kcl.out_of_order <= counts.duplicates + counts.misplaced, "{}", kcl.out_of_order);

    let firehose = run.firehose().named("to-lake").expect("the scene has it");
    assert_eq!((firehose.records, firehose.delivered_records), (readings, readings));
}

#[test]
fn a_flink_job_counts_readings_by_their_own_key() {
    let window = WindowKind::Tumbling { size_ms: 10_000 };
    let setup = json!({ "name": "job", "window": serde_json::to_value(window).unwrap_or_default() });
    let applications = vec![serde_json::from_value::<FlinkSetup>(setup).expect("a setup")];
    let fleet = scene().producers;
    let mut run = simulation(&Scenario { producers: fleet, applications, ..quiet(2) });
    pass_ms(&mut run, 60_000);
    silence(&mut run);
    let job = &run.flink().applications[0].job;
    assert_eq!((job.readings, job.order_broken_by_source), (run.producers()[0].counts.stored, 0));
    assert_eq!(job.records, job.readings);
}

/// Copies of readings that were stored before and now lie where they don't belong.
fn elsewhere(run: &Simulation) -> u64 {
    let keys = run.keys();
    let strays = run.streams()[0].shards.iter().map(|shard| {
        let readings = shard.records.iter().flat_map(|record| {
            run.readings(record).map(|reading| keys.hash(reading.key, (record.producer, reading.number)))
        });
        readings.filter(|hash| !(shard.range.start..=shard.range.end).contains(hash)).count() as u64
    });
    strays.sum::<u64>() - run.producers()[0].counts.misplaced
}

#[test]
fn an_object_holds_one_line_for_each_user_record() {
    let mut run = simulation(&scene());
    pass_ms(&mut run, 30_000);
    silence(&mut run);
    let object = run.s3().buckets["lake"].objects.iter().next().expect("one was delivered").key.clone();
    let body = call(&mut run, "AmazonS3.GetObject", &json!({ "Bucket": "lake", "Key": object }));
    let content = STANDARD.decode(body["Body"].as_str().unwrap_or_default()).expect("Base64");
    let lines: Vec<&[u8]> = content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    assert!(lines.len() > 1_000, "{}", lines.len());
    for line in lines {
        let reading: Value = serde_json::from_slice(line).expect("a reading");
        assert!(reading["reading"].is_u64());
    }
}

#[test]
fn a_frame_that_a_client_made_is_taken_apart_too() {
    let mut run = simulation(&scene());
    done(&mut run, change(ProducerChange::Client(Client::Sdk(Default::default()))));
    done(&mut run, Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(0) });
    pass_ms(&mut run, 60_000);
    let before = run.kcl()[0].totals.user_records;
    let user = |key: &str| UserRecord { partition_key: key.to_owned(), data: b"{}".to_vec(), ..UserRecord::default() };
    // MD5 puts "a" and "c" into the lower half, "b" into the upper one.
    let frame = STANDARD.encode(encode(&[user("a"), user("b"), user("c")]));
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "a", "Data": frame });
    call(&mut run, "Kinesis_20131202.PutRecord", &body);
    pass_ms(&mut run, 10_000);
    let kcl = &run.kcl()[0].totals;
    assert_eq!((kcl.user_records - before) + kcl.strays, 3);
    assert_eq!(kcl.strays, 1);
}
