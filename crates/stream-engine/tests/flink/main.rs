//! Flink applications: windows over event time, late readings, idle shards, restarts, many seeds.

#[path = "../common/mod.rs"]
mod common;

use common::{done, pass_ms, producer, put, put_at, quiet, quotas, simulation, split};
use std::collections::BTreeMap;
use stream_engine::consumers::flink::window::{Span, WindowKind};
use stream_engine::consumers::flink::{Application, FlinkChange, FlinkSetup};
use stream_engine::consumers::source::StartingPosition;
use stream_engine::kinesis::shard::KeyId;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::producers::control::ProducerChange;
use stream_engine::rng::Generator;
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Command, Scenario, Simulation, Time};

const START_MS: u64 = 1_767_225_600_000;

fn counting(window: WindowKind) -> FlinkSetup {
    FlinkSetup {
        name: "counter".to_owned(),
        stream: StreamId(0),
        starting_position: StartingPosition::TrimHorizon,
        window,
        max_out_of_orderness_ms: 0,
        allowed_lateness_ms: 0,
        idle_ms: 0,
        parallelism: 1,
        parallelism_per_kpu: 1,
        record_us: 0,
        checkpoint_interval_ms: 10_000,
        restart_ms: 5_000,
        timestamp_member: Some("at".to_owned()),
        get_records_interval_ms: None,
    }
}

fn application(run: &Simulation) -> &Application {
    run.flink().named("counter").expect("the scene has it")
}

fn scene(setup: FlinkSetup) -> Simulation {
    simulation(&Scenario { applications: vec![setup], ..quiet(1) })
}

/// Puts a reading of a key that was made at this second of the run.
fn reading(run: &mut Simulation, key: &str, second: u64) {
    let data = format!("{{\"at\":{}}}", START_MS + second * 1_000);
    done(run, put(key, data.as_bytes()));
}

/// The last result of each window and key: what a sink holds that overwrites.
fn sink(run: &Simulation) -> BTreeMap<(Span, KeyId), u64> {
    application(run).results.iter().map(|given| ((given.result.span, given.result.key), given.result.count)).collect()
}

/// Counts by window from the start, in seconds, all keys together.
fn by_window(run: &Simulation) -> Vec<(u64, u64, u64)> {
    let mut sums = BTreeMap::new();
    for ((span, _), count) in sink(run) {
        *sums.entry((span.start_ms, span.end_ms)).or_insert(0) += count;
    }
    let second = |ms: u64| ms.saturating_sub(START_MS) / 1_000;
    sums.into_iter().map(|((start, end), count)| (second(start), second(end), count)).collect()
}

fn change(run: &mut Simulation, change: FlinkChange) {
    done(run, Command::Flink { application: "counter".to_owned(), change });
}

#[test]
fn a_tumbling_window_fires_when_the_watermark_passes_its_end() {
    let mut run =
        scene(FlinkSetup { max_out_of_orderness_ms: 3_000, ..counting(WindowKind::Tumbling { size_ms: 10_000 }) });
    for second in [1, 2, 9, 10, 8, 12] {
        reading(&mut run, "a", second);
        pass_ms(&mut run, 1_000);
    }
    assert!(by_window(&run).is_empty(), "12 - 3 is before 10");
    reading(&mut run, "a", 13);
    pass_ms(&mut run, 1_000);
    assert_eq!(by_window(&run), [(0, 10, 4)]);
    reading(&mut run, "b", 40);
    pass_ms(&mut run, 1_000);
    assert_eq!(by_window(&run), [(0, 10, 4), (10, 20, 3)]);
    assert_eq!((application(&run).job.late, application(&run).job.late_dropped), (0, 0));
}

#[test]
fn late_readings_are_dropped_or_correct_the_result() {
    for (lateness_ms, late, dropped, first) in [(0, 0, 2, 2), (5_000, 1, 1, 3), (60_000, 2, 0, 4)] {
        let window = WindowKind::Tumbling { size_ms: 10_000 };
        let mut run = scene(FlinkSetup { allowed_lateness_ms: lateness_ms, ..counting(window) });
        for second in [1, 5, 14, 6, 30, 7] {
            reading(&mut run, "a", second);
            pass_ms(&mut run, 1_000);
        }
        let job = &application(&run).job;
        assert_eq!((job.late, job.late_dropped), (late, dropped), "lateness {lateness_ms}");
        assert_eq!(by_window(&run)[0], (0, 10, first), "lateness {lateness_ms}");
        let updates = application(&run).results.iter().filter(|given| given.result.update).count();
        assert_eq!(updates as u64, late);
    }
}

