//! The golden trace, and what `cargo xtask bench` measures: the way of one record into a shard, and
//! a long run.

use crate::profiles::profiles;
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::history::History;
use stream_engine::kinesis::hash_key::hash_key;
use stream_engine::kinesis::shard::{KeyId, Record};
use stream_engine::kinesis::stream::{Stream, StreamMode};
use stream_engine::rng::mix;
use stream_engine::scenario::Scenario;
use stream_engine::time::SECOND_US;
use stream_engine::trace::{self, Run};
use stream_engine::{Quotas, Simulation, Time};
use wasm_bindgen::prelude::wasm_bindgen;

/// Texts of 16 to 24 bytes, made once for all records of a call; a power of two.
const KEYS: usize = 4_096;
/// Producers that share the rate of a long run, and their sources.
const PRODUCERS: u32 = 10;
const SOURCES: u16 = 100;
/// Part of a shard's limit that `bench_put` uses, so that little is refused.
const LOAD_PERCENT: u64 = 80;

/// The trace of the golden run, as the native tests have it in `golden-trace.txt`.
#[wasm_bindgen]
pub fn golden_trace() -> String {
    let run: Run = serde_json::from_str(include_str!("../../stream-engine/tests/data/golden-run.json"))
        .expect("the engine's test golden_trace reads the same text");
    trace::text(&run, today())
}

/// What routing can't do without: the digest of the key and its shard. Gives a sum, so that nothing is left out.
#[wasm_bindgen]
pub fn bench_md5_lookup(records: u32, shards: u32) -> u32 {
    let (keys, stream) = (keys(), stream(shards, &today()));
    let places = (0..records as usize).map(|nth| stream.route(hash_key(&keys[nth % KEYS])) as u32);
    places.fold(0, u32::wrapping_add)
}

/// The same and all else that storing a record takes: two limits, the log, the counts. Gives the number stored.
#[wasm_bindgen]
pub fn bench_put(records: u32, shards: u32) -> u32 {
    let quotas = today();
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
        let producer = |nth: u32| {
            json!({
                "name": format!("fleet-{nth}"),
                "rate_per_second": records_per_second / PRODUCERS,
                "record_bytes": 200,
                "sources": SOURCES,
                "keys": { "Numbered": format!("fleet-{nth}/truck-") },
                "retry": "Drop",
            })
        };
        let producers: Vec<Value> = (0..PRODUCERS).map(producer).collect();
        let consumer = json!({ "name": "dashboard", "poll_interval_ms": 1_000, "max_records_per_call": 10_000 });
        let scenario = scenario(json!({ "producers": producers, "consumers": [consumer] }), shards);
        BenchRun { history: History::new(Rc::new(scenario), today()) }
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

/// An hour of a hundred trucks, a thousand readings a second in all: five shards with a KCL application
/// of two workers, and a FIFO queue with thirty workers, on one clock. Gives what was handled.
#[wasm_bindgen]
pub fn bench_race(seconds: u32) -> f64 {
    let trucks = json!({
        "name": "fleet", "rate_per_second": 1_000, "record_bytes": 200, "sources": SOURCES,
        "keys": { "Numbered": "truck-" }, "retry": "Drop",
    });
    let workers = ["one", "two"].map(|name| json!({ "name": name }));
    let actors = json!({
        "producers": [trucks],
        "kcl": [{ "name": "telemetry-app", "workers": workers }],
        "queues": [{ "name": "race.fifo" }],
        "queue_feeds": [{ "producer": "fleet", "queue": "race.fifo", "messages_per_call": 10 }],
        "queue_consumers": [{
            "name": "racers", "queue": "race.fifo", "workers": 30,
            "processing_us_min": 4_000, "processing_us_max": 6_000, "delete": "Batch",
        }],
    });
    let mut run = Simulation::new(&scenario(actors, 5), today());
    run.run_until(Time::from_s(u64::from(seconds)));
    (run.kcl()[0].totals.records + run.queue_actors().consumers[0].handled) as f64
}

/// A month of an on-demand stream that is idle but for two hours of its first day. Gives its open shards.
#[wasm_bindgen]
pub fn bench_on_demand(days: u32) -> u32 {
    let fleet = json!({
        "name": "fleet", "rate_per_second": 100, "record_bytes": 200, "sources": SOURCES,
        "keys": { "Numbered": "truck-" }, "retry": "Drop", "readings": 720_000,
    });
    let mut scenario = scenario(json!({ "producers": [fleet] }), 4);
    scenario.streams[0].mode = StreamMode::OnDemand;
    let mut run = Simulation::new(&scenario, today());
    run.run_until(Time::from_s(u64::from(days) * 86_400));
    run.streams()[0].open_count() as u32
}

/// Bytes of the module's memory; it never shrinks.
#[wasm_bindgen]
pub fn memory_bytes() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return core::arch::wasm32::memory_size(0) as f64 * 65_536.0;
    #[cfg(not(target_arch = "wasm32"))]
    0.0
}

fn today() -> Rc<Quotas> {
    let (_, quotas) = profiles().pop().expect("the newest profile is the last");
    Rc::new(quotas)
}

fn keys() -> Vec<String> {
    (0..KEYS as u64).map(|nth| format!("{:016x}{:.*}", mix(nth), (nth % 9) as usize, "-sensor-")).collect()
}

fn stream(shards: u32, quotas: &Quotas) -> Stream {
    Simulation::new(&scenario(json!({}), shards), Rc::new(quotas.clone())).streams()[0].clone()
}

/// One stream and those who use it; all else as content leaves it out.
fn scenario(mut actors: Value, shards: u32) -> Scenario {
    actors["seed"] = 1.into();
    actors["streams"] = json!([{ "name": "bench", "shards": shards }]);
    serde_json::from_value(actors).expect("a scenario of the benchmarks' own")
}
