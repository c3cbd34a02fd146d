//! What `cargo xtask bench` measures: the way of one record into a shard, and a long run.

use crate::golden_run;
use std::rc::Rc;
use stream_engine::history::History;
use stream_engine::kinesis::hash_key::hash_key;
use stream_engine::kinesis::shard::{KeyId, Record};
use stream_engine::kinesis::stream::{Stream, StreamId};
use stream_engine::rng::mix;
use stream_engine::scenario::{ConsumerSetup, KeyStrategy, ProducerSetup, RetryStrategy, Scenario, StreamSetup};
use stream_engine::time::SECOND_US;
use stream_engine::{Quotas, Time};
use wasm_bindgen::prelude::wasm_bindgen;

/// Texts of 16 to 24 bytes, made once for all records of a call; a power of two.
const KEYS: usize = 4_096;
/// Producers that share the rate of a long run, and their sources.
const PRODUCERS: u32 = 10;
const SOURCES: u16 = 100;
/// Part of a shard's limit that `bench_put` uses, so that little is refused.
const LOAD_PERCENT: u64 = 80;

/// What routing can't do without: the digest of the key and its shard. Gives a sum, so that nothing is left out.
#[wasm_bindgen]
pub fn bench_md5_lookup(records: u32, shards: u32) -> u32 {
    let (keys, stream) = (keys(), stream(shards, &golden_run().quotas));
    let places = (0..records as usize).map(|nth| stream.route(hash_key(&keys[nth % KEYS])) as u32);
    places.fold(0, u32::wrapping_add)
}

/// The same and all else that storing a record takes: two limits, the log, the counts. Gives the number stored.
#[wasm_bindgen]
pub fn bench_put(records: u32, shards: u32) -> u32 {
    let quotas = golden_run().quotas;
    let (keys, mut stream) = (keys(), stream(shards, &quotas));
    let per_second = (u64::from(shards) * quotas.shard_write_records_per_second * LOAD_PERCENT / 100).max(1);
    let (step_us, mut now, mut stored) = (SECOND_US / per_second, Time::ZERO, 0);
    for nth in 0..records {
        let key = nth as usize % KEYS;
        let record = Record {
            arrived: now,
            key: KeyId(key as u32),
            bytes: 200,
            number: nth,
            source: key as u16,
            producer: 0,
            readings: 1,
        };
        stored += u32::from(stream.put(&quotas, now, hash_key(&keys[key]), record).is_ok());
        now = now + step_us;
    }
    stored
}

/// A run with ten producers and a consumer, seen through its history.
#[wasm_bindgen]
pub struct BenchRun {
    history: History,
}

#[wasm_bindgen]
impl BenchRun {
    /// A run at its start: one stream, all readings together at this rate.
    #[wasm_bindgen(constructor)]
    pub fn new(records_per_second: u32, shards: u32) -> BenchRun {
        let producer = |nth: u32| ProducerSetup {
            name: format!("fleet-{nth}"),
            stream: StreamId(0),
            starts_ms: 0,
            rate_per_second: records_per_second / PRODUCERS,
            burst: 1,
            readings: None,
            record_bytes: 200,
            readings_per_record: 1,
            sources: SOURCES,
            device: false,
            keys: KeyStrategy::Numbered(format!("fleet-{nth}/truck-")),
            retry: RetryStrategy::Drop,
        };
        let consumer = ConsumerSetup {
            name: "dashboard".to_owned(),
            stream: StreamId(0),
            poll_interval_ms: 1_000,
            max_records_per_call: 10_000,
            parents_first: true,
        };
        let scenario = Scenario {
            seed: 1,
            streams: vec![StreamSetup { name: "bench".to_owned(), shards, retention_hours: None }],
            producers: (0..PRODUCERS).map(producer).collect(),
            consumers: vec![consumer],
        };
        BenchRun { history: History::new(Rc::new(scenario), golden_run().quotas) }
    }

    /// Runs to this second.
    pub fn run_until_s(&mut self, second: u32) {
        self.history.seek(Time::from_s(u64::from(second)));
    }

    /// Goes to a moment of the run, back or forth.
    pub fn seek_s(&mut self, second: f64) {
        self.history.seek(Time((second * SECOND_US as f64) as u64));
    }

    /// Records stored so far.
    pub fn stored(&self) -> u32 {
        let shards = self.history.present().streams().iter().flat_map(|stream| &stream.shards);
        shards.map(|shard| shard.records.end() as u32).sum()
    }
}

/// Bytes of the module's memory; it never shrinks.
#[wasm_bindgen]
pub fn memory_bytes() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return core::arch::wasm32::memory_size(0) as f64 * 65_536.0;
    #[cfg(not(target_arch = "wasm32"))]
    0.0
}

fn keys() -> Vec<String> {
    (0..KEYS as u64).map(|nth| format!("{:016x}{:.*}", mix(nth), (nth % 9) as usize, "-sensor-")).collect()
}

fn stream(shards: u32, quotas: &Quotas) -> Stream {
    Stream::create(StreamId(0), "bench".to_owned(), shards, Time::ZERO, quotas.retention_default_us())
}
