//! Bad calls and the refusals that the service answers them with. A refused call changes no stream.

mod common;

use common::{STREAM, done, iterator, merge, pass_ms, put, quiet, record, resize, shard, simulation, split, stream};
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::time::HOUR_US;
use stream_engine::{Answer, Command, NewRecord, Simulation, Time};

const VALIDATION: &str = "ValidationException";
const INVALID: &str = "InvalidArgumentException";
const NOT_FOUND: &str = "ResourceNotFoundException";
const IN_USE: &str = "ResourceInUseException";
const LIMIT: &str = "LimitExceededException";

/// The whole of the streams, to see that nothing of them changed.
fn streams(run: &Simulation) -> String {
    format!("{:?}", run.streams())
}

fn refused(run: &mut Simulation, command: Command) -> &'static str {
    let before = streams(run);
    let refusal = run.apply(&command).expect_err("the call is refused");
    assert_eq!(streams(run), before, "{command:?} changed a stream");
    assert!(!refusal.message(run.place(STREAM)).is_empty());
    refusal.code()
}

/// Each call on a fresh stream of three shards, with the refusal it must get.
fn check(cases: Vec<(Command, &str)>) {
    for (command, code) in cases {
        let mut run = simulation(&quiet(3));
        let shown = format!("{command:?}").chars().take(200).collect::<String>();
        assert_eq!(refused(&mut run, command), code, "{shown}");
    }
}

fn batch(records: Vec<NewRecord>) -> Command {
    Command::PutRecords { stream: STREAM, records }
}

fn create(name: &str, shard_count: u32) -> Command {
    Command::CreateStream { stream_name: name.to_owned(), shard_count }
}

fn raise(hours: u64) -> Command {
    Command::IncreaseStreamRetentionPeriod { stream: STREAM, hours }
}

fn lower(hours: u64) -> Command {
    Command::DecreaseStreamRetentionPeriod { stream: STREAM, hours }
}

fn ask(shard: u32, kind: ShardIteratorType) -> Command {
    Command::GetShardIterator { stream: STREAM, shard: ShardId(shard), kind }
}

fn get(iterator: ShardIterator, limit: Option<u64>) -> Command {
    Command::GetRecords { iterator, limit }
}

#[test]
fn puts_that_break_the_api_s_bounds_are_refused() {
    let ordered = |number: &str| Command::PutRecord {
        stream: STREAM,
        record: record("key", b"data"),
        sequence_number_for_ordering: Some(number.to_owned()),
    };
    let elsewhere =
        Command::PutRecord { stream: StreamId(1), record: record("key", b""), sequence_number_for_ordering: None };
    let large = |bytes: usize| record("key", &vec![0; bytes - 3]);
    check(vec![
        (put("", b"data"), VALIDATION),
        (put(&"k".repeat(257), b"data"), VALIDATION),
        (put(&"ж".repeat(257), b"data"), VALIDATION),
        (batch(vec![large((1 << 20) + 1)]), VALIDATION),
        (batch(Vec::new()), VALIDATION),
        (batch(vec![record("key", b""); 501]), VALIDATION),
        (batch(vec![record("key", b""), record("", b"")]), VALIDATION),
        (batch(vec![large(1 << 20); 11]), INVALID),
        (elsewhere, NOT_FOUND),
        (ordered("not a number"), INVALID),
        (ordered("1"), INVALID),
    ]);
}

#[test]
fn a_number_for_ordering_must_not_lie_in_the_future() {
    let mut run = simulation(&quiet(1));
    done(&mut run, put("key", b"1"));
    let number = shard(&run, 0).sequence_number(0).expect("stored");
    let mut ordered = |put_s| {
        let number = stream_engine::kinesis::sequence_number::SequenceNumber { put_s, ..number };
        let command = Command::PutRecord {
            stream: STREAM,
            record: record("key", b"2"),
            sequence_number_for_ordering: Some(number.to_string()),
        };
        run.apply(&command).map_err(|refusal| refusal.code())
    };
    assert!(ordered(number.put_s).is_ok());
    assert_eq!(ordered(number.put_s + 5), Err(INVALID));
}

