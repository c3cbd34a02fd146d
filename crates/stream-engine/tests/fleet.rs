//! Fleets: applications that come and go while a run goes on, polling or pushed to.

mod common;

use common::{done, pass_ms, prices, producer, profile, quiet, quotas, stream};
use stream_engine::consumers::fleet::{FleetChange, FleetSetup, ReadMode};
use stream_engine::goal::{Comparison, Goal, Measure};
use stream_engine::history::Request;
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Command, History, Scenario, Simulation, Time};

/// Twenty records of 10 KiB a second on one shard, and a fleet.
fn scenario(applications: u32, mode: ReadMode, poll_interval_ms: u32) -> Scenario {
    Scenario {
        producers: vec![ProducerSetup { rate_per_second: 20, record_bytes: 10_240, ..producer("trucks") }],
        fleets: vec![FleetSetup {
            name: "app".to_owned(),
            stream: common::STREAM,
            applications,
            mode,
            poll_interval_ms,
        }],
        ..quiet(1)
    }
}

fn run(applications: u32, mode: ReadMode, poll_interval_ms: u32) -> Simulation {
    common::simulation(&scenario(applications, mode, poll_interval_ms))
}

fn fleet(change: FleetChange) -> Command {
    Command::Fleet { fleet: "app".to_owned(), change }
}

fn measure(run: &Simulation, measure: Measure, window_s: u64) -> u64 {
    let goal = Goal { measure, of: 0, comparison: Comparison::AtLeast, value: 0, window_s };
    goal.judge(run, &prices()).value
}

#[test]
fn five_polls_a_second_feed_five_applications_and_a_sixth_makes_reads_throttle() {
    let mut run = run(5, ReadMode::Classic, 1_000);
    pass_ms(&mut run, 60_000);
    assert_eq!(measure(&run, Measure::ReadThrottledShare, 50), 0);
    let five = measure(&run, Measure::PolledDelay, 50);
    assert!((500..650).contains(&five), "{five}");
    done(&mut run, fleet(FleetChange::Applications(6)));
    pass_ms(&mut run, 60_000);
    let (throttled, six) = (measure(&run, Measure::ReadThrottledShare, 50), measure(&run, Measure::PolledDelay, 50));
    assert!((10_000..25_000).contains(&throttled), "about a sixth: {throttled}");
    assert!(six > five + 100, "{five} {six}");
    assert_eq!(measure(&run, Measure::ThrottledShare, 50), 0, "writes have limits of their own");
    assert_eq!(measure(&run, Measure::Applications, 0), 6);
}

#[test]
fn enhanced_applications_are_there_from_the_start_and_wait_70_ms_as_one_or_as_twenty() {
    for applications in [1, 5, 20] {
        let mut run = run(applications, ReadMode::Enhanced, 1_000);
        pass_ms(&mut run, 40_000);
        let slowest = measure(&run, Measure::SlowestApplicationDelay, 30);
        assert!((55..90).contains(&slowest), "{applications}: {slowest}");
        assert_eq!(run.fleets()[0].enhanced(&run).count(), applications as usize);
        assert_eq!(measure(&run, Measure::ReadThrottledShare, 30), 0);
    }
}

#[test]
fn side_by_side_every_application_gets_each_record_both_ways() {
    let mut run = run(3, ReadMode::SideBySide, 250);
    pass_ms(&mut run, 60_000);
    let made = run.producers()[0].made;
    let records: Vec<u64> =
        run.fleets()[0].watched(&run).map(|watch| u64::from(watch.window(run.now(), 60).records)).collect();
    assert_eq!(records.len(), 6);
    assert!(records.iter().all(|records| *records + 40 > u64::from(made)), "{made} {records:?}");
}

#[test]
fn a_stopped_application_makes_no_calls_and_begins_again_with_what_is_new() {
    let mut run = run(5, ReadMode::Classic, 250);
    pass_ms(&mut run, 20_000);
    done(&mut run, fleet(FleetChange::Applications(1)));
    pass_ms(&mut run, 2_000);
    let before: Vec<u64> = run.consumers().iter().map(|consumer| consumer.records).collect();
    pass_ms(&mut run, 60_000);
    let after: Vec<u64> = run.consumers().iter().map(|consumer| consumer.records).collect();
    assert!(after[0] > before[0] + 1_000);
    assert_eq!(after[1..], before[1..]);
    let alone = measure(&run, Measure::SlowestApplicationDelay, 30);
    assert!((150..250).contains(&alone), "{alone}");
    done(&mut run, fleet(FleetChange::Applications(2)));
    pass_ms(&mut run, 30_000);
    let again = measure(&run, Measure::SlowestApplicationDelay, 20);
    assert!(again < 1_000, "no backlog of a minute: {again}");
    assert_eq!(run.consumers().len(), 5, "the same application again");
}

