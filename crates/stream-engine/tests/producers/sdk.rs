//! An application on the SDK: batches, partial failures, what is sent again, and lost answers.

use crate::common::{consumer, done, pass_ms, producer, quiet, shard, simulation};
use crate::{change, check_sums, fleet, run};
use stream_engine::api::data::record_data;
use stream_engine::producers::client::Client;
use stream_engine::producers::control::ProducerChange;
use stream_engine::producers::sdk::{Resend, SdkSetup};
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Quotas, Scenario, Simulation, Time};

const PATIENT: RetryStrategy = RetryStrategy::FullJitter { base_ms: 100, cap_ms: 2_000, attempts: 30 };

fn sdk(setup: SdkSetup) -> Client {
    Client::Sdk(setup)
}

/// 1 500 records a second for ten seconds on one shard, by this application, until all is done.
fn flood(setup: SdkSetup, retry: RetryStrategy) -> Simulation {
    let mut scenario = fleet(1, sdk(setup));
    let producer = &mut scenario.producers[0];
    (producer.rate_per_second, producer.readings, producer.retry) = (1_500, Some(15_000), retry);
    scenario.consumers = vec![consumer("dashboard")];
    let mut run = simulation(&scenario);
    for second in 1..=90 {
        run.run_until(Time::from_s(second));
        check_sums(&run, "flood");
    }
    assert_eq!(run.producers()[0].unstored(), 0);
    run
}

#[test]
fn a_batch_goes_out_when_it_is_full_by_records_by_bytes_or_by_time() {
    let calls = |setup: SdkSetup| {
        let mut scenario = fleet(1, sdk(setup));
        scenario.producers[0].readings = Some(1_000);
        let run = run(&scenario, 60);
        check_sums(&run, "batches");
        assert_eq!(run.producers()[0].counts.stored, 1_000);
        run.producers()[0].counts.calls
    };
    let base = SdkSetup { linger_ms: 5_000, connections: 4, ..SdkSetup::default() };
    assert_eq!(calls(SdkSetup { batch_records: Some(50), ..base.clone() }), 20);
    assert_eq!(calls(SdkSetup { batch_bytes: Some(2_000), ..base.clone() }), 100);
    assert_eq!(calls(SdkSetup { batch_records: Some(1), ..base.clone() }), 1_000);
    // 100 a second: half a second fills fifty records.
    assert_eq!(calls(SdkSetup { linger_ms: 499, ..base.clone() }), 20);
}

#[test]
fn an_answer_of_200_may_hold_failed_entries_and_sending_those_again_stores_each_once() {
    let run =
        flood(SdkSetup { batch_records: Some(500), linger_ms: 400, connections: 4, ..SdkSetup::default() }, PATIENT);
    let counts = &run.producers()[0].counts;
    assert!(counts.failed_entries > 1_000, "{}", counts.failed_entries);
    assert_eq!((counts.stored, counts.duplicates), (15_000, 0));
}

#[test]
fn sending_the_whole_batch_again_stores_duplicates() {
    let setup = SdkSetup { batch_records: Some(300), linger_ms: 400, connections: 4, ..SdkSetup::default() };
    let run = flood(SdkSetup { resend: Resend::Whole, ..setup }, PATIENT);
    let fleet = &run.producers()[0];
    assert_eq!(fleet.counts.stored + fleet.lost, 15_000);
    assert!(fleet.counts.duplicates > 1_000, "{}", fleet.counts.duplicates);
}

#[test]
fn a_failed_entry_that_is_sent_again_lands_behind_the_later_ones_one_three_two() {
    // One record of three finds no room: the second is large.
    let quotas = Quotas { shard_write_bytes_per_second: 1_000, ..crate::common::quotas() };
    let setup = SdkSetup { batch_records: Some(3), linger_ms: 1_000, ..SdkSetup::default() };
    let mut scenario = fleet(1, sdk(setup));
    let producer = &mut scenario.producers[0];
    (producer.rate_per_second, producer.burst, producer.readings) = (3, 1, Some(3));
    producer.record_bytes = 400;
    producer.keys = KeyStrategy::Constant("truck-1".to_owned());
    producer.sources = 1;
    producer.retry = RetryStrategy::Exponential { base_ms: 2_000, cap_ms: 2_000, attempts: 3 };
    scenario.consumers = vec![consumer("dashboard")];
    let mut run = Simulation::new(&scenario, quotas.into());
    // The second record is made larger than what is left, the third small again.
    for (at_ms, bytes) in [(0, 400), (300, 900), (600, 400)] {
        run.run_until(Time::from_ms(at_ms));
        done(
            &mut run,
            stream_engine::Command::Change {
                actor: "fleet".to_owned(),
                change: stream_engine::Change::RecordBytes(bytes),
            },
        );
    }
    run.run_until(Time::from_s(10));
    let order: Vec<u32> = shard(&run, 0).records.iter().map(|record| record.number + 1).collect();
    assert_eq!(order, [1, 3, 2]);
    assert_eq!(run.consumers()[0].order_broken_by_source, 1);
    check_sums(&run, "1, 3, 2");
}