#[test]
fn a_split_needs_room_for_both_children() {
    let width = u128::MAX / 3;
    check(vec![
        (split(0, 0), INVALID),
        (split(0, 1), INVALID),
        (split(0, width), INVALID),
        (split(0, width + 1), INVALID),
        (split(1, 5), INVALID),
        (split(1, width + 1), INVALID),
        (split(2, u128::MAX), INVALID),
        (split(3, 5), NOT_FOUND),
        (Command::SplitShard { stream: StreamId(7), shard: ShardId(0), new_starting_hash_key: HashKey(5) }, NOT_FOUND),
    ]);
    let mut run = simulation(&quiet(3));
    done(&mut run, split(0, 2));
    pass_ms(&mut run, 30_000);
    assert_eq!(shard(&run, 3).range.end, HashKey(1));
    assert_eq!(shard(&run, 4).range.start, HashKey(2));
}

#[test]
fn a_merge_needs_two_open_neighbours_with_the_lower_one_first() {
    check(vec![
        (merge(1, 0), INVALID),
        (merge(0, 2), INVALID),
        (merge(1, 1), INVALID),
        (merge(2, 0), INVALID),
        (merge(2, 3), NOT_FOUND),
    ]);
}

#[test]
fn a_closed_shard_is_neither_split_nor_merged() {
    let mut run = simulation(&quiet(3));
    done(&mut run, split(0, 1_000));
    pass_ms(&mut run, 30_000);
    assert_eq!(refused(&mut run, split(0, 500)), INVALID);
    assert_eq!(refused(&mut run, merge(0, 1)), INVALID);
    done(&mut run, merge(4, 1));
}

#[test]
fn while_the_stream_is_updating_it_takes_data_but_no_other_change() {
    let first = [split(0, 1_000), merge(0, 1), resize(4)];
    for change in first {
        let mut run = simulation(&quiet(3));
        done(&mut run, change);
        for call in [split(1, u128::MAX / 2), merge(1, 2), resize(2), raise(48), lower(24)] {
            assert_eq!(refused(&mut run, call), IN_USE);
        }
        done(&mut run, put("key", b"data"));
        pass_ms(&mut run, 29_999);
        assert_eq!(refused(&mut run, raise(48)), IN_USE);
        pass_ms(&mut run, 1);
        done(&mut run, raise(48));
    }
}

#[test]
fn the_shard_count_moves_between_half_and_double() {
    let of = |shards: u32, target: u32| {
        let mut run = simulation(&quiet(shards));
        run.apply(&resize(target)).map_err(|refusal| refusal.code()).map(|answer| assert_eq!(answer, Answer::Done))
    };
    assert_eq!(of(4, 8), Ok(()));
    assert_eq!(of(4, 9), Err(INVALID));
    assert_eq!(of(4, 2), Ok(()));
    assert_eq!(of(4, 1), Err(INVALID));
    assert_eq!(of(5, 2), Err(INVALID));
    assert_eq!(of(5, 3), Ok(()));
    assert_eq!(of(1, 0), Err(VALIDATION));
    assert_eq!(of(6_000, 10_000), Ok(()));
    assert_eq!(of(6_000, 10_001), Err(LIMIT));
    check(vec![(resize(7), INVALID), (resize(1), INVALID), (resize(0), VALIDATION)]);
}

#[test]
fn the_eleventh_change_of_the_count_in_a_day_is_refused() {
    let mut run = simulation(&quiet(2));
    for turn in 0..10 {
        done(&mut run, resize(if turn % 2 == 0 { 3 } else { 2 }));
        pass_ms(&mut run, 60_000);
    }
    assert_eq!(refused(&mut run, resize(3)), LIMIT);
    run.run_until(Time(24 * HOUR_US - 1));
    assert_eq!(refused(&mut run, resize(3)), LIMIT);
    run.run_until(Time(24 * HOUR_US));
    done(&mut run, resize(3));
}

