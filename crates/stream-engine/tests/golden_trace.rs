//! One run of everything, written down once: the same text comes out natively and, in
//! `tests/engine-parity.mjs`, of WebAssembly.

mod common;

use common::quotas;
use stream_engine::trace::{Run, text};

#[test]
fn the_golden_run_gives_the_golden_trace() {
    let run: Run = serde_json::from_str(include_str!("data/golden-run.json")).expect("the run reads");
    let (found, written) = (text(&run, quotas().into()), include_str!("data/golden-trace.txt"));
    // What was found is left where it can be looked at, and copied if the change was meant.
    let left = concat!(env!("CARGO_TARGET_TMPDIR"), "/golden-trace.txt");
    std::fs::write(left, &found).expect("the target folder takes files");
    let differs = found.lines().zip(written.lines()).find(|(found, written)| found != written);
    assert_eq!(differs, None, "found and written; all that was found is in {left}");
    assert_eq!(found.lines().count(), written.lines().count(), "see {left}");
    for part in ["ThrottlingBegan", "OrderBroken", "ShardDrained", "ReshardingEnded", "ValidationException"] {
        assert!(found.contains(part), "the run shows no {part}");
    }
}

#[test]
fn the_same_run_gives_the_same_trace_twice_and_another_seed_another() {
    let run: Run = serde_json::from_str(include_str!("data/golden-run.json")).expect("the run reads");
    let mut short = Run { seconds: 20, ..run };
    assert_eq!(text(&short, quotas().into()), text(&short, quotas().into()));
    let before = text(&short, quotas().into());
    let mut scenario = (*short.scenario).clone();
    scenario.seed += 1;
    short.scenario = scenario.into();
    assert_ne!(text(&short, quotas().into()), before);
}
