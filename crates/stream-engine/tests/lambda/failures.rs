//! What failures cost: the blocked shard, retries, halving, partial answers, age, destinations.

use crate::common::{done, pass_ms, profile, put, put_at};
use crate::scenes::{function, handler, mapped, mapping, poison, put_many, run, scene};
use std::rc::Rc;
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::destination::{Condition, invocation_record};
use stream_engine::consumers::lambda::function::{FunctionSetup, Poison, Report};
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::{Command, Simulation, Time};

const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:failed.fifo";
const HIGH: u128 = 1 << 127;

/// Two shards; record 30 of 100 in the first is poison, the second has 100 good ones.
fn two_shards(setup: MappingSetup, function: FunctionSetup) -> Simulation {
    let mut run = run(2, FunctionSetup { poison: poison(0, 30), ..function }, setup);
    put_many(&mut run, 100);
    (0..100).for_each(|_| _ = done(&mut run, put_at(HIGH, b"x")));
    run
}

#[test]
fn by_default_a_poison_record_blocks_its_shard_and_no_other() {
    let mut run = two_shards(mapping(), function());
    run.run_until(Time::from_s(3_600));
    assert_eq!(mapped(&run).records, 100, "those of the other shard");
    assert_eq!(mapped(&run).discarded, 0);
    assert!(handler(&run).errors > 50, "{}", handler(&run).errors);
    assert!(mapped(&run).iterator_age_ms > 3_500_000, "{}", mapped(&run).iterator_age_ms);
    (0..10).for_each(|_| _ = done(&mut run, put_at(HIGH, b"x")));
    pass_ms(&mut run, 2_000);
    assert_eq!(mapped(&run).records, 110);
}

#[test]
fn the_age_climbs_to_retention_and_then_data_is_lost() {
    let mut run = two_shards(mapping(), function());
    run.run_until(Time::from_s(24 * 3_600 - 60));
    // Twenty more an hour before the end: read only when the block is gone.
    put_many(&mut run, 20);
    assert!(mapped(&run).iterator_age_ms > 86_000_000);
    assert_eq!(mapped(&run).expired, 0);
    run.run_until(Time::from_s(24 * 3_600 + 120));
    assert_eq!(mapped(&run).expired, 100, "the whole batch expired with the bad record");
    assert_eq!(mapped(&run).records, 120, "those behind it go on");
    assert_eq!(mapped(&run).discarded, 0);
}

#[test]
fn retries_are_counted_and_a_discarded_batch_takes_good_records_with_it() {
    for retries in [0, 1, 3] {
        let setup =
            MappingSetup { maximum_retry_attempts: Some(retries), on_failure: Some(QUEUE.to_owned()), ..mapping() };
        let mut run = two_shards(setup, function());
        run.run_until(Time::from_s(120));
        let mapped = mapped(&run);
        assert_eq!(handler(&run).errors, u64::from(retries) + 1);
        assert_eq!((mapped.records, mapped.discarded, mapped.discarded_good), (100, 100, 99));
        let told = mapped.discards.last().expect("one batch was given up");
        assert_eq!((told.indices, told.records, told.invocations), ((0, 99), 100, retries + 1));
        assert_eq!(told.condition, Condition::RetryAttemptsExhausted);
    }
}

#[test]
fn halving_isolates_the_bad_record_and_the_destination_tells_which_it_was() {
    let setup = MappingSetup {
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: Some(2),
        on_failure: Some(QUEUE.to_owned()),
        ..mapping()
    };
    let mut run = two_shards(setup, function());
    run.run_until(Time::from_s(120));
    let mapped = mapped(&run);
    assert_eq!((mapped.records, mapped.discarded, mapped.discarded_good), (199, 1, 0));
    let told = mapped.discards.last().expect("the bad record was given up");
    let record = invocation_record(run.account(), "telemetry", mapped, told);
    let number = run.streams()[0].shards[0].sequence_number(30).expect("it is still stored").to_string();
    let batch = &record["KinesisBatchInfo"];
    assert_eq!(batch["startSequenceNumber"], number);
    assert_eq!(batch["endSequenceNumber"], number);
    assert_eq!(batch["batchSize"], 1);
    assert_eq!(batch["shardId"], "shardId-000000000000");
    assert_eq!(batch["streamArn"], "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry");
    assert_eq!(batch["approximateArrivalOfFirstRecord"], "2026-01-01T00:00:00.000Z");
    assert_eq!(record["requestContext"]["condition"], "RetryAttemptsExhausted");
    assert_eq!(record["requestContext"]["functionArn"], "arn:aws:lambda:us-east-1:123456789012:function:handler");
    assert!(!record.to_string().contains("payload"), "queues get metadata only");
}

