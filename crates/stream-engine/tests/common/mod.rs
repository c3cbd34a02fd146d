//! What the engine's tests share: today's limits as numbers, the smallest scenarios, short calls.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::rc::Rc;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::{Shard, ShardId};
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::kinesis::stream::{Stream, StreamId};
use stream_engine::scenario::{ConsumerSetup, KeyStrategy, ProducerSetup, RetryStrategy, StreamSetup};
use stream_engine::{Answer, Command, NewRecord, Quotas, Scenario, Simulation};

/// The first stream.
pub const STREAM: StreamId = StreamId(0);

/// The engine's part of the quota profile `aws-2026`.
pub fn quotas() -> Quotas {
    Quotas {
        partition_key_max_chars: 256,
        record_default_max_bytes_key_plus_data: 1 << 20,
        put_records_max_records_per_call: 500,
        put_records_max_bytes_per_call: 10 << 20,
        shard_write_bytes_per_second: 1 << 20,
        shard_write_records_per_second: 1_000,
        shard_shared_read_bytes_per_second: 2 << 20,
        shard_get_records_calls_per_second: 5,
        get_records_max_bytes_per_call: 10 << 20,
        get_records_max_records_per_call: 10_000,
        get_records_throttle_after_full_10mib_seconds: 5,
        shard_iterator_expiry_seconds: 300,
        retention_default_hours: 24,
        retention_long_term_max_hours: 8_760,
        update_shard_count_max_scalings_per_24_hours: 10,
        update_shard_count_max_factor_up_percent: 200,
        update_shard_count_min_factor_down_percent: 50,
        update_shard_count_max_shards: 10_000,
        put_payload_unit_bytes: 25_600,
        model_shard_write_burst_ms: 1_000,
        model_shard_write_refill_ms: 1_000,
        model_reshard_ms: 30_000,
        model_update_shard_count_ms: 30_000,
        model_network_delay_min_us: 8_000,
        model_network_delay_max_us: 24_000,
    }
}

/// One stream, nobody who writes or reads.
pub fn quiet(shards: u32) -> Scenario {
    let stream = StreamSetup { name: "telemetry".to_owned(), shards, retention_hours: None };
    Scenario { seed: 1, streams: vec![stream], producers: Vec::new(), consumers: Vec::new() }
}

/// A producer of ten trucks, 100 readings a second, that drops what is refused.
pub fn producer(name: &str) -> ProducerSetup {
    ProducerSetup {
        name: name.to_owned(),
        stream: STREAM,
        starts_ms: 0,
        rate_per_second: 100,
        burst: 1,
        readings: None,
        record_bytes: 200,
        readings_per_record: 1,
        sources: 10,
        device: false,
        keys: KeyStrategy::Numbered("truck-".to_owned()),
        retry: RetryStrategy::Drop,
    }
}

/// A consumer that polls once a second and reads parents first.
pub fn consumer(name: &str) -> ConsumerSetup {
    ConsumerSetup {
        name: name.to_owned(),
        stream: STREAM,
        poll_interval_ms: 1_000,
        max_records_per_call: 10_000,
        parents_first: true,
    }
}

/// A run of the scenario under today's limits.
pub fn simulation(scenario: &Scenario) -> Simulation {
    Simulation::new(scenario, Rc::new(quotas()))
}

/// The first stream of a run.
pub fn stream(run: &Simulation) -> &Stream {
    &run.streams()[0]
}

/// A shard of the first stream.
pub fn shard(run: &Simulation, id: u32) -> &Shard {
    &run.streams()[0].shards[id as usize]
}

/// Lets so much time pass.
pub fn pass_ms(run: &mut Simulation, ms: u64) {
    run.run_until(run.now() + ms * 1_000);
}

/// Carries out a call that must succeed.
pub fn done(run: &mut Simulation, command: Command) -> Answer {
    let answer = run.apply(&command);
    answer.unwrap_or_else(|refusal| panic!("{command:?}: {}: {}", refusal.code(), refusal.message()))
}

/// A record of the learner's.
pub fn record(key: &str, data: &[u8]) -> NewRecord {
    NewRecord { partition_key: key.to_owned(), explicit_hash_key: None, data: data.to_vec() }
}

pub fn put(key: &str, data: &[u8]) -> Command {
    Command::PutRecord { stream: STREAM, record: record(key, data), sequence_number_for_ordering: None }
}

pub fn put_at(hash: u128, data: &[u8]) -> Command {
    let record = NewRecord { explicit_hash_key: Some(HashKey(hash)), ..record("key", data) };
    Command::PutRecord { stream: STREAM, record, sequence_number_for_ordering: None }
}

pub fn split(shard: u32, at: u128) -> Command {
    Command::SplitShard { stream: STREAM, shard: ShardId(shard), new_starting_hash_key: HashKey(at) }
}

pub fn merge(shard: u32, adjacent: u32) -> Command {
    Command::MergeShards { stream: STREAM, shard: ShardId(shard), adjacent: ShardId(adjacent) }
}

pub fn resize(target: u32) -> Command {
    Command::UpdateShardCount { stream: STREAM, target_shard_count: target }
}

/// An iterator of the first stream.
pub fn iterator(run: &mut Simulation, shard: u32, kind: ShardIteratorType) -> ShardIterator {
    match done(run, Command::GetShardIterator { stream: STREAM, shard: ShardId(shard), kind }) {
        Answer::Iterator(iterator) => iterator,
        other => panic!("no iterator: {other:?}"),
    }
}

/// Data of the records `from..to` of a shard, as texts.
pub fn data(run: &Simulation, shard_id: ShardId, from: u64, to: u64) -> Vec<String> {
    let payloads = &shard(run, shard_id.0).payloads;
    (from..to).map(|index| String::from_utf8_lossy(&payloads[&index].data).into_owned()).collect()
}
