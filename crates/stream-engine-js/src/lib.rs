//! The engine's face for JavaScript: its golden trace, to be compared with the native one, and what
//! the benchmarks measure.

mod bench;

pub use bench::BenchRun;

use stream_engine::trace::{self, Run};
use wasm_bindgen::prelude::wasm_bindgen;

/// The trace of the golden run, as the native tests have it in `golden-trace.txt`.
#[wasm_bindgen]
pub fn golden_trace() -> String {
    trace::text(&golden_run())
}

fn golden_run() -> Run {
    serde_json::from_str(include_str!("../../stream-engine/tests/data/golden-run.json"))
        .expect("the engine's test golden_trace reads the same text")
}