#[test]
fn strict_order_keeps_the_order_at_the_price_of_one_call_at_a_time() {
    let fast = flood(SdkSetup { batch_records: Some(100), linger_ms: 200, ..SdkSetup::default() }, PATIENT);
    assert!(fast.consumers()[0].order_broken_by_source > 100);
    let mut scenario = fleet(1, sdk(SdkSetup { strict_order: true, connections: 8, ..SdkSetup::default() }));
    let quotas = Quotas { shard_write_records_per_second: 5, ..crate::common::quotas() };
    (scenario.producers[0].readings, scenario.producers[0].retry) = (Some(100), PATIENT);
    scenario.consumers = vec![consumer("dashboard")];
    let mut run = Simulation::new(&scenario, quotas.into());
    run.run_until(Time::from_s(120));
    let strict = &run.producers()[0];
    assert_eq!((strict.counts.stored, strict.counts.duplicates), (100, 0));
    assert!(strict.counts.failed_entries > 20, "it was throttled: {}", strict.counts.failed_entries);
    assert_eq!(run.consumers()[0].order_broken_by_source, 0);
    assert!(strict.put_latency_ms.mean() > Some(1_000), "each waits for the one before");
}

#[test]
fn several_connections_let_calls_overtake_each_other() {
    let broken = |connections| {
        let setup = SdkSetup { batch_records: Some(1), connections, ..SdkSetup::default() };
        let mut scenario = fleet(1, sdk(setup));
        let producer = &mut scenario.producers[0];
        (producer.rate_per_second, producer.sources, producer.readings) = (400, 2, Some(2_000));
        scenario.consumers = vec![consumer("dashboard")];
        let run = run(&scenario, 300);
        check_sums(&run, "connections");
        run.consumers()[0].order_broken_by_source
    };
    assert_eq!(broken(1), 0);
    assert!(broken(8) > 50);
}

#[test]
fn a_lost_answer_stores_the_record_twice() {
    let mut scenario = fleet(1, sdk(SdkSetup { batch_records: Some(1), ..SdkSetup::default() }));
    (scenario.producers[0].rate_per_second, scenario.producers[0].retry) = (5, RetryStrategy::Standard);
    let mut run = run(&scenario, 2);
    done(&mut run, change(ProducerChange::LoseAnswers(3)));
    pass_ms(&mut run, 10_000);
    check_sums(&run, "lost answers");
    let counts = &run.producers()[0].counts;
    assert!((1..=3).contains(&counts.duplicates), "{}", counts.duplicates);
    let stored: Vec<u32> = shard(&run, 0).records.iter().map(|record| record.number).collect();
    let twice = stored.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
    assert_eq!(twice, counts.duplicates, "{stored:?}");
}

#[test]
fn what_a_crashed_application_held_is_lost_and_what_was_under_way_arrives() {
    let setup = SdkSetup { batch_records: Some(200), linger_ms: 4_000, ..SdkSetup::default() };
    let mut run = run(&fleet(1, sdk(setup)), 3);
    done(&mut run, change(ProducerChange::Crash));
    let lost = run.producers()[0].lost;
    assert!((90..=110).contains(&lost), "a hundred were in the batch: {lost}");
    pass_ms(&mut run, 2_000);
    check_sums(&run, "dead");
    done(&mut run, change(ProducerChange::Restart));
    pass_ms(&mut run, 10_000);
    check_sums(&run, "restarted");
    assert!(run.producers()[0].counts.stored > 800);
}

#[test]
fn encrypted_data_is_larger_and_tells_nothing() {
    let plain = Scenario { producers: vec![producer("fleet")], ..quiet(1) };
    let mut secret = plain.clone();
    secret.producers[0] = ProducerSetup { client_side_encryption: true, ..producer("fleet") };
    let first = |scenario: &Scenario| {
        let run = run(scenario, 1);
        let record = *shard(&run, 0).records.get(0).expect("a record");
        (record.bytes, record_data(&run, &record, None))
    };
    let ((plain_bytes, plain), (secret_bytes, secret)) = (first(&plain), first(&secret));
    assert_eq!(secret_bytes - plain_bytes, 212);
    assert!(String::from_utf8_lossy(&plain).contains("\"reading\":0"));
    assert!(!String::from_utf8_lossy(&secret).contains("reading"));
}
