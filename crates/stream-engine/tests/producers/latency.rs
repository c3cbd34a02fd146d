//! The documented means come out of the model: classic consumers about 200 ms with one application
//! and about 1 000 ms with five that share the shard's five reads a second.

use crate::common::{consumer, producer, quiet, simulation};
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
