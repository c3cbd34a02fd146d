//! Random API calls over all services, valid, nearly valid and garbage, held against what must be
//! true of any service: an answer for whatever is sent, open shards that cover the hash keys, what
//! was accepted can be read, numbers rise, a saved state goes on as the original does.
//!
//! `cargo xtask soak` runs the same for minutes and hours: SOAK_MINUTES, SOAK_SEED.

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod watch;

use calls::Caller;
use std::rc::Rc;
use std::time::{Duration, Instant};
use stream_engine::account::Account;
use stream_engine::api;
use stream_engine::rng::Generator;
use stream_engine::{Scenario, Simulation};
use watch::Watch;

/// In the test run: sequences of calls, each in a fresh account.
const SEQUENCES: u64 = 400;
const CALLS_PER_SEQUENCE: u64 = 500;
/// Calls that a saved and a running world are compared over.
const COMPARED: u64 = 60;

#[test]
fn random_calls_break_nothing() {
    let minutes: Option<u64> = number("SOAK_MINUTES");
    let Some(minutes) = minutes else {
        let mut answered = 0;
        for seed in 0..SEQUENCES {
            answered += sequence(seed);
        }
        // Calls that are all refused would prove little.
        assert!(answered * 5 > SEQUENCES * CALLS_PER_SEQUENCE, "{answered} calls were carried out");
        return;
    };
    let (start, limit) = (Instant::now(), Duration::from_secs(60 * minutes));
    let (mut calls, mut seed, mut told) = (0, number("SOAK_SEED").unwrap_or(1), 0);
    while start.elapsed() < limit {
        sequence(seed);
        seed += 1;
        calls += CALLS_PER_SEQUENCE;
        let elapsed = start.elapsed();
        if elapsed.as_secs() / 60 > told || elapsed >= limit {
            told = elapsed.as_secs() / 60;
            let rate = calls as f64 / elapsed.as_secs_f64();
            eprintln!("{told} min: {calls} calls, {rate:.0} calls/s, up to seed {seed}, {}", memory());
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Memory in use and the most there was, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| status.lines().find(|line| line.starts_with(name)).unwrap_or(name).replace('\t', " ");
    format!("{}, {}", line("VmRSS:"), line("VmHWM:"))
}

/// One account's life; gives the number of calls that were carried out.
fn sequence(seed: u64) -> u64 {
    let mut world = world(seed);
    let mut caller = Caller::new(seed);
    let mut watch = Watch::default();
    let mut restored: Option<Simulation> = None;
    for nth in 0..CALLS_PER_SEQUENCE {
        if nth % 173 == 90 {
            restored = Some(restore(&world, seed));
        }
        let pause = caller.pause_us();
        let call = caller.call(&world);
        world.run_until(world.now() + pause);
        let response = api::call(&mut world, &call.target, &call.body);
        watch.answer(&call, &response, &world, seed);
        caller.learn(&response.body);
        if let Some(mut twin) = restored.take() {
            twin.run_until(twin.now() + pause);
            assert_eq!(api::call(&mut twin, &call.target, &call.body), response, "seed {seed}, call {nth}: {call:?}");
            restored = (nth % 173 < 90 + COMPARED).then_some(twin);
            if restored.is_none() {
                assert!(world.to_bytes() == restored_bytes(&world), "seed {seed}: a state has two forms");
            }
        }
        if nth % 100 == 99 {
            watch.shards(&world, seed);
        }
    }
    watch.records(&world, seed);
    watch.carried_out
}

/// The world written down and read again.
fn restore(world: &Simulation, seed: u64) -> Simulation {
    let bytes = world.to_bytes();
    let twin = Simulation::from_bytes(&bytes).expect("it was just written");
    assert_eq!(twin.check(), Ok(()), "seed {seed}");
    assert!(twin.to_bytes() == bytes, "seed {seed}: a state changes when it is read");
    twin
}

fn restored_bytes(world: &Simulation) -> Vec<u8> {
    Simulation::from_bytes(&world.to_bytes()).expect("it was just written").to_bytes()
}

fn world(seed: u64) -> Simulation {
    let mut chance = Generator::named(seed, "world");
    let profile = ["exam-2022", "aws-2025", "aws-2026"][chance.below(3) as usize];
    let quotas = common::profile(profile);
    let quotas = if chance.below(2) == 0 { quotas } else { quotas.without_throttling() };
    let scenario = Scenario { seed, ..common::quiet(1) };
    Simulation::in_account(&scenario, Rc::new(quotas), Account::default())
}
