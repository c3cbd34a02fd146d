//! Many seeds: at least once, nothing lost but what expires, the same again from bytes.

use crate::common::{done, producer, quotas, split};
use crate::scenes::{mapped, scene};
use stream_engine::consumers::lambda::function::{FunctionSetup, Poison, Report};
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::rng::Generator;
use stream_engine::scenario::{KeyStrategy, ProducerSetup};
use stream_engine::{Scenario, Simulation, Time};

fn scenario(seed: u64) -> Scenario {
    let mut chance = Generator::named(seed, "plan");
    let coin = |chance: &mut Generator| chance.below(2) == 1;
    let setup = MappingSetup {
        function: "handler".to_owned(),
        batch_size: Some(chance.between(1, 200) as u32),
        maximum_batching_window_in_seconds: Some(chance.below(4) as u32),
        parallelization_factor: Some(chance.between(1, 10) as u32),
        maximum_retry_attempts: coin(&mut chance).then(|| chance.below(4) as u32),
        maximum_record_age_in_seconds: coin(&mut chance).then_some(60),
        bisect_batch_on_function_error: coin(&mut chance),
        report_batch_item_failures: coin(&mut chance),
        tumbling_window_in_seconds: if chance.below(4) == 0 { 7 } else { 0 },
        ..MappingSetup::default()
    };
    let poison = [None, Some(Poison::Key("truck-3".to_owned())), Some(Poison::Marker(":77".to_owned()))];
    let report = [Report::FirstFailed, Report::EveryFailed, Report::WrongId];
    let function = FunctionSetup {
        name: "handler".to_owned(),
        invocation_us: chance.below(400_000),
        record_us: chance.below(3_000),
        reserved_concurrency: coin(&mut chance).then(|| chance.between(1, 6) as u32),
        poison: poison[chance.below(3) as usize].clone(),
        failures_per_million: [0, 50_000, 300_000][chance.below(3) as usize],
        report: report[chance.below(3) as usize],
        state_bytes_per_record: chance.below(2_000) as u32,
        ..FunctionSetup::default()
    };
    let fleet = ProducerSetup {
        rate_per_second: chance.between(20, 300) as u32,
        readings: Some(chance.between(100, 3_000) as u32),
        keys: KeyStrategy::Numbered("truck-".to_owned()),
        ..producer("fleet")
    };
    Scenario { seed, producers: vec![fleet], ..scene(chance.between(1, 3) as u32, function, setup) }
}

#[test]
fn every_record_is_handled_given_up_or_still_there_and_keys_stay_in_order() {
    for seed in 0..120 {
        let scenario = scenario(seed);
        let mut run = Simulation::new(&scenario, quotas().into());
        run.run_until(Time::from_s(9));
        let open = run.streams()[0].shards[0].range.end.0;
        done(&mut run, split(0, open / 2 + 1));
        run.run_until(Time::from_s(60));
        let bytes = run.to_bytes();
        let mut again = Simulation::from_bytes(&bytes).expect("it was just written");
        run.run_until(Time::from_s(1_200));
        again.run_until(Time::from_s(1_200));
        assert_eq!(run.to_bytes(), again.to_bytes(), "seed {seed}");

        let mapped = mapped(&run);
        let stored: u64 = run.streams()[0].shards.iter().map(|shard| shard.records.end()).sum();
        let read: u64 = mapped.source.cursors.iter().map(|cursor| cursor.position).sum();
        let lanes = || mapped.shards.iter().flat_map(|work| &work.lanes);
        let waiting: usize = lanes()
            .map(|lane| lane.gathered.len() + lane.work.iter().map(|batch| batch.records.len()).sum::<usize>())
            .sum();
        assert_eq!(read, mapped.records + mapped.discarded + mapped.expired + waiting as u64, "seed {seed}");
        assert!(read <= stored);
        assert_eq!(mapped.order_broken_by_source, 0, "seed {seed}");
        assert!(mapped.attempts >= mapped.records, "seed {seed}");
        assert_eq!(mapped.expired, 0);
        let windowed: u64 = mapped.windows.iter().map(|ended| ended.window.records).sum();
        if mapped.setup.tumbling_window_in_seconds > 0 && waiting == 0 {
            let open: u64 = lanes().filter_map(|lane| lane.window).map(|window| window.records).sum();
            let given_up = mapped.setup.maximum_retry_attempts.is_some();
            assert!(windowed + open == mapped.records || given_up, "seed {seed}: {windowed} {open} {}", mapped.records);
        }
        let in_work = lanes().filter(|lane| lane.running.is_some()).count() as u32;
        assert_eq!(run.lambda().running, in_work, "seed {seed}");
        assert_eq!(run.lambda().functions["handler"].running, in_work);
    }
}
