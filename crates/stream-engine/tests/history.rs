//! The time machine: any moment again, byte for byte, however it is reached.

mod common;

use common::{consumer, producer, put, put_at, quiet, quotas, resize, split};
use std::rc::Rc;
use stream_engine::kinesis::stream::{RECORDS_KEPT, RECORDS_KEPT_LATER};
use stream_engine::scenario::{KeyStrategy, RetryStrategy};
use stream_engine::{Change, Command, History, Scenario, Simulation, Time};

/// Two producers over the limit of a stream that is resharded, and a consumer.
fn busy() -> Scenario {
    let mut scenario = quiet(2);
    let mut fleet = producer("fleet");
    fleet.rate_per_second = 2_500;
    fleet.retry = RetryStrategy::FullJitter { base_ms: 100, cap_ms: 4_000, attempts: 6 };
    let mut clicks = producer("clicks");
    (clicks.rate_per_second, clicks.keys) = (300, KeyStrategy::Random);
    scenario.producers = vec![fleet, clicks];
    scenario.consumers = vec![consumer("dashboard")];
    scenario
}

fn rate(per_second: u32) -> Command {
    Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(per_second) }
}

/// Requests at odd moments, some at one and the same, some refused, the first at the very start.
fn requests() -> Vec<(u64, Command)> {
    vec![
        (0, rate(1_000)),
        (0, put("start", b"at once")),
        (1_500, put("learner", b"hello")),
        (2_000, split(0, 1 << 100)),
        (2_000, split(1, 5)),
        (7_777, rate(1_700)),
        (7_777, rate(2_200)),
        (7_777, put("learner", b"after two changes")),
        (33_000, resize(5)),
        (41_000, put_at(7, b"x")),
    ]
}

fn history() -> History {
    let mut history = History::new(Rc::new(busy()), Rc::new(quotas()));
    for (ms, command) in requests() {
        history.seek(Time::from_ms(ms));
        let _answer = history.act(command);
    }
    history.seek(Time::from_s(70));
    history
}

/// The state at a moment, reached without a history, saved states or a pause.
fn straight(until: Time) -> Simulation {
    let mut run = Simulation::new(&busy(), Rc::new(quotas()));
    for (ms, command) in requests().into_iter().filter(|(ms, _)| Time::from_ms(*ms) <= until) {
        run.run_until(Time::from_ms(ms));
        let _answer = run.apply(&command);
    }
    run.run_until(until);
    run
}

#[test]
fn nine_seeks_back_and_forth_equal_the_straight_run() {
    let mut history = history();
    for ms in [3_000, 65_000, 0, 7_777, 7_776, 69_999, 33_000, 2_000, 70_000] {
        let moment = Time::from_ms(ms);
        history.seek(moment);
        assert_eq!(history.present().now(), moment);
        assert!(history.present().to_bytes() == straight(moment).to_bytes(), "at {ms} ms");
    }
}

#[test]
fn a_seek_does_not_depend_on_the_way_time_was_sliced() {
    let mut slow = History::new(Rc::new(busy()), Rc::new(quotas()));
    let mut fast = slow.clone();
    (1..=500).for_each(|nth| slow.seek(Time::from_ms(nth * 16)));
    fast.seek(Time::from_ms(8_000));
    assert!(slow.present().to_bytes() == fast.present().to_bytes());
}

#[test]
fn a_moment_far_off_may_be_gone_to_in_steps() {
    let mut at_once = history();
    for to in [Time::from_s(41), Time::from_ms(7_777), Time::from_s(65), Time::from_ms(500)] {
        let mut in_steps = at_once.clone();
        at_once.seek(to);
        in_steps.near(to);
        let near = in_steps.present().now();
        assert!(near <= to && to.0 - near.0 < 3_000_000, "{near:?} is near {to:?}");
        while in_steps.present().now() < to {
            in_steps.seek(to.min(in_steps.present().now() + 70_000));
        }
        assert_eq!(in_steps.present().to_bytes(), at_once.present().to_bytes(), "{to:?}");
        assert_eq!((in_steps.latest(), in_steps.requests()), (at_once.latest(), at_once.requests()));
    }
}

#[test]
fn replaying_the_requests_gives_the_same_run() {
    let history = history();
    let replayed = History::replay(Rc::new(busy()), Rc::new(quotas()), history.requests().to_vec(), Time::from_s(70));
    assert_eq!(replayed.requests(), history.requests());
    assert_eq!(replayed.past_requests().len(), requests().len());
    assert!(replayed.present().to_bytes() == history.present().to_bytes());
}

#[test]
fn a_replay_that_stops_early_goes_on_like_the_run() {
    let history = history();
    let mut replayed =
        History::replay(Rc::new(busy()), Rc::new(quotas()), history.requests().to_vec(), Time::from_s(5));
    assert_eq!(replayed.latest(), Time::from_ms(41_000));
    assert!(replayed.present().to_bytes() == straight(Time::from_s(5)).to_bytes());
    replayed.seek(Time::from_s(70));
    assert!(replayed.present().to_bytes() == history.present().to_bytes());
}

#[test]
fn a_fork_leaves_the_original_alone() {
    let mut original = history();
    original.seek(Time::from_s(20));
    let mut fork = original.fork();
    assert_eq!((fork.latest(), original.latest()), (Time::from_s(20), Time::from_s(70)));
    fork.act(rate(1)).expect("the fleet is there");
    fork.seek(Time::from_s(70));
    original.seek(Time::from_s(70));
    assert!(original.present().to_bytes() == straight(Time::from_s(70)).to_bytes());
    assert!(fork.present().to_bytes() != original.present().to_bytes());
    assert_eq!(original.requests().len(), requests().len());
}

