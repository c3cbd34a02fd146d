//! Reading: the limits that consumers share, positions, the age of what is unread, retention.

mod common;

use common::{STREAM, consumer, data, done, iterator, pass_ms, put, put_at, quiet, shard, simulation, split, stream};
use stream_engine::error::{Limit, Refusal};
use stream_engine::kinesis::get_records::Read;
use stream_engine::kinesis::shard::{ShardId, ShardState};
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::time::HOUR_US;
use stream_engine::{Command, Scenario, Simulation, Time};

/// GetRecords, or the limit that refused it.
fn get(run: &mut Simulation, iterator: ShardIterator) -> Result<Read, Limit> {
    match run.apply(&Command::GetRecords { iterator, limit: None }) {
        Ok(stream_engine::Answer::Read(read)) => Ok(read),
        Err(Refusal::ProvisionedThroughputExceeded(throttle)) => Err(throttle.limit),
        other => panic!("neither read nor throttled: {other:?}"),
    }
}

fn horizon(run: &mut Simulation, shard: u32) -> ShardIterator {
    iterator(run, shard, ShardIteratorType::TrimHorizon)
}

/// One shard that holds so many records of 1 MiB each, and a moment in which nothing was read yet.
fn full_of_mebibytes(records: u64) -> Simulation {
    let mut run = simulation(&quiet(1));
    for _ in 0..records {
        done(&mut run, put("key", &vec![0; (1 << 20) - 3]));
        pass_ms(&mut run, 1_000);
    }
    run
}

fn with_retention(hours: u64) -> Scenario {
    let mut scenario = quiet(1);
    scenario.streams[0].retention_hours = Some(hours);
    scenario
}

#[test]
fn a_shard_answers_five_calls_a_second() {
    let mut run = simulation(&quiet(2));
    let first = horizon(&mut run, 0);
    for _ in 0..5 {
        get(&mut run, first).expect("one of five");
    }
    assert_eq!(get(&mut run, first), Err(Limit::ReadCalls));
    let other = horizon(&mut run, 1);
    get(&mut run, other).expect("each shard has its own limit");
    pass_ms(&mut run, 199);
    assert_eq!(get(&mut run, first), Err(Limit::ReadCalls));
    pass_ms(&mut run, 1);
    get(&mut run, first).expect("a fifth of a second gives one more");
    assert_eq!(get(&mut run, first), Err(Limit::ReadCalls));
    assert_eq!(shard(&run, 0).seconds.get(0).map(|second| second.read_provisioned_throughput_exceeded), Some(3));
}

#[test]
fn a_shard_gives_two_mebibytes_a_second_over_time() {
    let mut run = full_of_mebibytes(3);
    let first = horizon(&mut run, 0);
    assert_eq!(get(&mut run, first).map(|read| read.bytes), Ok(3 << 20));
    pass_ms(&mut run, 500);
    assert_eq!(get(&mut run, first), Err(Limit::ReadBytes));
    pass_ms(&mut run, 1);
    get(&mut run, first).expect("the third mebibyte is paid off");
}

#[test]
fn after_a_full_answer_the_next_five_seconds_are_refused() {
    let mut run = full_of_mebibytes(12);
    let first = horizon(&mut run, 0);
    let read = get(&mut run, first).expect("the first call");
    assert_eq!((read.from, read.to, read.bytes), (0, 10, 10 << 20));
    let next = read.next.expect("an open shard");
    pass_ms(&mut run, 4_999);
    assert_eq!(get(&mut run, next), Err(Limit::ReadBytes));
    pass_ms(&mut run, 1);
    let rest = get(&mut run, next).expect("five seconds later");
    assert_eq!((rest.from, rest.to, rest.millis_behind_latest), (10, 12, 0));
}

#[test]
fn two_consumers_share_what_one_would_have() {
    let throttled = |consumers: usize| {
        let mut scenario = quiet(1);
        for nth in 0..consumers {
            let mut setup = consumer(&format!("consumer-{nth}"));
            setup.poll_interval_ms = 250;
            scenario.consumers.push(setup);
        }
        let mut run = simulation(&scenario);
        run.run_until(Time::from_s(20));
        shard(&run, 0)
            .seconds
            .window(run.now(), 20)
            .map(|second| second.read_provisioned_throughput_exceeded)
            .sum::<u32>()
    };
    assert_eq!(throttled(1), 0);
    assert!((50..=60).contains(&throttled(2)), "eight calls a second of which five are answered: {}", throttled(2));
}

