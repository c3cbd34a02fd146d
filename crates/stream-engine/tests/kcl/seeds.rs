//! Many random runs, watched from outside: nothing missed, order kept, one owner, replayable.

use crate::common;
use crate::stage::{app, application, scenario};
use std::collections::BTreeMap;
use stream_engine::consumers::kcl::setup::CheckpointEvery;
use stream_engine::consumers::kcl::{KclAction, KclKnob, KclSetup, WorkerId};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::rng::Generator;
use stream_engine::{Change, Command, Scenario, Simulation, Time};

const WORKERS: u64 = 4;

fn setup(chance: &mut Generator) -> KclSetup {
    let ms = |chance: &mut Generator, low, high| chance.between(low, high) as u32;
    let version = chance.between(1, 3) as u8;
    let checkpoint = match chance.below(3) {
        0 => CheckpointEvery::Batch,
        1 => CheckpointEvery::Records(ms(chance, 1, 300)),
        _ => CheckpointEvery::Ms(ms(chance, 1, 4_000)),
    };
    let knobs = vec![
        KclKnob::Checkpoint(checkpoint),
        KclKnob::FailoverTimeMs(ms(chance, 500, 6_000)),
        KclKnob::IdleBetweenReadsMs(ms(chance, 300, 1_500)),
        KclKnob::ProcessingUsPerRecord(ms(chance, 0, 900)),
        KclKnob::ProcessingUsPerBatch(ms(chance, 0, 400_000)),
        KclKnob::ParentShardPollIntervalMs(ms(chance, 100, 2_000)),
        KclKnob::MaxLeasesToStealAtOneTime(ms(chance, 1, 3)),
        KclKnob::GracefulHandoff(chance.below(2) == 0),
        KclKnob::FanOut(chance.below(3) == 0),
    ];
    application(version, chance.between(1, 3) as usize, knobs)
}

fn action(chance: &mut Generator) -> KclAction {
    let worker = format!("worker-{}", chance.between(1, WORKERS));
    match chance.below(10) {
        0..4 => KclAction::Crash { worker },
        4..8 => KclAction::Start { worker },
        8 => KclAction::Stop { worker },
        _ => KclAction::Pause { worker, ms: chance.between(1, 9_000) as u32 },
    }
}

fn command(chance: &mut Generator) -> Command {
    let shard = chance.below(6) as u32;
    match chance.below(8) {
        0 => common::split(shard, u128::from(chance.below(u64::MAX)) << 64),
        1 => common::merge(shard, shard + 1),
        2 => common::resize(chance.between(1, 6) as u32),
        _ => Command::Kcl { application: "telemetry-app".to_owned(), action: action(chance) },
    }
}

fn start_all() -> impl Iterator<Item = Command> {
    (1..=WORKERS).map(|nth| Command::Kcl {
        application: "telemetry-app".to_owned(),
        action: KclAction::Start { worker: format!("worker-{nth}") },
    })
}

/// Owners by lease and counter. A handoff keeps the counter, but not who works on the lease.
#[derive(Default)]
struct Owners(BTreeMap<(ShardId, u64), WorkerId>);

impl Owners {
    fn look(&mut self, run: &Simulation, seed: u64) {
        for lease in app(run).table.leases.values() {
            if let Some(owner) = lease.actual_owner() {
                let first = *self.0.entry((lease.shard, lease.counter)).or_insert(owner);
                assert_eq!(first, owner, "seed {seed}: {} has two owners at {}", lease.shard, lease.counter);
            }
        }
        let all: Vec<ShardId> = app(run).table.leases.keys().copied().collect();
        for shard in all {
            let holders = app(run).workers.iter().filter(|worker| {
                let counter = app(run).table.leases[&shard].counter;
                worker.held.get(&shard).is_some_and(|held| held.counter == counter)
            });
            assert!(holders.count() <= 1, "seed {seed}: two workers hold {shard} with its counter");
        }
    }
}

fn plan(seed: u64) -> (Scenario, Vec<(Time, Command)>) {
    let mut chance = Generator::named(seed, "kcl");
    let mut scenario = scenario(chance.between(1, 4) as u32, setup(&mut chance));
    scenario.seed = seed;
    scenario.producers[0].rate_per_second = chance.between(50, 200) as u32;
    scenario.producers[0].sources = 20;
    let mut at = 0;
    let requests = (0..chance.between(5, 20)).map(|_| {
        at += chance.below(6_000_000);
        (Time(at), command(&mut chance))
    });
    (scenario, requests.collect())
}

fn watch(seed: u64) -> Simulation {
    let (scenario, requests) = plan(seed);
    let quotas = stream_engine::Quotas { model_reshard_ms: 500, model_update_shard_count_ms: 700, ..common::quotas() };
    let mut run = Simulation::new(&scenario, quotas.into());
    let mut owners = Owners::default();
    for (at, command) in requests {
        while run.next_instant().is_some_and(|next| next < at) && run.step() {
            owners.look(&run, seed);
        }
        run.run_until(at);
        // A refusal is part of the run.
        _ = run.apply(&command);
    }
    common::done(&mut run, Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(0) });
    for _ in 0..40 {
        start_all().for_each(|start| _ = common::done(&mut run, start));
        common::pass_ms(&mut run, 10_000);
        owners.look(&run, seed);
    }
    run
}

#[test]
fn whatever_happens_every_record_is_processed_in_order_and_under_one_owner() {
    let (mut twice, mut fail_overs) = (0, 0);
    for seed in 0..320 {
        let run = watch(seed);
        for shard in &common::stream(&run).shards {
            let handled = app(&run).progress.get(&shard.id).and_then(|progress| progress.handled_to).unwrap_or(0);
            assert_eq!(handled, shard.records.end(), "seed {seed}, {}, {:?}", shard.id, app(&run).setup);
        }
        let totals = &app(&run).totals;
        assert_eq!((totals.missed, totals.out_of_order), (0, 0), "seed {seed}");
        let stored: u64 = common::stream(&run).shards.iter().map(|shard| shard.records.end()).sum();
        assert_eq!(totals.records - totals.twice, stored, "seed {seed}");
        twice += totals.twice;
        fail_overs += u64::from(app(&run).last_fail_over_us.is_some());
    }
    assert!(twice > 10_000 && fail_overs > 200, "the runs show enough: {twice} {fail_overs}");
}

#[test]
fn a_state_written_down_in_the_middle_goes_on_as_the_original() {
    for seed in 0..12 {
        let (scenario, requests) = plan(seed);
        let mut run = Simulation::new(&scenario, common::quotas().into());
        let middle = requests.len() / 2;
        let mut copy = None;
        for (nth, (at, command)) in requests.iter().enumerate() {
            if nth == middle {
                copy = Some(Simulation::from_bytes(&run.to_bytes()).expect("it was just written"));
            }
            for world in [Some(&mut run), copy.as_mut()].into_iter().flatten() {
                world.run_until(*at);
                _ = world.apply(command);
            }
        }
        let mut copy = copy.expect("a middle");
        [&mut run, &mut copy].into_iter().for_each(|world| common::pass_ms(world, 60_000));
        assert!(run.to_bytes() == copy.to_bytes(), "seed {seed}");
    }
}
