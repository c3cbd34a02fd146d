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
use std::collections::BTreeMap;
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
/// A world is saved and restored after so many calls.
const TWIN_EVERY: u64 = 180;
/// Calls that a saved and a running world are compared over.
const COMPARED: u64 = 60;

#[test]
fn random_calls_break_nothing() {
    match number("SOAK_MINUTES") {
        Some(minutes) => soak(minutes, number("SOAK_SEED").unwrap_or(1)),
        None => {
            let mut spent = Spent::default();
            let answered: u64 = (0..SEQUENCES).map(|seed| sequence(seed, &mut spent)).sum();
            // Calls that are all refused would prove little.
            assert!(answered * 4 > SEQUENCES * CALLS_PER_SEQUENCE, "{answered} calls were carried out");
        }
    }
}

/// Sequence after sequence, with a line each minute.
fn soak(minutes: u64, first_seed: u64) {
    let (start, limit) = (Instant::now(), Duration::from_secs(60 * minutes));
    let (mut spent, mut carried_out, mut seed, mut told) = (Spent::default(), 0, first_seed, 0);
    while start.elapsed() < limit {
        carried_out += sequence(seed, &mut spent);
        seed += 1;
        let elapsed = start.elapsed();
        if elapsed.as_secs() / 60 > told || elapsed >= limit {
            told = elapsed.as_secs() / 60;
            let calls = (seed - first_seed) * CALLS_PER_SEQUENCE;
            let rate = calls as f64 / elapsed.as_secs_f64();
            eprintln!(
                "{told} min: {calls} calls, {carried_out} carried out, {rate:.0} calls/s, up to seed {seed}, {}",
                memory()
            );
        }
    }
    spent.print();
}

/// Time by what it went into.
#[derive(Default)]
struct Spent(BTreeMap<String, (u64, Duration)>);

impl Spent {
    fn on<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let (times, sum) = self.0.entry(name.to_owned()).or_default();
        (*times, *sum) = (*times + 1, *sum + start.elapsed());
        result
    }

    fn print(&self) {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|(_, (_, sum))| std::cmp::Reverse(*sum));
        for (name, (times, sum)) in all.into_iter().take(12) {
            eprintln!("{:6.1} s, {:7.0} µs each: {name}", sum.as_secs_f64(), sum.as_micros() as f64 / *times as f64);
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
fn sequence(seed: u64, spent: &mut Spent) -> u64 {
    let mut world = world(seed);
    let mut caller = Caller::new(seed);
    let mut watch = Watch::default();
    let mut twin: Option<Simulation> = None;
    for nth in 0..CALLS_PER_SEQUENCE {
        if nth % TWIN_EVERY == TWIN_EVERY / 2 {
            twin = Some(spent.on("(saving, restoring)", || restore(&world, seed)));
        }
        let pause = caller.pause_us();
        let call = caller.call(&world);
        spent.on("(time passing)", || world.run_until(world.now() + pause));
        let response = spent.on(&call.target, || api::call(&mut world, &call.target, &call.body));
        watch.answer(&call, &response, &world, seed);
        caller.learn(&response.body);
        if let Some(twin) = &mut twin {
            twin.run_until(twin.now() + pause);
            assert_eq!(api::call(twin, &call.target, &call.body), response, "seed {seed}, call {nth}: {call:?}");
        }
        if let Some(twin) = twin.take_if(|_| nth % TWIN_EVERY == TWIN_EVERY / 2 + COMPARED) {
            assert!(twin.to_bytes() == world.to_bytes(), "seed {seed}, call {nth}: a restored world went another way");
        }
        if nth % 100 == 99 {
            spent.on("(looking at shards)", || watch.shards(&world, seed));
        }
    }
    spent.on("(reading records)", || watch.records(&world, seed));
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

fn world(seed: u64) -> Simulation {
    let mut chance = Generator::named(seed, "world");
    let profile = ["exam-2022", "aws-2025", "aws-2026"][chance.below(3) as usize];
    let quotas = common::profile(profile);
    let quotas = if chance.below(2) == 0 { quotas } else { quotas.without_throttling() };
    let scenario = Scenario { seed, ..common::quiet(1) };
    Simulation::in_account(&scenario, Rc::new(quotas), Account::default())
}