#[test]
fn millis_behind_latest_is_the_age_of_the_oldest_unread_record() {
    let mut run = simulation(&quiet(1));
    let read =
        |run: &mut Simulation, iterator, limit| match done(run, Command::GetRecords { iterator, limit: Some(limit) }) {
            stream_engine::Answer::Read(read) => read,
            other => panic!("no read: {other:?}"),
        };
    let first = horizon(&mut run, 0);
    assert_eq!(read(&mut run, first, 1).millis_behind_latest, 0);
    for _ in 0..3 {
        done(&mut run, put("key", b"x"));
        pass_ms(&mut run, 1_000);
    }
    let one = read(&mut run, first, 1);
    assert_eq!(one.millis_behind_latest, 2_000);
    pass_ms(&mut run, 500);
    let two = read(&mut run, one.next.expect("open"), 2);
    assert_eq!((two.millis_behind_latest, two.to), (0, 3));
}

#[test]
fn the_next_iterator_lives_from_its_own_answer_on() {
    let mut run = simulation(&quiet(1));
    let mut last = horizon(&mut run, 0);
    for _ in 0..5 {
        pass_ms(&mut run, 299_000);
        last = get(&mut run, last).expect("alive").next.expect("open");
    }
    assert_eq!(run.now(), Time::from_s(5 * 299));
}

#[test]
fn latest_is_fixed_when_it_is_asked_for_and_a_time_finds_its_first_record() {
    let mut run = simulation(&quiet(1));
    for text in ["a", "b", "c"] {
        done(&mut run, put("key", text.as_bytes()));
        pass_ms(&mut run, 1_000);
    }
    let latest = iterator(&mut run, 0, ShardIteratorType::Latest);
    done(&mut run, put("key", b"d"));
    pass_ms(&mut run, 1_000);
    let read = |run: &mut Simulation, iterator| {
        let read = get(run, iterator).expect("not throttled");
        data(run, ShardId(0), read.from, read.to)
    };
    assert_eq!(read(&mut run, latest), ["d"]);
    for (ms, expected) in [(0, "abcd"), (1, "bcd"), (1_000, "bcd"), (1_001, "cd"), (3_500, "")] {
        let at = iterator(&mut run, 0, ShardIteratorType::AtTimestamp(Time::from_ms(ms)));
        assert_eq!(read(&mut run, at).concat(), expected, "at {ms} ms");
        pass_ms(&mut run, 1_000);
    }
}

#[test]
fn sequence_numbers_rise_and_a_child_s_lie_behind_its_parent_s_end() {
    let mut run = simulation(&quiet(1));
    let mut numbers = vec![shard(&run, 0).starting_sequence_number()];
    for nth in 0..3 {
        done(&mut run, put_at(0, b"x"));
        numbers.extend(shard(&run, 0).sequence_number(nth));
        pass_ms(&mut run, 700);
    }
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 30_000);
    numbers.extend(shard(&run, 0).ending_sequence_number());
    numbers.push(shard(&run, 1).starting_sequence_number());
    done(&mut run, put_at(0, b"x"));
    numbers.extend(shard(&run, 1).sequence_number(0));
    assert_eq!(numbers.len(), 7);
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    assert!(numbers.iter().all(|number| number.to_string().len() == 56));
    assert!(numbers.is_sorted_by_key(|number| number.to_string()), "texts of one length sort like the numbers");
}

#[test]
fn shards_that_live_for_an_instant_keep_the_order_of_sequence_numbers() {
    let mut run = simulation(&quiet(4));
    done(&mut run, common::resize(3));
    pass_ms(&mut run, 30_000);
    let all = &stream(&run).shards;
    let short = all.iter().filter(|shard| shard.closed == Some(shard.opened) && shard.parent.is_some()).count();
    assert!(short > 0, "the change needs shards in between");
    for child in all {
        for parent in child.parents() {
            let end = all[parent.0 as usize].ending_sequence_number().expect("a parent is closed");
            assert!(end < child.starting_sequence_number(), "{parent} and {}", child.id);
        }
    }
}