#[test]
fn streams_have_a_name_of_their_own_and_shards_within_the_account_s_quota() {
    check(vec![(create("new", 0), VALIDATION), (create("new", 20_000), LIMIT), (create("telemetry", 1), IN_USE)]);
    let mut run = simulation(&quiet(1));
    assert_eq!(done(&mut run, create("new", 10_000)), Answer::Created(StreamId(1)));
    pass_ms(&mut run, 15_000);
    assert_eq!(run.streams()[1].open_count(), 10_000);
}

#[test]
fn retention_stays_in_its_bounds_and_goes_the_way_its_call_says() {
    check(vec![(raise(8_761), INVALID), (lower(23), INVALID), (lower(48), INVALID), (raise(0), INVALID)]);
    let mut run = simulation(&quiet(1));
    done(&mut run, raise(8_760));
    assert_eq!(refused(&mut run, raise(8_759)), INVALID);
    done(&mut run, lower(24));
    assert_eq!(stream(&run).retention_us, 24 * HOUR_US);
}

#[test]
fn an_iterator_needs_a_position_that_its_shard_has() {
    let mut run = simulation(&quiet(2));
    done(&mut run, common::put_at(0, b"lower"));
    done(&mut run, common::put_at(u128::MAX, b"upper"));
    let lower = shard(&run, 0).sequence_number(0).expect("stored").to_string();
    let later = stream_engine::kinesis::sequence_number::SequenceNumber {
        index: 3,
        ..shard(&run, 1).sequence_number(0).expect("stored")
    };
    for (kind, code) in [
        (ShardIteratorType::AtSequenceNumber(lower.clone()), INVALID),
        (ShardIteratorType::AfterSequenceNumber(lower), INVALID),
        (ShardIteratorType::AtSequenceNumber(later.to_string()), INVALID),
        (ShardIteratorType::AtSequenceNumber("12".to_owned()), INVALID),
        (ShardIteratorType::AtTimestamp(Time(1)), INVALID),
    ] {
        assert_eq!(refused(&mut run, ask(1, kind.clone())), code, "{kind:?}");
    }
    assert_eq!(refused(&mut run, ask(2, ShardIteratorType::Latest)), NOT_FOUND);
}

#[test]
fn a_read_needs_a_living_iterator_and_a_limit_in_bounds() {
    let mut run = simulation(&quiet(1));
    let first = iterator(&mut run, 0, ShardIteratorType::TrimHorizon);
    assert_eq!(refused(&mut run, get(first, Some(0))), VALIDATION);
    assert_eq!(refused(&mut run, get(first, Some(10_001))), VALIDATION);
    done(&mut run, get(first, Some(10_000)));
    let made_up = ShardIterator { shard: ShardId(9), ..first };
    assert_eq!(refused(&mut run, get(made_up, None)), NOT_FOUND);
    assert_eq!(refused(&mut run, get(ShardIterator { stream: StreamId(3), ..first }, None)), NOT_FOUND);
    let beyond = ShardIterator { position: u64::MAX / 2, ..first };
    assert!(matches!(done(&mut run, get(beyond, None)), Answer::Read(read) if read.bytes == 0));
    pass_ms(&mut run, 300_000);
    done(&mut run, get(first, None));
    pass_ms(&mut run, 1);
    assert_eq!(refused(&mut run, get(first, None)), "ExpiredIteratorException");
}

#[test]
fn changes_need_an_actor_and_a_rate_in_bounds() {
    let change = |actor: &str, change| Command::Change { actor: actor.to_owned(), change };
    let mut scenario = quiet(1);
    scenario.producers.push(common::producer("fleet"));
    let mut run = simulation(&scenario);
    use stream_engine::Change::{RatePerSecond, RecordBytes};
    assert_eq!(refused(&mut run, change("nobody", RatePerSecond(1))), NOT_FOUND);
    assert_eq!(refused(&mut run, change("fleet", RatePerSecond(100_001))), VALIDATION);
    assert_eq!(refused(&mut run, change("fleet", RecordBytes((1 << 20) + 1))), VALIDATION);
    done(&mut run, change("fleet", RatePerSecond(100_000)));
}
