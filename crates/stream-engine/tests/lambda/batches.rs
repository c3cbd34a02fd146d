//! When a batch goes to the function, how large it is, and which records share a lane.

use crate::common::{done, iterator, pass_ms, producer, profile, put, put_at, quiet, simulation, split, stream};
use crate::scenes::{function, handler, mapped, mapping, put_many, run, scene};
use serde_json::json;
use std::rc::Rc;
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::function::FunctionSetup;
use stream_engine::consumers::lambda::mapping::MappingState;
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::kinesis::shard_iterator::ShardIteratorType;
use stream_engine::scenario::{KeyStrategy, ProducerSetup};
use stream_engine::{Command, Scenario, Simulation, Time};

#[test]
fn a_full_batch_the_window_or_the_payload_comes_first() {
    // Batch size, window, records put at 0.1 s, bytes each → invocations after 3 s, 6 s and 20 s.
    // Shard 0 is polled at whole seconds.
    let cases: [(u32, u32, usize, usize, [u64; 3]); 6] = [
        (100, 0, 250, 1, [3, 3, 3]),
        (100, 0, 99, 1, [1, 1, 1]),
        (100, 4, 99, 1, [0, 1, 1]),
        (100, 4, 100, 1, [1, 1, 1]),
        (100, 10, 150, 1, [1, 1, 2]),
        // 1 MB as Base64 takes 1.33 MB of the 6 MB: four to an invocation; the fifth waits.
        (100, 10, 5, 1_000_000, [1, 1, 2]),
    ];
    for (batch_size, window, records, bytes, expected) in cases {
        let setup = MappingSetup {
            batch_size: Some(batch_size),
            maximum_batching_window_in_seconds: Some(window),
            ..mapping()
        };
        let mut limits = crate::common::quotas();
        // The write limits are not what this is about.
        limits.shard_write_bytes_per_second *= 100;
        let mut run = Simulation::new(&scene(1, function(), setup), limits.into());
        pass_ms(&mut run, 100);
        (0..records).for_each(|_| _ = done(&mut run, put_at(0, &vec![b'x'; bytes])));
        let found = [3, 6, 20].map(|second| {
            run.run_until(Time::from_s(second));
            handler(&run).invocations
        });
        assert_eq!(found, expected, "batch size {batch_size}, window {window} s, {records} records of {bytes} B");
        assert_eq!(mapped(&run).records, records as u64);
    }
}

#[test]
fn defaults_are_those_of_the_profile() {
    for id in ["exam-2022", "aws-2025", "aws-2026"] {
        let run = Simulation::new(&scene(1, function(), mapping()), Rc::new(profile(id)));
        let setup = &mapped(&run).setup;
        assert_eq!((setup.batch_size(), setup.batch_window_seconds(), setup.factor()), (100, 0, 1), "{id}");
        assert_eq!(setup.maximum_retry_attempts, None);
    }
}

#[test]
fn a_caught_up_shard_is_read_once_a_second_and_one_behind_faster() {
    let mut run = run(1, function(), mapping());
    run.run_until(Time::from_s(10));
    // At 0 s and at each of ten seconds: ten reads more would have taken the shared limit.
    let calls = |run: &Simulation| stream(run).shards[0].seconds.window(run.now(), 10).count();
    assert_eq!(calls(&run), 10);
    assert_eq!(mapped(&run).read_throttles, 0);
    put_many(&mut run, 900);
    pass_ms(&mut run, 1_000);
    put_many(&mut run, 900);
    pass_ms(&mut run, 2_500);
    assert_eq!(mapped(&run).records, 1_800);
}

