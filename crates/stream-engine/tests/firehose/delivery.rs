//! When objects land and what is in them.

use crate::common::{done, pass_ms, prices, producer, profile, put, quiet, quotas, simulation, split};
use serde_json::json;
use std::rc::Rc;
use stream_engine::bill::{Dimension, Statement};
use stream_engine::consumers::firehose::{DeliveryStream, DeliveryStreamSetup, FirehoseChange};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::rng::Generator;
use stream_engine::s3::Object;
use stream_engine::scenario::{KeyStrategy, ProducerSetup};
use stream_engine::{Command, Scenario, Simulation, Time, api};

/// A delivery stream that reads the first stream with the service's defaults.
fn delivery() -> DeliveryStreamSetup {
    DeliveryStreamSetup {
        name: "to-lake".to_owned(),
        stream: Some(StreamId(0)),
        bucket: "lake".to_owned(),
        ..DeliveryStreamSetup::default()
    }
}

/// A producer of so many megabytes a minute, in records of 10 kB.
fn flow(mb_per_minute: u32) -> ProducerSetup {
    ProducerSetup { rate_per_second: mb_per_minute * 100 / 60, record_bytes: 10_007, ..producer("fleet") }
}

fn scene(fleet: ProducerSetup, delivery: DeliveryStreamSetup) -> Scenario {
    Scenario { producers: vec![fleet], delivery_streams: vec![delivery], ..quiet(1) }
}

fn objects(run: &Simulation) -> Vec<Object> {
    run.s3().buckets["lake"].objects.iter().map(|object| (**object).clone()).collect()
}

fn stream(run: &Simulation) -> &DeliveryStream {
    run.firehose().named("to-lake").expect("the scene has it")
}

#[test]
fn at_one_megabyte_a_minute_the_interval_comes_first() {
    let fleet = ProducerSetup { rate_per_second: 2, record_bytes: 8_333, ..producer("fleet") };
    let mut run = simulation(&scene(fleet, delivery()));
    run.run_until(Time::from_s(300));
    assert!(objects(&run).is_empty());
    run.run_until(Time::from_s(302));
    let first = objects(&run);
    assert_eq!(first.len(), 1);
    let landed = first[0].last_modified.0;
    assert!((300_000_000..=302_000_000).contains(&landed), "{landed}");
    assert!((4_900_000..=5_100_000).contains(&first[0].size), "{}", first[0].size);
    assert!((299_000..=302_000).contains(&stream(&run).latency_ms_max), "{}", stream(&run).latency_ms_max);
}

#[test]
fn at_three_megabytes_a_minute_five_mebibytes_are_full_after_105_seconds() {
    // 50 kB a second.
    let fleet = || ProducerSetup { rate_per_second: 5, record_bytes: 10_007, ..producer("fleet") };
    for (seconds, small, late) in [(110, false, false), (120, false, false), (300, false, false), (60, true, false)] {
        let setup = DeliveryStreamSetup { interval_in_seconds: Some(seconds), ..delivery() };
        let mut run = simulation(&scene(fleet(), setup));
        run.run_until(Time::from_s(900));
        let objects = objects(&run);
        assert!(objects.len() >= 7, "{}", objects.len());
        assert_eq!(objects.iter().any(|object| object.size < 5 << 20), small, "interval {seconds} s");
        assert_eq!(stream(&run).latency_ms_max > 120_000, late, "interval {seconds} s");
        if !small {
            let first = objects[0].last_modified.second();
            assert!((104..=107).contains(&first), "{first}");
        }
    }
    let setup = DeliveryStreamSetup { size_in_mbs: Some(8), ..delivery() };
    let mut run = simulation(&scene(fleet(), setup));
    run.run_until(Time::from_s(900));
    assert!(stream(&run).latency_ms_max > 120_000, "a larger buffer is too late");
}

