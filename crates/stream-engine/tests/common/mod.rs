//! What the engine's tests share: today's limits as numbers, the smallest scenarios, short calls.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::{Shard, ShardId};
use stream_engine::kinesis::shard_iterator::{ShardIterator, ShardIteratorType};
use stream_engine::kinesis::stream::{Stream, StreamId};
use stream_engine::producers::client::Client;
use stream_engine::scenario::{AfterThrottle, ConsumerSetup, KeyStrategy, ProducerSetup, RetryStrategy, StreamSetup};
use stream_engine::{Answer, Command, NewRecord, Quotas, Scenario, Simulation};

/// The first stream.
pub const STREAM: StreamId = StreamId(0);

/// The limits of the quota profile `aws-2026`, as the content has them.
pub fn quotas() -> Quotas {
    profile("aws-2026")
}

/// The limits of a quota profile.
pub fn profile(id: &str) -> Quotas {
    content(|content| {
        let profile = content.profiles.iter().find(|profile| profile.id == id);
        profile.expect("a profile of the content").limits.clone()
    })
}

fn content<T>(look: impl FnOnce(&lab_content::Content) -> T) -> T {
    thread_local! {
        // Read once for each thread of tests: many-seed runs ask thousands of times.
        static CONTENT: lab_content::Content = {
            let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
            lab_content::read::read(root).expect("the content reads").1
        };
    }
    CONTENT.with(look)
}

/// The prices of the content.
pub fn prices() -> Prices {
    content(|content| content.prices.prices)
}

/// One stream, nobody who writes or reads.
pub fn quiet(shards: u32) -> Scenario {
    let stream = StreamSetup { name: "telemetry".to_owned(), shards, ..StreamSetup::default() };
    Scenario { seed: 1, streams: vec![stream], ..Scenario::default() }
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
        client: Client::PutRecord,
        client_side_encryption: false,
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
        calls_take_time: false,
        after_throttle: AfterThrottle::NextPoll,
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
    answer.unwrap_or_else(|refusal| panic!("{command:?}: {}: {}", refusal.code(), refusal.message(run.place(STREAM))))
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
    let shard = shard(run, shard_id.0);
    let text = |index| String::from_utf8_lossy(shard.payload(index).expect("a learner's record").data()).into_owned();
    (from..to).map(text).collect()
}