#[test]
fn an_application_that_leaves_enhanced_fan_out_is_no_consumer_any_more_and_costs_nothing() {
    let mut run = run(5, ReadMode::Enhanced, 1_000);
    pass_ms(&mut run, 30_000);
    assert_eq!(stream(&run).consumers.len(), 5);
    let dear = measure(&run, Measure::StreamCostPerHour, 10);
    done(&mut run, fleet(FleetChange::Mode(ReadMode::Classic)));
    pass_ms(&mut run, 30_000);
    assert_eq!(stream(&run).consumers.len(), 0);
    let cheap = measure(&run, Measure::StreamCostPerHour, 10);
    let consumers = 5 * prices().efo_consumer_shard_hour;
    // 200 KiB a second to each of five.
    let data = (200 * 1_024 * 5 * 3_600) * prices().efo_per_gb / (1 << 30);
    let gap = dear - cheap;
    assert!(gap.abs_diff(consumers + data) < data / 10, "{gap} {consumers} {data}");
    done(&mut run, fleet(FleetChange::Mode(ReadMode::SideBySide)));
    pass_ms(&mut run, 60_000);
    assert_eq!(stream(&run).consumers.len(), 5, "registered again, once the old ones are gone");
    assert!(run.fleets()[0].enhanced(&run).all(|consumer| consumer.is_registered()));
}

#[test]
fn a_stream_takes_as_many_registered_consumers_as_the_profile_says() {
    for id in ["exam-2022", "aws-2025", "aws-2026"] {
        let most = profile(id).efo_consumers_per_stream_documented as u32;
        let mut run = Simulation::new(&scenario(most + 1, ReadMode::Enhanced, 1_000), profile(id).into());
        pass_ms(&mut run, 20_000);
        let registered = run.fleets()[0].enhanced(&run).filter(|consumer| consumer.is_registered()).count();
        assert_eq!(registered, most as usize, "{id}");
        assert_eq!(measure(&run, Measure::SlowestApplicationDelay, 10), 10_000, "the last gets nothing");
    }
}

#[test]
fn subscriptions_are_renewed_through_stops_and_starts_without_a_gap() {
    let mut run = run(2, ReadMode::Enhanced, 1_000);
    pass_ms(&mut run, 100_000);
    done(&mut run, fleet(FleetChange::Mode(ReadMode::Classic)));
    pass_ms(&mut run, 20_000);
    done(&mut run, fleet(FleetChange::Mode(ReadMode::Enhanced)));
    pass_ms(&mut run, 30_000);
    let before = run.producers()[0].made;
    let records: Vec<u64> = run.enhanced().iter().map(|consumer| consumer.records).collect();
    pass_ms(&mut run, 900_000);
    let made = u64::from(run.producers()[0].made - before);
    for (consumer, before) in run.enhanced().iter().zip(records) {
        assert!(made.abs_diff(consumer.records - before) < 10, "{made} {}", consumer.records - before);
        assert!((4..=6).contains(&consumer.subscriptions), "{}", consumer.subscriptions);
        assert_eq!(consumer.order_broken_by_source, 0);
    }
}

#[test]
fn a_run_with_a_fleet_is_replayed_and_saved_whole() {
    let requests: Vec<Request> = [
        (5, fleet(FleetChange::Applications(12))),
        (9, fleet(FleetChange::PollIntervalMs(200))),
        (15, fleet(FleetChange::Mode(ReadMode::Enhanced))),
        (31, fleet(FleetChange::Mode(ReadMode::SideBySide))),
        (44, fleet(FleetChange::Applications(2))),
    ]
    .map(|(second, command)| Request { at: Time::from_s(second), command })
    .into();
    let scenario = std::rc::Rc::new(scenario(5, ReadMode::SideBySide, 1_000));
    let straight = History::replay(scenario.clone(), quotas().into(), requests.clone(), Time::from_s(90));
    let mut wandering = History::replay(scenario, quotas().into(), requests, Time::from_s(60));
    for second in [20, 46, 10, 90] {
        wandering.seek(Time::from_s(second));
    }
    assert_eq!(wandering.present().to_bytes(), straight.present().to_bytes());
    let mut read = Simulation::from_bytes(&straight.present().to_bytes()).expect("its own bytes");
    let mut run = straight.present().clone();
    read.run_until(Time::from_s(120));
    run.run_until(Time::from_s(120));
    assert_eq!(read.to_bytes(), run.to_bytes());
    assert_eq!(run.check(), Ok(()));
}

#[test]
fn a_setting_of_a_fleet_tells_whether_it_holds_and_what_is_out_of_bounds_is_refused() {
    let mut run = run(5, ReadMode::SideBySide, 1_000);
    assert_eq!(fleet(FleetChange::Applications(5)).holds(&run), Some(true));
    assert_eq!(fleet(FleetChange::Mode(ReadMode::Classic)).holds(&run), Some(false));
    assert_eq!(fleet(FleetChange::PollIntervalMs(1_000)).holds(&run), Some(true));
    for change in [FleetChange::Applications(0), FleetChange::Applications(51), FleetChange::PollIntervalMs(0)] {
        let refusal = run.apply(&fleet(change)).expect_err("out of bounds");
        assert_eq!(refusal.code(), "ValidationException");
    }
    let other = Command::Fleet { fleet: "none".to_owned(), change: FleetChange::Applications(1) };
    assert_eq!(run.apply(&other).expect_err("no such fleet").code(), "ResourceNotFoundException");
}
