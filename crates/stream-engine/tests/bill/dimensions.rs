//! Each dimension by itself: so much used, so much to pay, and the sum as one reads it. The sums
//! are computed by hand from the prices of us-east-1.

use crate::common::{prices, quotas};
use stream_engine::Time;
use stream_engine::bill::meter::Standing;
use stream_engine::bill::statement::Owner;
use stream_engine::bill::{Dimension, Ledger, Line, Statement};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::time::HOUR_US;

const STREAM: StreamId = StreamId(0);
const DAY_US: u64 = 24 * HOUR_US;
const HOUR: Time = Time(HOUR_US);
const MONTH: Time = Time(730 * HOUR_US);
const GB: u64 = 1 << 30;

fn provisioned(shards: u64, retention_hours: u64) -> Standing {
    Standing { open_shards: shards, on_demand: false, retention_us: retention_hours * HOUR_US, consumers: Vec::new() }
}

fn on_demand(retention_hours: u64) -> Standing {
    Standing { on_demand: true, ..provisioned(4, retention_hours) }
}

fn ledger(standing: Standing) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.settle(STREAM, "telemetry", standing, DAY_US, Time::ZERO);
    ledger
}

/// The line of a dimension after this time.
fn line(ledger: &Ledger, dimension: Dimension, now: Time) -> Line {
    let statement = Statement::of_ledger(ledger, &prices(), &quotas(), now);
    let mut found = statement.lines.iter().filter(|line| line.dimension == dimension);
    let line = found.next().unwrap_or_else(|| panic!("no line for {dimension:?}: {statement:?}")).clone();
    assert_eq!(found.next(), None, "one line");
    line
}

/// Quantity and nano-dollars so far, nano-dollars a month, arithmetic of the month.
fn check(line: &Line, quantity: u128, so_far: u128, per_month: u128, arithmetic: &str) {
    assert_eq!((line.quantity, line.so_far, line.per_month), (quantity, so_far, per_month), "{line:?}");
    assert_eq!(line.arithmetic, arithmetic);
}

#[test]
fn shards_cost_by_the_hour() {
    let line = line(&ledger(provisioned(4, 24)), Dimension::ShardHours, HOUR);
    let used = 4 * u128::from(HOUR_US);
    check(&line, used, 60_000_000, 43_800_000_000, "4 shards × 730 h × $0.015 = $43.80");
    assert_eq!(line.owner, Owner::Stream("telemetry".to_owned()));
    assert_eq!(line.per_hour, 60_000_000);
}

#[test]
fn shards_that_opened_later_cost_from_then_on() {
    let mut ledger = ledger(provisioned(1, 24));
    ledger.settle(STREAM, "telemetry", provisioned(3, 24), DAY_US, HOUR);
    // One hour with one shard, two with three: seven shard-hours.
    let line = line(&ledger, Dimension::ShardHours, Time(3 * HOUR_US));
    check(&line, 7 * u128::from(HOUR_US), 105_000_000, 32_850_000_000, "3 shards × 730 h × $0.015 = $32.85");
}

#[test]
fn payload_units_round_each_record_up_to_25_kilobytes() {
    let mut ledger = ledger(provisioned(1, 24));
    let unit = quotas().put_payload_unit_bytes;
    let meter = ledger.meter(STREAM).expect("a meter");
    // 1, 1 and 2 units; 1 million times 4 in all.
    for bytes in [1, unit, unit + 1] {
        meter.put(bytes, unit, Time::ZERO);
    }
    meter.payload_units *= 1_000_000;
    let line = line(&ledger, Dimension::PutPayloadUnits, MONTH);
    check(&line, 4_000_000, 56_000_000, 56_000_000, "4 million PUT payload units × $0.014 = $0.056");
}

#[test]
fn extended_retention_costs_by_the_shard_hour() {
    let line = line(&ledger(provisioned(2, 25)), Dimension::ExtendedRetention, HOUR);
    check(&line, 2 * u128::from(HOUR_US), 40_000_000, 29_200_000_000, "2 shards × 730 h × $0.02 = $29.20");
    let day = Statement::of_ledger(&ledger(provisioned(2, 24)), &prices(), &quotas(), HOUR);
    assert!(day.lines.iter().all(|line| line.dimension != Dimension::ExtendedRetention));
}

