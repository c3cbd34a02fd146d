//! Random scenarios and requests, small enough for thousands.

use crate::common;
use std::rc::Rc;
use stream_engine::history::Request;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::producers::client::Client;
use stream_engine::producers::kpl::KplSetup;
use stream_engine::producers::sdk::SdkSetup;
use stream_engine::rng::Generator;
use stream_engine::scenario::{ConsumerSetup, KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Change, Command, NewRecord, Quotas, Scenario, Time};

/// A run to be watched.
pub struct Plan {
    pub seed: u64,
    pub scenario: Rc<Scenario>,
    pub quotas: Rc<Quotas>,
    pub requests: Vec<Request>,
}

/// The plan of a seed. Limits are low, so that few records reach them; changes are quick.
pub fn plan(seed: u64) -> Plan {
    let mut chance = Generator::named(seed, "plan");
    let quotas = Quotas {
        shard_write_records_per_second: pick(&mut chance, &[20, 50, 1_000]),
        shard_write_bytes_per_second: pick(&mut chance, &[8_000, 40_000, 1 << 20]),
        model_shard_write_burst_ms: pick(&mut chance, &[500, 1_000, 2_000]),
        model_shard_write_refill_ms: pick(&mut chance, &[1, 100, 500, 1_000]),
        model_reshard_ms: chance.between(1, 2_000),
        model_update_shard_count_ms: chance.between(1, 2_000),
        get_records_max_bytes_per_call: pick(&mut chance, &[20_000, 10 << 20]),
        get_records_throttle_after_full_10mib_seconds: 1,
        ..common::quotas()
    };
    let mut scenario = common::quiet(chance.between(1, 5) as u32);
    scenario.seed = seed;
    scenario.streams[0].retention_hours = Some(1);
    scenario.producers = (0..chance.between(1, 3)).map(|nth| producer(&mut chance, nth)).collect();
    let parents_first = |nth| nth == 0;
    let readers = chance.between(1, 2);
    scenario.consumers = (0..readers).map(|nth| consumer(&mut chance, nth, parents_first(nth))).collect();
    let mut requests = Vec::new();
    let mut at = 0;
    for _ in 0..chance.between(4, 16) {
        at += chance.below(1_500_000);
        requests.push(Request { at: Time(at), command: command(&mut chance, &scenario) });
    }
    Plan { seed, scenario: Rc::new(scenario), quotas: Rc::new(quotas), requests }
}

fn pick(chance: &mut Generator, values: &[u64]) -> u64 {
    values[chance.below(values.len() as u64) as usize]
}

fn producer(chance: &mut Generator, nth: u64) -> ProducerSetup {
    ProducerSetup {
        starts_ms: chance.below(3_000),
        rate_per_second: chance.between(10, 150) as u32,
        burst: chance.between(1, 5) as u32,
        readings: Some(chance.between(20, 800) as u32),
        record_bytes: chance.between(1, 900) as u32,
        readings_per_record: chance.between(1, 3) as u8,
        sources: chance.between(1, 20) as u16,
        keys: keys(chance),
        retry: retry(chance),
        client: client(chance),
        ..common::producer(&format!("producer-{nth}"))
    }
}

fn client(chance: &mut Generator) -> Client {
    match chance.below(6) {
        0 => Client::Sdk(SdkSetup { connections: 3, linger_ms: chance.below(500) as u32, ..SdkSetup::default() }),
        1 => Client::Kpl(KplSetup { aggregation_max_bytes: Some(2_000), ..KplSetup::default() }),
        _ => Client::PutRecord,
    }
}

fn consumer(chance: &mut Generator, nth: u64, parents_first: bool) -> ConsumerSetup {
    ConsumerSetup {
        poll_interval_ms: chance.between(450, 1_500) as u32,
        max_records_per_call: pick(chance, &[50, 10_000]) as u32,
        parents_first,
        ..common::consumer(&format!("consumer-{nth}"))
    }
}

fn keys(chance: &mut Generator) -> KeyStrategy {
    let list = || ["a", "b", "a", "c"].map(str::to_owned);
    match chance.below(6) {
        0 => KeyStrategy::Random,
        1 => KeyStrategy::Constant("one".to_owned()),
        2 => KeyStrategy::Zipf { prefix: "truck-".to_owned(), exponent_percent: chance.between(0, 200) as u32 },
        3 => KeyStrategy::List(list().into()),
        4 => KeyStrategy::Weighted(list().map(|key| (key, chance.between(0, 9) as u32)).into()),
        _ => KeyStrategy::Numbered("truck-".to_owned()),
    }
}

fn retry(chance: &mut Generator) -> RetryStrategy {
    let (base_ms, cap_ms) = (chance.between(1, 200) as u32, chance.between(200, 2_000) as u32);
    let attempts = chance.between(1, 8) as u8;
    match chance.below(4) {
        0 => RetryStrategy::Drop,
        1 => RetryStrategy::AtOnce { attempts },
        2 => RetryStrategy::Exponential { base_ms, cap_ms, attempts },
        _ => RetryStrategy::FullJitter { base_ms, cap_ms, attempts },
    }
}

/// Any request, many of which will be refused: shards that are closed, not adjacent or not there.
fn command(chance: &mut Generator, scenario: &Scenario) -> Command {
    let shard = |chance: &mut Generator| chance.below(u64::from(scenario.streams[0].shards) + 6) as u32;
    match chance.below(12) {
        0..3 => {
            let id = shard(chance);
            common::split(id, hash(chance).0)
        }
        3..6 => {
            let id = shard(chance);
            common::merge(id, id + chance.between(1, 2) as u32)
        }
        6 | 7 => common::resize(chance.between(1, 10) as u32),
        8 => common::put_at(hash(chance).0, &vec![1; chance.below(2_000) as usize]),
        9 | 10 => {
            let records = (0..chance.between(1, 40)).map(|_| record(chance)).collect();
            Command::PutRecords { stream: common::STREAM, records }
        }
        _ => Command::Change { actor: format!("producer-{}", chance.below(3)), change: change(chance) },
    }
}

fn change(chance: &mut Generator) -> Change {
    match chance.below(4) {
        0 => Change::RatePerSecond(pick(chance, &[0, 10, 60, 300]) as u32),
        1 => Change::Keys(keys(chance)),
        2 => Change::Retry(retry(chance)),
        _ => Change::ReadingsPerRecord(chance.between(1, 4) as u8),
    }
}

fn record(chance: &mut Generator) -> NewRecord {
    let explicit = chance.below(3) == 0;
    NewRecord {
        partition_key: format!("learner-{}", chance.below(20)),
        explicit_hash_key: explicit.then(|| hash(chance)),
        data: vec![7; chance.below(600) as usize],
    }
}

/// A point of the space; often at an eighth of it, where boundaries come to lie.
fn hash(chance: &mut Generator) -> HashKey {
    match chance.below(3) {
        0 => HashKey(u128::from(chance.below(8)) << 125),
        _ => HashKey(u128::from(chance.below(u64::MAX)) << 64 | u128::from(chance.below(u64::MAX))),
    }
}

/// For checkers that name shards.
pub fn id(shard: usize) -> ShardId {
    ShardId(shard as u32)
}
