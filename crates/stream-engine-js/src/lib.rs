//! The engine's face for JavaScript. The npm package is `lab` behind the numbers-only exports of
//! `door`; with the feature `bench` also the golden trace, to be compared with the native one, and
//! what the benchmarks measure.

#[cfg(feature = "bench")]
mod bench;
pub mod door;
pub mod lab;
pub mod options;
mod profiles;
pub mod saved;

#[cfg(feature = "bench")]
pub use bench::{BenchRun, golden_trace};
