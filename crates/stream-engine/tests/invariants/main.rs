//! What must hold in any run: two thousand and more random scenarios with random requests, watched
//! by checkers that know only the calls and their answers.

#[path = "../common/mod.rs"]
mod common;
mod scenario;
mod watch;

use scenario::{Plan, plan};
use std::rc::Rc;
use stream_engine::error::Refusal;
use stream_engine::kinesis::shard::{ShardId, ShardState};
use stream_engine::kinesis::shard_iterator::ShardIteratorType;
use stream_engine::{Answer, Command, History, Simulation, Time};
use watch::Watch;

/// Runs are split over the tests of this file, which the test runner spreads over the cores.
const RUNS: u64 = 6_000;
const PARTS: u64 = 4;
/// After the last request, readers get so much time to come to the end.
const DRAIN_S: u64 = 400;

#[test]
fn everything_holds_in_the_first_quarter_of_random_runs() {
    check(0);
}

#[test]
fn everything_holds_in_the_second_quarter_of_random_runs() {
    check(1);
}

#[test]
fn everything_holds_in_the_third_quarter_of_random_runs() {
    check(2);
}

#[test]
fn everything_holds_in_the_last_quarter_of_random_runs() {
    check(3);
}

fn check(part: u64) {
    let seeds = (0..RUNS).filter(|seed| seed % PARTS == part);
    let mut seen = [0; 4];
    for seed in seeds {
        let plan = plan(seed);
        let watch = run(&plan);
        let shards = watch.shards_seen();
        for (sum, found) in seen.iter_mut().zip([watch.accepted(), watch.refused(), watch.reads(), shards]) {
            *sum += found;
        }
    }
    // Runs in which nothing happens would prove nothing.
    let [accepted, refused, reads, shards] = seen;
    let runs = (RUNS / PARTS) as usize;
    assert!(accepted > 100 * runs && refused > 10 * runs && reads > 20 * runs && shards > 3 * runs, "{seen:?}");
}

/// Runs a plan to its end and checks what must hold on the way and afterwards.
fn run(plan: &Plan) -> Watch {
    let mut run = Simulation::new(&plan.scenario, plan.quotas.clone());
    let mut watch = Watch::new(plan);
    for request in &plan.requests {
        pass(&mut run, &mut watch, request.at);
        let _answer = run.apply(&request.command);
        watch.look(&run);
    }
    for second in 0..DRAIN_S {
        let next = run.now() + 1_000_000;
        pass(&mut run, &mut watch, next);
        if second > 3 && watch.all_handled(&run) {
            break;
        }
    }
    watch.check_end(&run);
    if (plan.seed / PARTS).is_multiple_of(4) {
        same_again(plan, &run);
    }
    if (plan.seed / PARTS).is_multiple_of(2) {
        retention(plan, &mut run, &watch);
    }
    watch
}

fn pass(run: &mut Simulation, watch: &mut Watch, until: Time) {
    while run.now() < until {
        run.run_until(until.min(run.now() + 100_000));
        watch.look(run);
    }
}

/// A history that is led back and forth ends in the same bytes.
fn same_again(plan: &Plan, run: &Simulation) {
    let mut history = History::replay(plan.scenario.clone(), plan.quotas.clone(), plan.requests.clone(), run.now());
    assert!(history.present().to_bytes() == run.to_bytes(), "seed {}: the replay differs", plan.seed);
    history.seek(Time(run.now().0 * (plan.seed % 7) / 7));
    history.seek(run.now());
    assert!(history.present().to_bytes() == run.to_bytes(), "seed {}: the seek differs", plan.seed);
}

/// Around the end of the retention time, a reader finds exactly what is young enough.
fn retention(plan: &Plan, run: &mut Simulation, watch: &Watch) {
    let retention_us = run.streams()[0].retention_us;
    let began = run.now();
    for tenth in 0..=11 {
        let moment = Time(retention_us) + began.0 * tenth / 10;
        run.run_until(moment.max(run.now()));
        let now = run.now();
        for (shard, records) in watch.records() {
            let state = run.streams()[0].shards[shard.0 as usize].state(now, retention_us);
            let expired = run.streams()[0].shards[shard.0 as usize].closed.is_some_and(|at| at + retention_us <= now);
            assert_eq!(state == ShardState::Expired, expired, "seed {}", plan.seed);
            let young = records.iter().filter(|record| record.at + retention_us > now).count() as u64;
            let (from, end) = (records.len() as u64 - young, records.len() as u64);
            match read(run, shard) {
                Found::Records(at, to) => {
                    let whole = plan.quotas.get_records_max_bytes_per_call > 1 << 20;
                    assert!(!expired && at == from && (to == end || !whole), "seed {} {shard} at {now:?}", plan.seed);
                }
                Found::Gone => assert!(expired, "seed {} {shard} at {now:?}", plan.seed),
                Found::Throttled => {}
            }
        }
    }
}

enum Found {
    Records(u64, u64),
    Gone,
    Throttled,
}

/// What a shard gives from its trim horizon.
fn read(run: &mut Simulation, shard: ShardId) -> Found {
    let command = Command::GetShardIterator { stream: common::STREAM, shard, kind: ShardIteratorType::TrimHorizon };
    let Ok(Answer::Iterator(iterator)) = run.apply(&command) else { return Found::Gone };
    match run.apply(&Command::GetRecords { iterator, limit: None }) {
        Ok(Answer::Read(read)) => Found::Records(read.from, read.to),
        Err(Refusal::ProvisionedThroughputExceeded(_)) => Found::Throttled,
        other => panic!("the shard is there but not read: {other:?}"),
    }
}

#[test]
fn two_runs_of_one_plan_are_equal_and_of_two_seeds_are_not() {
    let end = |seed| {
        let plan = plan(seed);
        let mut run = Simulation::new(&plan.scenario, plan.quotas.clone());
        run.run_until(Time::from_s(5));
        run.to_bytes()
    };
    assert!(end(3) == end(3));
    assert!(end(3) != end(4));
    assert_eq!(Rc::strong_count(&plan(3).scenario), 1);
}
