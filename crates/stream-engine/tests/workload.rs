//! Producers and consumers: rates, keys, retries, and what they do to the order of readings.

mod common;

use common::{consumer, done, pass_ms, producer, quiet, shard, simulation, split, stream};
use std::collections::BTreeMap;
use stream_engine::bill::Prices;
use stream_engine::goal::{Comparison, Goal, Measure, Standing};
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Change, Command, Scenario, Simulation, Time};

fn with(shards: u32, producers: Vec<ProducerSetup>) -> Scenario {
    Scenario { producers, ..quiet(shards) }
}

fn run(scenario: &Scenario, seconds: u64) -> Simulation {
    let mut run = simulation(scenario);
    run.run_until(Time::from_s(seconds));
    run
}

/// Records stored under each key.
fn by_key(run: &Simulation) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for record in stream(run).shards.iter().flat_map(|shard| shard.records.iter()) {
        *counts.entry(run.keys().text(record.key, record.origin())).or_default() += 1;
    }
    counts
}

fn stored(run: &Simulation) -> u64 {
    stream(run).shards.iter().map(|shard| shard.records.end()).sum()
}

fn change(actor: &str, change: Change) -> Command {
    Command::Change { actor: actor.to_owned(), change }
}

#[test]
fn a_rate_that_does_not_divide_a_second_is_kept_exactly() {
    for (rate, seconds) in [(3, 3_600), (7, 3_600), (999, 60), (100_000, 3)] {
        let setup = ProducerSetup { rate_per_second: rate, ..producer("fleet") };
        let made = run(&with(1, vec![setup]), seconds).producers()[0].made;
        assert!(made.abs_diff(rate * seconds as u32) <= 1, "{made} of {rate} a second");
    }
}

#[test]
fn bursts_pauses_and_changes_keep_the_rate() {
    let setup = ProducerSetup { rate_per_second: 30, burst: 10, starts_ms: 2_000, ..producer("fleet") };
    let mut run = run(&with(1, vec![setup]), 2);
    assert_eq!(run.producers()[0].made, 10);
    run.run_until(Time::from_ms(11_999));
    assert_eq!(run.producers()[0].made, 300);
    done(&mut run, change("fleet", Change::RatePerSecond(0)));
    pass_ms(&mut run, 60_000);
    assert_eq!(run.producers()[0].made, 300);
    done(&mut run, change("fleet", Change::RatePerSecond(10)));
    pass_ms(&mut run, 9_999);
    assert_eq!(run.producers()[0].made, 400);
}

#[test]
fn a_schedule_with_an_end_makes_all_its_readings_also_when_they_are_packed() {
    let setup = ProducerSetup { readings: Some(10), readings_per_record: 3, ..producer("fleet") };
    let run = run(&with(1, vec![setup]), 60);
    let records: Vec<(u32, u8)> =
        shard(&run, 0).records.iter().map(|record| (record.number, record.readings)).collect();
    assert_eq!(records, [(0, 3), (3, 3), (6, 3), (9, 1)]);
    assert_eq!(shard(&run, 0).records.last().map(|record| record.bytes), Some(200));
}

#[test]
fn every_record_is_stored_lost_or_still_waiting_under_each_retry_strategy() {
    let exponential = RetryStrategy::Exponential { base_ms: 100, cap_ms: 5_000, attempts: 12 };
    let jitter = RetryStrategy::FullJitter { base_ms: 100, cap_ms: 5_000, attempts: 12 };
    let outcome = |retry| {
        let setup = ProducerSetup { rate_per_second: 1_500, readings: Some(15_000), retry, ..producer("fleet") };
        let mut run = run(&with(1, vec![setup]), 12);
        let fleet = &run.producers()[0];
        let under_way = fleet.waiting() + fleet.under_way.len();
        assert_eq!(stored(&run) + fleet.lost + under_way as u64, u64::from(fleet.made));
        run.run_until(Time::from_s(120));
        let fleet = &run.producers()[0];
        assert_eq!(stored(&run) + fleet.lost, 15_000);
        let attempts: u32 = run.seconds().window(run.now(), 120).map(|second| second.attempts).sum();
        let lost: u32 = run.seconds().window(run.now(), 120).map(|second| second.lost).sum();
        assert_eq!(u64::from(lost), fleet.lost);
        (fleet.lost, attempts)
    };
    let (dropped, once) = outcome(RetryStrategy::Drop);
    let (lost_at_once, at_once) = outcome(RetryStrategy::AtOnce { attempts: 4 });
    assert_eq!(once, 15_000);
    assert!((4_900..=5_000).contains(&dropped), "half as much again as the shard takes: {dropped}");
    assert!(lost_at_once > 3_000, "asking again at once finds the shard as full: {lost_at_once}");
    assert!(at_once > 25_000, "and multiplies the calls: {at_once}");
    assert_eq!(outcome(exponential).0, 0);
    let unlucky = outcome(jitter).0;
    assert!(unlucky < 100, "half the wait on average, so a few have used up their attempts: {unlucky}");
}

