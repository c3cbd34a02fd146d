//! AWS/Lambda: metrics of functions. Names: Lambda Developer Guide, "Types of metrics for Lambda
//! functions" (checked 2026-11-23). Duration and IteratorAge are the largest of each second.

use super::{Kind, Metric, Sample, named, of_series};
use crate::consumers::lambda::function::LambdaSecond;
use crate::simulation::Simulation;
use std::ops::Range;

pub const NAMESPACE: &str = "AWS/Lambda";

const KINDS: [Kind<LambdaSecond>; 5] = [
    ("Invocations", |second| second.invocations.into()),
    ("Errors", |second| second.errors.into()),
    ("Throttles", |second| second.throttles.into()),
    ("Duration", |second| second.duration_ms.into()),
    ("ConcurrentExecutions", |second| second.concurrent_executions.into()),
];

/// Metrics of all functions.
pub fn list(run: &Simulation) -> Vec<Metric> {
    let functions = run.lambda().functions.keys();
    functions.flat_map(|name| named(NAMESPACE, &KINDS, ("FunctionName", name))).collect()
}

/// Samples of a metric of a function.
pub fn samples(run: &Simulation, name: &str, dimensions: &[(&str, &str)], seconds: Range<u64>) -> Vec<Sample> {
    let [("FunctionName", function)] = dimensions else { return Vec::new() };
    let function = run.lambda().functions.get(*function);
    function.map_or_else(Vec::new, |function| of_series(&function.seconds, &KINDS, name, seconds))
}
