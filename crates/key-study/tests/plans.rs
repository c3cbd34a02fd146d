//! What is suggested holds: shares, numbers of shards and split points are tried on the engine itself.

mod common;

use common::{prices, quotas, settings, study};
use key_study::line::Weight;
use key_study::moment::Moments;
use key_study::need::{Bound, Limits, Map, Month, alone, amounts, even_split, fullest};
use key_study::plan::Plan;
use key_study::{Findings, made_up::MadeUp};
use std::fmt::Write;
use std::rc::Rc;
use stream_engine::kinesis::hash_key::{HashKeyRange, hash_key};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::scenario::StreamSetup;
use stream_engine::{Command, Scenario, Simulation};

/// Rows of `keys` with their records a second, for so many seconds.
fn rows(keys: &[(&str, u32)], seconds: u32) -> String {
    let mut text = String::from("ts,key\n");
    for second in 0..seconds {
        for (key, records) in keys {
            for _ in 0..*records {
                writeln!(text, "{},{key}", 1_795_529_220 + second).expect("a String takes all");
            }
        }
    }
    text
}

fn limits() -> Limits {
    Limits::of(&quotas(), 1)
}

fn even_keys(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("key-{n}")).collect()
}

#[test]
fn shares_of_even_shards_are_those_of_the_engine() {
    let found = study(rows(&[("a", 5), ("b", 3), ("c", 2), ("truck-7", 11)], 3).as_bytes());
    for shards in [1, 2, 3, 4, 7, 64] {
        let ranges = HashKeyRange::even(shards);
        let counted = amounts(&found.line, &ranges);
        for (range, amount) in ranges.iter().zip(&counted) {
            let there = |key: &str, records: u64| if range.contains(hash_key(key)) { records * 3 } else { 0 };
            assert_eq!(amount.records, there("a", 5) + there("b", 3) + there("c", 2) + there("truck-7", 11));
        }
        assert_eq!(counted.iter().map(|amount| amount.bytes).sum::<u64>(), found.line.total().bytes);
    }
}

#[test]
fn even_keys_need_what_the_nearest_limit_says() {
    let keys = even_keys(3_180);
    let keys: Vec<(&str, u32)> = keys.iter().map(|key| (key.as_str(), 1)).collect();
    let found = study(rows(&keys, 2).as_bytes());
    let moments = Moments::of(&found, 0);
    assert_eq!(moments.peak.records, 3_180.0);
    assert_eq!(limits().shards(moments.peak), (4, Bound::Records));
    // Enough applications, and the read limit is the nearest.
    let many = Limits::of(&quotas(), 200);
    assert_eq!(many.shards(moments.peak).1, Bound::Reads);
    let busiest = moments.busiest.expect("there is a time");
    assert_eq!((busiest.records, busiest.peak.records, busiest.is_mixed), (6_360, 3_180.0, false));
    let shards = even_split(&found.line, &Moments::of(&found, 0), &limits()).expect("some even split does");
    assert!((4..=6).contains(&shards), "{shards}");
}

#[test]
fn a_plan_splits_what_is_too_hot_until_nothing_is_refused() {
    let crowd = even_keys(2_000);
    let mut keys: Vec<(&str, u32)> = crowd.iter().map(|key| (key.as_str(), 1)).collect();
    keys.push(("device-00117", 700));
    let found = study(rows(&keys, 5).as_bytes());
    let moments = Moments::of(&found, 0);
    let plan = Plan::split_hot(&found.line, &moments, &limits(), 3);
    assert!(!plan.splits.is_empty() && plan.stuck.is_empty());
    assert!(fullest(&found.line, &moments, &limits(), &plan.ranges()).iter().all(|(part, _)| *part <= 1.000_001));
    assert_eq!(on_engine(&plan), plan.ranges());
    assert!((alone(&found.line, &moments, &limits(), hash_key("device-00117").0) - 0.7).abs() < 1e-9);
}

#[test]
fn a_key_that_is_too_much_for_a_shard_is_told_and_not_split() {
    let found = study(rows(&[("fleet", 1_500), ("a", 10), ("b", 10), ("c", 10)], 3).as_bytes());
    let moments = Moments::of(&found, 0);
    let plan = Plan::split_hot(&found.line, &moments, &limits(), 2);
    assert_eq!(plan.stuck.len(), 1);
    assert!(plan.stuck[0].range.contains(hash_key("fleet")));
    assert!(alone(&found.line, &moments, &limits(), hash_key("fleet").0) > 1.0);
    assert_eq!(even_split(&found.line, &moments, &limits()), None);
    assert_eq!(on_engine(&plan), plan.ranges());
}

