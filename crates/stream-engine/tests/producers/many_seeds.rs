//! Random clients under random faults: what was made is stored, lost or held, at every moment.

use crate::common::{consumer, producer, quiet, quotas, split};
use crate::{change, check_sums};
use stream_engine::producers::agent::files::{RotateBy, Rotation};
use stream_engine::producers::agent::{AgentSetup, InitialPosition};
use stream_engine::producers::client::Client;
use stream_engine::producers::control::ProducerChange;
use stream_engine::producers::kpl::KplSetup;
use stream_engine::producers::sdk::{Resend, SdkSetup};
use stream_engine::rng::Generator;
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Command, Quotas, Scenario, Simulation};

fn flag(chance: &mut Generator) -> bool {
    chance.below(2) == 0
}

fn client(chance: &mut Generator) -> Client {
    let some = |chance: &mut Generator, low, high| flag(chance).then(|| chance.between(low, high) as u32);
    match chance.below(7) {
        0 => Client::PutRecord,
        1 | 2 => Client::Sdk(SdkSetup {
            batch_records: some(chance, 1, 60),
            batch_bytes: some(chance, 500, 9_000),
            linger_ms: chance.below(800) as u32,
            resend: if flag(chance) { Resend::Failed } else { Resend::Whole },
            connections: chance.between(1, 6) as u8,
            strict_order: chance.below(4) == 0,
        }),
        3 | 4 => Client::Kpl(KplSetup {
            record_max_buffered_time_ms: some(chance, 1, 700),
            record_ttl_ms: some(chance, 500, 5_000),
            rate_limit_percent: some(chance, 20, 300),
            aggregation_disabled: chance.below(4) == 0,
            aggregation_max_bytes: some(chance, 300, 9_000),
            aggregation_max_count: some(chance, 1, 40),
            collection_max_records: some(chance, 1, 20),
            collection_max_bytes: some(chance, 600, 20_000),
            max_connections: some(chance, 1, 6).map(|most| most as u8),
            fail_if_throttled: chance.below(4) == 0,
        }),
        _ => Client::Agent(AgentSetup {
            rotation: Rotation {
                by: if flag(chance) { RotateBy::Rename } else { RotateBy::Truncate },
                every_ms: some(chance, 20, 4_000),
                max_bytes: some(chance, 500, 40_000),
                keep: chance.below(4) as u8,
            },
            initial_position: if flag(chance) { InitialPosition::StartOfFile } else { InitialPosition::EndOfFile },
            max_buffer_age_ms: Some(chance.between(100, 2_000) as u32),
            max_buffer_size_records: some(chance, 1, 80),
            max_buffer_size_bytes: some(chance, 500, 9_000),
            ..AgentSetup::default()
        }),
    }
}

fn scenario(seed: u64, chance: &mut Generator) -> Scenario {
    let retries = [
        RetryStrategy::Drop,
        RetryStrategy::Standard,
        RetryStrategy::EqualJitter { base_ms: 50, cap_ms: 900, attempts: 6 },
        RetryStrategy::DecorrelatedJitter { base_ms: 50, cap_ms: 900, attempts: 6 },
    ];
    let setup = ProducerSetup {
        rate_per_second: chance.between(10, 400) as u32,
        burst: chance.between(1, 30) as u32,
        record_bytes: chance.between(20, 400) as u32,
        sources: chance.between(1, 30) as u16,
        keys: if flag(chance) { KeyStrategy::Random } else { KeyStrategy::Numbered("truck-".to_owned()) },
        retry: retries[chance.below(4) as usize],
        client: client(chance),
        ..producer("fleet")
    };
    let consumers = vec![consumer("dashboard")];
    Scenario { seed, producers: vec![setup], consumers, ..quiet(chance.between(1, 4) as u32) }
}

fn fault(chance: &mut Generator) -> Command {
    match chance.below(8) {
        0 => change(ProducerChange::LoseAnswers(chance.between(1, 4) as u32)),
        1 => change(ProducerChange::Crash),
        2 | 3 => change(ProducerChange::Restart),
        4 => change(ProducerChange::RotateFiles),
        5 => split(0, 1 << chance.between(100, 126)),
        6 => change(ProducerChange::ClientSideEncryption(flag(chance))),
        _ => change(ProducerChange::LoseAnswers(0)),
    }
}

#[test]
fn sums_hold_in_six_hundred_random_runs_under_faults() {
    let (mut duplicates, mut lost, mut misplaced) = (0, 0, 0);
    for seed in 0..600 {
        let mut chance = Generator::named(seed, "producers");
        let limits = Quotas {
            shard_write_records_per_second: [20, 100, 1_000][chance.below(3) as usize],
            model_reshard_ms: 500,
            kpl_request_timeout_ms: 900,
            ..quotas()
        };
        let scenario = scenario(seed, &mut chance);
        let mut run = Simulation::new(&scenario, limits.into());
        for _ in 0..12 {
            run.run_until(run.now() + chance.below(1_500_000));
            let _refused = run.apply(&fault(&mut chance));
            check_sums(&run, &format!("seed {seed} {:?}", scenario.producers[0].client));
        }
        let again = Simulation::from_bytes(&run.to_bytes()).expect("it was just written");
        run.run_until(run.now() + 5_000_000);
        check_sums(&run, &format!("seed {seed} at its end"));
        let mut again = again;
        again.run_until(run.now());
        assert!(again.to_bytes() == run.to_bytes(), "seed {seed}: a state read back goes on differently");
        let fleet = &run.producers()[0];
        duplicates += fleet.counts.duplicates;
        lost += fleet.lost;
        misplaced += fleet.counts.misplaced;
    }
    // Runs without any of it would prove nothing.
    assert!(duplicates > 1_000 && lost > 10_000 && misplaced > 30, "{duplicates} {lost} {misplaced}");
}