#[test]
fn a_reported_failure_moves_the_checkpoint_and_an_unknown_one_fails_the_batch() {
    // Report → records, attempts of records in all, after the bad one was given up with the rest.
    for (report, records, discarded) in [
        (Report::FirstFailed, 130, 70),
        (Report::EveryFailed, 130, 70),
        (Report::Nothing, 200, 0),
        (Report::WrongId, 100, 100),
    ] {
        let setup = MappingSetup { report_batch_item_failures: true, maximum_retry_attempts: Some(1), ..mapping() };
        let mut run = two_shards(setup, FunctionSetup { report, ..function() });
        run.run_until(Time::from_s(120));
        assert_eq!((mapped(&run).records, mapped(&run).discarded), (records, discarded), "{report:?}");
    }
    // Without the setting the function's report means nothing.
    let setup = MappingSetup { maximum_retry_attempts: Some(1), ..mapping() };
    let mut run = two_shards(setup, function());
    run.run_until(Time::from_s(120));
    assert_eq!((mapped(&run).records, mapped(&run).discarded), (100, 100));
}

#[test]
fn report_and_bisect_together_lose_the_bad_record_only() {
    let setup = MappingSetup {
        report_batch_item_failures: true,
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: Some(0),
        ..mapping()
    };
    let mut run = two_shards(setup, function());
    run.run_until(Time::from_s(60));
    assert_eq!((mapped(&run).records, mapped(&run).discarded, mapped(&run).discarded_good), (199, 1, 0));
}

#[test]
fn records_beyond_the_maximum_age_are_skipped() {
    let setup = MappingSetup { maximum_record_age_in_seconds: Some(60), ..mapping() };
    let mut run = two_shards(setup, function());
    pass_ms(&mut run, 50_000);
    put_many(&mut run, 10);
    run.run_until(Time::from_s(240));
    let mapped = mapped(&run);
    assert_eq!((mapped.records, mapped.discarded, mapped.discarded_good), (110, 100, 99));
    let told = mapped.discards.last().expect("they were given up");
    assert_eq!((told.condition, told.records), (Condition::RecordAgeExceeded, 100));
}

#[test]
fn poison_by_key_and_by_marker() {
    for poison in [Poison::Key("bad".to_owned()), Poison::Marker("BOOM".to_owned())] {
        let setup = MappingSetup { bisect_batch_on_function_error: true, maximum_retry_attempts: Some(0), ..mapping() };
        let mut run = run(1, FunctionSetup { poison: Some(poison), ..function() }, setup);
        for (key, data) in [("good", "fine"), ("bad", "a BOOM b"), ("good", "boom"), ("bad", "BOOM")] {
            done(&mut run, put(key, data.as_bytes()));
        }
        pass_ms(&mut run, 5_000);
        assert_eq!((mapped(&run).records, mapped(&run).discarded, mapped(&run).discarded_good), (2, 2, 0));
    }
}

#[test]
fn a_cured_function_drains_the_backlog() {
    let mut run = two_shards(mapping(), function());
    run.run_until(Time::from_s(600));
    put_many(&mut run, 500);
    let cure = Command::Lambda { function: "handler".to_owned(), change: LambdaChange::Poison(None) };
    done(&mut run, cure);
    pass_ms(&mut run, 120_000);
    assert_eq!((mapped(&run).records, mapped(&run).discarded, mapped(&run).expired), (700, 0, 0));
    put_many(&mut run, 1);
    pass_ms(&mut run, 2_000);
    assert!(mapped(&run).iterator_age_ms < 2_000);
}

#[test]
fn a_bucket_gets_the_records_too_where_the_profile_knows_it() {
    let setup = MappingSetup {
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: Some(0),
        on_failure: Some("arn:aws:s3:::failed".to_owned()),
        ..mapping()
    };
    let function = FunctionSetup { poison: Some(Poison::Marker("BOOM".to_owned())), ..function() };
    let mut run = Simulation::new(&scene(1, function, setup), Rc::new(profile("aws-2026")));
    done(&mut run, put("k", b"BOOM"));
    pass_ms(&mut run, 3_000);
    let bucket = &run.s3().buckets["failed"];
    let (key, object) = bucket.list("aws/lambda/").into_iter().next().expect("one object");
    assert!(key.contains("/shardId-000000000000/2026/01/01/2026-01-01T00.00."), "{key}");
    assert!(object.size > 500);
    let body = serde_json::json!({ "Bucket": "failed", "Key": key }).to_string();
    let found = stream_engine::api::call(&mut run.clone(), "AmazonS3.GetObject", &body).body;
    assert!(found.len() > 500, "{found}");
}

#[test]
fn chance_failures_are_retried_until_all_is_handled() {
    let flaky = FunctionSetup { failures_per_million: 400_000, ..function() };
    let mut run = run(1, flaky, mapping());
    put_many(&mut run, 950);
    pass_ms(&mut run, 600_000);
    assert_eq!(mapped(&run).records, 950);
    assert!(handler(&run).errors > 1);
    assert!(mapped(&run).attempts > 950);
}