#[test]
fn a_sliding_window_counts_a_reading_in_each_window_that_holds_it() {
    let mut run = scene(counting(WindowKind::Sliding { size_ms: 10_000, slide_ms: 5_000 }));
    for second in [11, 12, 16, 40] {
        reading(&mut run, "a", second);
        pass_ms(&mut run, 1_000);
    }
    assert_eq!(by_window(&run), [(5, 15, 2), (10, 20, 3), (15, 25, 1)]);
    assert_eq!(WindowKind::Sliding { size_ms: 10_000, slide_ms: 5_000 }.overlap(), 2);
}

#[test]
fn a_silent_shard_holds_the_watermark_unless_it_counts_as_idle() {
    for (idle_ms, fired) in [(0, 0), (5_000, 1)] {
        let setup = FlinkSetup { idle_ms, ..counting(WindowKind::Tumbling { size_ms: 10_000 }) };
        let mut run = simulation(&Scenario { applications: vec![setup], ..quiet(2) });
        for second in [1, 2, 20] {
            let data = format!("{{\"at\":{}}}", START_MS + second * 1_000);
            done(&mut run, put_at(0, data.as_bytes()));
            pass_ms(&mut run, 6_000);
        }
        assert_eq!(by_window(&run).len(), fired, "idle after {idle_ms}");
    }
}

#[test]
fn a_slow_subtask_falls_behind_and_more_of_them_do_not() {
    let behind = |parallelism| {
        let fleet = ProducerSetup { rate_per_second: 400, sources: 40, ..producer("fleet") };
        // 200 records a second for each subtask.
        let window = WindowKind::Tumbling { size_ms: 10_000 };
        let setup = FlinkSetup { record_us: 5_000, parallelism, parallelism_per_kpu: 2, ..counting(window) };
        let scenario = Scenario { producers: vec![fleet], applications: vec![setup], ..quiet(4) };
        let mut run = simulation(&scenario);
        run.run_until(Time::from_s(120));
        let application = application(&run);
        (application.job.records, application.kpus(run.quotas()))
    };
    let (one, four) = (behind(1), behind(4));
    assert!(one.0 < 25_000 && four.0 > 45_000, "{one:?} {four:?}");
    assert_eq!((one.1, four.1), (2, 3));
}

#[test]
fn results_of_live_data_come_shortly_after_the_window() {
    let fleet = ProducerSetup { rate_per_second: 100, ..producer("fleet") };
    let window = WindowKind::Tumbling { size_ms: 10_000 };
    let setup = FlinkSetup { max_out_of_orderness_ms: 1_000, ..counting(window) };
    let mut run = simulation(&Scenario { producers: vec![fleet], applications: vec![setup], ..quiet(1) });
    run.run_until(Time::from_s(60));
    let latency = &application(&run).result_latency_ms;
    assert!(latency.total() > 40);
    assert!(latency.percentile(100).is_some_and(|ms| (1_000..1_400).contains(&ms)), "{:?}", latency.percentile(100));
}

#[test]
fn a_reading_that_was_sent_again_keeps_the_time_at_which_it_was_made() {
    // Half as much again as the shard takes, for ten seconds; the rest comes by retries, late.
    let retry = RetryStrategy::Exponential { base_ms: 500, cap_ms: 8_000, attempts: 20 };
    let fleet = ProducerSetup { rate_per_second: 1_500, readings: Some(15_000), retry, ..producer("fleet") };
    let dropped = |lateness_ms| {
        let window = WindowKind::Tumbling { size_ms: 1_000 };
        let setup = FlinkSetup { allowed_lateness_ms: lateness_ms, ..counting(window) };
        let scenario = Scenario { producers: vec![fleet.clone()], applications: vec![setup], ..quiet(1) };
        let mut run = simulation(&scenario);
        run.run_until(Time::from_s(120));
        let job = &application(&run).job;
        assert_eq!(job.readings, 15_000);
        (job.late, job.late_dropped)
    };
    let (none, much) = (dropped(0), dropped(600_000));
    assert!(none.1 > 1_000 && none.0 == 0, "{none:?}");
    assert!(much.1 == 0 && much.0 > 1_000, "{much:?}");
}

#[test]
fn a_clock_that_jumps_a_day_ahead_makes_all_others_late_until_it_is_set_right() {
    let setup = FlinkSetup { timestamp_member: None, ..counting(WindowKind::Tumbling { size_ms: 5_000 }) };
    let fleet = |name| ProducerSetup { rate_per_second: 20, ..producer(name) };
    let producers = vec![fleet("right"), fleet("wrong")];
    let mut run = simulation(&Scenario { applications: vec![setup], producers, ..quiet(1) });
    let clock = |seconds| Command::Producer {
        producer: "wrong".to_owned(),
        change: ProducerChange::ClockOffsetSeconds(seconds),
    };
    pass_ms(&mut run, 20_000);
    assert_eq!(application(&run).job.late_dropped, 0);
    done(&mut run, clock(86_400));
    pass_ms(&mut run, 20_000);
    let dropped = application(&run).job.late_dropped;
    assert!((380..=400).contains(&dropped), "all of the right fleet: {dropped}");
    assert!(application(&run).job.watermark_ms >= Some(START_MS + 86_400_000));
    done(&mut run, clock(0));
    pass_ms(&mut run, 20_000);
    let both = application(&run).job.late_dropped - dropped;
    assert!((780..=800).contains(&both), "the watermark never goes back: {both}");
}