#[test]
fn objects_are_named_by_hour_stream_version_and_second_of_their_oldest_record() {
    let mut run = simulation(&scene(flow(6), DeliveryStreamSetup { prefix: "raw/".to_owned(), ..delivery() }));
    run.run_until(Time::from_s(200));
    let hints = FirehoseChange::BufferingHints { size_in_mbs: 1, interval_in_seconds: 60 };
    done(&mut run, Command::Firehose { delivery_stream: "to-lake".to_owned(), change: hints });
    run.run_until(Time::from_s(400));
    let keys: Vec<String> = objects(&run).into_iter().map(|object| object.key).collect();
    assert!(keys[0].starts_with("raw/2026/01/01/00/to-lake-1-2026-01-01-00-00-00-"), "{}", keys[0]);
    assert!(keys.last().is_some_and(|key| key.starts_with("raw/2026/01/01/00/to-lake-2-2026-01-01-00-")), "{keys:?}");
    let distinct: std::collections::BTreeSet<&String> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len());
}

#[test]
fn the_shortest_interval_depends_on_the_profile() {
    for (id, seconds, taken) in [
        ("exam-2022", 59, false),
        ("exam-2022", 60, true),
        ("aws-2025", 0, true),
        ("aws-2026", 0, true),
        ("aws-2026", 901, false),
    ] {
        let mut run = Simulation::new(&scene(flow(1), delivery()), Rc::new(profile(id)));
        let hints = FirehoseChange::BufferingHints { size_in_mbs: 5, interval_in_seconds: seconds };
        let command = Command::Firehose { delivery_stream: "to-lake".to_owned(), change: hints };
        assert_eq!(run.apply(&command).is_ok(), taken, "{id} {seconds}");
    }
    let setup = DeliveryStreamSetup { interval_in_seconds: Some(0), ..delivery() };
    let mut run = simulation(&scene(flow(6), setup));
    run.run_until(Time::from_s(60));
    assert!(objects(&run).len() > 50);
    assert!(stream(&run).latency_ms_max <= 1_100, "{}", stream(&run).latency_ms_max);
}

#[test]
fn what_a_bucket_refuses_is_offered_for_a_day_and_then_lost() {
    let refuses =
        |on| Command::Firehose { delivery_stream: "to-lake".to_owned(), change: FirehoseChange::BucketRefuses(on) };
    let fleet = ProducerSetup { rate_per_second: 1, record_bytes: 1_007, readings: Some(7_200), ..producer("fleet") };
    let mut run = simulation(&scene(fleet, delivery()));
    run.run_until(Time::from_s(3_000));
    let before = stream(&run).delivered_records;
    assert!(before > 2_500);
    done(&mut run, refuses(true));
    run.run_until(Time::from_s(20_000));
    assert_eq!((stream(&run).delivered_records, stream(&run).lost_records), (before, 0));
    let mut healed = run.clone();
    done(&mut healed, refuses(false));
    pass_ms(&mut healed, 31_000);
    assert_eq!(stream(&healed).delivered_records, 7_200);
    assert!(stream(&healed).latency_ms_max > 16_000_000);
    run.run_until(Time::from_s(3_000 + 25 * 3_600 + 7_200));
    assert_eq!(stream(&run).lost_records + before, 7_200);
    assert_eq!(stream(&run).held(), (0, 0));
}

#[test]
fn an_object_holds_the_data_of_its_records_one_to_a_line() {
    let setup = DeliveryStreamSetup { newline: true, interval_in_seconds: Some(60), ..delivery() };
    let mut run = simulation(&Scenario { delivery_streams: vec![setup], ..quiet(1) });
    done(&mut run, put("a", b"one"));
    done(&mut run, put("b", b"two"));
    pass_ms(&mut run, 70_000);
    let object = objects(&run).remove(0);
    assert_eq!(object.size, 8);
    let body = json!({ "Bucket": "lake", "Key": object.key }).to_string();
    let answer = api::call(&mut run, "AmazonS3.GetObject", &body);
    assert!(answer.body.contains("b25lCnR3bwo="), "{}", answer.body);
    let list = api::call(&mut run, "AmazonS3.ListObjectsV2", "{\"Bucket\":\"lake\",\"Prefix\":\"2026/01/\"}").body;
    assert!(list.contains(&object.key) && list.contains("\"KeyCount\":1"), "{list}");
    let none = api::call(&mut run, "AmazonS3.ListObjectsV2", "{\"Bucket\":\"other\"}");
    assert_eq!((none.status, none.body.contains("NoSuchBucket")), (404, true));
}

