//! Puts that succeed, in whole or in part, and what is told about those that don't.

mod common;

use common::{STREAM, consumer, done, pass_ms, put, put_at, quiet, record, shard, simulation};
use stream_engine::error::Limit;
use stream_engine::event::EventKind;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::{Answer, Command, NewRecord};

fn batch(records: Vec<NewRecord>) -> Command {
    Command::PutRecords { stream: STREAM, records }
}

#[test]
fn the_longest_key_and_the_largest_record_are_accepted() {
    let mut run = simulation(&quiet(3));
    done(&mut run, put(&"k".repeat(256), b""));
    done(&mut run, put(&"ж".repeat(256), b""));
    pass_ms(&mut run, 2_000);
    let key = "ж".repeat(4);
    done(&mut run, put(&key, &vec![0; (1 << 20) - 8]));
    pass_ms(&mut run, 2_000);
    done(&mut run, batch((0..500).map(|nth| record(&format!("key-{nth}"), b"")).collect()));
}

#[test]
fn a_batch_fails_in_part_and_names_the_limit_of_the_shard() {
    let mut run = simulation(&quiet(2));
    let to = |hash: u128, bytes: usize| NewRecord {
        explicit_hash_key: Some(HashKey(hash)),
        ..record("key", &vec![0; bytes - 3])
    };
    let half = 1 << 19;
    let Answer::Batch(results) =
        done(&mut run, batch(vec![to(0, half), to(0, half), to(0, 100), to(u128::MAX, half), to(0, 100)]))
    else {
        panic!("a batch is answered with one result for each record");
    };
    let stored: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(stored, [true, true, false, true, false]);
    let throttle = results[2].expect_err("the third is refused");
    assert_eq!((throttle.shard, throttle.limit), (ShardId(0), Limit::WriteBytes));
    assert_eq!(shard(&run, 0).records.end() + shard(&run, 1).records.end(), 3);
}

#[test]
fn the_thousand_and_first_record_of_a_second_is_refused_with_its_shard() {
    let mut run = simulation(&quiet(1));
    for _ in 0..1_000 {
        done(&mut run, put("key", b""));
    }
    let refusal = run.apply(&put("key", b"")).expect_err("over the limit");
    assert_eq!(refusal.code(), "ProvisionedThroughputExceededException");
    let text = refusal.message(run.place(STREAM));
    assert_eq!(text, "Rate exceeded for shard shardId-000000000000 in stream telemetry under account 123456789012.");
    pass_ms(&mut run, 999);
    run.apply(&put("key", b"")).expect_err("still the same second");
    pass_ms(&mut run, 1);
    done(&mut run, put("key", b""));
}

#[test]
fn each_stream_has_its_own_mark_when_throttling_begins() {
    let mut run = simulation(&quiet(1));
    done(&mut run, Command::CreateStream { stream_name: "second".to_owned(), shard_count: 1 });
    pass_ms(&mut run, 15_000);
    for stream in [StreamId(0), StreamId(1)] {
        for _ in 0..1_003 {
            let record = record("key", b"");
            let _answer = run.apply(&Command::PutRecord { stream, record, sequence_number_for_ordering: None });
        }
    }
    let began = |stream| EventKind::ThrottlingBegan { stream, shard: ShardId(0) };
    let marked: Vec<EventKind> = run.events().iter().map(|event| event.kind).collect();
    assert_eq!(marked, [began(StreamId(0)), began(StreamId(1))]);
}

#[test]
fn what_a_learner_puts_under_different_keys_is_not_one_source() {
    let mut scenario = quiet(4);
    scenario.consumers = vec![consumer("dashboard")];
    let mut run = simulation(&scenario);
    for nth in 0..40_u128 {
        done(&mut run, put(&format!("key-{}", nth % 8), b"x"));
        pass_ms(&mut run, 170);
    }
    pass_ms(&mut run, 5_000);
    assert_eq!(run.consumers()[0].records, 40);
    assert_eq!(run.consumers()[0].order_broken_by_source, 0);
}

#[test]
fn a_key_of_its_own_hash_lands_where_that_lies_on_a_lopsided_stream() {
    let mut run = simulation(&quiet(1));
    for (shard, at) in [(0, 1_000), (1, 500), (3, 250)] {
        done(&mut run, common::split(shard, at));
        pass_ms(&mut run, 30_000);
    }
    for (hash, owner) in [(0, 5), (249, 5), (250, 6), (499, 6), (500, 4), (999, 4), (1_000, 2), (u128::MAX, 2)] {
        assert!(matches!(done(&mut run, put_at(hash, b"x")), Answer::Stored(stored) if stored.shard == ShardId(owner)));
    }
}