#[test]
fn retries_break_the_order_that_a_single_connection_keeps() {
    let broken = |retry| {
        let setup = ProducerSetup { rate_per_second: 1_500, readings: Some(6_000), retry, ..producer("fleet") };
        let mut scenario = with(1, vec![setup]);
        scenario.consumers = vec![consumer("dashboard")];
        run(&scenario, 60).consumers()[0].order_broken_by_source
    };
    assert_eq!(broken(RetryStrategy::Drop), 0);
    assert!(broken(RetryStrategy::FullJitter { base_ms: 100, cap_ms: 2_000, attempts: 20 }) > 100);
}

/// Records of one device handled, its readings out of order by source and as a whole, on four shards.
fn order(setup: ProducerSetup) -> (u64, u64, u64) {
    let mut scenario = with(4, vec![ProducerSetup { device: true, ..setup }]);
    scenario.consumers = vec![consumer("dashboard")];
    let run = run(&scenario, 30);
    let consumer = &run.consumers()[0];
    (consumer.records, consumer.order_broken_by_source, consumer.order_broken_by_producer)
}

#[test]
fn one_key_keeps_all_in_order_a_key_by_source_each_source_and_random_keys_nothing() {
    let constant = KeyStrategy::Constant("fleet".to_owned());
    let (records, by_source, by_producer) = order(ProducerSetup { keys: constant, ..producer("fleet") });
    assert!(records > 2_800);
    assert_eq!((by_source, by_producer), (0, 0));
    let (_, by_source, by_producer) = order(producer("fleet"));
    assert_eq!(by_source, 0);
    assert!(by_producer > 100, "{by_producer}");
    let (_, by_source, by_producer) = order(ProducerSetup { keys: KeyStrategy::Random, ..producer("fleet") });
    assert!(by_source > 100 && by_producer > 100, "{by_source} {by_producer}");
}

#[test]
fn packing_keeps_the_order_and_makes_fewer_records() {
    let keys = KeyStrategy::Constant("fleet".to_owned());
    let packed = ProducerSetup { keys, readings_per_record: 20, ..producer("fleet") };
    let (records, by_source, by_producer) = order(packed);
    assert_eq!((by_source, by_producer), (0, 0));
    assert!((140..=150).contains(&records), "{records}");
}

/// A consumer that falls behind on one shard, which is then split twice.
fn behind(parents_first: bool) -> Simulation {
    let mut scenario = with(1, vec![ProducerSetup { rate_per_second: 700, sources: 50, ..producer("fleet") }]);
    let mut slow = consumer("dashboard");
    (slow.parents_first, slow.max_records_per_call) = (parents_first, 500);
    scenario.consumers = vec![slow];
    let mut run = run(&scenario, 30);
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 31_000);
    done(&mut run, split(1, 1 << 126));
    pass_ms(&mut run, 31_000);
    done(&mut run, change("fleet", Change::RatePerSecond(0)));
    pass_ms(&mut run, 120_000);
    run
}

#[test]
fn a_consumer_that_reads_parents_first_keeps_the_order_across_a_reshard() {
    let run = behind(true);
    assert_eq!(run.consumers()[0].records, stored(&run));
    assert_eq!(run.consumers()[0].order_broken_by_source, 0);
}

#[test]
fn a_consumer_that_does_not_wait_for_parents_breaks_it() {
    let run = behind(false);
    assert_eq!(run.consumers()[0].records, stored(&run));
    assert!(run.consumers()[0].order_broken_by_source > 1_000);
}

#[test]
fn a_grandchild_is_not_read_while_its_grandparent_is_unread() {
    let mut scenario = quiet(1);
    let mut slow = consumer("dashboard");
    (slow.poll_interval_ms, slow.max_records_per_call) = (10_000, 1);
    scenario.consumers = vec![slow];
    let mut run = simulation(&scenario);
    (0..60).for_each(|_| _ = done(&mut run, common::put_at(0, b"x")));
    for next in [0, 1, 3] {
        let end = shard(&run, next).range.end.0;
        done(&mut run, split(next, end / 2 + 1));
        pass_ms(&mut run, 30_000);
    }
    assert_eq!(run.consumers()[0].readers.len(), 1);
    pass_ms(&mut run, 600_000);
    assert_eq!(run.consumers()[0].readers.len(), stream(&run).shards.len());
}

#[test]
fn zipf_lets_few_sources_speak_most() {
    let keys = KeyStrategy::Zipf { prefix: "truck-".to_owned(), exponent_percent: 100 };
    let setup = ProducerSetup { keys, rate_per_second: 500, sources: 100, ..producer("fleet") };
    let counts = by_key(&run(&with(1, vec![setup]), 60));
    let share = |truck: &str| f64::from(counts[truck]) / 30_000.0;
    // The harmonic sum of 100 is 5.187: the first source has 1/5.187 of all, the tenth a tenth of that.
    assert!((share("truck-1") - 0.1928).abs() < 0.01, "{}", share("truck-1"));
    assert!((share("truck-2") - 0.0964).abs() < 0.01, "{}", share("truck-2"));
    assert!((share("truck-10") - 0.0193).abs() < 0.005, "{}", share("truck-10"));
    assert_eq!(counts.len(), 100);
}

