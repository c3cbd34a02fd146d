//! The calculator's number of shards is what a simulated run needs: that many never refuse, one fewer does.

mod common;

use calculator::{Load, Packing, Reads, on_demand_shards, size, sizing};
use common::{Sent, content, random_load, run, single, throttled};
use stream_engine::kinesis::stream::StreamMode;
use stream_engine::producers::client::Client;
use stream_engine::producers::kpl::KplSetup;
use stream_engine::rng::Generator;
use stream_engine::{Quotas, Time};

/// Until something is refused; a deficit of one record in a thousand shows after minutes.
const PATIENCE_S: u64 = 3_000;

/// That many shards refuse nothing, and one fewer refuses something.
fn check(load: &Load, sent: Sent, shards: u64, quotas: &Quotas) {
    let mut enough = run(load, sent, shards, StreamMode::Provisioned, quotas);
    enough.run_until(Time::from_s(5));
    assert_eq!(throttled(&enough), 0, "{shards} shards for {load:?}");
    if shards > 1 {
        let mut fewer = run(load, sent, shards - 1, StreamMode::Provisioned, quotas);
        let refused = (1..=PATIENCE_S).any(|second| {
            fewer.run_until(Time::from_s(second));
            throttled(&fewer) > 0
        });
        assert!(refused, "{} shards take {load:?}, and {shards} are asked for", shards - 1);
    }
}

#[test]
fn five_hundred_random_loads_need_what_the_calculator_says() {
    let (quotas, _) = content();
    let mut chance = Generator::named(2022, "loads");
    for _ in 0..500 {
        let load = random_load(&mut chance);
        check(&load, single(&load, load.peak_per_second()), size(&load, &quotas).shards, &quotas);
    }
}

#[test]
fn packed_records_need_what_the_calculator_says() {
    let (quotas, _) = content();
    let mut chance = Generator::named(2022, "packed loads");
    for _ in 0..100 {
        let load = Load { reads: Reads::Enhanced, peak_percent: 100, ..random_load(&mut chance) };
        let readings_per_record = chance.between(2, 200) as u8;
        let readings_per_second = chance.between(1, 20_000);
        // As the engine packs: the key once, the data of each.
        let bytes = u64::from(readings_per_record) * 100 + 8;
        let packing = Packing { user_records: u64::from(readings_per_record), bytes };
        let shards = sizing::size_packed(&load, &quotas, readings_per_second, packing).shards;
        let key = "truck-0".len() as u64;
        let sent = Sent { readings_per_second, readings_per_record, reading_bytes: 100 + key };
        let packing = Packing { bytes: u64::from(readings_per_record) * 100 + key, ..packing };
        if sizing::size_packed(&load, &quotas, readings_per_second, packing).shards == shards {
            check(&load, sent, shards, &quotas);
        }
    }
}

#[test]
fn the_library_packs_no_better_than_the_calculator_reckons_and_not_much_worse() {
    let (quotas, _) = content();
    for (records_per_second, data_bytes, shards) in [(10_000, 82, 1), (2_000, 200, 2), (400, 1_000, 1), (5, 100, 1)] {
        let load = Load {
            records_per_second,
            data_bytes,
            key_bytes: "truck-0".len() as u64,
            peak_percent: 100,
            applications: 0,
            reads: Reads::Shared,
            retention_hours: 24,
            aggregation: true,
        };
        let reckoned = Packing::of(&load, &quotas, records_per_second, shards);
        let units = reckoned.bytes.div_ceil(quotas.put_payload_unit_bytes) * 1_000 / reckoned.user_records;
        let mut kpl = run_with_client(&load, shards, Client::Kpl(KplSetup::default()), &quotas);
        // Until it has the stream's list of shards it sends each user record by itself.
        kpl.run_until(Time::from_s(1));
        let begun = kpl.producers()[0].counts.clone();
        kpl.run_until(Time::from_s(31));
        let counts = &kpl.producers()[0].counts;
        let billed = (counts.put_payload_units - begun.put_payload_units) * 1_000 / (counts.stored - begun.stored);
        // Its timing leaves some records smaller.
        assert!((units..=units * 3 / 2).contains(&billed), "{billed} units for 1 000, {units} reckoned: {load:?}");
    }
}

fn run_with_client(load: &Load, shards: u64, client: Client, quotas: &Quotas) -> stream_engine::Simulation {
    common::run_with(load, single(load, load.records_per_second), shards, StreamMode::Provisioned, client, quotas)
}

#[test]
fn an_on_demand_stream_comes_to_as_many_shards_and_refuses_nothing_then() {
    let (quotas, _) = content();
    // Time is short: it looks each second, and splits at once.
    let quotas = Quotas { model_on_demand_look_ms: 1_000, model_on_demand_scale_ms: 1_000, ..quotas };
    let mut chance = Generator::named(2022, "on-demand loads");
    for _ in 0..40 {
        let load = Load { reads: Reads::Enhanced, applications: 0, ..random_load(&mut chance) };
        let wanted = on_demand_shards(&load, &quotas);
        let sent = single(&load, load.peak_per_second());
        // Many keys: two neighbours in one shard are even enough, since it has room for twice the load.
        let mut stream = run(&load, sent, quotas.on_demand_initial_open_shards, StreamMode::OnDemand, &quotas);
        stream.run_until(Time::from_s(60));
        let open = stream.streams()[0].open_count() as u64;
        assert!((wanted..=2 * wanted).contains(&open), "{open} open, at least {wanted} expected: {load:?}");
    }
}

#[test]
fn the_examples_of_the_guide_come_out() {
    let (quotas, _) = content();
    let load = |records_per_second, data_bytes, applications| Load {
        records_per_second,
        data_bytes,
        key_bytes: 0,
        peak_percent: 100,
        applications,
        reads: Reads::Shared,
        retention_hours: 24,
        aggregation: false,
    };
    // ceil(max(write KiB/s ÷ 1 024, read KiB/s ÷ 2 048)), and records ÷ 1 000.
    let cases = [
        (load(1_000, 1_024, 2), 1),
        (load(1_001, 100, 1), 2),
        (load(1_000, 1_024, 5), 3),
        (load(10_000, 90, 1), 10),
        (load(0, 90, 1), 1),
        (Load { reads: Reads::Enhanced, ..load(1_000, 1_024, 5) }, 1),
        (Load { aggregation: true, ..load(10_000, 90, 1) }, 1),
        (Load { peak_percent: 300, ..load(1_000, 100, 1) }, 3),
    ];
    for (load, shards) in cases {
        assert_eq!(size(&load, &quotas).shards, shards, "{load:?}");
    }
}