#[test]
fn acting_in_the_past_cuts_the_future_off() {
    let mut history = history();
    history.seek(Time::from_s(10));
    history.act(rate(5)).expect("the fleet is there");
    assert_eq!(history.latest(), Time::from_s(10));
    assert_eq!(history.requests().len(), 9);
    history.seek(Time::from_s(40));
    let mut run = straight(Time::from_s(10));
    run.apply(&rate(5)).expect("the fleet is there");
    run.run_until(Time::from_s(40));
    assert!(history.present().to_bytes() == run.to_bytes());
    history.seek(Time::from_s(11));
    history.seek(Time::from_s(40));
    assert!(history.present().to_bytes() == run.to_bytes());
}

#[test]
fn what_lay_ahead_is_known_after_a_seek_back_until_it_is_cut_off() {
    let mut history = history();
    let end = history.present().to_bytes();
    for ms in [40_000, 3_000, 50_000] {
        history.seek(Time::from_ms(ms));
        assert!(history.furthest().to_bytes() == end, "after {ms} ms");
    }
    assert_eq!(history.fork().furthest().now(), Time::from_s(50));
    history.seek(Time::from_s(80));
    assert_eq!(history.furthest().now(), Time::from_s(80));
    history.seek(Time::from_s(10));
    history.act(rate(5)).expect("the fleet is there");
    assert_eq!(history.furthest().now(), Time::from_s(10));
}

#[test]
fn a_step_does_a_whole_instant_and_always_moves_on() {
    let mut history = History::new(Rc::new(busy()), Rc::new(quotas()));
    let mut moments = Vec::new();
    for nth in 0..400 {
        // A change of the rate plans a reading for the very instant; no request may come before it.
        if nth % 50 == 7 {
            history.act(rate(900 + nth)).expect("the fleet is there");
        }
        assert!(history.step());
        moments.push(history.present().now());
    }
    assert!(moments.is_sorted_by(|a, b| a < b));
    let end = history.present().to_bytes();
    let at = history.present().now();
    history.seek(Time::ZERO);
    history.seek(at);
    assert!(history.present().to_bytes() == end);
}

#[test]
fn a_step_back_leads_to_the_instant_before() {
    let mut history = History::new(Rc::new(busy()), Rc::new(quotas()));
    let mut seen = vec![(Time::ZERO, history.present().to_bytes())];
    for _ in 0..40 {
        history.step();
        seen.push((history.present().now(), history.present().to_bytes()));
    }
    for (at, bytes) in seen.iter().rev().skip(1) {
        history.step_back();
        assert_eq!(history.present().now(), *at);
        assert!(history.present().to_bytes() == *bytes);
    }
    history.step_back();
    assert_eq!(history.present().now(), Time::ZERO);
}

#[test]
fn a_request_counts_as_a_step_in_both_directions() {
    let mut history = History::new(Rc::new(quiet(1)), Rc::new(quotas()));
    for ms in [1_000, 2_000] {
        history.seek(Time::from_ms(ms));
        history.act(put("key", b"x")).expect("stored");
    }
    history.seek(Time::from_s(3));
    let mut walk = |forward: bool| {
        if forward {
            _ = history.step()
        } else {
            history.step_back()
        }
        history.present().now().ms()
    };
    assert_eq!([walk(false), walk(false), walk(false)], [2_000, 1_000, 0]);
    assert_eq!([walk(true), walk(true)], [1_000, 2_000]);
}

#[test]
fn a_quiet_run_has_no_next_step() {
    let mut history = History::new(Rc::new(quiet(1)), Rc::new(quotas()));
    assert!(!history.step());
    assert_eq!(history.present().now(), Time::ZERO);
}

#[test]
fn saved_states_stay_within_their_bounds_however_long_the_run() {
    let mut scenario = quiet(1);
    scenario.producers = vec![producer("fleet")];
    let mut history = History::new(Rc::new(scenario), Rc::new(quotas()));
    let mut counts = Vec::new();
    for minute in 1..=60 {
        history.seek(Time::from_s(minute * 60));
        counts.push(history.saved_states());
    }
    assert!(counts.iter().all(|count| *count <= 128), "{counts:?}");
    assert!(counts[59] >= 32, "{counts:?}");
}

#[test]
fn a_run_of_millions_drops_its_oldest_records_says_so_and_is_still_found_again() {
    let mut fleet = producer("fleet");
    (fleet.rate_per_second, fleet.keys) = (7_000, KeyStrategy::Random);
    let scenario = Rc::new(Scenario { producers: vec![fleet], ..quiet(10) });
    let mut history = History::new(scenario.clone(), Rc::new(quotas()));
    let mut seen = Vec::new();
    for second in [140, 160, 200] {
        history.seek(Time::from_s(second));
        let stream = &history.present().streams()[0];
        let held: usize = stream.shards.iter().map(|shard| shard.records.len()).sum();
        let stored: u64 = stream.shards.iter().map(|shard| shard.records.end()).sum();
        assert_eq!(held, stream.kept);
        assert_eq!(stored, stream.archived + held as u64);
        assert_eq!(stream.archived > 0, second > 150, "{stored} records");
        assert!(held <= if second > 150 { RECORDS_KEPT_LATER + 10 * 64 } else { RECORDS_KEPT });
        seen.push((second, history.present().to_bytes()));
    }
    for (second, bytes) in seen {
        history.seek(Time::from_s(second));
        assert!(history.present().to_bytes() == bytes, "at {second} s");
    }
}
