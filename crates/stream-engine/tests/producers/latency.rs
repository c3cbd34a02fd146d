//! The documented means come out of the model: classic consumers about 200 ms with one application
//! and about 1 000 ms with five that share the shard's five reads a second; enhanced fan-out about
//! 70 ms for one and for five.

use crate::common::{STREAM, consumer, done, pass_ms, producer, quiet, quotas, simulation, split};
use stream_engine::consumers::enhanced::EnhancedSetup;
use stream_engine::scenario::{ConsumerSetup, ProducerSetup};
use stream_engine::{Scenario, Time};

/// Mean propagation delay in milliseconds over ten minutes, over all applications.
fn classic(applications: u64, poll_interval_ms: u32) -> u64 {
    let setup =
        |nth| ConsumerSetup { poll_interval_ms, calls_take_time: true, ..consumer(&format!("application-{nth}")) };
    let scenario = Scenario {
        producers: vec![ProducerSetup { rate_per_second: 20, ..producer("fleet") }],
        consumers: (0..applications).map(setup).collect(),
        ..quiet(1)
    };
    let mut run = simulation(&scenario);
    run.run_until(Time::from_s(600));
    assert!(run.consumers().iter().all(|consumer| consumer.records > 11_500));
    let means = run.consumers().iter().map(|consumer| consumer.propagation_delay_ms.mean().unwrap_or(0));
    means.sum::<u64>() / applications
}

#[test]
fn classic_consumers_take_about_200_ms_alone_and_about_1_000_ms_as_five() {
    let means: Vec<u64> = (1..=5).map(|applications| classic(applications, 250)).collect();
    let bands = [150..=250, 250..=450, 400..=680, 580..=900, 800..=1_200];
    for (mean, band) in means.iter().zip(&bands) {
        assert!(band.contains(mean), "{means:?}");
    }
}

#[test]
fn once_a_second_five_applications_do_not_hinder_each_other_and_a_sixth_does() {
    let (one, five, six) = (classic(1, 1_000), classic(5, 1_000), classic(6, 1_000));
    assert!((520..=620).contains(&one) && five.abs_diff(one) < 30, "{one} {five}");
    assert!(six > five + 100, "{five} {six}");
}

/// As many applications with enhanced fan-out, and this many records a second on one shard.
fn fan_out(applications: u64, rate_per_second: u32) -> Scenario {
    let setup = |nth| EnhancedSetup { name: format!("application-{nth}"), stream: STREAM };
    Scenario {
        producers: vec![ProducerSetup { rate_per_second, starts_ms: 20_000, ..producer("fleet") }],
        enhanced: (0..applications).map(setup).collect(),
        ..quiet(1)
    }
}

#[test]
fn enhanced_consumers_take_about_70_ms_alone_and_as_five_at_any_rate() {
    for (applications, rate) in [(1, 20), (5, 20), (5, 2), (5, 500)] {
        let mut run = simulation(&fan_out(applications, rate));
        run.run_until(Time::from_s(if rate > 100 { 80 } else { 630 }));
        for application in run.enhanced() {
            let mean = application.propagation_delay_ms.mean().unwrap_or(0);
            assert!((50..=90).contains(&mean), "{mean} ms with {applications} at {rate} a second");
            assert!(application.records + 60 > u64::from(run.producers()[0].made));
        }
    }
}

#[test]
fn a_subscription_is_renewed_every_five_minutes_without_a_gap_or_a_repeat() {
    let mut run = simulation(&fan_out(2, 50));
    run.run_until(Time::from_s(1_600));
    let stored = run.streams()[0].shards[0].records.end();
    for application in run.enhanced() {
        assert!((5..=7).contains(&application.subscriptions), "{}", application.subscriptions);
        assert!(application.records <= stored && application.records + 10 > stored, "{stored}");
        assert_eq!(application.order_broken_by_source, 0);
    }
}

#[test]
fn a_registration_takes_its_time_and_parents_are_read_before_children() {
    let mut run = simulation(&fan_out(1, 200));
    run.run_until(Time::from_ms(quotas().model_stream_consumer_ms - 1));
    assert_eq!(run.enhanced()[0].subscriptions, 0, "it is CREATING");
    assert!(run.enhanced()[0].refused > 3, "and looks each second");
    run.run_until(Time::from_s(30));
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 60_000);
    let application = &run.enhanced()[0];
    assert_eq!(application.shards.len(), 3);
    let stored: u64 = run.streams()[0].shards.iter().map(|shard| shard.records.end()).sum();
    assert!(application.records + 40 > stored && application.records <= stored);
    assert_eq!(application.order_broken_by_source, 0);
}