#[test]
fn an_even_load_comes_from_points_where_the_load_lies() {
    let crowd = even_keys(5_000);
    let mut keys: Vec<(&str, u32)> = crowd.iter().map(|key| (key.as_str(), 1)).collect();
    keys.push(("hot", 900));
    let found = study(rows(&keys, 1).as_bytes());
    let plan = Plan::even_out(&found.line, Weight::Records, 5);
    // A border can't go through the hot key: at most half of it lies on the wrong side.
    let even = found.rows / 5;
    for amount in amounts(&found.line, &plan.ranges()) {
        assert!(amount.records.abs_diff(even) <= 450, "{amount:?}, {even}");
    }
    let spread = study(rows(&keys[..5_000], 1).as_bytes());
    let evened = Plan::even_out(&spread.line, Weight::Records, 8);
    assert!(amounts(&spread.line, &evened.ranges()).iter().all(|amount| amount.records == 625));
    assert_eq!(on_engine(&plan), plan.ranges());
    let one_key = study(rows(&[("a", 5)], 1).as_bytes());
    assert_eq!(Plan::even_out(&one_key.line, Weight::Records, 4).splits, []);
}

/// Carries a plan out on the engine; the ranges that are open then.
fn on_engine(plan: &Plan) -> Vec<HashKeyRange> {
    let setup = StreamSetup { name: "clicks".to_owned(), shards: plan.start, ..StreamSetup::default() };
    let mut run =
        Simulation::new(&Scenario { seed: 1, streams: vec![setup], ..Scenario::default() }, Rc::new(quotas()));
    let stream = StreamId(0);
    for split in &plan.splits {
        let command = Command::SplitShard { stream, shard: ShardId(split.shard), new_starting_hash_key: split.at };
        run.apply(&command).unwrap_or_else(|refusal| panic!("{split:?}: {}", refusal.code()));
        run.run_until(run.now() + 60_000_000);
    }
    run.streams()[0].open_shards().map(|shard| shard.range).collect()
}

#[test]
fn seconds_fall_to_shards_as_keys_do() {
    let crowd = even_keys(500);
    let mut keys: Vec<(&str, u32)> = crowd.iter().map(|key| (key.as_str(), 1)).collect();
    keys.push(("hot", 300));
    let found = study(rows(&keys, 4).as_bytes());
    let busiest = Moments::of(&found, 0).busiest.expect("there is a time");
    for shards in [3, 5, 8] {
        let ranges = HashKeyRange::even(shards);
        let flows = Map::new(&found.line, &ranges).flows(&busiest.seconds[2]);
        for (range, flow) in ranges.iter().zip(flows) {
            let there: u32 =
                keys.iter().filter(|(key, _)| range.contains(hash_key(key))).map(|(_, records)| records).sum();
            assert!((flow.records - f64::from(there)).abs() < 0.5, "{range:?}: {} of {there}", flow.records);
        }
    }
}

#[test]
fn a_file_without_times_is_taken_at_the_rate_that_is_said() {
    let found = study(b"a\na\nb\nc\n");
    let moments = Moments::of(&found, 2_500);
    assert_eq!((moments.peak.records, moments.all.len()), (2_500.0, 1));
    assert!(moments.busiest.is_none());
    assert!((alone(&found.line, &moments, &limits(), hash_key("a").0) - 1.25).abs() < 1e-9);
}

#[test]
fn a_file_in_no_order_of_time_says_that_its_busiest_minute_is_mixed() {
    let mut text = String::from("ts,key\n");
    for row in 0..6_000 {
        writeln!(text, "{},key-{}", 1_795_529_220 + (row * 7_919 % 100) * 60, row % 50).expect("a String takes all");
    }
    let busiest = Moments::of(&study(text.as_bytes()), 0).busiest.expect("there is a time");
    assert!(busiest.is_mixed);
    assert_eq!(busiest.seconds.iter().map(|moment| moment.total.records).sum::<f64>(), busiest.records as f64);
}

#[test]
fn a_month_is_shards_and_payload_units_by_the_price_list() {
    let prices = prices();
    let month = Month::of(&prices, 5, 60, 60);
    assert_eq!(month.shards, prices.shard_hour * 5 * 730);
    assert_eq!(month.payload_units, 730 * 3_600);
    assert_eq!(month.units, month.payload_units * prices.put_payload_units_per_million / 1_000_000);
}

#[test]
fn what_a_shard_refuses_is_what_lies_above_its_limits() {
    let flow = |records, bytes| key_study::moment::Flow { records, bytes };
    let limits = limits();
    assert_eq!(limits.refused(flow(1_000.0, 1_000.0)), 0.0);
    assert_eq!(limits.refused(flow(1_250.0, 1_000.0)), 250.0);
    assert_eq!(limits.refused(flow(100.0, 4.0 * limits.bytes as f64)), 75.0);
}

#[test]
fn made_up_clicks_tell_the_story_of_a_hot_device() {
    let mut made_up = MadeUp::default();
    let mut text = String::new();
    while made_up.write(&mut text) {}
    let found: Findings = study(text.as_bytes());
    assert_eq!(found.damage.rows, 0);
    assert_eq!(found.hottest[0].key, "device-00117");
    let moments = Moments::of(&found, 0);
    let plan = Plan::split_hot(&found.line, &moments, &limits(), limits().shards(moments.peak).0);
    assert!(plan.stuck.is_empty() && !plan.splits.is_empty(), "{plan:?}");
    let source = key_study::Source::of(text.as_bytes(), false).expect("it is text");
    assert_eq!(settings(&source).time, Some(key_study::Field::Column(0)));
}
