//! On-demand mode over minutes and weeks: it follows the load, late, and forgets it, later.

mod common;

use common::{producer, quiet, quotas};
use serde_json::json;
use stream_engine::kinesis::stream::Stream;
use stream_engine::scenario::{KeyStrategy, ProducerSetup, Scenario};
use stream_engine::{Simulation, Time, api};

const MINUTE_S: u64 = 60;
const DAY_S: u64 = 24 * 60 * MINUTE_S;

/// Four shards in on-demand mode, and a producer.
fn run(setup: ProducerSetup) -> Simulation {
    let scenario = Scenario { producers: vec![setup], ..quiet(4) };
    let mut run = Simulation::new(&scenario, quotas().into());
    let arn = run.account().arn("kinesis", "stream/telemetry");
    let body = json!({ "StreamARN": arn, "StreamModeDetails": { "StreamMode": "ON_DEMAND" } });
    let answer = api::call(&mut run, "Kinesis_20131202.UpdateStreamMode", &body.to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    run
}

fn stream(run: &Simulation) -> &Stream {
    &run.streams()[0]
}

/// Records refused in the last minute.
fn refused(run: &Simulation) -> u64 {
    run.seconds().window(run.now(), MINUTE_S).map(|second| u64::from(second.throttled)).sum()
}

#[test]
fn a_load_beyond_its_capacity_is_refused_for_up_to_fifteen_minutes() {
    let fleet = ProducerSetup { rate_per_second: 6_000, sources: 5_000, ..producer("trucks") };
    let mut run = run(fleet);
    run.run_until(Time::from_s(5 * MINUTE_S));
    assert_eq!(stream(&run).open_count(), 4);
    assert!(refused(&run) > 60 * 1_000, "six shards' load on four");
    run.run_until(Time::from_s(16 * MINUTE_S));
    assert!(stream(&run).open_count() >= 8, "twice the peak");
    assert_eq!(refused(&run), 0);
    assert_eq!(stream(&run).status.name(), "ACTIVE");
}

#[test]
fn one_hot_key_stays_refused_and_does_not_split_the_stream_for_ever() {
    let hot = ProducerSetup {
        rate_per_second: 1_500,
        keys: KeyStrategy::Constant("truck-007".to_owned()),
        ..producer("truck-007")
    };
    let mut run = run(hot);
    run.run_until(Time::from_s(120 * MINUTE_S));
    assert!(refused(&run) >= 60 * 500, "a key stays in one shard");
    assert!(stream(&run).open_count() <= 8);
}

#[test]
fn a_peak_is_forgotten_after_thirty_days() {
    let once =
        ProducerSetup { rate_per_second: 3_900, sources: 5_000, readings: Some(3_900 * 120), ..producer("trucks") };
    let mut run = run(once);
    run.run_until(Time::from_s(2 * DAY_S));
    let grown = stream(&run).open_count();
    assert!(grown >= 8, "{grown}");
    run.run_until(Time::from_s(29 * DAY_S));
    assert_eq!(stream(&run).open_count(), grown);
    run.run_until(Time::from_s(32 * DAY_S));
    assert_eq!(stream(&run).open_count(), 4);
    let mut reached = 0;
    for shard in stream(&run).open_shards() {
        assert_eq!(shard.range.start.0, reached);
        reached = shard.range.end.0.wrapping_add(1);
    }
    assert_eq!(reached, 0, "the whole hash-key space is owned once");
}
