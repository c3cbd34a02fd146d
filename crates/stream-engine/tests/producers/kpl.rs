//! The KPL at work: aggregation, its timers, its limits, its retries, and what readers get.

use crate::common::{STREAM, consumer, done, pass_ms, quotas, shard, split, stream};
use crate::{change, check_sums, fleet, run};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use stream_engine::api::{self, data::record_data};
use stream_engine::producers::client::Client;
use stream_engine::producers::control::ProducerChange;
use stream_engine::producers::kpl::KplSetup;
use stream_engine::producers::kpl::frame::{deaggregate, decode};
use stream_engine::scenario::{KeyStrategy, ProducerSetup};
use stream_engine::{Quotas, Scenario, Simulation};

fn kpl(setup: KplSetup) -> Client {
    Client::Kpl(setup)
}

/// A fleet of a thousand trucks behind one KPL.
fn trucks(shards: u32, rate: u32, bytes: u32, setup: KplSetup) -> Scenario {
    let mut scenario = fleet(shards, kpl(setup));
    let producer = &mut scenario.producers[0];
    *producer = ProducerSetup { rate_per_second: rate, record_bytes: bytes, sources: 1_000, ..producer.clone() };
    scenario
}

#[test]
fn ten_thousand_small_events_a_second_fit_one_shard_and_ten_times_the_bytes_do_not() {
    // 90 bytes each, of which about nine are the key: aggregation saves calls, not bytes.
    let run_small = run(&trucks(1, 10_000, 90, KplSetup::default()), 30);
    check_sums(&run_small, "small");
    let small = &run_small.producers()[0];
    assert_eq!(small.lost, 0);
    assert_eq!(small.counts.failed_entries, 0);
    assert!(small.counts.stored > 295_000, "{}", small.counts.stored);
    assert!(small.counts.records_stored < 1_500, "{}", small.counts.records_stored);
    assert!(small.put_latency_ms.mean() < Some(250) && small.counts.buffered_ms.mean() < Some(150));
    let unit = small.counts.put_payload_units;
    assert!(unit * 100 < small.counts.stored, "{unit} units for {}", small.counts.stored);

    let large = run(&trucks(1, 10_000, 900, KplSetup::default()), 60);
    check_sums(&large, "large");
    assert!(large.producers()[0].lost > 100_000, "nine times what a shard takes: {}", large.producers()[0].lost);
}

#[test]
fn without_aggregation_each_event_is_a_record() {
    let run = run(&trucks(1, 500, 90, KplSetup { aggregation_disabled: true, ..KplSetup::default() }), 10);
    check_sums(&run, "plain");
    let counts = &run.producers()[0].counts;
    assert_eq!(counts.records_stored, counts.stored);
    assert!(counts.calls < 150, "collected into {} calls", counts.calls);
    assert!(shard(&run, 0).records.iter().all(|record| run.user_records(record).is_none()));
}

#[test]
fn an_aggregated_record_is_as_long_as_was_counted_and_reads_back() {
    for keys in [KeyStrategy::Numbered("truck-".to_owned()), KeyStrategy::Random] {
        let mut scenario = trucks(3, 2_000, 120, KplSetup::default());
        scenario.producers[0].keys = keys;
        let run = run(&scenario, 5);
        let mut read = 0;
        for shard in &stream(&run).shards {
            for record in shard.records.iter().filter(|record| run.user_records(record).is_some()) {
                let data = record_data(&run, record, None);
                assert_eq!(run.keys().text(record.key, record.origin()), "a");
                assert_eq!(data.len() + 1, record.bytes as usize);
                assert!(u64::from(record.bytes) <= quotas().kpl_aggregation_max_bytes + 1);
                let users = decode(&data).expect("a frame");
                assert_eq!(Some(&users), run.user_records(record).as_ref());
                assert!(users.iter().all(|user| (shard.range.start..=shard.range.end).contains(&user.hash_key())));
                let first: serde_json::Value = serde_json::from_slice(&users[0].data).expect("JSON");
                assert!(first["reading"].is_u64());
                read += users.len();
            }
        }
        assert!(read > 9_000, "{read}");
    }
}

#[test]
fn a_user_record_waits_no_longer_than_its_buffered_time_and_the_collection() {
    for ms in [20, 100, 500] {
        let setup = KplSetup { record_max_buffered_time_ms: Some(ms), ..KplSetup::default() };
        let run = run(&trucks(1, 200, 90, setup), 20);
        let buffered = &run.producers()[0].counts.buffered_ms;
        let most = buffered.percentile(100).expect("some");
        assert!(most <= u64::from(ms) + 51, "{most} of {ms}");
        assert!(buffered.percentile(50) > Some(u64::from(ms) / 3), "it waits for others");
    }
}

#[test]
fn what_is_older_than_its_time_to_live_fails() {
    let quotas = Quotas { shard_write_bytes_per_second: 20_000, ..quotas() };
    let setup = KplSetup { record_ttl_ms: Some(2_000), aggregation_max_bytes: Some(2_000), ..KplSetup::default() };
    let mut scenario = trucks(1, 1_000, 90, setup);
    scenario.producers[0].readings = Some(10_000);
    let mut run = Simulation::new(&scenario, quotas.into());
    pass_ms(&mut run, 11_000);
    check_sums(&run, "while records expire");
    pass_ms(&mut run, 20_000);
    check_sums(&run, "afterwards");
    let fleet = &run.producers()[0];
    assert!(fleet.counts.expired > 4_000, "{}", fleet.counts.expired);
    assert_eq!(fleet.unstored(), 0);
    let late = fleet.put_latency_ms.percentile(100).expect("some");
    assert!(late < 2_000 + 400, "{late} ms after it was made a record was stored");
}

