//! The calculator's month is the engine's bill of a simulated span, scaled to a month.

mod common;

use calculator::{Bill, Load, Packing, Reads, size};
use common::{content, quantities, random_load, run, single};
use stream_engine::bill::{Dimension, Prices, Statement};
use stream_engine::kinesis::stream::StreamMode;
use stream_engine::rng::Generator;
use stream_engine::{Command, NewRecord, Quotas, Time};

const MONTH_S: u128 = 730 * 3_600;

/// What is pushed is counted when it goes out, some milliseconds after it was stored: at the edges of a span it may be a
/// little more or less.
fn is_pushed(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::FanOutData | Dimension::OnDemandFanOutData)
}

/// Every line of the bill beside that of a run of so many shards.
fn check(load: &Load, bill: &Bill, shards: u64, mode: StreamMode, quotas: &Quotas, prices: &Prices) {
    let mut run = run(load, single(load, load.records_per_second), shards, mode, quotas);
    // Registering takes ten seconds, and reading what came meanwhile as many. Over a multiple of so many seconds each
    // shard takes whole records.
    let from = if load.reads == Reads::Enhanced { 30 } else { 2 };
    let span = shards * 6_u64.div_ceil(shards);
    let billed = quantities(&mut run, prices, from, from + span);
    // Nothing is old enough yet to cost for its age; the next test is about that.
    let young = |dimension: Dimension| dimension.key().contains("per_gb_month");
    for (dimension, quantity) in billed.iter().filter(|(dimension, _)| !young(*dimension)) {
        let of_a_month = quantity * MONTH_S / u128::from(span);
        let line = bill.lines.iter().find(|line| line.dimension == *dimension);
        let reckoned = line.map_or(0, |line| line.quantity);
        let apart = if is_pushed(*dimension) { of_a_month / 5 } else { 0 };
        assert!(reckoned.abs_diff(of_a_month) <= apart, "{dimension:?}: {reckoned}, billed {of_a_month}: {load:?}");
        let cost = line.map_or(0, |line| line.cost);
        assert_eq!(cost, dimension.cost(reckoned, prices));
    }
    for line in bill.lines.iter().filter(|line| !young(line.dimension)) {
        assert!(billed.iter().any(|(dimension, _)| *dimension == line.dimension), "{:?} is not billed", line.dimension);
    }
}

#[test]
fn provisioned_streams_cost_what_the_engine_bills() {
    let (quotas, prices) = content();
    let mut chance = Generator::named(2022, "provisioned loads");
    for _ in 0..500 {
        let load = random_load(&mut chance);
        let shards = size(&load, &quotas).shards;
        check(&load, &Bill::provisioned(&load, &quotas, &prices), shards, StreamMode::Provisioned, &quotas, &prices);
    }
}

#[test]
fn on_demand_streams_cost_what_the_engine_bills() {
    let (quotas, prices) = content();
    let mut chance = Generator::named(2022, "on-demand loads");
    let shards = quotas.on_demand_initial_open_shards;
    for _ in 0..200 {
        let random = random_load(&mut chance);
        // No more than a new stream takes.
        let of_a_shard = ((1 << 20) / random.record_bytes() / random.applications.div_ceil(2).max(1)).clamp(1, 1_000);
        let records_per_second = random.records_per_second.min(of_a_shard * shards);
        let load = Load { records_per_second, ..random };
        check(&load, &Bill::on_demand(&load, &quotas, &prices), shards, StreamMode::OnDemand, &quotas, &prices);
    }
}

#[test]
fn what_is_kept_longer_costs_what_the_engine_bills_once_the_oldest_goes() {
    let (quotas, prices) = content();
    for (mode, retention_hours) in
        [(StreamMode::Provisioned, 720), (StreamMode::OnDemand, 100), (StreamMode::OnDemand, 1_000)]
    {
        let load = Load {
            records_per_second: 1,
            data_bytes: 1,
            key_bytes: 1,
            peak_percent: 100,
            applications: 0,
            reads: Reads::Shared,
            retention_hours,
            aggregation: false,
        };
        // The same bytes as one record each hour: retention is counted by the hour.
        let mut stream = run(&load, single(&load, 0), 1, mode, &quotas);
        let mut byte_hours = |hours: std::ops::Range<u64>| {
            for hour in hours {
                stream.run_until(Time::from_s(hour * 3_600));
                let data = vec![0; 3_600 * 2 - 4];
                let record = NewRecord { partition_key: "four".to_owned(), explicit_hash_key: None, data };
                let put = Command::PutRecord { stream: Default::default(), record, sequence_number_for_ordering: None };
                stream.apply(&put).expect("one record an hour is taken");
            }
            let kept = |line: &stream_engine::bill::Line| line.dimension.key().contains("per_gb_month");
            let lines = Statement::of_run(&stream, &prices).lines;
            lines.into_iter().filter(kept).map(|line| (line.dimension, line.quantity)).collect::<Vec<_>>()
        };
        let (before, after) = (byte_hours(0..1_100), byte_hours(1_100..1_830));
        let bill = match mode {
            StreamMode::Provisioned => Bill::provisioned(&load, &quotas, &prices),
            StreamMode::OnDemand => Bill::on_demand(&load, &quotas, &prices),
        };
        assert_eq!(before.len(), after.len());
        for ((dimension, earlier), (_, later)) in before.into_iter().zip(after) {
            let reckoned = bill.lines.iter().find(|line| line.dimension == dimension).map_or(0, |line| line.quantity);
            assert_eq!(reckoned, later - earlier, "{dimension:?} for {retention_hours} h");
        }
    }
}

#[test]
fn packing_lowers_payload_units_and_the_arithmetic_says_how() {
    let (quotas, prices) = content();
    let load = Load {
        records_per_second: 10_000,
        data_bytes: 82,
        key_bytes: 8,
        peak_percent: 100,
        applications: 1,
        reads: Reads::Shared,
        retention_hours: 24,
        aggregation: false,
    };
    let packed = Load { aggregation: true, ..load };
    let units = |load: &Load| {
        let bill = Bill::provisioned(load, &quotas, &prices);
        bill.lines.iter().find(|line| line.dimension == Dimension::PutPayloadUnits).expect("writes cost").cost
    };
    let Packing { user_records, .. } = size(&packed, &quotas).packing;
    // A full record of 51 200 bytes is two payload units.
    let expected = units(&load) * 2 / u128::from(user_records);
    assert!(user_records > 400 && units(&packed).abs_diff(expected) < expected / 50, "{user_records}");
    let shards = &Bill::provisioned(&packed, &quotas, &prices).lines[0];
    assert_eq!(shards.arithmetic, "1 shard × 730 h × $0.015 = $10.95");
}