#[test]
fn long_term_retention_costs_what_is_older_than_seven_days() {
    let mut ledger = ledger(provisioned(1, 8_760));
    ledger.meter(STREAM).expect("a meter").put(GB, 25_600, Time::ZERO);
    // Stored in hour 0; at hour 168 + 73 it has been kept 73 hours beyond the seventh day.
    let now = Time((168 + 73) * HOUR_US);
    let found = line(&ledger, Dimension::LongTermRetention, now);
    assert_eq!(found.quantity, u128::from(GB) * 73);
    assert_eq!(found.so_far, 2_300_000, "a tenth of a GB-month at $0.023");
    // With a retention of 200 hours it lies there for 32 of them, whatever comes then.
    ledger.settle(STREAM, "telemetry", provisioned(1, 200), DAY_US, now);
    assert_eq!(line(&ledger, Dimension::LongTermRetention, now).quantity, u128::from(GB) * 32);
}

#[test]
fn long_term_data_costs_when_it_is_read() {
    let mut ledger = ledger(provisioned(1, 8_760));
    ledger.meter(STREAM).expect("a meter").get(3 * GB, 1_000, 2 * GB);
    let line = line(&ledger, Dimension::LongTermRetrieval, MONTH);
    check(&line, 2 * u128::from(GB), 42_000_000, 42_000_000, "2 GB × $0.021 = $0.042");
}

#[test]
fn a_fan_out_consumer_costs_for_each_shard_and_gigabyte() {
    let mut ledger = ledger(Standing { consumers: vec!["dashboard".to_owned()], ..provisioned(4, 24) });
    ledger.meter(STREAM).expect("a meter").push("dashboard", 5 * GB, 100);
    let hours = line(&ledger, Dimension::FanOutConsumerShardHours, MONTH);
    let used = 4 * u128::from(MONTH.0);
    check(&hours, used, 43_800_000_000, 43_800_000_000, "4 consumer-shards × 730 h × $0.015 = $43.80");
    let consumer = Owner::Consumer { stream: "telemetry".to_owned(), name: "dashboard".to_owned() };
    assert_eq!(hours.owner, consumer);
    let data = line(&ledger, Dimension::FanOutData, MONTH);
    check(&data, 5 * u128::from(GB), 65_000_000, 65_000_000, "5 GB × $0.013 = $0.065");
    // Once it is deregistered it costs no more.
    ledger.settle(STREAM, "telemetry", provisioned(4, 24), DAY_US, MONTH);
    let later = line(&ledger, Dimension::FanOutConsumerShardHours, Time(2 * MONTH.0));
    assert_eq!((later.so_far, later.per_month), (43_800_000_000, 0));
}

#[test]
fn an_on_demand_stream_costs_by_the_hour_and_by_data_rounded_up() {
    let mut ledger = ledger(on_demand(24));
    let meter = ledger.meter(STREAM).expect("a meter");
    let records = 1 << 20;
    for _ in 0..records {
        meter.put(100, 25_600, Time::ZERO);
    }
    meter.get(100 * records, records, 0);
    meter.push("dashboard", 100 * records, records);
    let hours = line(&ledger, Dimension::OnDemandStreamHours, MONTH);
    check(&hours, u128::from(MONTH.0), 29_200_000_000, 29_200_000_000, "1 stream × 730 h × $0.04 = $29.20");
    // 2^20 records of 100 bytes count as 1 KiB each: one GB.
    let gb = u128::from(GB);
    check(&line(&ledger, Dimension::OnDemandDataIn, MONTH), gb, 80_000_000, 80_000_000, "1 GB × $0.08 = $0.08");
    check(&line(&ledger, Dimension::OnDemandDataOut, MONTH), gb, 40_000_000, 40_000_000, "1 GB × $0.04 = $0.04");
    check(&line(&ledger, Dimension::OnDemandFanOutData, MONTH), gb, 50_000_000, 50_000_000, "1 GB × $0.05 = $0.05");
    let statement = Statement::of_ledger(&ledger, &prices(), &quotas(), MONTH);
    assert!(statement.lines.iter().all(|line| line.dimension != Dimension::ShardHours));
    assert_eq!(statement.per_month(), 29_370_000_000);
}

#[test]
fn on_demand_data_kept_longer_costs_by_its_size() {
    let mut ledger = ledger(on_demand(8_760));
    ledger.meter(STREAM).expect("a meter").put(GB, 25_600, Time::ZERO);
    let now = Time((168 + 73) * HOUR_US);
    // From hour 24 to 168, then from 168 on.
    let extended = line(&ledger, Dimension::OnDemandExtendedRetention, now);
    assert_eq!((extended.quantity, extended.so_far), (u128::from(GB) * 144, 19_726_027));
    let long = line(&ledger, Dimension::OnDemandLongTermRetention, now);
    assert_eq!((long.quantity, long.so_far), (u128::from(GB) * 73, 2_300_000));
}

