//! What a lab shows of clients: their seconds, single settings, and entries that fail on command.

use crate::common::{consumer, done, pass_ms, prices};
use crate::{change, check_sums, fleet};
use stream_engine::goal::{Look, Measure};
use stream_engine::producers::client::Client;
use stream_engine::producers::control::{ClientKnob, ProducerChange};
use stream_engine::producers::kpl::KplSetup;
use stream_engine::producers::sdk::{Resend, SdkSetup};
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Change, Command, Scenario, Simulation};

/// Three readings of one truck at one instant, whenever they are asked for.
fn three() -> Scenario {
    let mut scenario = fleet(1, Client::Sdk(SdkSetup { batch_records: Some(3), linger_ms: 20, ..SdkSetup::default() }));
    let producer = &mut scenario.producers[0];
    *producer = ProducerSetup {
        rate_per_second: 3,
        burst: 3,
        readings: Some(0),
        sources: 1,
        keys: KeyStrategy::Constant("truck-7".to_owned()),
        retry: RetryStrategy::Exponential { base_ms: 400, cap_ms: 2_000, attempts: 5 },
        ..producer.clone()
    };
    scenario.consumers = vec![consumer("reader")];
    scenario
}

/// What the shard holds after entry 2 failed, with this setting, by the readings' numbers from 1.
fn held_after_a_failure(knob: ClientKnob) -> Vec<u32> {
    let mut run = crate::common::simulation(&three());
    done(&mut run, change(ProducerChange::Set(knob)));
    pass_ms(&mut run, 500);
    done(&mut run, change(ProducerChange::FailEntries(vec![1])));
    done(&mut run, Command::Change { actor: "fleet".to_owned(), change: Change::FurtherReadings(3) });
    pass_ms(&mut run, 10_000);
    check_sums(&run, "three");
    let producer = &run.producers()[0];
    assert_eq!((producer.counts.stored, producer.counts.failed_entries, producer.lost), (3, 1, 0));
    let held: Vec<u32> = run.streams()[0].shards[0].records.iter().map(|record| record.number + 1).collect();
    let broken = run.consumers()[0].order_broken_by_source > 0;
    assert_eq!(broken, held.windows(2).any(|pair| pair[0] > pair[1]), "{held:?}");
    held
}

#[test]
fn a_failed_entry_sent_again_lies_behind_those_after_it() {
    assert_eq!(held_after_a_failure(ClientKnob::Resend(Resend::Failed)), [1, 3, 2]);
    assert_eq!(held_after_a_failure(ClientKnob::Resend(Resend::Whole)), [1, 3, 1, 2, 3]);
    assert_eq!(held_after_a_failure(ClientKnob::StrictOrder(true)), [1, 2, 3]);
}

#[test]
fn a_failed_entry_is_told_by_its_code_and_is_no_throttle() {
    let mut run = crate::common::simulation(&three());
    done(&mut run, change(ProducerChange::FailEntries(vec![1])));
    done(&mut run, Command::Change { actor: "fleet".to_owned(), change: Change::FurtherReadings(3) });
    pass_ms(&mut run, 10_000);
    let small: Vec<Vec<Option<&str>>> = run.producers()[0]
        .calls
        .small
        .iter()
        .map(|call| call.entries.iter().map(|(_, result)| result.err().map(|throttle| throttle.code())).collect())
        .collect();
    assert_eq!(small, [vec![None, Some("InternalFailure"), None], vec![None]]);
    assert_eq!(run.seconds().window(run.now(), 10).map(|second| second.throttled).sum::<u32>(), 0);
}

#[test]
fn one_setting_changes_and_the_others_stay() {
    let setup = KplSetup { record_ttl_ms: Some(5_000), aggregation_disabled: true, ..KplSetup::default() };
    let mut run = crate::common::simulation(&fleet(1, Client::Kpl(setup)));
    let knob = |knob| change(ProducerChange::Set(knob));
    for set in [knob(ClientKnob::RecordMaxBufferedTimeMs(40)), knob(ClientKnob::AggregationEnabled(true))] {
        assert_eq!(set.holds(&run), Some(false));
        done(&mut run, set.clone());
        assert_eq!(set.holds(&run), Some(true));
    }
    assert_eq!(knob(ClientKnob::StrictOrder(true)).holds(&run), None);
    done(&mut run, knob(ClientKnob::StrictOrder(true)));
    let Client::Kpl(kpl) = &run.producers()[0].setup.client else { panic!("still the KPL") };
    assert_eq!(
        (kpl.record_ttl_ms, kpl.record_max_buffered_time_ms, kpl.aggregation_disabled),
        (Some(5_000), Some(40), false)
    );
}

fn measured(run: &Simulation, measure: Measure) -> u64 {
    measure.value(&Look { run, prices: &prices(), of: 0, window_s: 5 }).0
}

#[test]
fn seconds_add_up_to_what_a_client_has_done() {
    let clients = [
        Client::PutRecord,
        Client::Sdk(SdkSetup { linger_ms: 50, ..SdkSetup::default() }),
        Client::Kpl(KplSetup::default()),
    ];
    for client in clients {
        let mut scenario = fleet(1, client.clone());
        scenario.producers[0].rate_per_second = 2_000;
        let run = crate::run(&scenario, 20);
        let producer = &run.producers()[0];
        let all: Vec<_> = (0..=20).filter_map(|second| producer.seconds.get(second).copied()).collect();
        let sum = |of: fn(&stream_engine::producers::second::ProducerSecond) -> u64| all.iter().map(of).sum::<u64>();
        assert_eq!(sum(|second| u64::from(second.readings)), producer.counts.stored, "{client:?}");
        assert_eq!(sum(|second| u64::from(second.records)), producer.counts.records_stored);
        assert_eq!(sum(|second| u64::from(second.put_payload_units)), producer.counts.put_payload_units);
        assert_eq!(sum(|second| u64::from(second.answered)), producer.put_latency_ms.total());
        let packs = matches!(client, Client::Kpl(_));
        assert_eq!(measured(&run, Measure::FailedPerSecond) > 0, !packs, "{client:?}");
        assert_eq!(measured(&run, Measure::StoredShare) > 99_000, packs, "{client:?}");
        assert!(producer.recent_latency_ms.percentile(99, run.now()).is_some());
    }
}

#[test]
fn a_producer_that_fell_silent_makes_further_readings_and_other_sources_count_from_now_on() {
    let mut scenario = fleet(1, Client::PutRecord);
    scenario.producers[0].readings = Some(50);
    let mut run = crate::run(&scenario, 5);
    assert_eq!(run.producers()[0].made, 50);
    let fleet = |change| Command::Change { actor: "fleet".to_owned(), change };
    done(&mut run, fleet(Change::Sources(3)));
    assert_eq!(fleet(Change::Sources(3)).holds(&run), Some(true));
    done(&mut run, fleet(Change::FurtherReadings(30)));
    pass_ms(&mut run, 5_000);
    assert_eq!(run.producers()[0].made, 80);
    let newest: Vec<u16> =
        run.streams()[0].shards[0].records.iter().filter(|one| one.number >= 50).map(|one| one.source).collect();
    assert!(newest.iter().all(|source| *source < 3) && newest.len() == 30, "{newest:?}");
    assert!(run.apply(&fleet(Change::Sources(0))).is_err());
}
