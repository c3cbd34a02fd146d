//! Simulated runs of a load: what the calculator is held against.
#![allow(dead_code, reason = "each test file uses a part of it")]

use calculator::{Load, Reads};
use std::rc::Rc;
use stream_engine::bill::{Dimension, Prices, Statement};
use stream_engine::consumers::enhanced::EnhancedSetup;
use stream_engine::kinesis::hash_key::{HashKeyRange, hash_key};
use stream_engine::kinesis::stream::{StreamId, StreamMode};
use stream_engine::producers::client::Client;
use stream_engine::rng::Generator;
use stream_engine::scenario::{AfterThrottle, ConsumerSetup, KeyStrategy, ProducerSetup, RetryStrategy, StreamSetup};
use stream_engine::{Quotas, Scenario, Simulation, Time};

/// Limits and prices of the content, today's. Each call takes the same time on its way, so that what is sent evenly also
/// arrives evenly: the calculator speaks of even loads.
pub fn content() -> (Quotas, Prices) {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
    let (_, content) = lab_content::read::read(root).expect("the content reads");
    let limits = content.profiles.last().expect("a profile").limits.clone();
    let even = Quotas { model_network_delay_min_us: 10_000, model_network_delay_max_us: 10_000, ..limits };
    (even, content.prices.prices)
}

/// A random load that a few shards can carry: small and large records, steady and with peaks.
pub fn random_load(chance: &mut Generator) -> Load {
    let applications = chance.between(0, 5);
    // One reader less than a shard can give to: large records too. With more, a second must hold several records, since a
    // debt of one record is then a large part of it.
    let largest_bits = if applications <= 2 { 20 } else { 14 };
    let bits = chance.between(6, largest_bits - 1);
    let record_bytes = chance.between(1 << bits, (1 << (bits + 1)) - 1);
    let of_a_shard = ((1 << 20) / record_bytes).clamp(1, 1_000);
    let peak_percent = [100, 100, 150, 200, 400][chance.below(5) as usize];
    let key_bytes = chance.between(1, 20);
    Load {
        records_per_second: chance.between(1, (of_a_shard * 3 * 100 / peak_percent).max(1)),
        data_bytes: record_bytes - key_bytes,
        key_bytes,
        peak_percent,
        applications,
        reads: if chance.below(3) == 0 { Reads::Enhanced } else { Reads::Shared },
        retention_hours: [24, 24, 48, 168, 720][chance.below(5) as usize],
        aggregation: false,
    }
}

/// Keys of which one after the other belongs to the next shard.
fn even_keys(shards: u32) -> Vec<String> {
    let in_shard = |range: HashKeyRange| {
        let keys = (0_u32..).map(|nth| format!("truck-{nth}"));
        keys.into_iter().find(|key| range.contains(hash_key(key))).expect("some key falls into every shard")
    };
    HashKeyRange::even(shards).into_iter().map(in_shard).collect()
}

/// How many readings a second a run has, and how they are packed into records.
#[derive(Clone, Copy)]
pub struct Sent {
    pub readings_per_second: u64,
    pub readings_per_record: u8,
    pub reading_bytes: u64,
}

/// A run of so many shards that takes what is sent, and is read as the load says.
pub fn run(load: &Load, sent: Sent, shards: u64, mode: StreamMode, quotas: &Quotas) -> Simulation {
    run_with(load, sent, shards, mode, Client::PutRecord, quotas)
}

/// The same with another client.
pub fn run_with(load: &Load, sent: Sent, shards: u64, mode: StreamMode, client: Client, quotas: &Quotas) -> Simulation {
    let shards = u32::try_from(shards).expect("a few shards");
    let (shared, enhanced) = match load.reads {
        Reads::Shared => (load.applications, 0),
        Reads::Enhanced => (0, load.applications),
    };
    let producer = ProducerSetup {
        name: "fleet".to_owned(),
        stream: StreamId(0),
        starts_ms: 0,
        rate_per_second: u32::try_from(sent.readings_per_second).expect("below the engine's bound"),
        burst: 1,
        readings: None,
        record_bytes: u32::try_from(sent.reading_bytes).expect("below the largest record"),
        readings_per_record: sent.readings_per_record,
        sources: 1,
        device: false,
        keys: KeyStrategy::List(even_keys(shards)),
        retry: RetryStrategy::Drop,
        client,
        client_side_encryption: false,
    };
    let consumer = |nth: u64| ConsumerSetup {
        name: format!("application-{nth}"),
        stream: StreamId(0),
        poll_interval_ms: 1_000,
        max_records_per_call: 10_000,
        parents_first: true,
        calls_take_time: false,
        after_throttle: AfterThrottle::NextPoll,
    };
    let stream = StreamSetup {
        name: "telemetry".to_owned(),
        shards,
        retention_hours: (load.retention_hours > 24).then_some(load.retention_hours),
        mode,
    };
    let fan_out = |nth: u64| EnhancedSetup { name: format!("pushed-{nth}"), stream: StreamId(0) };
    let scenario = Scenario {
        seed: 1,
        streams: vec![stream],
        producers: vec![producer],
        consumers: (0..shared).map(consumer).collect(),
        enhanced: (0..enhanced).map(fan_out).collect(),
        ..Scenario::default()
    };
    Simulation::new(&scenario, Rc::new(quotas.clone()))
}

/// What is sent when each record goes as it is.
pub fn single(load: &Load, per_second: u64) -> Sent {
    Sent { readings_per_second: per_second, readings_per_record: 1, reading_bytes: load.record_bytes() }
}

/// Writes and reads refused so far: at most a minute's, which is all that the tests look at.
pub fn throttled(run: &Simulation) -> u64 {
    let written: u64 = run.producers().iter().map(|producer| producer.refused).sum();
    let shards = run.streams()[0].shards.iter();
    let read = shards.flat_map(|shard| shard.seconds.window(run.now(), 60));
    written + read.map(|second| u64::from(second.read_provisioned_throughput_exceeded)).sum::<u64>()
}

/// Quantities of a span of a run, by dimension.
pub fn quantities(run: &mut Simulation, prices: &Prices, from_s: u64, to_s: u64) -> Vec<(Dimension, u128)> {
    let mut billed = |at_s: u64| {
        run.run_until(Time::from_s(at_s));
        let mut found: Vec<(Dimension, u128)> = Vec::new();
        for line in Statement::of_run(run, prices).lines {
            match found.iter_mut().find(|(dimension, _)| *dimension == line.dimension) {
                Some((_, quantity)) => *quantity += line.quantity,
                None => found.push((line.dimension, line.quantity)),
            }
        }
        found
    };
    let (before, after) = (billed(from_s), billed(to_s));
    let earlier = |dimension: Dimension| before.iter().find(|(one, _)| *one == dimension).map_or(0, |(_, all)| *all);
    after.into_iter().map(|(dimension, all)| (dimension, all - earlier(dimension))).collect()
}