#[test]
fn a_mapping_shares_the_reads_of_a_shard_with_other_consumers() {
    let mut run = run(1, function(), mapping());
    run.run_until(Time::from_ms(500));
    put_many(&mut run, 10);
    // Somebody who takes all five reads shortly before the mapping asks.
    for second in 1..30 {
        run.run_until(Time::from_ms(second * 1_000 - 10));
        let start = iterator(&mut run, 0, ShardIteratorType::TrimHorizon);
        while run.apply(&Command::GetRecords { iterator: start, limit: None }).is_ok() {}
    }
    assert_eq!(mapped(&run).records, 0);
    assert!(mapped(&run).read_throttles >= 25, "{}", mapped(&run).read_throttles);
    pass_ms(&mut run, 3_000);
    assert_eq!(mapped(&run).records, 10);
}

#[test]
fn starting_positions_decide_what_is_seen() {
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";
    // Ten records, one a second; the mapping comes at 10 s and works from 15 s on; three more.
    for (position, timestamp, expected) in [
        ("TRIM_HORIZON", None, 13),
        ("LATEST", None, 3),
        ("AT_TIMESTAMP", Some(1_767_225_605), 8),
        // A position in the future is one of now.
        ("AT_TIMESTAMP", Some(1_867_225_600), 3),
    ] {
        let mut run = simulation(&quiet(1));
        for second in 0..10 {
            run.run_until(Time::from_ms(second * 1_000 + 500));
            done(&mut run, put("a", b"x"));
        }
        run.run_until(Time::from_s(10));
        let body = json!({
            "EventSourceArn": arn,
            "FunctionName": "handler",
            "StartingPosition": position,
            "StartingPositionTimestamp": timestamp,
        });
        let answer = stream_engine::api::call(&mut run, "AWSLambda.CreateEventSourceMapping", &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        run.run_until(Time::from_s(16));
        (0..3).for_each(|_| _ = done(&mut run, put("a", b"x")));
        pass_ms(&mut run, 5_000);
        assert_eq!(mapped(&run).records, expected, "{position} {timestamp:?}");
    }
}

fn many_keys(factor: u32, sources: u16, keys: KeyStrategy) -> Simulation {
    let fleet = ProducerSetup { rate_per_second: 400, sources, keys, readings: Some(12_000), ..producer("fleet") };
    let setup = MappingSetup { parallelization_factor: Some(factor), batch_size: Some(50), ..mapping() };
    let slow = FunctionSetup { invocation_us: 200_000, record_us: 1_000, ..function() };
    let scenario = Scenario { producers: vec![fleet], ..scene(1, slow, setup) };
    let mut run = simulation(&scenario);
    run.run_until(Time::from_s(200));
    run
}

#[test]
fn lanes_keep_the_order_of_a_key_and_no_other() {
    let by_source = many_keys(10, 40, KeyStrategy::Numbered("truck-".to_owned()));
    assert_eq!((mapped(&by_source).records, mapped(&by_source).order_broken_by_source), (12_000, 0));
    assert!(handler(&by_source).running_max > 5, "{}", handler(&by_source).running_max);
    assert!(handler(&by_source).running_max <= 10);
    // One source that spreads its readings over keys: its order holds only in a single lane.
    let keys = || KeyStrategy::Random;
    assert_eq!(mapped(&many_keys(1, 1, keys())).order_broken_by_source, 0);
    let across = many_keys(10, 1, keys());
    assert!(mapped(&across).order_broken_by_source > 100, "{}", mapped(&across).order_broken_by_source);
    assert_eq!(mapped(&across).records, 12_000);
}

#[test]
fn more_lanes_catch_up_where_one_falls_behind() {
    let behind = |factor| {
        let mut run = many_keys(factor, 40, KeyStrategy::Numbered("truck-".to_owned()));
        run.run_until(Time::from_s(30));
        let done = mapped(&run).seconds.window(Time::from_s(30), 30).map(|second| second.records).sum::<u32>();
        assert!(done > 0);
        done
    };
    let (one, ten) = (behind(1), behind(10));
    assert!(ten > one * 2, "{one} {ten}");
}

#[test]
fn the_concurrency_limit_throttles_and_loses_nothing() {
    let slow = FunctionSetup { invocation_us: 800_000, reserved_concurrency: Some(1), ..function() };
    let mut run = run(4, slow, mapping());
    for nth in 0..400_u128 {
        done(&mut run, put_at(nth << 120 << 1, b"x"));
    }
    pass_ms(&mut run, 60_000);
    assert_eq!(mapped(&run).records, 400);
    assert_eq!(handler(&run).running_max, 1);
    assert!(handler(&run).throttles > 3);
    assert_eq!(mapped(&run).discarded, 0);
}

#[test]
fn children_wait_until_their_parent_has_been_handled() {
    let fleet = ProducerSetup { rate_per_second: 300, sources: 50, readings: Some(15_000), ..producer("fleet") };
    let slow = FunctionSetup { record_us: 4_000, ..function() };
    let mut run = simulation(&Scenario { producers: vec![fleet], ..scene(1, slow, mapping()) });
    run.run_until(Time::from_s(10));
    done(&mut run, split(0, 1 << 127));
    run.run_until(Time::from_s(300));
    assert_eq!(mapped(&run).records, 15_000);
    assert_eq!(mapped(&run).order_broken_by_source, 0);
    assert_eq!(mapped(&run).source.cursors.len(), 3);
}

#[test]
fn the_filter_drops_records_and_the_iterator_still_moves() {
    let setup = MappingSetup {
        filters: vec![
            r#"{"data":{"kind":["alarm"],"level":[3,4]}}"#.to_owned(),
            r#"{"partitionKey":["always"]}"#.to_owned(),
        ],
        ..mapping()
    };
    let mut run = run(1, function(), setup);
    for (key, data, _) in [
        ("a", r#"{"kind":"alarm","level":3,"more":[1]}"#, true),
        ("a", r#"{"kind":"alarm","level":5}"#, false),
        ("a", r#"{"kind":"note","level":3}"#, false),
        ("a", r#"{"level":3}"#, false),
        ("a", "no JSON", false),
        ("always", "no JSON", true),
    ] {
        done(&mut run, put(key, data.as_bytes()));
    }
    pass_ms(&mut run, 3_000);
    assert_eq!((mapped(&run).records, mapped(&run).filtered), (2, 4));
    assert_eq!(mapped(&run).source.cursors[0].position, 6);
}

#[test]
fn a_disabled_mapping_does_nothing_and_goes_on_where_it_was() {
    let mut run = run(1, function(), mapping());
    put_many(&mut run, 10);
    pass_ms(&mut run, 2_000);
    let enabled = |on| Command::Lambda { function: "handler".to_owned(), change: LambdaChange::Enabled(on) };
    done(&mut run, enabled(false));
    put_many(&mut run, 10);
    pass_ms(&mut run, 60_000);
    assert_eq!((mapped(&run).records, mapped(&run).state), (10, MappingState::Disabled));
    done(&mut run, enabled(true));
    pass_ms(&mut run, 2_000);
    assert_eq!(mapped(&run).records, 20);
    let missing = Command::Lambda { function: "other".to_owned(), change: LambdaChange::Enabled(true) };
    assert_eq!(run.apply(&missing).expect_err("no such function").code(), "ResourceNotFoundException");
}

#[test]
fn a_changed_factor_waits_for_batches_in_work_and_keeps_the_order() {
    let fleet = ProducerSetup { rate_per_second: 500, sources: 40, readings: Some(15_000), ..producer("fleet") };
    let slow = FunctionSetup { invocation_us: 300_000, ..function() };
    let mut run = simulation(&Scenario { producers: vec![fleet], ..scene(1, slow, mapping()) });
    for (second, factor) in [(3, 7), (9, 2), (14, 10), (20, 1)] {
        run.run_until(Time::from_s(second));
        let setup = MappingSetup { parallelization_factor: Some(factor), ..mapping() };
        done(&mut run, Command::Lambda { function: "handler".to_owned(), change: LambdaChange::Mapping(setup) });
    }
    run.run_until(Time::from_s(300));
    assert_eq!((mapped(&run).records, mapped(&run).order_broken_by_source), (15_000, 0));
    assert_eq!(mapped(&run).shards[0].lanes.len(), 1);
}
