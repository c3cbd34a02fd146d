//! Loads of days on provisioned and on-demand streams: limits, scaling, bills, replay.

mod common;

use common::{done, prices, quiet, quotas, resize, simulation};
use stream_engine::goal::{Comparison, Goal, Measure};
use stream_engine::history::Request;
use stream_engine::kinesis::stream::{StreamId, StreamMode};
use stream_engine::producers::load::curve::LoadCurve;
use stream_engine::producers::load::{LoadChange, LoadSetup};
use stream_engine::scenario::StreamSetup;
use stream_engine::{Command, History, Scenario, Simulation, Time};

const HOUR_S: u64 = 3_600;
const DAY_S: u64 = 24 * HOUR_S;

/// So many provisioned shards, and an on-demand stream; both get the load.
fn scenario(shards: u32, curve: LoadCurve) -> Scenario {
    let on_demand =
        StreamSetup { name: "on-demand".to_owned(), shards: 4, mode: StreamMode::OnDemand, ..StreamSetup::default() };
    let mut scenario = quiet(shards);
    scenario.streams.push(on_demand);
    scenario.loads.push(LoadSetup {
        name: "trucks".to_owned(),
        streams: vec![StreamId(0), StreamId(1)],
        curve,
        record_bytes: 1_000,
        hottest_key_percent: 0,
        readers: 1,
    });
    scenario
}

fn measure(run: &Simulation, measure: Measure, of: u8, window_s: u64) -> u64 {
    let goal = Goal { measure, of, comparison: Comparison::AtLeast, value: 0, window_s };
    goal.judge(run, &prices()).value
}

fn at(mut run: Simulation, second: u64) -> Simulation {
    run.run_until(Time::from_s(second));
    run
}

#[test]
fn a_shard_takes_its_thousand_records_a_second_and_the_rest_is_refused() {
    let run = at(simulation(&scenario(3, LoadCurve::Steady(4_000))), HOUR_S);
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 0, HOUR_S), 25_000);
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 1, HOUR_S), 0);
    assert_eq!(measure(&run, Measure::LoadPerSecond, 0, HOUR_S), 4_000);
    for shard in run.streams()[0].open_shards() {
        let last = shard.seconds.window(run.now(), 1).next().expect("a second of an hour");
        assert_eq!((last.incoming_records, last.incoming_bytes), (1_000, 1_000_000));
        assert!((333..=334).contains(&last.write_provisioned_throughput_exceeded));
    }
}

#[test]
fn large_records_meet_the_byte_limit_first() {
    let mut scenario = scenario(2, LoadCurve::Steady(400));
    scenario.loads[0].record_bytes = 8_192;
    let run = at(simulation(&scenario), 600);
    // 128 records of 8 KiB are a mebibyte.
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 0, 600), (400 - 256) * 100_000 / 400);
}

#[test]
fn a_tripled_load_is_refused_on_demand_until_the_shards_have_been_split_and_provisioned_until_somebody_acts() {
    let points = vec![(0, 1_800), (7_200, 1_800), (7_200, 5_400)];
    let jump = LoadCurve::Lines { period_s: u32::MAX, points };
    let mut run = at(simulation(&scenario(3, jump)), 7_199);
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 1, HOUR_S), 0);
    assert_eq!(run.streams()[1].open_count(), 4, "no shard has more than half of its room taken");
    run.run_until(Time::from_s(7_200 + 5 * 60));
    assert!(measure(&run, Measure::LoadThrottledShare, 1, 120) > 20_000);
    run.run_until(Time::from_s(7_200 + 16 * 60));
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 1, 60), 0, "within fifteen minutes");
    assert!(run.streams()[1].open_count() >= 8, "each of the busy shards was split");
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 0, 60), 44_444, "three shards of 5 400");
    done(&mut run, resize(6));
    run.run_until(Time::from_s(7_200 + 30 * 60));
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 0, 60), 0);
}

#[test]
fn one_key_gets_one_shard_in_either_mode() {
    let mut scenario = scenario(8, LoadCurve::Steady(3_000));
    scenario.loads[0].hottest_key_percent = 50;
    let run = at(simulation(&scenario), 6 * HOUR_S);
    // The key's 1 500, and at most what else falls into its shard.
    for stream in [0, 1] {
        let share = measure(&run, Measure::LoadThrottledShare, stream, HOUR_S);
        assert!((500 * 100 / 3..=800 * 100 / 3).contains(&share), "{stream}: {share}");
    }
    assert!(run.streams()[1].open_count() <= 16);
}

#[test]
fn a_day_costs_what_its_shard_hours_payload_units_and_gigabytes_come_to() {
    let run = at(simulation(&scenario(3, LoadCurve::Steady(1_000))), DAY_S);
    let prices = prices();
    let records = 1_000 * DAY_S;
    let days = |day: u64| u128::from(day) * 730 / 24;
    let provisioned = 3 * 24 * prices.shard_hour + records / 1_000 * prices.put_payload_units_per_million / 1_000;
    let gigabytes = |price: u64| ((u128::from(records) * 1_024 * u128::from(price)) >> 30) as u64;
    let on_demand = 24 * prices.on_demand_stream_hour
        + gigabytes(prices.on_demand_in_per_gb)
        + gigabytes(prices.on_demand_out_per_gb);
    for (stream, day) in [(0, provisioned), (1, on_demand)] {
        let month = u128::from(measure(&run, Measure::LoadCostPerMonth, stream, DAY_S));
        assert!(month.abs_diff(days(day)) < 100_000_000, "{stream}: {month} {}", days(day));
    }
}

#[test]
fn a_window_of_an_hour_tells_nothing_of_the_hours_before() {
    let curve = LoadCurve::Lines { period_s: u32::MAX, points: vec![(0, 5_000), (7_200, 5_000), (7_200, 900)] };
    let run = at(simulation(&scenario(1, curve)), 7_200 + HOUR_S);
    assert_eq!(measure(&run, Measure::LoadThrottledShare, 0, HOUR_S - 60), 0);
    assert!(measure(&run, Measure::LoadThrottledShare, 0, DAY_S) > 50_000);
}

#[test]
fn a_load_is_replayed_sought_and_saved_whole() {
    let load = |change| Command::Load { load: "trucks".to_owned(), change };
    let requests: Vec<Request> = [
        (600, load(LoadChange::Curve(LoadCurve::Unknown { low: 100, high: 9_000, hold_s: 300 }))),
        (4_000, load(LoadChange::HottestKeyPercent(30))),
        (5_000, resize(4)),
        (9_000, load(LoadChange::RecordBytes(5_000))),
    ]
    .map(|(second, command)| Request { at: Time::from_s(second), command })
    .into();
    let scenario = std::rc::Rc::new(scenario(2, LoadCurve::Steady(3_000)));
    let end = Time::from_s(20_000);
    let straight = History::replay(scenario.clone(), quotas().into(), requests.clone(), end);
    let mut wandering = History::replay(scenario, quotas().into(), requests, Time::from_s(9_500));
    for second in [4_500, 15_000, 100, 20_000] {
        wandering.seek(Time::from_s(second));
    }
    assert_eq!(wandering.present().to_bytes(), straight.present().to_bytes());
    let mut read = Simulation::from_bytes(&straight.present().to_bytes()).expect("its own bytes");
    read.run_until(Time::from_s(25_000));
    let run = at(straight.present().clone(), 25_000);
    assert_eq!(read.to_bytes(), run.to_bytes());
    assert_eq!(run.check(), Ok(()));
    let held = load(LoadChange::HottestKeyPercent(30)).holds(&run);
    assert_eq!(held, Some(true));
}