#[test]
fn bytes_and_records_are_conserved_over_many_seeds() {
    for seed in 0..60 {
        let mut chance = Generator::named(seed, "plan");
        let fleet = ProducerSetup {
            rate_per_second: chance.between(5, 200) as u32,
            record_bytes: chance.between(20, 9_000) as u32,
            readings: Some(chance.between(500, 4_000) as u32),
            keys: KeyStrategy::Numbered("truck-".to_owned()),
            ..producer("fleet")
        };
        let setup = DeliveryStreamSetup {
            size_in_mbs: Some(chance.between(1, 3)),
            interval_in_seconds: Some(chance.below(100)),
            newline: chance.below(2) == 1,
            ..delivery()
        };
        let newline = u64::from(setup.newline);
        let mut scenario = scene(fleet, setup);
        scenario.seed = seed;
        scenario.streams[0].shards = chance.between(1, 3) as u32;
        let mut run = Simulation::new(&scenario, quotas().into());
        run.run_until(Time::from_s(5));
        let end = run.streams()[0].shards[0].range.end.0;
        done(&mut run, split(0, end / 2 + 1));
        let refuse =
            |on| Command::Firehose { delivery_stream: "to-lake".to_owned(), change: FirehoseChange::BucketRefuses(on) };
        run.run_until(Time::from_s(chance.between(20, 200)));
        done(&mut run, refuse(true));
        run.run_until(Time::from_s(250));
        let mut again = Simulation::from_bytes(&run.to_bytes()).expect("it was just written");
        for run in [&mut run, &mut again] {
            done(run, refuse(false));
            run.run_until(Time::from_s(700));
        }
        assert_eq!(run.to_bytes(), again.to_bytes(), "seed {seed}");

        let all = || run.streams()[0].shards.iter().flat_map(|shard| shard.records.iter());
        let data: u64 =
            all().map(|record| u64::from(record.bytes) - u64::from(run.keys().bytes(record.key)) + newline).sum();
        let delivery = stream(&run);
        let (held_records, held_bytes) = delivery.held();
        assert_eq!((held_records, held_bytes, delivery.expired), (0, 0, 0), "seed {seed}");
        assert_eq!((delivery.records, delivery.bytes), (all().count() as u64, data), "seed {seed}");
        assert_eq!((delivery.delivered_records, delivery.delivered_bytes), (delivery.records, data), "seed {seed}");
        assert_eq!(objects(&run).iter().map(|object| object.size).sum::<u64>(), data, "seed {seed}");
        assert_eq!(delivery.latency_ms.total(), delivery.records, "seed {seed}");
    }
}

#[test]
fn a_stream_that_goes_leaves_what_was_read() {
    let mut run = simulation(&scene(flow(6), delivery()));
    run.run_until(Time::from_s(30));
    api::call(&mut run, "Kinesis_20131202.DeleteStream", "{\"StreamName\":\"telemetry\"}");
    run.run_until(Time::from_s(100));
    api::call(&mut run, "Kinesis_20131202.CreateStream", "{\"StreamName\":\"telemetry\",\"ShardCount\":1}");
    run.run_until(Time::from_s(400));
    let delivery = stream(&run).clone();
    assert!(delivery.records > 250 && delivery.records < 500, "{}", delivery.records);
    assert_eq!(delivery.delivered_records, delivery.records);
    assert!(run.streams()[0].shards[0].records.end() > 1_000, "another stream has come in its place");
    let key = objects(&run).remove(0).key;
    let answer = api::call(&mut run, "AmazonS3.GetObject", &json!({ "Bucket": "lake", "Key": key }).to_string());
    assert_eq!(answer.status, 403, "its records are gone: {}", answer.body);
    let statement = Statement::of_run(&run, &prices());
    let billed = statement.lines.iter().find(|line| line.dimension == Dimension::FirehoseData);
    assert_eq!(
        billed.map(|line| line.quantity),
        Some(u128::from(delivery.records) * 10_240),
        "each record rounded up to 5 KiB"
    );
}