#[test]
fn weights_are_dealt_out_over_the_sources() {
    let choices = [("chrome", 65), ("safari", 20), ("firefox", 15)].map(|(key, weight)| (key.to_owned(), weight));
    let setup = ProducerSetup { keys: KeyStrategy::Weighted(choices.into()), sources: 100, ..producer("fleet") };
    let counts = by_key(&run(&with(1, vec![ProducerSetup { readings: Some(1_000), ..setup }]), 60));
    assert_eq!(
        counts,
        BTreeMap::from([("chrome", 650), ("safari", 200), ("firefox", 150)].map(|(k, n)| (k.to_owned(), n)))
    );
}

#[test]
fn a_list_is_gone_through_in_its_order_again_and_again() {
    let keys = KeyStrategy::List(["a", "b", "a", "c"].map(str::to_owned).into());
    let run = run(&with(1, vec![ProducerSetup { keys, readings: Some(10), ..producer("fleet") }]), 60);
    let text = |record: &stream_engine::kinesis::shard::Record| run.keys().text(record.key, record.origin());
    assert_eq!(shard(&run, 0).records.iter().map(text).collect::<String>(), "abacabacab");
    let sources: Vec<u16> = shard(&run, 0).records.iter().map(|record| record.source).take(4).collect();
    assert_eq!(sources, [0, 1, 0, 2]);
}

#[test]
fn random_keys_are_all_different_and_spread_evenly() {
    let setup = ProducerSetup { keys: KeyStrategy::Random, rate_per_second: 1_000, ..producer("fleet") };
    let run = run(&with(4, vec![setup]), 20);
    assert_eq!(by_key(&run).len() as u64, stored(&run));
    for shard in &stream(&run).shards {
        assert!((4_700..5_300).contains(&shard.records.end()), "{}", shard.records.end());
    }
}

#[test]
fn another_producer_does_not_change_what_the_first_one_chooses() {
    let keys = KeyStrategy::Zipf { prefix: "truck-".to_owned(), exponent_percent: 100 };
    let fleet = ProducerSetup { keys, readings: Some(500), ..producer("fleet") };
    let alone = run(&with(1, vec![fleet.clone()]), 20);
    let second = ProducerSetup { keys: KeyStrategy::Constant("other".to_owned()), ..producer("second") };
    let both = run(&with(1, vec![fleet, second]), 20);
    let mut counts = by_key(&both);
    assert!(counts.remove("other").is_some());
    assert_eq!(counts, by_key(&alone));
}

#[test]
fn goals_are_judged_at_any_time_with_the_value_behind_them() {
    let setup = ProducerSetup { rate_per_second: 1_500, ..producer("fleet") };
    let mut run = run(&with(1, vec![setup]), 5);
    let prices = Prices { shard_hour: 15_000_000, put_payload_units_per_million: 14_000_000, ..Prices::default() };
    let goal = |measure, comparison, value, window_s| Goal { measure, of: 0, comparison, value, window_s };
    let throttled = goal(Measure::ThrottledShare, Comparison::Below, 1_000, 10);
    assert_eq!(throttled.judge(&run, &prices).standing, Standing::Missed);
    let any = goal(Measure::Stored, Comparison::AtLeast, 1, 10).judge(&run, &prices);
    assert_eq!(any.standing, Standing::Open { missing_s: 5 });
    run.run_until(Time::from_s(30));
    let share = throttled.judge(&run, &prices).value;
    assert!((33_000..34_000).contains(&share), "a third is too much for one shard: {share}");
    let cost = goal(Measure::ShardCostPerHour, Comparison::Equal, 15_000_000, 0).judge(&run, &prices);
    assert_eq!((cost.standing, cost.value), (Standing::Met, 15_000_000));
    done(&mut run, common::resize(2));
    pass_ms(&mut run, 45_000);
    assert_eq!(throttled.judge(&run, &prices).standing, Standing::Met);
    assert_eq!(goal(Measure::OpenShards, Comparison::Equal, 2, 0).judge(&run, &prices).standing, Standing::Met);
}

#[test]
fn no_second_of_an_overloaded_shard_lies_above_its_limit() {
    let setup = ProducerSetup { rate_per_second: 1_640, burst: 41, ..producer("fleet") };
    let run = run(&with(1, vec![setup]), 20);
    let seconds = stream(&run).shards[0].seconds.window(run.now(), 19).map(|second| second.incoming_records);
    assert_eq!(seconds.collect::<Vec<_>>(), [1_000; 19]);
}