#[test]
fn windows_count_exactly_once_whatever_crashes() {
    for seed in 0..40 {
        let mut chance = Generator::named(seed, "plan");
        let fleet = ProducerSetup {
            rate_per_second: chance.between(50, 400) as u32,
            readings: Some(chance.between(2_000, 8_000) as u32),
            readings_per_record: chance.between(1, 3) as u8,
            keys: KeyStrategy::Numbered("truck-".to_owned()),
            ..producer("fleet")
        };
        // Somebody who goes on, so that the watermark passes the last window.
        let clock = ProducerSetup { rate_per_second: 20, sources: 60, ..producer("clock") };
        let size_ms = chance.between(1, 9) * 1_000;
        let window = match chance.below(2) {
            0 => WindowKind::Tumbling { size_ms },
            _ => WindowKind::Sliding { size_ms, slide_ms: size_ms / 2 + 1 },
        };
        let setup = FlinkSetup {
            max_out_of_orderness_ms: 5_000,
            checkpoint_interval_ms: chance.between(1_000, 20_000),
            restart_ms: chance.below(20_000),
            parallelism: chance.between(1, 4) as u32,
            idle_ms: 60_000,
            ..counting(window)
        };
        let shards = chance.between(1, 3) as u32;
        let scenario = Scenario { seed, producers: vec![fleet, clock], applications: vec![setup], ..quiet(shards) };
        let mut run = Simulation::new(&scenario, quotas().into());
        run.run_until(Time::from_s(7));
        let end = run.streams()[0].shards[0].range.end.0;
        done(&mut run, split(0, end / 2 + 1));
        for _ in 0..chance.below(4) {
            pass_ms(&mut run, chance.below(40_000));
            change(&mut run, FlinkChange::Crash);
        }
        let mut again = Simulation::from_bytes(&run.to_bytes()).expect("it was just written");
        run.run_until(Time::from_s(400));
        again.run_until(Time::from_s(400));
        assert_eq!(run.to_bytes(), again.to_bytes(), "seed {seed}");

        let job = &application(&run).job;
        assert_eq!((job.late, job.late_dropped, job.order_broken_by_source), (0, 0, 0), "seed {seed}");
        assert_eq!(application(&run).job.expired, 0);
        // What each window should hold, from the stored records and the times at which they were made.
        let mut expected: BTreeMap<(Span, KeyId), u64> = BTreeMap::new();
        for shard in &run.streams()[0].shards {
            for (index, record) in (0..).zip(shard.records.iter()) {
                let arrived_ms = START_MS + record.arrived.0 / 1_000;
                let made_ms = run.flink().times.made_ms(StreamId(0), shard.id, index, arrived_ms);
                for span in window.holding(made_ms) {
                    *expected.entry((span, record.key)).or_default() += u64::from(record.readings);
                }
            }
        }
        let watermark = job.watermark_ms.expect("it has read something");
        expected.retain(|(span, _), _| span.end_ms - 1 <= watermark);
        assert!(expected.len() > 100, "seed {seed}: {}", expected.len());
        assert_eq!(sink(&run), expected, "seed {seed}");
    }
}

#[test]
fn a_stream_that_goes_ends_the_reading_and_kpus_are_billed() {
    let fleet = ProducerSetup { rate_per_second: 100, ..producer("fleet") };
    let setup = counting(WindowKind::Tumbling { size_ms: 10_000 });
    let mut run = simulation(&Scenario { producers: vec![fleet], applications: vec![setup], ..quiet(2) });
    run.run_until(Time::from_s(30));
    stream_engine::api::call(&mut run, "Kinesis_20131202.DeleteStream", "{\"StreamName\":\"telemetry\"}");
    run.run_until(Time::from_s(60));
    let records = application(&run).job.records;
    stream_engine::api::call(
        &mut run,
        "Kinesis_20131202.CreateStream",
        "{\"StreamName\":\"telemetry\",\"ShardCount\":2}",
    );
    change(&mut run, FlinkChange::Crash);
    run.run_until(Time::from_s(110));
    assert_eq!(application(&run).job.records, records);
    let billed = run.bill().counts().filter(|(_, owner, _)| *owner == "counter").map(|(.., us)| us).sum::<u64>();
    assert!((2 * 90_000_000..=2 * 110_000_000).contains(&billed), "two KPUs: {billed}");
}