#[test]
fn a_change_of_mode_parts_the_time() {
    let mut ledger = ledger(provisioned(4, 24));
    ledger.settle(STREAM, "telemetry", on_demand(24), DAY_US, HOUR);
    let now = Time(3 * HOUR_US);
    assert_eq!(line(&ledger, Dimension::ShardHours, now).so_far, 60_000_000);
    assert_eq!(line(&ledger, Dimension::ShardHours, now).per_month, 0);
    assert_eq!(line(&ledger, Dimension::OnDemandStreamHours, now).so_far, 80_000_000);
}

#[test]
fn advantage_bills_data_of_the_account_at_least_its_commitment() {
    let mut ledger = ledger(on_demand(24));
    ledger.advantage = Some(Time::ZERO);
    // Nothing written: 25 MiB/s for an hour are 90 000 MiB.
    let least = line(&ledger, Dimension::AdvantageDataIn, HOUR);
    assert_eq!(least.owner, Owner::Account);
    assert_eq!((least.quantity, least.so_far), (90_000 << 20, 2_812_500_000));
    assert_eq!(line(&ledger, Dimension::AdvantageDataOut, HOUR).so_far, 1_406_250_000);
    let meter = ledger.meter(STREAM).expect("a meter");
    meter.in_bytes = 100 * GB;
    meter.out_bytes = 100 * GB;
    meter.push("dashboard", 100 * GB, 1);
    assert_eq!(line(&ledger, Dimension::AdvantageDataIn, HOUR).so_far, 3_200_000_000);
    assert_eq!(line(&ledger, Dimension::AdvantageDataOut, HOUR).so_far, 3_200_000_000, "fan-out costs no more");
    let statement = Statement::of_ledger(&ledger, &prices(), &quotas(), HOUR);
    assert!(statement.lines.iter().all(|line| line.dimension != Dimension::OnDemandStreamHours));
}

#[test]
fn a_stream_that_is_gone_stays_on_the_bill() {
    let mut ledger = ledger(provisioned(2, 24));
    ledger.settle(STREAM, "another", provisioned(1, 24), DAY_US, HOUR);
    let statement = Statement::of_ledger(&ledger, &prices(), &quotas(), Time(2 * HOUR_US));
    let of = |name: &str| {
        let owner = Owner::Stream(name.to_owned());
        statement.of(&owner).map(|line| (line.so_far, line.per_month)).collect::<Vec<_>>()
    };
    assert_eq!(of("telemetry"), [(30_000_000, 0)]);
    assert_eq!(of("another"), [(15_000_000, 10_950_000_000)]);
}

#[test]
fn what_others_count_is_billed_by_owner() {
    let million = 1_000_000;
    for (dimension, quantity, sum, arithmetic) in [
        (Dimension::SqsFifoRequests, 3 * million, 1_500_000_000, "3 million requests × $0.50 = $1.50"),
        (Dimension::SqsStandardRequests, million / 2, 200_000_000, "0.5 million requests × $0.40 = $0.20"),
        (Dimension::LambdaRequests, 10 * million, 2_000_000_000, "10 million requests × $0.20 = $2.00"),
        // 2 million times 128 MB for 1 s: 0.25 million GB-seconds.
        (
            Dimension::LambdaDuration,
            2 * million * 128 * 1_000,
            4_166_675_000,
            "0.25 million GB-seconds × $16.6667 = $4.17",
        ),
        (Dimension::FirehoseData, 100 * GB, 2_900_000_000, "100 GB × $0.029 = $2.90"),
        (Dimension::KmsRequests, 2 * million, 6_000_000_000, "2 million requests × $3.00 = $6.00"),
        (Dimension::DynamoDbReads, 8 * million, 1_000_000_000, "8 million read request units × $0.125 = $1.00"),
        (Dimension::DynamoDbWrites, 8 * million, 5_000_000_000, "8 million write request units × $0.625 = $5.00"),
        (Dimension::FlinkKpuHours, 2 * MONTH.0, 160_600_000_000, "2 KPU × 730 h × $0.11 = $160.60"),
    ] {
        let mut ledger = Ledger::default();
        ledger.count(dimension, "somebody", quantity / 2);
        ledger.count(dimension, "somebody", quantity - quantity / 2);
        let line = line(&ledger, dimension, MONTH);
        check(&line, u128::from(quantity), sum, sum, arithmetic);
        assert_eq!(line.owner, Owner::Other("somebody".to_owned()));
    }
}