#[test]
fn no_record_is_gone_before_retention_has_passed() {
    let mut run = simulation(&with_retention(1));
    for minute in 0..300_u64 {
        run.run_until(Time::from_s(minute * 60));
        done(&mut run, put("key", minute.to_string().as_bytes()));
        let first = horizon(&mut run, 0);
        let read = get(&mut run, first).expect("not throttled");
        assert_eq!((read.from, read.to), (minute.saturating_sub(59), minute + 1), "minute {minute}");
        assert_eq!(data(&run, ShardId(0), read.from, read.to).len() as u64, read.to - read.from);
    }
    assert!(shard(&run, 0).records.len() < 150, "what is past retention leaves the memory");
    assert_eq!(stream(&run).archived, 0);
}

#[test]
fn what_retention_has_dropped_stays_gone_when_it_is_raised() {
    let retention = |raise: bool, hours| match raise {
        true => Command::IncreaseStreamRetentionPeriod { stream: STREAM, hours },
        false => Command::DecreaseStreamRetentionPeriod { stream: STREAM, hours },
    };
    let mut run = simulation(&with_retention(48));
    let readable = |run: &mut Simulation| {
        let first = horizon(run, 0);
        get(run, first).map(|read| read.to - read.from)
    };
    done(&mut run, put("key", b"old"));
    run.run_until(Time(30 * HOUR_US));
    done(&mut run, put("key", b"new"));
    assert_eq!(readable(&mut run), Ok(2));
    done(&mut run, retention(false, 24));
    assert_eq!(readable(&mut run), Ok(1));
    done(&mut run, retention(true, 48));
    assert_eq!(readable(&mut run), Ok(1));
    run.run_until(Time(80 * HOUR_US));
    assert_eq!(readable(&mut run), Ok(0));
    done(&mut run, retention(true, 8_760));
    assert_eq!(readable(&mut run), Ok(0));
}

#[test]
fn a_closed_shard_is_readable_for_the_retention_time_and_then_expires_for_good() {
    let mut run = simulation(&with_retention(24));
    done(&mut run, put_at(0, b"x"));
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 30_000);
    let closed = shard(&run, 0).closed.expect("split");
    let state = |run: &Simulation| shard(run, 0).state(run.now(), stream(run).retention_us);
    run.run_until(closed + 24 * HOUR_US - 1);
    assert_eq!(state(&run), ShardState::Closed);
    let first = horizon(&mut run, 0);
    let read = get(&mut run, first).expect("not throttled");
    assert_eq!((read.from, read.to, read.next), (1, 1, None));
    assert_eq!(read.child_shards, [ShardId(1), ShardId(2)]);
    run.run_until(closed + 24 * HOUR_US);
    assert_eq!(state(&run), ShardState::Expired);
    done(&mut run, Command::IncreaseStreamRetentionPeriod { stream: STREAM, hours: 48 });
    assert_eq!(state(&run), ShardState::Expired);
    let gone = Command::GetShardIterator { stream: STREAM, shard: ShardId(0), kind: ShardIteratorType::Latest };
    assert_eq!(run.apply(&gone).map_err(|refusal| refusal.code()), Err("ResourceNotFoundException"));
}

#[test]
fn a_closed_shard_ends_only_with_its_last_record() {
    let mut run = simulation(&quiet(1));
    (0..3).for_each(|_| _ = done(&mut run, put_at(0, b"x")));
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 30_000);
    let iterator = horizon(&mut run, 0);
    let limited =
        |run: &mut Simulation, iterator, limit| match done(run, Command::GetRecords { iterator, limit: Some(limit) }) {
            stream_engine::Answer::Read(read) => read,
            other => panic!("no read: {other:?}"),
        };
    let two = limited(&mut run, iterator, 2);
    assert_eq!(two.child_shards, []);
    let last = limited(&mut run, two.next.expect("one record is left"), 2);
    assert_eq!((last.to, last.next), (3, None));
    assert_eq!(last.child_shards, [ShardId(1), ShardId(2)]);
    let latest = iterator_at_end(&mut run);
    assert_eq!(limited(&mut run, latest, 1).next, None);
}

fn iterator_at_end(run: &mut Simulation) -> ShardIterator {
    iterator(run, 0, ShardIteratorType::Latest)
}
