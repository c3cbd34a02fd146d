//! Goals about deliveries: objects, ages, load; hints set one by one.

use crate::common::{done, pass_ms, prices, producer, profile, quiet, quotas};
use std::rc::Rc;
use stream_engine::consumers::firehose::{DeliveryStreamSetup, FirehoseChange};
use stream_engine::goal::{Look, Measure};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Command, Quotas, Scenario, Simulation};

/// 3 MB of data a minute into a buffer of 32 MiB and 300 s.
fn world(quotas: Quotas) -> Simulation {
    let fleet = ProducerSetup { rate_per_second: 30, record_bytes: 1_675, ..producer("fleet") };
    let delivery = DeliveryStreamSetup {
        name: "archive".to_owned(),
        stream: Some(StreamId(0)),
        bucket: "bucket".to_owned(),
        size_in_mbs: Some(32),
        interval_in_seconds: Some(300),
        ..DeliveryStreamSetup::default()
    };
    let scenario = Scenario { producers: vec![fleet], delivery_streams: vec![delivery], ..quiet(2) };
    Simulation::new(&scenario, Rc::new(quotas))
}

fn change(run: &mut Simulation, change: FirehoseChange) {
    done(run, Command::Firehose { delivery_stream: "archive".to_owned(), change });
}

fn measure(run: &Simulation, measure: Measure, window_s: u64) -> u64 {
    measure.value(&Look { run, prices: &prices(), of: 0, window_s }).0
}

#[test]
fn what_landed_is_measured_in_the_window() {
    let mut run = world(quotas());
    pass_ms(&mut run, 120_000);
    assert_eq!(measure(&run, Measure::FirstObjectSecond, 0), 0);
    assert_eq!(measure(&run, Measure::SmallestObject, 120), 0, "nothing has landed");
    let load = measure(&run, Measure::DeliveryBytesPerMinute, 60);
    assert!((2_950_000..3_050_000).contains(&load), "{load}");
    change(&mut run, FirehoseChange::IntervalInSeconds(110));
    pass_ms(&mut run, 1_000);
    assert_eq!(measure(&run, Measure::FirstObjectSecond, 0), 120, "the interval was over already");
    pass_ms(&mut run, 240_000);
    assert_eq!(measure(&run, Measure::ObjectsLanded, 240), 2);
    let (smallest, oldest) =
        (measure(&run, Measure::SmallestObject, 240), measure(&run, Measure::OldestAtLanding, 240));
    assert!((5 << 20..6 << 20).contains(&smallest), "{smallest}");
    assert!((110_000..=112_000).contains(&oldest), "{oldest}");
}

#[test]
fn the_size_bounds_the_file_and_the_interval_the_age_whichever_is_first() {
    for (size, interval, bytes, age_ms) in
        [(5, 300, 5 << 20, 106_000), (32, 60, 2_900_000, 60_000), (1, 900, 1 << 20, 22_000)]
    {
        let mut run = world(quotas());
        change(&mut run, FirehoseChange::SizeInMbs(size));
        change(&mut run, FirehoseChange::IntervalInSeconds(interval));
        pass_ms(&mut run, 330_000);
        let (smallest, oldest) =
            (measure(&run, Measure::SmallestObject, 200), measure(&run, Measure::OldestAtLanding, 200));
        assert!(smallest.abs_diff(bytes) < 200_000, "{size} MiB, {interval} s: {smallest} bytes");
        assert!(oldest.abs_diff(age_ms) < 3_000, "{size} MiB, {interval} s: {oldest} ms");
    }
}

#[test]
fn hints_keep_within_the_bounds_of_their_year() {
    let zero =
        Command::Firehose { delivery_stream: "archive".to_owned(), change: FirehoseChange::IntervalInSeconds(0) };
    let code = |quotas: Quotas| world(quotas).apply(&zero).err().map(|refusal| refusal.code());
    assert_eq!(code(profile("exam-2022")), Some("ValidationException"));
    assert_eq!(code(quotas()), None, "zero buffering came later");
    let mut run = world(quotas());
    assert_eq!(zero.holds(&run), Some(false));
    done(&mut run, zero.clone());
    assert_eq!(zero.holds(&run), Some(true));
    pass_ms(&mut run, 10_000);
    assert!(measure(&run, Measure::OldestAtLanding, 5) <= 1_100, "a second's poll at most");
}