#[test]
fn the_rate_limit_bounds_what_is_refused_and_does_not_prevent_it() {
    let refused = |percent| {
        let setup = KplSetup { rate_limit_percent: Some(percent), aggregation_disabled: false, ..KplSetup::default() };
        let mut scenario = trucks(1, 3_000, 900, setup);
        scenario.producers[0].readings = Some(60_000);
        let run = run(&scenario, 60);
        check_sums(&run, "rate limit");
        run.producers()[0].counts.failed_entries
    };
    let (half, usual, double) = (refused(80), refused(150), refused(400));
    // Before the shard map is there nothing is held back.
    assert!(half < 100 && usual > 2 * half && double > usual, "{half} {usual} {double}");
}

#[test]
fn fail_if_throttled_gives_up_what_is_refused() {
    let setup = KplSetup { fail_if_throttled: true, ..KplSetup::default() };
    let mut scenario = trucks(1, 3_000, 900, setup);
    scenario.producers[0].readings = Some(30_000);
    let run = run(&scenario, 60);
    check_sums(&run, "fail if throttled");
    let fleet = &run.producers()[0];
    assert!(fleet.lost > 1_000 && fleet.counts.expired == 0, "{} {}", fleet.lost, fleet.counts.expired);
}

#[test]
fn after_a_reshard_records_that_landed_elsewhere_are_aggregated_and_sent_again() {
    let mut scenario = trucks(1, 1_000, 90, KplSetup::default());
    scenario.consumers = vec![consumer("dashboard")];
    let mut run = run(&scenario, 10);
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 40_000);
    check_sums(&run, "after the split");
    let counts = run.producers()[0].counts.clone();
    assert!(counts.misplaced > 0, "the map was out of date for a moment");
    assert!(counts.misplaced + counts.duplicates < 1_000, "and only for a moment: {counts:?}");
    for child in [1, 2] {
        let (range, records) = (shard(&run, child).range, &shard(&run, child).records);
        let last = records.iter_from(records.end() - 5);
        for record in last {
            let users = run.user_records(record).expect("aggregated");
            assert!(users.iter().all(|user| (range.start..=range.end).contains(&user.hash_key())));
        }
    }
}

#[test]
fn a_lost_answer_is_waited_for_and_then_sent_again() {
    let mut scenario = trucks(1, 100, 90, KplSetup::default());
    scenario.producers[0].readings = Some(1_000);
    let mut run = run(&scenario, 5);
    done(&mut run, change(ProducerChange::LoseAnswers(2)));
    pass_ms(&mut run, 4_000);
    assert_eq!(run.producers()[0].counts.duplicates, 0, "it still waits");
    pass_ms(&mut run, 20_000);
    check_sums(&run, "lost answers");
    let counts = &run.producers()[0].counts;
    assert!((5..=60).contains(&counts.duplicates), "{}", counts.duplicates);
    assert_eq!(counts.stored, 1_000);
}

#[test]
fn a_crash_loses_what_is_buffered() {
    let setup = KplSetup { record_max_buffered_time_ms: Some(1_000), ..KplSetup::default() };
    let mut run = run(&trucks(4, 1_000, 90, setup), 10);
    done(&mut run, change(ProducerChange::Crash));
    let lost = run.producers()[0].lost;
    assert!((300..=1_100).contains(&lost), "{lost}");
    pass_ms(&mut run, 3_000);
    done(&mut run, change(ProducerChange::Restart));
    pass_ms(&mut run, 5_000);
    check_sums(&run, "after the restart");
}

#[test]
fn an_order_of_sources_is_kept_inside_aggregated_records() {
    let mut scenario = trucks(2, 2_000, 90, KplSetup::default());
    scenario.producers[0].readings = Some(20_000);
    scenario.consumers = vec![consumer("dashboard")];
    let run = run(&scenario, 30);
    assert_eq!(run.producers()[0].counts.stored, 20_000);
    assert_eq!(run.consumers()[0].order_broken_by_source, 0);
}

#[test]
fn a_client_that_is_replaced_loses_what_it_held() {
    let setup = KplSetup { record_max_buffered_time_ms: Some(2_000), ..KplSetup::default() };
    let mut run = run(&trucks(1, 1_000, 90, setup), 5);
    done(&mut run, change(ProducerChange::Client(Client::Sdk(Default::default()))));
    assert!(run.producers()[0].lost > 100);
    pass_ms(&mut run, 5_000);
    check_sums(&run, "replaced");
    assert_eq!(run.streams()[usize::from(STREAM.0)].shards.len(), 1);
}

#[test]
fn a_client_reads_the_frames_by_get_records() {
    let mut run = run(&trucks(1, 1_000, 90, KplSetup::default()), 5);
    let mut call = |operation: &str, body: serde_json::Value| -> serde_json::Value {
        let answer = api::call(&mut run, &format!("Kinesis_20131202.{operation}"), &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    let asked =
        json!({ "StreamName": "telemetry", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON" });
    let iterator = call("GetShardIterator", asked)["ShardIterator"].clone();
    let answer = call("GetRecords", json!({ "ShardIterator": iterator }));
    let mut numbers = Vec::new();
    for record in answer["Records"].as_array().expect("records") {
        let data = STANDARD.decode(record["Data"].as_str().expect("a text")).expect("Base64");
        for user in deaggregate(record["PartitionKey"].as_str().expect("a key"), None, &data) {
            let text: serde_json::Value = serde_json::from_slice(&user.data).expect("JSON");
            assert!(user.partition_key.starts_with("truck-"));
            numbers.push(text["reading"].as_u64().expect("a number"));
        }
    }
    numbers.sort_unstable();
    assert!(numbers.len() > 4_500);
    assert!(numbers.iter().copied().eq(0..numbers.len() as u64), "each reading once");
}
